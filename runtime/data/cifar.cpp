#include "cifar.h"

#include <cinttypes>
#include <utility>

namespace specimen_v2::data {

namespace {

constexpr std::size_t kPlane = 32 * 32, kPixelBytes = 3 * kPlane;

std::size_t labels_of(CifarKind kind) { return kind == CifarKind::cifar100 ? 2 : 1; }

std::size_t record_of(CifarKind kind) { return labels_of(kind) + kPixelBytes; }

}  // namespace

Status CifarDataset::add(Input input) {
  const std::size_t record = record_of(kind_);
  const char* path = input.path().c_str();
  if (input.size() == 0) return Status(StatusCode::data_error, "%s: the file is empty", path);
  if (input.size() % record != 0) {
    return Status(StatusCode::data_error, "%s: ends at byte %zu, inside record %zu: records of CIFAR-%s have %zu bytes",
                  path, input.size(), input.size() / record, kind_ == CifarKind::cifar100 ? "100" : "10", record);
  }
  File file;
  file.first = size_;
  file.records = static_cast<std::int64_t>(input.size() / record);
  file.input = std::move(input);
  size_ += file.records;
  files_.push_back(std::move(file));
  return Status();
}

Status CifarDataset::open(const std::vector<std::string>& files, CifarKind kind) {
  kind_ = kind;
  files_.clear();
  size_ = 0;
  for (const std::string& path : files) {
    Input input;
    Status status = input.open(path);
    if (status.ok()) status = add(std::move(input));
    if (!status.ok()) return status;
  }
  return Status();
}

Status CifarDataset::open_memory(const void* bytes, std::size_t size, const std::string& path, CifarKind kind) {
  kind_ = kind;
  files_.clear();
  size_ = 0;
  Input input;
  const Status status = input.open_memory(bytes, size, path);
  return status.ok() ? add(std::move(input)) : status;
}

Status CifarDataset::open_directory(const std::string& directory, const std::string& split) {
  const bool train = split == "train";
  if (!train && split != "test") {
    return Status(StatusCode::invalid_argument, "CIFAR has no split \"%s\"; it has train and test", split.c_str());
  }
  std::vector<std::string> files;
  if (train) {
    for (const char* name : {"1", "2", "3", "4", "5"}) files.push_back(directory + "/data_batch_" + name + ".bin");
  } else {
    files.push_back(directory + "/test_batch.bin");
  }
  Status status = open(files, CifarKind::cifar10);
  if (status.code() != StatusCode::not_found) return status;
  const Status other = open({directory + "/" + split + ".bin"}, CifarKind::cifar100);
  return other.code() == StatusCode::not_found ? status : other;
}

const CifarDataset::File& CifarDataset::file_of(std::int64_t index) const {
  std::size_t i = files_.size() - 1;
  while (files_[i].first > index) --i;
  return files_[i];
}

Status CifarDataset::read(std::int64_t index, Example* example) const {
  const Status status = check_index(index);
  if (!status.ok()) return status;
  const File& file = file_of(index);
  const std::size_t labels = labels_of(kind_);
  const unsigned char* at = file.input.data() + record_of(kind_) * static_cast<std::size_t>(index - file.first);
  const int classes = kind_ == CifarKind::cifar100 ? 100 : 10;
  if (at[labels - 1] >= classes || (labels == 2 && at[0] >= 20)) {
    return Status(StatusCode::data_error, "%s: label %d is none of CIFAR-%d's", place(index).c_str(),
                  at[labels - 1] >= classes ? at[labels - 1] : at[0], classes);
  }
  example->clear();
  const std::int64_t shape[3] = {32, 32, 3};
  const Field* image = example->add("image", FieldType::u8, shape, 3);
  if (image == nullptr) return Status(StatusCode::out_of_memory, "no memory for an example");
  auto* pixels = static_cast<unsigned char*>(const_cast<void*>(image->data));
  const unsigned char* planes = at + labels;
  for (std::size_t i = 0; i < kPlane; ++i)
    for (std::size_t c = 0; c < 3; ++c) pixels[3 * i + c] = planes[c * kPlane + i];
  example->add_view("label", FieldType::u8, nullptr, 0, at + labels - 1);
  if (labels == 2) example->add_view("coarse_label", FieldType::u8, nullptr, 0, at);
  return Status();
}

std::string CifarDataset::place(std::int64_t index) const {
  const File& file = file_of(index);
  const std::int64_t record = index - file.first;
  return file.input.path() + ", record " + std::to_string(record) + " (byte " +
         std::to_string(static_cast<std::int64_t>(record_of(kind_)) * record) + ")";
}

}  // namespace specimen_v2::data
