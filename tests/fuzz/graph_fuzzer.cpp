// Any text as the text form of a graph. Nothing may crash; what parses prints as a text that parses to the same.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "graph/text.h"
#include "graph/verify.h"

namespace specimen_fuzz {

int graph(const std::uint8_t* data, std::size_t size) {
  using namespace specimen::gen;
  const SourceFile file("graph", std::string(reinterpret_cast<const char*>(data), size));
  Diagnostics diagnostics;
  const std::optional<Graph> parsed = parse_graph(file, diagnostics);
  if (!parsed) {
    if (!diagnostics.list().at(0).span.valid()) std::abort();
    diagnostics.text();
    return 0;
  }
  verify(*parsed);
  const SourceFile printed("printed", print(*parsed));
  const std::optional<Graph> again = parse_graph(printed, diagnostics);
  if (!again || print(*again) != printed.text()) std::abort();
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::graph(data, size);
}
#endif
