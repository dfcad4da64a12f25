// resnet50: the names of the classes, in their order. info() names them, too.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: bd8fba43c068aec5
#ifndef SPECIMEN_V2_RESNET50_LABELS_H
#define SPECIMEN_V2_RESNET50_LABELS_H

namespace resnet50 {

extern const char* const kLogitsLabels[1001];  // of `logits`

}  // namespace resnet50

#endif  // SPECIMEN_V2_RESNET50_LABELS_H
