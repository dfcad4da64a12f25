// Any text as the configuration of a model: either a diagnostic, or arguments of one of ours. Half of the inputs say
// that they are a BERT, or few would come past the first line.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "fuzz/fuzz.h"
#include "import/config.h"
#include "spec/json.h"

namespace specimen_fuzz {

using namespace specimen::gen;

int config(const std::uint8_t* data, std::size_t size) {
  static Sources kept;
  static const Value kTable = [] {
    std::ifstream file(SPECIMEN_SOURCE_DIR "/specs/configs/huggingface.json");
    Diagnostics diagnostics;
    const auto value = parse_json(*kept.add("table", {std::istreambuf_iterator<char>(file), {}}), diagnostics);
    if (!value) std::abort();
    return *value;
  }();
  const std::string text(reinterpret_cast<const char*>(data), size);
  Sources sources;
  Diagnostics diagnostics;
  const auto value = parse_json(*sources.add("config.json", text), diagnostics);
  if (!value) return 0;
  const ConfigChoice choice{size % 2 ? "bert" : "", ""};
  const auto modules = modules_text(*value, &*value, diagnostics);
  diagnostics = Diagnostics();
  const auto model = import_config(*value, kTable, size % 4 == 3 && modules ? *modules : "", choice, diagnostics);
  if (model ? diagnostics.has_errors() || model->model.empty() : !diagnostics.has_errors()) std::abort();
  diagnostics.text();
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::config(data, size);
}
#endif
