// Any text as the configuration of a model: either a diagnostic, or arguments of one of ours. Half of the inputs say
// that they are a BERT, or few would come past the first line; a quarter are in a directory of sentence-transformers,
// where the same text says how to pool.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/temporary_directory.h"
#include "fuzz/fuzz.h"
#include "import/config.h"
#include "spec/json.h"

namespace specimen_fuzz {
namespace {

using namespace specimen::gen;

constexpr const char* kTable = SPECIMEN_SOURCE_DIR "/specs/configs/huggingface.json";

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

// Holds modules.json; gone at the end of the program.
struct Directory : TemporaryDirectory {
  Directory() {
    if (!valid() || !std::filesystem::create_directory(file("1_Pooling"))) std::abort();
    write(file("modules.json"),
          R"([{"type": "models.Transformer"}, {"type": "models.Pooling"}, {"type": "models.Normalize"}])");
  }
};

std::optional<ImportedModel> from_directory(const std::string& text, const ConfigChoice& choice, Sources& sources,
                                            Diagnostics& diagnostics) {
  static const Directory directory;
  write(directory.file("config.json"), text);
  write(directory.file("1_Pooling/config.json"), text);
  return import_config(directory.file(""), {kTable}, choice, sources, diagnostics);
}

std::optional<ImportedModel> from_text(const std::string& text, const ConfigChoice& choice, Sources& sources,
                                       Diagnostics& diagnostics) {
  static Sources kept;
  static const Value table = [] {
    std::ifstream file(kTable);
    Diagnostics none;
    const auto value = parse_json(*kept.add("table", {std::istreambuf_iterator<char>(file), {}}), none);
    if (!value) std::abort();
    return *value;
  }();
  const auto value = parse_json(*sources.add("config.json", text), diagnostics);
  if (!value) return std::nullopt;
  return import_config(*value, table, "", choice, diagnostics);
}

}  // namespace

int config(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const ConfigChoice choice{size % 2 ? "bert" : "", ""};
  Sources sources;
  Diagnostics diagnostics;
  const auto model = size % 4 == 3 ? from_directory(text, choice, sources, diagnostics)
                                   : from_text(text, choice, sources, diagnostics);
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
