#include "import/leveldb_table.h"

#include <fmt/format.h>

#include <cstdint>

#include "import/snappy.h"
#include "runtime/core/crc32c.h"
#include "runtime/core/wire.h"

namespace specimen::gen {

using specimen_v2::crc32c;
using specimen_v2::mask_crc;
using specimen_v2::take_fixed;
using specimen_v2::take_varint;

namespace {

constexpr std::string_view kTableMagic = "\x57\xFB\x80\x8B\x24\x75\x47\xDB";
constexpr std::size_t kFooter = 48, kTrailer = 5;
// What a table may hold once it is unpacked, keys written out: a million tensors have a tenth of it. Keys that share
// their beginning and compressed blocks could else stand for any amount of memory.
constexpr std::size_t kMaxBytes = std::size_t{1} << 28;
constexpr std::size_t kMaxBlock = std::size_t{1} << 26, kMaxTableKey = std::size_t{1} << 16;

struct Handle {
  std::uint64_t offset = 0, size = 0;
};

bool take_handle(std::string_view& bytes, Handle* handle) {
  return take_varint(bytes, &handle->offset) && take_varint(bytes, &handle->size);
}

class Table {
 public:
  using Entry = std::function<bool(std::string_view key, std::string_view value)>;

  Table(std::string_view file, const Entry& entry, std::string& message)
      : file_(file), entry_(entry), message_(message) {}

  bool read() {
    if (!is_leveldb_table(file_)) return fail("does not end as a leveldb table does: it is cut short, or none");
    std::string_view footer = file_.substr(file_.size() - kFooter);
    Handle metaindex, index;
    if (!take_handle(footer, &metaindex) || !take_handle(footer, &index)) return fail("has a damaged footer");
    std::string unpacked;
    std::string_view block;
    if (!read_block(index, "the index block", unpacked, &block)) return false;
    // The index names a table's blocks in their order; none is over another.
    std::uint64_t end = 0;
    std::string last;
    return entries(block, "the index block", nullptr, [&](std::string_view, std::string_view value) {
      Handle handle;
      if (!take_handle(value, &handle) || handle.offset < end) return fail("names blocks that are not in order");
      end = handle.offset + handle.size;
      const std::string what = fmt::format("the block at byte {}", handle.offset);
      std::string text;
      std::string_view data;
      return read_block(handle, what, text, &data) && entries(data, what, &last, entry_);
    });
  }

 private:
  bool fail(std::string_view what) {
    if (message_.empty()) message_ = what;
    return false;
  }
  bool fail_at(std::string_view block, std::string_view what) { return fail(fmt::format("{} {}", block, what)); }

  // The contents of a block: a part of the file, or `unpacked`.
  bool read_block(const Handle& handle, std::string_view what, std::string& unpacked, std::string_view* contents) {
    const std::size_t room = file_.size() - kFooter;
    if (handle.offset > room || handle.size > room - handle.offset || room - handle.offset - handle.size < kTrailer)
      return fail_at(what, "is outside of the file");
    const std::size_t size = static_cast<std::size_t>(handle.size);
    std::string_view bytes = file_.substr(static_cast<std::size_t>(handle.offset), size + kTrailer);
    std::string_view trailer = bytes.substr(size);
    std::uint64_t type = 0, crc = 0;
    take_fixed(trailer, 1, &type);
    take_fixed(trailer, 4, &crc);
    if (mask_crc(crc32c(0, bytes.data(), size + 1)) != crc) return fail_at(what, "has a wrong checksum");
    *contents = bytes.substr(0, size);
    if (type == 0) return true;
    if (type != 1) return fail_at(what, fmt::format("is compressed in the unknown way {}", type));
    if (!snappy_decompress(*contents, kMaxBlock, &unpacked)) return fail_at(what, "cannot be decompressed");
    *contents = unpacked;
    return true;
  }

  // Entries, then the places where keys begin anew, which a reader from the front does not need, and their number.
  // `last`: the last key of the block before, and then of this one; null: the order does not matter.
  bool entries(std::string_view block, std::string_view what, std::string* last, const Entry& entry) {
    std::uint64_t restarts = 0;
    std::string_view tail = block.substr(block.size() < 4 ? 0 : block.size() - 4);
    if (!take_fixed(tail, 4, &restarts) || restarts > block.size() / 4 - 1) return fail_at(what, "is damaged");
    block.remove_suffix(4 * (static_cast<std::size_t>(restarts) + 1));
    std::string key;
    while (!block.empty()) {
      std::uint64_t shared = 0, own = 0, size = 0;
      if (!take_varint(block, &shared) || !take_varint(block, &own) || !take_varint(block, &size) ||
          shared > key.size() || own > block.size() || size > block.size() - own)
        return fail_at(what, "is damaged");
      if (own > kMaxTableKey - shared) return fail_at(what, fmt::format("has a key of over {} bytes", kMaxTableKey));
      key.resize(static_cast<std::size_t>(shared));
      key += block.substr(0, static_cast<std::size_t>(own));
      const std::string_view value = block.substr(static_cast<std::size_t>(own), static_cast<std::size_t>(size));
      block.remove_prefix(static_cast<std::size_t>(own + size));
      bytes_ += key.size() + value.size();
      if (bytes_ > kMaxBytes) return fail(fmt::format("holds over {} bytes of keys and values", kMaxBytes));
      if (last) {
        if (any_ && key <= *last) return fail_at(what, "has keys that are not in order");
        any_ = true;
        *last = key;
      }
      if (!entry(key, value)) return false;
    }
    return true;
  }

  std::string_view file_;
  const Entry& entry_;
  std::string& message_;
  std::size_t bytes_ = 0;
  bool any_ = false;
};

}  // namespace

bool is_leveldb_table(std::string_view file) { return file.size() >= kFooter && file.ends_with(kTableMagic); }

bool read_leveldb_table(std::string_view file,
                        const std::function<bool(std::string_view key, std::string_view value)>& entry,
                        std::string& message) {
  return Table(file, entry, message).read();
}

}  // namespace specimen::gen
