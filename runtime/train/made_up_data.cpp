#include "made_up_data.h"

#include <algorithm>

#include "../core/synthetic_input.h"
#include "batch_arguments.h"

namespace specimen_v2::train {

Status MadeUpData::read(std::int64_t index, data::Example* example) const {
  if (Status status = check_index(index); !status) return status;
  example->clear();
  for (int i = 0; i < function_.input_count; ++i) {
    const TensorInfo& tensor = function_.inputs[i];
    const std::int64_t count = elements_of(tensor, 1, length_);
    const bool ids = tensor.dtype == DType::i32;
    data::Field* field = example->add(tensor.name, ids ? data::FieldType::i32 : data::FieldType::f32, &count, 1);
    if (!field) return Status(StatusCode::out_of_memory, "no memory for an example");
    const auto first = static_cast<std::uint64_t>(index * count);
    const auto elements = static_cast<std::size_t>(count);
    if (ids) {
      fill_synthetic_input(seed_, tensor, first, elements, static_cast<std::int32_t*>(const_cast<void*>(field->data)));
    } else {
      fill_synthetic_input(seed_, tensor, first, elements, static_cast<float*>(const_cast<void*>(field->data)));
    }
  }
  return Status();
}

Status MadeUpData::copy_fields(const void*, const data::Example& example, const data::ExampleKey&,
                               const data::Slot* slots) {
  for (std::size_t i = 0; i < example.fields().size(); ++i) {
    const data::Slot& slot = slots[i];
    const void* values = example.fields()[i].data;
    const std::int64_t count = std::min(slot.elements, example.fields()[i].count());
    if (slot.f32) {
      std::copy_n(static_cast<const float*>(values), count, slot.f32);
    } else {
      std::copy_n(static_cast<const std::int32_t*>(values), count, slot.i32);
    }
  }
  return Status();
}

}  // namespace specimen_v2::train
