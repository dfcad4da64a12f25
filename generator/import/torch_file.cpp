#include "import/torch_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "runtime/core/safetensors_writer.h"

namespace specimen::gen {
namespace {

// Tensors that share storages, or repeat their elements with strides of 0, may be larger than the file that they are
// in; a sound one is never much larger.
constexpr std::uint64_t kMaxSharing = 16;
constexpr std::uint64_t kMaxTorchExpansion = 16;  // of an archive that was packed again; PyTorch does not compress
constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{1} << 20;

// The first pickle of the older format is this number alone.
constexpr std::string_view kTorchMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.";

constexpr const char* kBigEndian = "its numbers are big-endian";
constexpr const char* kOnLittleEndian = "load it and save it again on a little-endian machine";

bool little_endian(const Pickle& info) {
  const std::vector<int>& items = info[info.root()].items;
  for (std::size_t i = 0; info[info.root()].kind == PickleKind::dict && i + 1 < items.size(); i += 2)
    if (info[items[i]].text == "little_endian") return info[items[i + 1]].integer != 0;
  return true;
}

std::string_view text_of(const std::vector<unsigned char>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

bool is_pickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

bool is_torch_archive(const ZipArchive& archive) {
  return std::any_of(archive.entries().begin(), archive.entries().end(), [](const ZipEntry& entry) {
    return entry.name == "data.pkl" || entry.name.ends_with("/data.pkl");
  });
}

bool TorchFile::open(const ZipArchive& archive, const std::string& wanted, ReadFailure& failure) {
  archive_ = &archive;
  if (!read_archive(failure)) return false;
  Pickle pickle;
  std::string message;
  if (!pickle.read(text_of(pickle_), message)) return failure.damaged(message);
  if (!read_storages(pickle, storages_, failure)) return false;
  std::uint64_t total = 0;
  for (const auto& [key, storage] : storages_) {
    const ZipEntry* const entry = archive.find(prefix_ + "data/" + key);
    if (!entry) return failure.damaged("the archive has no storage `" + printable(key) + "`");
    if (entry->size < storage.bytes || entry->size - storage.bytes >= 16)
      return failure.damaged(fmt::format("the storage `{}` has {} bytes, and its tensors say {}", printable(key),
                                         entry->size, storage.bytes));
    total += entry->size;
    if (total > kAlwaysAllowed + kMaxTorchExpansion * archive.bytes())
      return failure.damaged("the archive unpacks to far more than is stored");
  }
  return finish(pickle, wanted, failure);
}

bool TorchFile::read_archive(ReadFailure& failure) {
  const ZipEntry* pickle = nullptr;
  for (const ZipEntry& entry : archive_->entries()) {
    if (entry.name == "data.pkl" || entry.name.ends_with("/data.pkl")) {
      if (pickle) return failure.damaged("the archive has two entries `data.pkl`");
      pickle = &entry;
    }
  }
  if (!pickle) return failure.damaged("the archive has no entry `data.pkl`");
  prefix_ = pickle->name.substr(0, pickle->name.size() - std::strlen("data.pkl"));
  if (archive_->find(prefix_ + "constants.pkl"))
    return failure.set(Failed::unsupported, "it is a TorchScript program, not a file of weights",
                       "save only the weights: torch.save(torch.jit.load(\"model.pt\").state_dict(), \"weights.pth\")");
  if (const ZipEntry* order = archive_->find(prefix_ + "byteorder")) {
    std::vector<unsigned char> content;
    if (!archive_->read(*order, content, failure)) return false;
    if (text_of(content) != "little") return failure.set(Failed::unsupported, kBigEndian, kOnLittleEndian);
  }
  return archive_->read(*pickle, pickle_, failure);
}

bool TorchFile::open(std::string_view bytes, const std::string& wanted, ReadFailure& failure) {
  Pickle pickle;
  return read_pickles(bytes, pickle, failure) && finish(pickle, wanted, failure);
}

// A number, a version, facts of the machine, the objects, the keys of their storages; then for each key the number of
// its elements, in eight bytes, and the elements.
bool TorchFile::read_pickles(std::string_view bytes, Pickle& pickle, ReadFailure& failure) {
  if (!bytes.starts_with(kTorchMagic))
    return failure.set(Failed::unsupported, "it is a pickle that torch.save did not write",
                       "save the weights with torch.save(model.state_dict(), \"weights.pth\")");
  bytes.remove_prefix(kTorchMagic.size());
  Pickle version, info, keys;
  for (Pickle* part : {&version, &info, &pickle, &keys}) {
    std::string message;
    if (!part->read(bytes, message)) return failure.damaged(message);
    bytes.remove_prefix(part->size());
  }
  if (!little_endian(info)) return failure.set(Failed::unsupported, kBigEndian, kOnLittleEndian);
  return read_storages(pickle, storages_, failure) && place_storages(bytes, keys, failure);
}

bool TorchFile::place_storages(std::string_view bytes, const Pickle& keys, ReadFailure& failure) {
  if (keys[keys.root()].kind != PickleKind::list) return failure.damaged("the list of storages is damaged");
  for (int item : keys[keys.root()].items) {
    const std::string key(keys[item].text.substr(0, 1000));
    const auto storage = storages_.find(key);
    if (storage == storages_.end()) return failure.damaged("the list of storages names what no tensor has");
    std::uint64_t elements = 0;
    if (bytes.size() < sizeof elements) return failure.damaged("the file is cut short");
    std::memcpy(&elements, bytes.data(), sizeof elements);
    bytes.remove_prefix(sizeof elements);
    if (elements != storage->second.elements || bytes.size() < storage->second.bytes)
      return failure.damaged("the storage `" + printable(key) + "` is cut short or of another size");
    if (!places_.emplace(key, bytes.substr(0, static_cast<std::size_t>(storage->second.bytes))).second)
      return failure.damaged("the list of storages has one twice");
    bytes.remove_prefix(static_cast<std::size_t>(storage->second.bytes));
  }
  return places_.size() == storages_.size() || failure.damaged("the file is cut short: storages are not in it");
}

bool TorchFile::finish(const Pickle& pickle, const std::string& wanted, ReadFailure& failure) {
  if (!read_state_dict(pickle, storages_, wanted, state_dict_, failure)) return false;
  std::uint64_t stored = 0, total = 0;
  for (const auto& [key, storage] : storages_) stored += storage.bytes;
  for (const TorchTensor& tensor : state_dict_.tensors) {
    total += tensor.bytes;
    if (total > kAlwaysAllowed + kMaxSharing * stored || tensor.bytes > static_cast<std::uint64_t>(INT64_MAX) / 2)
      return failure.damaged("the tensors are far larger than what is stored of them");
    ++readers_[tensor.storage];
  }
  return true;
}

bool TorchFile::unpack(const std::string& key, std::string_view& content, ReadFailure& failure) {
  if (!archive_) return content = places_.at(key), true;
  auto at = unpacked_.find(key);
  if (at == unpacked_.end()) {
    std::vector<unsigned char> bytes;
    if (!archive_->read(*archive_->find(prefix_ + "data/" + key), bytes, failure)) return false;
    at = unpacked_.emplace(key, std::move(bytes)).first;
  }
  return content = text_of(at->second), true;
}

bool TorchFile::read(const TorchTensor& tensor, std::vector<unsigned char>& elements, ReadFailure& failure) {
  std::string_view storage;
  if (!unpack(tensor.storage, storage, failure)) return false;
  elements.resize(static_cast<std::size_t>(tensor.bytes));
  const std::size_t size = static_cast<std::size_t>(safetensors_dtype_bits(tensor.dtype)) / 8;
  // Runs along the innermost axes that are contiguous are copied whole.
  std::uint64_t run = 1;
  std::size_t outer = tensor.shape.size();
  while (outer > 0 && (tensor.shape[outer - 1] == 1 || static_cast<std::uint64_t>(tensor.strides[outer - 1]) == run))
    run *= static_cast<std::uint64_t>(tensor.shape[--outer]);
  std::vector<std::int64_t> index(outer, 0);
  std::uint64_t from = tensor.offset;
  const std::size_t run_bytes = static_cast<std::size_t>(run) * size;
  for (std::size_t at = 0; at < elements.size(); at += run_bytes) {
    std::memcpy(elements.data() + at, storage.data() + static_cast<std::size_t>(from) * size, run_bytes);
    for (std::size_t i = outer; i-- > 0;) {
      from += static_cast<std::uint64_t>(tensor.strides[i]);
      if (++index[i] < tensor.shape[i]) break;
      from -= static_cast<std::uint64_t>(tensor.strides[i]) * static_cast<std::uint64_t>(tensor.shape[i]);
      index[i] = 0;
    }
  }
  if (--readers_[tensor.storage] == 0) unpacked_.erase(tensor.storage);
  return true;
}

bool dump_torch(TorchFile& file, const std::string& output, ReadFailure& failure) {
  const StateDict& dictionary = file.state_dict();
  std::vector<SafetensorsTensor> tensors;
  for (const TorchTensor& tensor : dictionary.tensors) tensors.push_back({tensor.name, tensor.dtype, tensor.shape});
  SafetensorsWriter writer;
  Status status = writer.open(output.c_str(), tensors,
                              {{"state_dict", dictionary.path}, {"others", std::to_string(dictionary.others)}});
  if (status.code() == StatusCode::invalid_argument) return failure.damaged("a tensor's name is no UTF-8 text");
  std::vector<unsigned char> elements;
  for (std::size_t i = 0; status.ok() && i < tensors.size(); ++i) {
    if (!file.read(dictionary.tensors[writer.order()[i]], elements, failure)) return false;
    status = writer.append(elements.data(), elements.size());
  }
  if (status.ok()) status = writer.finish(/*durable=*/false);  // read at once and removed
  return status.ok() || failure.set(Failed::not_written, status.message(), "");
}

}  // namespace specimen::gen
