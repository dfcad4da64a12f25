// mnist: the names of the classes, in their order.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 4770004a85f0b03e
#include "mnist_labels.h"

namespace mnist {

const char* const kLogitsLabels[10] = {
    "class 0", "class 1", "class 2", "class 3", "class 4", "class 5", "class 6", "class 7", "class 8", "class 9",
};

}  // namespace mnist
