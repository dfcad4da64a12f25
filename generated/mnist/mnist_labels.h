// mnist: the names of the classes, in their order. info() names them, too.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: b234cabff6656f86
#ifndef SPECIMEN_V2_MNIST_LABELS_H
#define SPECIMEN_V2_MNIST_LABELS_H

namespace mnist {

extern const char* const kLogitsLabels[10];  // of `logits`

}  // namespace mnist

#endif  // SPECIMEN_V2_MNIST_LABELS_H
