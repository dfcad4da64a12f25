#include "import/hdf5_dump.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "base/runtime.h"
#include "import/hdf5_handle.h"
#include "runtime/core/printable.h"
#include "runtime/core/safetensors.h"
#include "runtime/core/safetensors_writer.h"

namespace specimen::gen {
namespace {

constexpr int kMaxGroupDepth = 64;
constexpr std::size_t kMaxObjects = 200'000;
constexpr std::size_t kMaxAttributeBytes = 64 << 20;
constexpr unsigned long long kLargeDataset = 4ull
                                             << 30;  // Keras's own rule: over this, at most 1000 times what is stored
constexpr unsigned long long kMaxDatasetExpansion = 1000;

// The type that a dataset is read as: little-endian whatever the file has. Not valid: no type that weights have.
Handle memory_type(hid_t dataset, hid_t type, SafetensorsDtype& dtype);

// Called for a link to another file: none is followed, wherever on the way to an object it is.
herr_t refuse_external(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) { return -1; }

Handle access_within_file() {
  Handle access(H5Pcreate(H5P_LINK_ACCESS));
  if (!access.valid() || H5Pset_elink_cb(access, refuse_external, nullptr) < 0) return Handle();
  return access;
}

class Dump {
 public:
  Dump(const Hdf5Limits& limits, ReadFailure& failure) : limits_(limits), failure_(failure) {}
  bool run(const std::string& path, const std::string& output);

 private:
  bool fail(const std::string& place, const std::string& what) {
    return failure_.damaged(Printable(place).text() + (": " + what));
  }
  bool walk(hid_t group, const std::string& place, int depth);
  bool link(hid_t group, const std::string& place, hsize_t index, int depth);
  bool dataset(hid_t dataset, const std::string& place);
  bool strings(hid_t object, const std::string& place, const char* attribute, std::vector<std::string>& values);
  bool split_strings(hid_t object, const std::string& place, const char* attribute, std::vector<std::string>& values);
  bool legacy(hid_t file);
  bool write(hid_t file, const std::string& output);

  Handle open(hid_t group, const std::string& name) { return Handle(H5Oopen(group, name.c_str(), access_)); }

  const Hdf5Limits& limits_;
  ReadFailure& failure_;
  Handle access_;  // opens what links name, in this file only
  unsigned long file_ = 0;
  std::vector<haddr_t> around_;  // the groups that the walk is inside of
  std::size_t objects_ = 0;      // that the walk met, those that several links name as often as it met them
  std::vector<SafetensorsTensor> tensors_;
  std::vector<SafetensorsText> metadata_;
  unsigned long long total_ = 0;
};

bool has_attribute(hid_t object, const char* name) { return H5Aexists(object, name) > 0; }

std::string number_of(std::size_t value) {
  std::string text = std::to_string(value);
  return std::string(text.size() < 8 ? 8 - text.size() : 0, '0') + text;
}

Handle memory_type(hid_t dataset, hid_t type, SafetensorsDtype& dtype) {
  std::size_t size = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      if (size == 4) return dtype = SafetensorsDtype::f32, Handle(H5Tcopy(H5T_IEEE_F32LE));
      if (size == 8) return dtype = SafetensorsDtype::f64, Handle(H5Tcopy(H5T_IEEE_F64LE));
      if (size == 2) {  // IEEE half precision, which has no predefined type
        Handle half(H5Tcopy(H5T_IEEE_F32LE));
        if (H5Tset_fields(half, 15, 10, 5, 0, 10) < 0 || H5Tset_size(half, 2) < 0 || H5Tset_ebias(half, 15) < 0) break;
        dtype = SafetensorsDtype::f16;
        return half;
      }
      break;
    case H5T_INTEGER: {
      bool is_signed = H5Tget_sign(type) == H5T_SGN_2;
      if (size == 1) {
        dtype = is_signed ? SafetensorsDtype::i8 : SafetensorsDtype::u8;
        return Handle(H5Tcopy(is_signed ? H5T_STD_I8LE : H5T_STD_U8LE));
      }
      if (size == 2) {
        dtype = is_signed ? SafetensorsDtype::i16 : SafetensorsDtype::u16;
        return Handle(H5Tcopy(is_signed ? H5T_STD_I16LE : H5T_STD_U16LE));
      }
      if (size == 4) {
        dtype = is_signed ? SafetensorsDtype::i32 : SafetensorsDtype::u32;
        return Handle(H5Tcopy(is_signed ? H5T_STD_I32LE : H5T_STD_U32LE));
      }
      if (size == 8) {
        dtype = is_signed ? SafetensorsDtype::i64 : SafetensorsDtype::u64;
        return Handle(H5Tcopy(is_signed ? H5T_STD_I64LE : H5T_STD_U64LE));
      }
      break;
    }
    case H5T_OPAQUE:  // h5py's way with bfloat16: two opaque bytes, and Keras's attribute `dtype`
      if (size == 2 && has_attribute(dataset, "dtype")) return dtype = SafetensorsDtype::bf16, Handle(H5Tcopy(type));
      break;
    default:
      break;
  }
  return Handle();
}

bool Dump::walk(hid_t group, const std::string& place, int depth) {
  if (depth > kMaxGroupDepth) return fail(place, "groups are nested too deeply");
  H5G_info_t info;
  if (H5Gget_info(group, &info) < 0) return fail(place, "the group is damaged");
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    if (!link(group, place, i, depth)) return false;
  }
  return true;
}

