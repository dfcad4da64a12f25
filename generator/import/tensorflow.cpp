#include "import/tensorflow.h"

#include <algorithm>

#include "base/text.h"
#include "import/tensor_bundle.h"
#include "runtime/core/crc32c.h"

namespace specimen::gen {

using specimen_v2::crc32c;
using specimen_v2::mask_crc;

namespace {

std::string_view bytes_of(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.data()), file.data() ? file.size() : 0};
}

// DataType of tensorflow/core/framework/types.proto.
std::optional<SafetensorsDtype> dtype_of(int number) {
  switch (number) {
    case 1:
      return SafetensorsDtype::f32;
    case 2:
      return SafetensorsDtype::f64;
    case 3:
      return SafetensorsDtype::i32;
    case 4:
      return SafetensorsDtype::u8;
    case 5:
      return SafetensorsDtype::i16;
    case 6:
      return SafetensorsDtype::i8;
    case 8:
      return SafetensorsDtype::c64;
    case 9:
      return SafetensorsDtype::i64;
    case 10:
      return SafetensorsDtype::boolean;
    case 14:
      return SafetensorsDtype::bf16;
    case 17:
      return SafetensorsDtype::u16;
    case 19:
      return SafetensorsDtype::f16;
    case 22:
      return SafetensorsDtype::u32;
    case 23:
      return SafetensorsDtype::u64;
    default:
      return std::nullopt;
  }
}

class Bundle {
 public:
  Bundle(const std::string& prefix, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span)
      : prefix_(prefix), checkpoint_(checkpoint), diagnostics_(diagnostics), span_(span) {}

  bool read() {
    if (!read_index() || !map_data()) return false;
    std::map<std::string, std::string> names;
    for (const BundleEntry& entry : index_.entries)
      if (entry.key == kObjectGraphKey && entry.dtype == kBundleString && !read_names(entry, names)) return false;
    std::vector<std::uint64_t> used(index_.shards);
    for (const BundleEntry& entry : index_.entries) {
      if (entry.dtype == kBundleString) continue;
      // In a sound file no two tensors share a byte; in a hostile one, a million could share a gigabyte of sums.
      std::uint64_t& sum = used[entry.shard];
      sum += entry.size;
      if (sum > data(entry).size())
        return damaged(bundle_data_path(prefix_, entry.shard, index_.shards),
                       "the tensors are over each other or need more bytes than there are");
      if (!add(entry, names)) return false;
    }
    return true;
  }

 private:
  std::string index_path() const { return prefix_ + ".index"; }

  bool damaged(const std::string& path, std::string_view what) {
    diagnostics_.error(Kind::checkpoint_unreadable, span_, "`{}`: {}", path, what)
        .note("the file is damaged or belongs to another checkpoint: get it again from its source");
    return false;
  }

  bool map(const std::string& path, MappedFile* file) {
    const Status opened = file->open(path.c_str());
    if (opened.ok()) return true;
    const Kind kind = opened.code() == StatusCode::not_found ? Kind::file_not_found : Kind::file_unreadable;
    diagnostics_.error(kind, span_, "{}", opened.message())
        .note("a TensorFlow checkpoint is PREFIX.index and its data files, PREFIX.data-*, in one directory");
    return false;
  }

  bool read_index() {
    MappedFile file;
    if (!map(index_path(), &file)) return false;
    std::string message;
    switch (read_bundle_index(bytes_of(file), index_, message)) {
      case BundleResult::good:
        return true;
      case BundleResult::damaged:
        return damaged(index_path(), message);
      case BundleResult::unsupported:
        break;
    }
    diagnostics_.error(Kind::checkpoint_unsupported, span_, "`{}` {}", index_path(), message)
        .note("save the variables again, whole, on a little-endian machine");
    return false;
  }

  // The shards that tensors are in; others may be absent.
  bool map_data() {
    std::vector<char> wanted(index_.shards);
    for (const BundleEntry& entry : index_.entries) wanted[entry.shard] = 1;
    checkpoint_.data.resize(index_.shards);
    for (std::uint32_t shard = 0; shard < index_.shards; ++shard)
      if (wanted[shard] && !map(bundle_data_path(prefix_, shard, index_.shards), &checkpoint_.data[shard]))
        return false;
    for (const BundleEntry& entry : index_.entries) {
      const std::uint64_t size = data(entry).size();
      if (entry.offset > size || entry.size > size - entry.offset)
        return damaged(bundle_data_path(prefix_, entry.shard, index_.shards),
                       fmt::format("`{}` is at bytes {} to {}, and the file has {}", printable(entry.key), entry.offset,
                                   entry.offset + entry.size, size));
    }
    return true;
  }

  std::string_view data(const BundleEntry& entry) const { return bytes_of(checkpoint_.data[entry.shard]); }
  std::string_view bytes(const BundleEntry& entry) const {
    return data(entry).substr(static_cast<std::size_t>(entry.offset), static_cast<std::size_t>(entry.size));
  }

  bool wrong_checksum(const BundleEntry& entry) {
    return damaged(bundle_data_path(prefix_, entry.shard, index_.shards),
                   fmt::format("the checksum of `{}` is wrong", printable(entry.key)));
  }

  bool read_names(const BundleEntry& entry, std::map<std::string, std::string>& names) {
    std::string_view graph;
    if (!read_bundle_string(bytes(entry), entry.crc, &graph)) return wrong_checksum(entry);
    if (!read_object_names(graph, names))
      return damaged(index_path(), fmt::format("the graph of objects `{}` is damaged", entry.key));
    // A name that is another variable's key would stand for two.
    std::erase_if(names, [&](const auto& name) {
      const auto at = std::lower_bound(index_.entries.begin(), index_.entries.end(), name.second,
                                       [](const BundleEntry& e, const std::string& key) { return e.key < key; });
      return at != index_.entries.end() && at->key == name.second;
    });
    return true;
  }

  bool add(const BundleEntry& entry, const std::map<std::string, std::string>& names) {
    const auto dtype = dtype_of(entry.dtype);
    if (!dtype) {
      diagnostics_.error(Kind::checkpoint_unsupported, span_,
                         "`{}`: `{}` has TensorFlow's dtype {}, which no weight has", index_path(),
                         printable(entry.key), entry.dtype);
      return false;
    }
    std::uint64_t elements = 0, size = 0;
    if (!safetensors_extent(*dtype, entry.shape.data(), entry.shape.size(), &elements, &size) || size != entry.size)
      return damaged(index_path(),
                     fmt::format("`{}` has {} bytes, which its shape does not", printable(entry.key), entry.size));
    const std::string_view content = bytes(entry);
    if (mask_crc(crc32c(0, content.data(), content.size())) != entry.crc) return wrong_checksum(entry);
    const auto name = names.find(entry.key);
    checkpoint_.tensors.push_back({name == names.end() ? entry.key : name->second, entry.key, *dtype, entry.shape,
                                   reinterpret_cast<const unsigned char*>(content.data()), entry.size});
    return true;
  }

  const std::string& prefix_;
  Checkpoint& checkpoint_;
  Diagnostics& diagnostics_;
  const Span& span_;
  BundleIndex index_;
};

}  // namespace

bool read_tensorflow(const std::string& prefix, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  return Bundle(prefix, checkpoint, diagnostics, span).read();
}

}  // namespace specimen::gen
