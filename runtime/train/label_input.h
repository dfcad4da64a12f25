// The label of an example, and its weight, as the last inputs of a training function.
#ifndef SPECIMEN_V2_TRAIN_LABEL_INPUT_H
#define SPECIMEN_V2_TRAIN_LABEL_INPUT_H

#include <cstdint>

#include "../core/status.h"
#include "../data/loader.h"
#include "field_list.h"

namespace specimen_v2::train {

struct LabelInput {
  FieldList fields;
  std::int32_t offset = 0;       // is added to numbers of classes
  std::int32_t classes = 0;      // they are 0 .. classes - 1
  const char* weight = nullptr;  // the field with the weight; null: the function has no weights
};

// Slot 0: of int32 the numbers of classes; of float32 targets, where one whole number for several targets names the
// one that is 1. Slot 1: the weight. Errors: data_error (no such field, another number of values, a label that is no
// class).
Status fill_label(const LabelInput& label, const data::Example& example, const data::Slot* slots);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_LABEL_INPUT_H
