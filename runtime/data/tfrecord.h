// TFRecord files of tf.Example, as TensorFlow writes them. (tensorflow.org/tutorials/load_data/tfrecord)
#ifndef SPECIMEN_V2_DATA_TFRECORD_H
#define SPECIMEN_V2_DATA_TFRECORD_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dataset.h"
#include "input.h"
#include "tf_example.h"

namespace specimen_v2::data {

// A file of records. Compressed ones (GZIP, ZLIB) are inflated into memory.
class TfRecordFile {
 public:
  // Walks over all lengths, whose checksums are checked, and keeps the offsets. Errors: those of Input; data_error
  // (truncated, a wrong checksum of a length), with the byte offset.
  Status open(const std::string& path);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path);

  std::int64_t size() const { return static_cast<std::int64_t>(offsets_.size()); }
  // The bytes of a record; its checksum is checked. Errors: data_error.
  Status record(std::int64_t index, std::string_view* bytes) const;
  std::uint64_t offset(std::int64_t index) const { return offsets_[static_cast<std::size_t>(index)]; }
  const std::string& path() const { return input_.path(); }

 private:
  Status index();

  Input input_;
  std::vector<std::uint64_t> offsets_;
};

// Examples: a feature of bytes becomes a field of texts, of floats f32, of integers i64, of rank 1 each, sorted by
// name. A feature without a kind, or of no values, becomes a field of no values.
class TfRecordDataset final : public Dataset {
 public:
  // One data set of all files, in this order.
  Status open(const std::vector<std::string>& files);
  Status open_memory(const void* bytes, std::size_t size, const std::string& path);
  // All files of a directory whose names contain "-of-" and begin with `prefix`, "train" or "validation" of ImageNet;
  // or the one file `prefix`.tfrecord. Sorted by name. Errors: not_found.
  Status open_directory(const std::string& directory, const std::string& prefix);

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  const TfRecordFile& file_of(std::int64_t* index) const;

  std::vector<TfRecordFile> files_;
  std::vector<std::int64_t> firsts_;  // the first example of each file
  std::int64_t size_ = 0;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_TFRECORD_H