bool Dump::link(hid_t group, const std::string& place, hsize_t index, int depth) {
  ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, nullptr, 0, H5P_DEFAULT);
  if (length <= 0 || length > 4096) return fail(place, "a link has no valid name");
  std::string name(static_cast<std::size_t>(length) + 1, '\0');
  if (H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, index, name.data(), name.size(), H5P_DEFAULT) !=
      length) {
    return fail(place, "a link has no valid name");
  }
  name.pop_back();
  std::string here = (place == "/" ? "" : place) + "/" + name;
  if (place == "/" && (name == "optimizer" || name == "optimizer_weights")) return true;

  H5L_info_t kind;
  if (H5Lget_info(group, name.c_str(), &kind, H5P_DEFAULT) < 0) return fail(here, "the link is damaged");
  if (kind.type == H5L_TYPE_EXTERNAL) return fail(here, "is a link to another file, which weights files do not have");
  if (kind.type != H5L_TYPE_HARD && kind.type != H5L_TYPE_SOFT) return fail(here, "is a link of an unknown kind");

  const Handle object = open(group, name);
  H5O_info_t info;
  if (!object.valid() && kind.type == H5L_TYPE_SOFT)
    return fail(here, "is a link to what is not in this file, which weights files do not have");
  if (!object.valid() || H5Oget_info(object, &info) < 0) return fail(here, "the object is damaged");
  if (info.fileno != file_) return fail(here, "is a link to another file, which weights files do not have");
  if (std::find(around_.begin(), around_.end(), info.addr) != around_.end())
    return fail(here, "is a link to a group that it is inside of");
  if (++objects_ > kMaxObjects) return fail(here, "the file has too many objects");
  switch (H5Iget_type(object)) {
    case H5I_GROUP: {
      std::vector<std::string> layer;
      if (name == "vars" && !strings(object, here, "name", layer)) return false;
      if (layer.size() == 1) metadata_.push_back({"name:" + place, layer[0]});
      around_.push_back(info.addr);
      const bool good = walk(object, here, depth + 1);
      around_.pop_back();
      return good;
    }
    case H5I_DATASET:
      return dataset(object, here);
    default:
      return fail(here, "is neither a group nor a dataset");
  }
}

