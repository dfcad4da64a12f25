// Any bytes as a table. The first byte chooses separator, quotes, header and the types of the columns.
#include "fuzz/datasets.h"
#include "fuzz/fuzz.h"
#include "runtime/data/csv.h"

namespace specimen_fuzz {

int csv(const std::uint8_t* data, std::size_t size) {
  using namespace specimen_v2::data;
  if (size == 0) return 0;
  CsvOptions options;
  options.separator = (data[0] & 1) != 0 ? '\t' : ',';
  options.quotes = (data[0] & 2) == 0;
  options.header = (data[0] & 4) == 0;
  options.max_cell = (data[0] & 8) == 0 ? 1 << 20 : 10;
  if ((data[0] & 16) != 0) {
    options.columns = {{"a", FieldType::f32, true}, {"b", FieldType::i64}, {"c", FieldType::f64}, {"d"}};
    options.columns.resize(1 + (data[0] >> 5 & 3));
  }
  CsvDataset set;
  const specimen_v2::Status status = set.open_memory(data + 1, size - 1, "a.csv", options);
  check_status(status);
  if (status.ok()) look_at(set);
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::csv(data, size);
}
#endif
