// Any bytes as lines of text and of JSON.
#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/lines.h"

namespace specimen_fuzz {

int lines(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  for (const bool skip_empty : {false, true}) {
    TextLines texts;
    const specimen_v2::Status status = texts.open_memory(data, size, "a.txt", skip_empty);
    check_status(status);
    if (status.ok()) look_at(texts);
  }
  JsonLines set;
  const specimen_v2::Status status = set.open_memory(data, size, "a.jsonl");
  check_status(status);
  if (status.ok()) look_at(set);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::lines(data, size);
}
#endif
