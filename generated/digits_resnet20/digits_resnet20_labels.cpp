// digits_resnet20: the names of the classes, in their order.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: e4bd4a909fc691fd
#include "digits_resnet20_labels.h"

namespace digits_resnet20 {

const char* const kLogitsLabels[10] = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
};

}  // namespace digits_resnet20
