// A serialized tf.Example.
#ifndef SPECIMEN_V2_DATA_TF_EXAMPLE_H
#define SPECIMEN_V2_DATA_TF_EXAMPLE_H

#include <string_view>

#include "../core/status.h"
#include "example.h"

namespace specimen_v2::data {

// Takes one serialized tf.Example apart. Errors: data_error with the byte in `bytes` (of a field that is damaged),
// out_of_memory.
Status parse_tf_example(std::string_view bytes, Example* example);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_TF_EXAMPLE_H
