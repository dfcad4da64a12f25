// A file of weights that torch.save wrote (`.pth`, `.pt`, `.bin`), read without executing anything: a zip archive with
// a pickle and a file for each storage, or, before PyTorch 1.6, pickles with the storages behind them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "import/read_failure.h"
#include "import/state_dict.h"
#include "import/zip_archive.h"

namespace specimen::gen {

// Whether a file begins as one does that PyTorch before 1.6 wrote, or any other program with a pickle.
bool is_pickle(std::string_view bytes);
// Whether an archive has PyTorch's entries.
bool is_torch_archive(const ZipArchive& archive);

class TorchFile {
 public:
  // `archive` and `bytes` must outlive the object. `wanted`: see read_state_dict.
  bool open(const ZipArchive& archive, const std::string& wanted, ReadFailure& failure);
  bool open(std::string_view bytes, const std::string& wanted, ReadFailure& failure);

  const StateDict& state_dict() const { return state_dict_; }
  // A tensor's elements, row-major and little endian. A storage is unpacked when its first tensor is asked for, and
  // forgotten after the last: each tensor is to be read once.
  bool read(const TorchTensor& tensor, std::vector<unsigned char>& elements, ReadFailure& failure);

 private:
  bool read_archive(ReadFailure& failure);
  bool read_pickles(std::string_view bytes, Pickle& pickle, ReadFailure& failure);
  bool place_storages(std::string_view bytes, const Pickle& keys, ReadFailure& failure);
  bool finish(const Pickle& pickle, const std::string& wanted, ReadFailure& failure);
  bool unpack(const std::string& key, std::string_view& content, ReadFailure& failure);

  const ZipArchive* archive_ = nullptr;
  std::string prefix_;                                          // of the archive's entries: "resnet18/"
  std::vector<unsigned char> pickle_;                           // the text of the archive's pickle
  std::map<std::string, TorchStorage> storages_;                // by key
  std::map<std::string, std::string_view> places_;              // of storages behind a pickle
  std::map<std::string, std::vector<unsigned char>> unpacked_;  // of an archive
  std::map<std::string, std::size_t> readers_;                  // tensors that are still to be read
  StateDict state_dict_;
};

// Writes the tensors to the safetensors file `output`, and the path of their dictionary and the number of what was left
// out to its metadata (`state_dict`, `others`).
bool dump_torch(TorchFile& file, const std::string& output, ReadFailure& failure);

}  // namespace specimen::gen
