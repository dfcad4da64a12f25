// Any text as an expression, and as a name with expressions in it: parsed and evaluated where values of every kind have
// names. Nothing may crash, and what has no value has a diagnostic.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "spec/expression_scope.h"
#include "spec/template.h"

namespace specimen_fuzz {
namespace {

using namespace specimen::gen;

void check(const std::optional<Value>& value, const Diagnostics& diagnostics) {
  if (value.has_value() == diagnostics.has_errors()) std::abort();
  if (value) to_json(*value);
  diagnostics.text();
}

}  // namespace

int expression(const std::uint8_t* data, std::size_t size) {
  const Value text(std::string(reinterpret_cast<const char*>(data), size));
  const SourceFile file("e.json", to_json(text));
  Diagnostics quiet;
  const std::optional<Value> json = parse_json(file, quiet);
  if (!json) return 0;  // not UTF-8
  const ImageShapes shapes;
  const Scope scope = expression_scope(shapes);
  {
    Diagnostics diagnostics;
    const std::optional<Expression> parsed = Expression::parse(LocatedText(*json), diagnostics);
    check(parsed ? parsed->evaluate(scope, diagnostics) : std::nullopt, diagnostics);
  }
  Diagnostics diagnostics;
  const std::optional<Template> name = Template::name(*json, diagnostics);
  check(name ? name->evaluate(scope, diagnostics) : std::nullopt, diagnostics);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::expression(data, size);
}
#endif
