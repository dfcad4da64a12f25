// digits_resnet20: the names of the classes, in their order. info() names them, too.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: d2706461e01edfcd
#ifndef SPECIMEN_V2_DIGITS_RESNET20_LABELS_H
#define SPECIMEN_V2_DIGITS_RESNET20_LABELS_H

namespace digits_resnet20 {

extern const char* const kLogitsLabels[10];  // of `logits`

}  // namespace digits_resnet20

#endif  // SPECIMEN_V2_DIGITS_RESNET20_LABELS_H
