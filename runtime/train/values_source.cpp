#include "values_source.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "../core/printable.h"
#include "../core/standardize.h"

namespace specimen_v2::train {
namespace {

struct TakenValues {
  const data::Slot* slot;
  float scale;
  std::int64_t count = 0;
};

Status take_values(void* data, const data::Field& field) {
  TakenValues& taken = *static_cast<TakenValues*>(data);
  const data::Slot& slot = *taken.slot;
  for (std::int64_t i = 0; i < field.count(); ++i, ++taken.count) {
    if (taken.count >= slot.elements) continue;
    const double value = field.number(i);
    if (slot.f32) {
      slot.f32[taken.count] = static_cast<float>(value) * taken.scale;
      continue;
    }
    if (value != std::floor(value) || std::fabs(value) > INT32_MAX) {
      return Status(StatusCode::data_error, "%.10g in \"%s\" is no id", value, Printable(field.name).text());
    }
    slot.i32[taken.count] = static_cast<std::int32_t>(value);
  }
  return Status();
}

}  // namespace

Status values_and_label(const void* data, const data::Example& example, const data::ExampleKey&,
                        const data::Slot* slots) {
  const ValuesInput& input = *static_cast<const ValuesInput*>(data);
  for (int i = 0; i < input.input_count; ++i) {
    TakenValues taken{&slots[i], i == 0 ? input.scale : 1.0F};
    if (Status status = each_field(input.inputs[i], example, &taken, take_values); !status) return status;
    if (taken.count == slots[i].elements) continue;
    return Status(StatusCode::data_error, "\"%s\" has %lld values; the model's input has %lld",
                  Printable(input.inputs[i].names[0]).text(), static_cast<long long>(taken.count),
                  static_cast<long long>(slots[i].elements));
  }
  if (input.standardize) standardize(slots[0].f32, static_cast<std::size_t>(slots[0].elements));
  return fill_label(input.label, example, slots + input.input_count);
}

}  // namespace specimen_v2::train
