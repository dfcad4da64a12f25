// IDX files, plain or gzip: MNIST, Fashion-MNIST. (yann.lecun.com/exdb/mnist)
#ifndef SPECIMEN_V2_DATA_IDX_H
#define SPECIMEN_V2_DATA_IDX_H

#include <cstddef>
#include <cstdint>
#include <string>

#include "dataset.h"
#include "input.h"

namespace specimen_v2::data {

// One file: two zero bytes, a type, a rank, big-endian sizes, big-endian values. Signed bytes and shorts are read as
// int32.
class IdxFile {
 public:
  // Errors: those of Input; data_error (no IDX file, another size than its header says), unsupported (rank 0 or over
  // 8).
  Status open(const std::string& path);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path);

  int rank() const { return rank_; }
  const std::int64_t* shape() const { return shape_; }  // shape()[0] counts examples
  const std::string& path() const { return input_.path(); }
  std::int64_t offset(std::int64_t index) const;  // of an example, in bytes of the inflated file

  // Adds the example as a field of shape()[1..].
  Status add_field(std::int64_t index, const char* name, Example* example) const;

 private:
  Status parse();

  Input input_;
  unsigned char type_ = 0;
  int rank_ = 0;
  std::int64_t shape_[Field::kMaxRank] = {};
  std::size_t header_ = 0, item_ = 0;  // bytes; of one example
};

// Images and labels: fields `image` (height, width) and `label` (one value).
class IdxDataset final : public Dataset {
 public:
  // Errors: those of IdxFile; data_error (numbers of examples differ, labels that are not one value each).
  Status open(const std::string& images, const std::string& labels);
  Status open(IdxFile images, IdxFile labels);
  // `split` is "train" or "t10k": SPLIT-images-idx3-ubyte and SPLIT-labels-idx1-ubyte in a directory, each with or
  // without ".gz" after it. Errors: not_found as well.
  Status open_directory(const std::string& directory, const std::string& split);

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;
  const IdxFile& images() const { return images_; }

 private:
  IdxFile images_, labels_;
  std::int64_t size_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_IDX_H