bool Dump::dataset(hid_t dataset, const std::string& place) {
  Handle properties(H5Dget_create_plist(dataset)), type(H5Dget_type(dataset)), space(H5Dget_space(dataset));
  if (!properties.valid() || !type.valid() || !space.valid()) return fail(place, "the dataset is damaged");
  H5D_layout_t layout = H5Pget_layout(properties);
  if (layout == H5D_VIRTUAL) return fail(place, "is a virtual dataset, whose data is in other files");
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) {
    return fail(place, "the dataset is damaged");
  }
  if (H5Pget_external_count(properties) != 0)
    return fail(place, "is an external dataset, whose data is in other files");

  SafetensorsTensor tensor;
  tensor.name = place;
  if (!memory_type(dataset, type, tensor.dtype).valid())
    return fail(place, "holds no numbers of a type that weights have");
  H5S_class_t form = H5Sget_simple_extent_type(space);
  int rank = form == H5S_SCALAR ? 0 : form == H5S_SIMPLE ? H5Sget_simple_extent_ndims(space) : -1;
  if (rank < 0 || rank > H5S_MAX_RANK) return fail(place, "the dataset has no shape");
  std::vector<hsize_t> dimensions(static_cast<std::size_t>(rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space, dimensions.data(), nullptr) != rank) {
    return fail(place, "the dataset is damaged");
  }
  for (hsize_t dimension : dimensions) {
    if (dimension > static_cast<hsize_t>(INT64_MAX)) return fail(place, "the shape's size overflows");
    tensor.shape.push_back(static_cast<std::int64_t>(dimension));
  }
  std::uint64_t elements, bytes;
  if (!safetensors_extent(tensor.dtype, tensor.shape.data(), tensor.shape.size(), &elements, &bytes)) {
    return fail(place, "the shape's size overflows");
  }
  unsigned long long stored = H5Dget_storage_size(dataset);
  if (bytes > 0 && stored == 0) return fail(place, "declares numbers but stores none");
  if (bytes > kLargeDataset && bytes / kMaxDatasetExpansion > stored) {
    return fail(place, "declares " + std::to_string(bytes) + " bytes but stores only " + std::to_string(stored));
  }
  total_ += bytes;
  if (bytes > limits_.total_bytes || total_ > limits_.total_bytes) {
    return fail(place, "the tensors are far larger than the file");
  }
  tensors_.push_back(std::move(tensor));
  return true;
}

// The attribute's strings, of fixed or variable length; none if it is not there or empty.
bool Dump::strings(hid_t object, const std::string& place, const char* attribute, std::vector<std::string>& values) {
  if (!has_attribute(object, attribute)) return true;
  const std::string what = std::string("attribute `") + attribute + "`: ";
  Handle handle(H5Aopen(object, attribute, H5P_DEFAULT));
  if (!handle.valid()) return fail(place, what + "is damaged");
  Handle type(H5Aget_type(handle)), space(H5Aget_space(handle));
  if (!type.valid() || !space.valid()) return fail(place, what + "is damaged");
  hssize_t points = H5Sget_simple_extent_npoints(space);
  if (points == 0) return true;  // an empty list, of whatever type
  if (points < 0 || static_cast<std::size_t>(points) > kMaxObjects) return fail(place, what + "is too long");
  if (H5Tget_class(type) != H5T_STRING) return fail(place, what + "is not text");
  std::size_t count = static_cast<std::size_t>(points);
  if (H5Tis_variable_str(type) > 0) {
    std::vector<char*> pointers(count, nullptr);
    void* const buffer = static_cast<void*>(pointers.data());
    if (H5Aread(handle, type, buffer) < 0) return fail(place, what + "is damaged");
    for (const char* text : pointers) values.emplace_back(text == nullptr ? "" : text);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, buffer);
    return true;
  }
  std::size_t size = H5Tget_size(type);
  if (size == 0 || size > kMaxAttributeBytes / count) return fail(place, what + "is too long");
  std::vector<char> text(size * count);
  if (H5Aread(handle, type, text.data()) < 0) return fail(place, what + "is damaged");
  for (std::size_t i = 0; i < count; ++i) {
    std::string value(text.data() + i * size, size);
    std::size_t end = value.find('\0');
    values.push_back(end == std::string::npos ? value : value.substr(0, end));
  }
  return true;
}

// Keras splits a list over 64 KiB into `attribute`0, `attribute`1, ...
bool Dump::split_strings(hid_t object, const std::string& place, const char* attribute,
                         std::vector<std::string>& values) {
  if (!strings(object, place, attribute, values)) return false;
  for (int part = 0; has_attribute(object, (attribute + std::to_string(part)).c_str()); ++part) {
    if (!strings(object, place, (attribute + std::to_string(part)).c_str(), values)) return false;
    if (values.size() > kMaxObjects) return fail(place, std::string("attribute `") + attribute + "`: is too long");
  }
  return true;
}

