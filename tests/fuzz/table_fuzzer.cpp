// Any bytes as parts of a TensorFlow index. Its sums would stop all but a few inputs at once, so the first byte says
// what the rest is: a file as it is, the contents of a block that then gets a sound sum, a graph of objects.
#include <cstdlib>

#include "base/text.h"
#include "fuzz/fuzz.h"
#include "import/snappy.h"
#include "import/table_writer.h"
#include "import/tensor_bundle.h"

namespace specimen_fuzz {
namespace {

using namespace specimen::gen;

void index(const std::string& file) {
  BundleIndex index;
  std::string message;
  const BundleResult result = read_bundle_index(file, index, message);
  if ((result == BundleResult::good) != message.empty()) std::abort();
  if (result != BundleResult::good) return;
  for (const BundleEntry& entry : index.entries) {
    if (entry.shard >= index.shards || printable(entry.key, entry.key.size()) != entry.key) std::abort();
    for (std::int64_t size : entry.shape)
      if (size < 0) std::abort();
  }
}

}  // namespace

int table(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string text;
  std::string_view view;
  std::map<std::string, std::string> names;
  switch (data[0] & 7) {
    case 0:
      index(bytes);
      break;
    case 1:
      index(table_of({{bytes, '\0'}}));
      break;
    case 2:
      index(table_of({{bytes, '\1'}}));
      break;
    case 3:  // the index block
      index(stored(bytes) + footer(0, bytes.size()));
      break;
    case 4:
      index(table_of({{"", field(1, 1)}, {"w", bytes}}));
      break;
    case 5:
      index(table_of(TableEntries{{"", bytes}}));
      break;
    case 6:
      if (snappy_decompress(bytes, 1 << 20, &text) && text.size() > 1 << 20) std::abort();
      break;
    default:
      read_object_names(bytes, names);
      if (read_bundle_string(bytes, 0, &view) && view.size() > bytes.size()) std::abort();
  }
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::table(data, size);
}
#endif
