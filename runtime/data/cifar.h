// CIFAR-10 and CIFAR-100 in their binary form. (cs.toronto.edu/~kriz/cifar.html)
#ifndef SPECIMEN_V2_DATA_CIFAR_H
#define SPECIMEN_V2_DATA_CIFAR_H

#include <string>
#include <vector>

#include "dataset.h"
#include "input.h"

namespace specimen_v2::data {

enum class CifarKind : unsigned char { cifar10, cifar100 };

// Fields: `image` (32, 32, 3) bytes, turned from the file's planes into pixels; `label`; of CIFAR-100 also
// `coarse_label`. Labels are checked when an example is read.
class CifarDataset final : public Dataset {
 public:
  // Files in this order; gzip too. Errors: those of Input; data_error (empty, or no whole number of records).
  Status open(const std::vector<std::string>& files, CifarKind kind);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path, CifarKind kind);
  // `split` is "train" or "test": data_batch_1.bin, ..., data_batch_5.bin or test_batch.bin; train.bin or test.bin of
  // CIFAR-100, whichever is in the directory.
  Status open_directory(const std::string& directory, const std::string& split);

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  struct File {
    Input input;
    std::int64_t first = 0, records = 0;
  };
  Status add(Input input);
  const File& file_of(std::int64_t index) const;

  std::vector<File> files_;
  std::int64_t size_ = 0;
  CifarKind kind_ = CifarKind::cifar10;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_CIFAR_H
