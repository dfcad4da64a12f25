// mnist: the names of the classes, in their order.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: fb027cd486d696b8
#include "mnist_labels.h"

namespace mnist {

const char* const kLogitsLabels[10] = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
};

}  // namespace mnist
