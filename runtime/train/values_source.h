// Numbers of a data set as the inputs of a training function: a slot for each input, then the label and its weight.
#ifndef SPECIMEN_V2_TRAIN_VALUES_SOURCE_H
#define SPECIMEN_V2_TRAIN_VALUES_SOURCE_H

#include "../core/status.h"
#include "../data/loader.h"
#include "field_list.h"
#include "label_input.h"

namespace specimen_v2::train {

struct ValuesInput {
  const FieldList* inputs = nullptr;  // one for each input of the model
  int input_count = 0;
  float scale = 1;           // of the first input
  bool standardize = false;  // the first input, by its own mean and deviation
  LabelInput label;
};

// A data::Transform; `data` is a ValuesInput. Errors: data_error (no such field, another number of values than the
// input has, an id that is no whole number), and those of fill_label.
Status values_and_label(const void* data, const data::Example& example, const data::ExampleKey& key,
                        const data::Slot* slots);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_VALUES_SOURCE_H
