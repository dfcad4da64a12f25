// Arrays of NumPy, one per file. (numpy.org/doc/stable/reference/generated/numpy.lib.format.html)
#ifndef SPECIMEN_V2_DATA_NPY_H
#define SPECIMEN_V2_DATA_NPY_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dataset.h"
#include "input.h"

namespace specimen_v2::data {

// Versions 1 to 3, row-major, either byte order: bool, integers of 1 to 8 bytes, floats of 2 to 8. What has no field
// type is read as the next larger one that holds it: int8 as int32, uint32 as int64, float16 as float32.
class NpyFile {
 public:
  // Errors: those of Input; data_error (no .npy file, another size than its header says); unsupported (objects, complex
  // numbers, structures, column-major order, rank 0 or over 8).
  Status open(const std::string& path);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path);

  int rank() const { return rank_; }
  const std::int64_t* shape() const { return shape_; }  // shape()[0] counts examples
  const std::string& path() const { return input_.path(); }
  std::uint64_t offset(std::int64_t index) const { return header_ + item_ * static_cast<std::uint64_t>(index); }

  // Adds the example as a field of shape()[1..]. Errors: unsupported (a uint64 over 2^63 - 1), out_of_memory.
  Status add_field(std::int64_t index, const char* name, Example* example) const;

 private:
  Status parse();
  Status parse_header(const char* text, std::size_t size);

  Input input_;
  char kind_ = 0;  // b, i, u, f
  int width_ = 0;  // bytes
  bool swapped_ = false;
  int rank_ = 0;
  std::int64_t shape_[Field::kMaxRank] = {};
  std::size_t header_ = 0, item_ = 0;  // bytes; of one example
};

// An array per field, all with as many examples: `features` and `labels`, for instance.
class NpyDataset final : public Dataset {
 public:
  struct Array {
    std::string name, path;
  };
  // Errors: those of NpyFile; data_error (numbers of examples differ).
  Status open(const std::vector<Array>& arrays);
  Status add(const std::string& name, NpyFile file);

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  std::vector<std::string> names_;
  std::vector<NpyFile> files_;
  std::int64_t size_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_NPY_H
