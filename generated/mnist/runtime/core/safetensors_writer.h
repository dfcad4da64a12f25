// Writing safetensors files: the whole file appears under its name, or nothing does.
#ifndef SPECIMEN_V2_CORE_SAFETENSORS_WRITER_H
#define SPECIMEN_V2_CORE_SAFETENSORS_WRITER_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output_file.h"
#include "safetensors.h"
#include "status.h"

namespace specimen_v2 {

// What a file will say of a tensor; `data` only for write_safetensors.
struct SafetensorsTensor {
  std::string name;  // UTF-8
  SafetensorsDtype dtype = SafetensorsDtype::f32;
  std::vector<std::int64_t> shape;
  const void* data = nullptr;  // row-major, little endian
};

struct SafetensorsText {
  std::string key, value;  // UTF-8
};

// Writes tensor after tensor, so that a file may be larger than the memory:
//
//   SafetensorsWriter writer;
//   writer.open(path, tensors, metadata);
//   for (std::size_t i : writer.order()) writer.append(bytes of tensors[i]...);   in as many pieces as wanted
//   writer.finish();
//
// Of a writer that goes away unfinished, or is killed, nothing stays. The bytes are those of the format's own library:
// wider dtypes first, then by name; header padded to 8 bytes.
class SafetensorsWriter {
 public:
  // Errors: invalid_argument (a name twice or not UTF-8, a size that overflows, a header over the format's limit),
  // io_error.
  Status open(const char* path, const std::vector<SafetensorsTensor>& tensors,
              const std::vector<SafetensorsText>& metadata = {});

  const std::vector<std::size_t>& order() const { return order_; }  // indices into `tensors`, as the data must come

  Status append(const void* data, std::size_t bytes);

  // Flushes to disk, unless not `durable`, and renames. Errors: invalid_argument if bytes are missing; io_error.
  Status finish(bool durable = true);

 private:
  Status write(const void* data, std::size_t bytes);
  Status failed(const char* what, int error);

  std::string path_;
  OutputFile file_;
  std::vector<std::size_t> order_;
  std::uint64_t remaining_ = 0;  // bytes of data still to come
};

// All at once, from memory. Errors as above.
Status write_safetensors(const char* path, const std::vector<SafetensorsTensor>& tensors,
                         const std::vector<SafetensorsText>& metadata = {});

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_SAFETENSORS_WRITER_H
