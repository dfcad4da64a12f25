#include "import/tensor_bundle.h"

#include <fmt/format.h>

#include <climits>

#include "base/text.h"
#include "import/leveldb_table.h"
#include "runtime/core/crc32c.h"
#include "runtime/core/wire.h"

namespace specimen::gen {

using specimen_v2::crc32c;
using specimen_v2::mask_crc;
using specimen_v2::take_fixed;
using specimen_v2::take_varint;
using specimen_v2::WireReader;

namespace {

constexpr std::size_t kMaxBundleRank = 32;          // TensorFlow allows 254; no weight has a tenth of that
constexpr std::uint64_t kMaxBundleShards = 99'999;  // five digits in the files' names

// BundleHeaderProto: num_shards = 1, endianness = 2 (0: little), version = 3 {producer = 1, min_consumer = 2}.
BundleResult read_header(std::string_view value, BundleIndex& index, std::string& message) {
  std::uint64_t shards = 0, endianness = 0, min_consumer = 0;
  WireReader header(value);
  while (header.next()) {
    if (header.field() == 1) shards = header.number();
    if (header.field() == 2) endianness = header.number();
    if (header.field() != 3) continue;
    WireReader version(header.bytes());
    while (version.next())
      if (version.field() == 2) min_consumer = version.number();
    if (!version.good()) message = "has a damaged header";
  }
  if (!header.good() || !message.empty() || shards == 0 || shards > kMaxBundleShards) {
    message = "has a damaged header";
    return BundleResult::damaged;
  }
  index.shards = static_cast<std::uint32_t>(shards);
  if (endianness != 0) message = "was written on a big-endian machine";
  if (min_consumer > 1)
    message = fmt::format("asks for a reader of version {}, and this is of version 1", min_consumer);
  return message.empty() ? BundleResult::good : BundleResult::unsupported;
}

// TensorShapeProto: dim = 2 {size = 1}, unknown_rank = 3.
bool read_shape(std::string_view value, std::vector<std::int64_t>& shape) {
  shape.clear();
  WireReader message(value);
  while (message.next()) {
    if (message.field() == 3 && message.number() != 0) return false;
    if (message.field() != 2) continue;
    std::uint64_t size = 0;
    WireReader dimension(message.bytes());
    while (dimension.next())
      if (dimension.field() == 1) size = dimension.number();
    if (!dimension.good() || size > INT64_MAX || shape.size() == kMaxBundleRank) return false;
    shape.push_back(static_cast<std::int64_t>(size));
  }
  return message.good();
}

// BundleEntryProto: dtype = 1, shape = 2, shard_id = 3, offset = 4, size = 5, crc32c = 6, slices = 7.
bool read_entry(std::string_view value, BundleEntry& entry, bool* sliced) {
  std::uint64_t dtype = 0, shard = 0, crc = 0;
  WireReader message(value);
  while (message.next()) {
    if (message.field() == 1) dtype = message.number();
    if (message.field() == 2 && !read_shape(message.bytes(), entry.shape)) return false;
    if (message.field() == 3) shard = message.number();
    if (message.field() == 4) entry.offset = message.number();
    if (message.field() == 5) entry.size = message.number();
    if (message.field() == 6) crc = message.number();
    if (message.field() == 7) *sliced = true;
  }
  entry.dtype = static_cast<int>(dtype);
  entry.shard = static_cast<std::uint32_t>(shard);
  entry.crc = static_cast<std::uint32_t>(crc);
  return message.good() && dtype <= INT_MAX && shard <= UINT32_MAX && crc <= UINT32_MAX && entry.offset <= INT64_MAX &&
         entry.size <= INT64_MAX;
}

}  // namespace

BundleResult read_bundle_index(std::string_view file, BundleIndex& index, std::string& message) {
  index = BundleIndex();
  BundleResult result = BundleResult::good;
  auto fail = [&](BundleResult how, std::string what) {
    message = std::move(what);
    result = how;
    return false;
  };
  const bool read = read_leveldb_table(
      file,
      [&](std::string_view key, std::string_view value) {
        if (index.shards == 0) {  // the header's key is empty: it comes first
          if (!key.empty()) return fail(BundleResult::damaged, "has no header: it is a table of something else");
          result = read_header(value, index, message);
          return result == BundleResult::good;
        }
        if (key[0] == '\0') return true;  // a part of a partitioned variable, which has an entry of its own
        BundleEntry entry;
        bool sliced = false;
        entry.key = key;
        const std::string shown = printable(key, 200);
        if (printable(key, key.size()) != key)
          return fail(BundleResult::damaged, fmt::format("has a name that is no text: `{}`", shown));
        if (!read_entry(value, entry, &sliced))
          return fail(BundleResult::damaged, fmt::format("has a damaged entry `{}`", shown));
        if (sliced)
          return fail(BundleResult::unsupported, fmt::format("holds `{}` in parts: a partitioned variable", shown));
        if (entry.shard >= index.shards)
          return fail(BundleResult::damaged,
                      fmt::format("puts `{}` into shard {} of {}", shown, entry.shard, index.shards));
        index.entries.push_back(std::move(entry));
        return true;
      },
      message);
  if (read && index.shards == 0) fail(BundleResult::damaged, "is empty");
  return !read && result == BundleResult::good ? BundleResult::damaged : result;
}

std::string bundle_data_path(const std::string& prefix, std::uint32_t shard, std::uint32_t shards) {
  return fmt::format("{}.data-{:05}-of-{:05}", prefix, shard, shards);
}

// A string tensor: the length of each string, the masked sum of the lengths (each as 4 bytes, or 8 where it has over
// 32 bits), the strings. The entry's sum is of the lengths in that form, the 4 bytes of their sum, and the strings.
bool read_bundle_string(std::string_view bytes, std::uint32_t masked_crc, std::string_view* text) {
  std::uint64_t length = 0, stored = 0;
  if (!take_varint(bytes, &length)) return false;
  const std::size_t width = length > UINT32_MAX ? 8 : 4;
  unsigned char word[8];
  for (std::size_t i = 0; i < width; ++i) word[i] = static_cast<unsigned char>(length >> (8 * i));
  std::uint32_t crc = crc32c(0, word, width);
  const char* const sum = bytes.data();
  if (!take_fixed(bytes, 4, &stored) || mask_crc(crc) != stored || bytes.size() != length) return false;
  crc = crc32c(crc, sum, 4);
  *text = bytes;
  return mask_crc(crc32c(crc, bytes.data(), bytes.size())) == masked_crc;
}

// TrackableObjectGraph: nodes = 1 {attributes = 2 {name = 1, full_name = 2, checkpoint_key = 3}}.
bool read_object_names(std::string_view graph, std::map<std::string, std::string>& names) {
  std::map<std::string, int> uses;
  WireReader nodes(graph);
  while (nodes.next()) {
    if (nodes.field() != 1) continue;
    WireReader node(nodes.bytes());
    while (node.next()) {
      if (node.field() != 2) continue;
      std::string_view name, key;
      WireReader attribute(node.bytes());
      while (attribute.next()) {
        if (attribute.field() == 2) name = attribute.bytes();
        if (attribute.field() == 3) key = attribute.bytes();
      }
      if (!attribute.good()) return false;
      if (key.empty() || name.empty() || printable(name, name.size()) != name) continue;
      if (names.emplace(key, name).second) ++uses[std::string(name)];
    }
    if (!node.good()) return false;
  }
  std::erase_if(names, [&](const auto& entry) { return uses[entry.second] > 1; });
  return nodes.good();
}

}  // namespace specimen::gen