// The order of layers and weights in files before Keras 3, and in those that Keras 3 writes as plain .h5.
bool Dump::legacy(hid_t file) {
  auto listed = [](hid_t group) { return has_attribute(group, "layer_names") || has_attribute(group, "layer_names0"); };
  std::string place = "";
  Handle root(H5Gopen(file, "/", H5P_DEFAULT));
  if (!root.valid()) return fail("/", "the group is damaged");
  if (!listed(root)) {
    if (H5Lexists(file, "model_weights", H5P_DEFAULT) <= 0) return true;
    place = "/model_weights";
  }
  const Handle group = open(file, place.empty() ? "/" : place);
  if (!group.valid() || !listed(group)) return true;
  std::vector<std::string> layers;
  if (!split_strings(group, place, "layer_names", layers)) return false;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    std::string here = place + "/" + layers[i];
    const Handle layer = open(group, layers[i]);
    std::vector<std::string> weights;
    if (!layer.valid() || H5Iget_type(layer) != H5I_GROUP)
      return fail(here, "is a layer of the list `layer_names`, but there is no such group");
    if (!split_strings(layer, here, "weight_names", weights)) return false;
    metadata_.push_back({"layer:" + number_of(i), layers[i]});
    for (std::size_t k = 0; k < weights.size(); ++k) {
      metadata_.push_back({"weight:" + number_of(i) + ":" + number_of(k), here + "/" + weights[k]});
    }
  }
  return true;
}

bool Dump::write(hid_t file, const std::string& output) {
  SafetensorsWriter writer;
  Status status = writer.open(output.c_str(), tensors_, metadata_);
  for (std::size_t i = 0; status.ok() && i < tensors_.size(); ++i) {
    const SafetensorsTensor& tensor = tensors_[writer.order()[i]];
    std::uint64_t elements, bytes;
    safetensors_extent(tensor.dtype, tensor.shape.data(), tensor.shape.size(), &elements, &bytes);
    if (bytes == 0) continue;
    std::unique_ptr<unsigned char[]> buffer(new (std::nothrow) unsigned char[bytes]);
    if (!buffer) return fail(tensor.name, "is too large for the memory limit");
    const Handle dataset = open(file, tensor.name);
    Handle type(dataset.valid() ? H5Dget_type(dataset) : -1);
    SafetensorsDtype dtype;
    Handle memory = type.valid() ? memory_type(dataset, type, dtype) : Handle();
    if (!memory.valid() || H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer.get()) < 0) {
      return fail(tensor.name, "the data cannot be read: it is damaged, cut short or of an unknown compression");
    }
    status = writer.append(buffer.get(), bytes);
  }
  if (status.ok()) status = writer.finish(/*durable=*/false);  // read at once and removed
  if (status.code() == StatusCode::invalid_argument) return failure_.damaged(status.message());
  return status.ok() || failure_.set(Failed::not_written, status.message(), "");
}

bool Dump::run(const std::string& path, const std::string& output) {
  H5Eset_auto(H5E_DEFAULT, nullptr, nullptr);   // it would print
  H5PLset_loading_state(0);                     // a file must not choose code to load
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);  // reading needs no lock, and some file systems have none
  if (H5Fis_hdf5(path.c_str()) <= 0) return failure_.damaged("it is not an HDF5 file");
  access_ = access_within_file();
  if (!access_.valid()) return failure_.damaged("HDF5 cannot be set up to read it");
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  Handle root(file.valid() ? H5Gopen(file, "/", H5P_DEFAULT) : -1);
  H5O_info_t info;
  if (!root.valid() || H5Oget_info(root, &info) < 0) return failure_.damaged("the HDF5 file is damaged or cut short");
  file_ = info.fileno;
  around_.push_back(info.addr);
  return walk(root, "/", 0) && legacy(file) && write(file, output);
}

}  // namespace

bool dump_hdf5(const std::string& path, const std::string& output, const Hdf5Limits& limits, ReadFailure& failure) {
  return Dump(limits, failure).run(path, output);
}

}  // namespace specimen::gen
