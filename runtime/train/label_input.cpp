#include "label_input.h"

#include <cmath>

#include "../core/printable.h"

namespace specimen_v2::train {
namespace {

struct Taken {
  const LabelInput* label;
  const data::Slot* slot;
  std::int64_t count = 0;  // of all fields
  double first = 0;        // the first value
};

// The number of a class. False: the value is not one.
bool class_of(const LabelInput& label, double value, std::int64_t* number) {
  const double its = value + label.offset;
  if (!(its >= 0 && its < label.classes) || its != std::floor(its)) return false;
  *number = static_cast<std::int64_t>(its);
  return true;
}

Status no_class(const LabelInput& label, double value) {
  return Status(StatusCode::data_error, "the label %.10g is not one of %d classes", value, label.classes);
}

Status take(void* data, const data::Field& field) {
  Taken& taken = *static_cast<Taken*>(data);
  const data::Slot& slot = *taken.slot;
  for (std::int64_t i = 0; i < field.count(); ++i, ++taken.count) {
    const double value = field.number(i);
    if (taken.count == 0) taken.first = value;
    if (taken.count >= slot.elements) continue;
    if (slot.f32) {
      slot.f32[taken.count] = static_cast<float>(value);
      continue;
    }
    std::int64_t number = 0;
    if (!class_of(*taken.label, value, &number)) return no_class(*taken.label, value);
    slot.i32[taken.count] = static_cast<std::int32_t>(number);
  }
  return Status();
}

}  // namespace

Status fill_label(const LabelInput& label, const data::Example& example, const data::Slot* slots) {
  Taken taken{&label, &slots[0]};
  if (Status status = each_field(label.fields, example, &taken, take); !status) return status;
  const std::int64_t wanted = slots[0].elements;
  if (taken.count == 1 && wanted > 1 && slots[0].f32) {
    std::int64_t number = 0;
    if (!class_of(label, taken.first, &number)) return no_class(label, taken.first);
    for (std::int64_t i = 0; i < wanted; ++i) slots[0].f32[i] = i == number ? 1.0F : 0.0F;
  } else if (taken.count != wanted) {
    return Status(StatusCode::data_error, "the label has %lld values; %lld are wanted",
                  static_cast<long long>(taken.count), static_cast<long long>(wanted));
  }
  if (!label.weight) return Status();
  const data::Field* weight = example.find(label.weight);
  if (!weight || weight->type == data::FieldType::text || weight->count() != slots[1].elements) {
    return Status(StatusCode::data_error, "there is no number \"%s\", the weight", Printable(label.weight).text());
  }
  for (std::int64_t i = 0; i < slots[1].elements; ++i) slots[1].f32[i] = static_cast<float>(weight->number(i));
  return Status();
}

}  // namespace specimen_v2::train
