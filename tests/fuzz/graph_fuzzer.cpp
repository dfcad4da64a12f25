// Any text as the text form of a graph. Nothing may crash; what parses prints as a text that parses to the same.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "graph/text.h"
#include "graph/verify.h"

namespace specimen_fuzz {

int graph(const std::uint8_t* data, std::size_t size) {
  using namespace specimen::gen;
  Graph parsed, again;
  std::string error;
  if (!parse(std::string(reinterpret_cast<const char*>(data), size), &parsed, &error)) {
    if (error.rfind("line ", 0) != 0) std::abort();
    return 0;
  }
  verify(parsed);
  const std::string printed = print(parsed);
  if (!parse(printed, &again, &error) || print(again) != printed) std::abort();
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::graph(data, size);
}
#endif
