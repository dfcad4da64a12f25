#include "safetensors.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <new>

#include "printable.h"
#include "safetensors_header.h"

namespace specimen_v2 {
namespace {

struct DtypeRow {
  const char* name;
  int bits;
};

constexpr DtypeRow kDtypes[] = {
    // in the order of SafetensorsDtype
    {"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
    {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
    {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
    {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64},
};
static_assert(sizeof kDtypes / sizeof kDtypes[0] == static_cast<std::size_t>(SafetensorsDtype::u64) + 1,
              "a row for every dtype");

// Copying badly aligned tensors is a help for old files, not a way to fill the memory from a sparse one.
constexpr std::uint64_t kMaxRealigned = std::uint64_t{4} << 30;

// What an empty tensor points to where the file gives it an odd address.
alignas(8) constexpr unsigned char kNothing[8] = {};

// The alignment of an element: C64 is two floats.
std::size_t alignment(SafetensorsDtype dtype) {
  int bits = dtype == SafetensorsDtype::c64 ? 32 : safetensors_dtype_bits(dtype);
  return bits < 8 ? 1 : static_cast<std::size_t>(bits / 8);
}

bool aligned(const SafetensorsEntry& entry) {
  return reinterpret_cast<std::uintptr_t>(entry.data) % alignment(entry.dtype) == 0;
}

// "F32 (64, 3, 3, 3)"
struct Described {
  char text[120];
  Described(SafetensorsDtype dtype, const std::int64_t* shape, std::size_t rank) {
    std::size_t used =
        static_cast<std::size_t>(std::snprintf(text, sizeof text, "%s (", safetensors_dtype_name(dtype)));
    for (std::size_t i = 0; i < rank && used + 24 < sizeof text; ++i) {
      used += static_cast<std::size_t>(
          std::snprintf(text + used, sizeof text - used, i == 0 ? "%" PRId64 : ", %" PRId64, shape[i]));
    }
    if (used + 2 < sizeof text) std::memcpy(text + used, ")", 2);
  }
};

// What another file of weights is, by its first bytes; null: it may be safetensors.
const char* other_format(const unsigned char* data, std::size_t size) {
  if (size < 4) return nullptr;
  if (std::memcmp(data, "PK\3\4", 4) == 0) return "an archive, as PyTorch (.pth) and Keras (.keras) write them,";
  if (std::memcmp(data, "\x89HDF", 4) == 0) return "an HDF5 file, as Keras (.h5) writes them,";
  if (data[0] == 0x80 && data[1] >= 2 && data[1] <= 5 && size > 8 && data[7] != 0)
    return "a pickle, as PyTorch (.pth) writes them,";
  return nullptr;
}

}  // namespace

const char* safetensors_dtype_name(SafetensorsDtype dtype) { return kDtypes[static_cast<std::size_t>(dtype)].name; }

int safetensors_dtype_bits(SafetensorsDtype dtype) { return kDtypes[static_cast<std::size_t>(dtype)].bits; }

bool parse_safetensors_dtype(std::string_view name, SafetensorsDtype* dtype) {
  for (std::size_t i = 0; i < sizeof kDtypes / sizeof kDtypes[0]; ++i) {
    if (name == kDtypes[i].name) {
      *dtype = static_cast<SafetensorsDtype>(i);
      return true;
    }
  }
  return false;
}

bool safetensors_extent(SafetensorsDtype dtype, const std::int64_t* shape, std::size_t rank, std::uint64_t* elements,
                        std::uint64_t* bytes) {
  constexpr std::uint64_t kMax = INT64_MAX;
  std::uint64_t product = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    if (shape[i] < 0) return false;
    std::uint64_t dimension = static_cast<std::uint64_t>(shape[i]);
    if (dimension != 0 && product > kMax / dimension) return false;
    product *= dimension;
  }
  std::uint64_t bits = static_cast<std::uint64_t>(safetensors_dtype_bits(dtype));
  if (product > kMax / bits || product * bits % 8 != 0) return false;
  *elements = product;
  *bytes = product * bits / 8;
  return true;
}

Status SafetensorsFile::open(const char* path) {
  close();
  Status opened = file_.open(path);
  if (!opened.ok()) return opened;
  Status parsed = parse(file_.data(), file_.size(), path);
  if (!parsed.ok()) close();
  return parsed;
}

Status SafetensorsFile::open_memory(const void* data, std::size_t size, const char* name) {
  close();
  Status parsed = parse(static_cast<const unsigned char*>(data), size, name);
  if (!parsed.ok()) close();
  return parsed;
}

void SafetensorsFile::close() {
  header_ = SafetensorsHeader();
  realigned_.reset();
  file_.close();
}

Status SafetensorsFile::parse(const unsigned char* data, std::size_t size, const char* name) {
  if (const char* other = other_format(data, size)) {
    return Status(StatusCode::data_error,
                  "%s: is %s and no safetensors file: `specimen weights convert MODEL FILE --out NAME.safetensors` "
                  "makes one of it",
                  name, other);
  }
  if (size < 8) {
    return Status(StatusCode::data_error, "%s: %zu bytes: too short for a safetensors file", name, size);
  }
  std::uint64_t header_size = 0;
  for (int i = 7; i >= 0; --i) header_size = header_size << 8 | data[i];
  if (header_size > kMaxHeader) {
    return Status(StatusCode::data_error,
                  "%s: says that its header has %" PRIu64 " bytes, over the limit of %" PRIu64
                  ": is this a safetensors file?",
                  name, header_size, kMaxHeader);
  }
  if (header_size > size - 8) {
    return Status(StatusCode::data_error,
                  "%s: says that its header has %" PRIu64
                  " bytes, but only %zu follow: it is cut short, or no safetensors file",
                  name, header_size, size - 8);
  }
  std::size_t start = 8 + static_cast<std::size_t>(header_size);
  Status parsed =
      parse_safetensors_header(data + 8, static_cast<std::size_t>(header_size), size - start, name, &header_);
  if (!parsed.ok()) return parsed;
  for (std::size_t i = 0; i < header_.entries.size(); ++i) {
    header_.entries[i].data = data + start + static_cast<std::size_t>(header_.offsets[i]);
  }
  return realign(name);
}

// The format does not promise alignment; readers of floats need it.
Status SafetensorsFile::realign(const char* name) {
  constexpr std::uint64_t kSlot = 8;  // each copy starts at a multiple of the widest element
  std::uint64_t total = 0;
  for (const SafetensorsEntry& entry : header_.entries) {
    if (!aligned(entry)) total += (entry.bytes + kSlot - 1) / kSlot * kSlot;
  }
  if (total == 0) {
    // An empty tensor has nothing to copy, but its pointer is still one that a caller may pass on.
    for (SafetensorsEntry& entry : header_.entries) {
      if (!aligned(entry)) entry.data = kNothing;
    }
    return Status();
  }
  if (total > kMaxRealigned) {
    return Status(StatusCode::unsupported,
                  "%s: %" PRIu64
                  " bytes of tensors are not aligned to their elements: write the file again with a current "
                  "safetensors library",
                  name, total);
  }
  realigned_.reset(new (std::nothrow) unsigned char[static_cast<std::size_t>(total)]);
  if (!realigned_) return Status(StatusCode::out_of_memory, "%s: no memory for %" PRIu64 " bytes", name, total);
  unsigned char* to = realigned_.get();
  for (SafetensorsEntry& entry : header_.entries) {
    if (aligned(entry)) continue;
    std::memcpy(to, entry.data, static_cast<std::size_t>(entry.bytes));
    entry.data = to;
    to += (entry.bytes + kSlot - 1) / kSlot * kSlot;
  }
  return Status();
}

const SafetensorsEntry* SafetensorsFile::find(std::string_view name) const {
  auto it = std::lower_bound(header_.entries.begin(), header_.entries.end(), name,
                             [](const SafetensorsEntry& entry, std::string_view key) { return entry.name < key; });
  return it != header_.entries.end() && it->name == name ? &*it : nullptr;
}

std::string_view SafetensorsFile::find_metadata(std::string_view key) const {
  for (const SafetensorsMetadata& item : header_.metadata) {
    if (item.key == key) return item.value;
  }
  return {};
}

Status SafetensorsFile::get(std::string_view name, SafetensorsDtype dtype, const std::int64_t* shape, std::size_t rank,
                            const SafetensorsEntry** entry) const {
  const SafetensorsEntry* found = find(name);
  if (found == nullptr) {
    return Status(StatusCode::not_found, "no tensor \"%s\" in the weights file", Printable(name).text());
  }
  if (found->dtype != dtype || found->rank != rank || !std::equal(shape, shape + rank, found->shape)) {
    return Status(StatusCode::data_error, "tensor \"%s\" is %s in the weights file; the model needs %s",
                  Printable(name).text(), Described(found->dtype, found->shape, found->rank).text,
                  Described(dtype, shape, rank).text);
  }
  *entry = found;
  return Status();
}

}  // namespace specimen_v2
