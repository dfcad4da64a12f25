#include "spec/weight_type.h"

#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/fields.h"

namespace specimen::gen {

const std::vector<std::string>& weight_type_names() {
  static const std::vector<std::string> names = {"float32", "bfloat16", "int8"};
  return names;
}

std::vector<WeightType> parse_weight_types(const Value& list, Diagnostics& diagnostics) {
  std::vector<WeightType> types;
  for (const Value& json : list.list()) {
    std::optional<Fields> fields = Fields::of(json, "an entry of `weight_types`", diagnostics);
    if (!fields || !fields->only({"at", "type", "doc"})) continue;
    const Value* at = fields->required_string("at");
    const Value* type = fields->required_string("type");
    if (!at || !type) continue;
    const std::vector<std::string>& known = weight_type_names();
    if (std::find(known.begin(), known.end(), type->text()) == known.end()) {
      diagnostics.error(Kind::spec_bad_value, type->span, "weights cannot be packed as `{}`", printable(type->text()))
          .suggest(nearest(type->text(), known))
          .note("the types are {}", join(known, ", "));
      continue;
    }
    std::optional<PathPattern> pattern = PathPattern::parse(*at, diagnostics);
    if (pattern) types.push_back({std::move(*pattern), type->text(), at->span});
  }
  return types;
}

}  // namespace specimen::gen
