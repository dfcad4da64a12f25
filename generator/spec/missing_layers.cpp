#include "spec/missing_layers.h"

#include "base/nearest.h"
#include "base/text.h"

namespace specimen::gen {

namespace {

struct Row {
  const char* name;
  const char* instead;
};

constexpr Row kRows[] = {
#define MISSING_LAYER(name, instead) {#name, instead},
#include "spec/missing_layers.def"
#undef MISSING_LAYER
};

}  // namespace

void report_missing_layer(std::string_view name, const Span& span, const std::vector<std::string>& known,
                          Diagnostics& diagnostics) {
  Diagnostic& diagnostic =
      diagnostics.error(Kind::layer_unknown, span, "there is no layer `{}`", printable(std::string(name)));
  for (const Row& row : kRows) {
    if (name == row.name) {
      diagnostic.note("{}", row.instead);
      return;
    }
  }
  diagnostic.suggest(nearest(name, known));
}

std::vector<std::string> missing_layers() {
  std::vector<std::string> names;
  for (const Row& row : kRows) names.emplace_back(row.name);
  return names;
}

}  // namespace specimen::gen
