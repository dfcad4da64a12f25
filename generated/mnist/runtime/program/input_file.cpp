#include "input_file.h"

#include <algorithm>
#include <cstring>

#include "../core/printable.h"

namespace specimen_v2::program {
namespace {

using Dtype = SafetensorsDtype;

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "(batch, 28, 28, 1)"
std::string shape_text(const std::int64_t* extents, std::size_t rank) {
  std::vector<std::string> parts;
  for (std::size_t d = 0; d < rank; ++d) {
    parts.push_back(extents[d] == kBatch ? "batch" : extents[d] < kBatch ? "sequence" : std::to_string(extents[d]));
  }
  std::string text = "(";
  text += join(parts);
  text += ")";
  return text;
}

bool is_integer(Dtype dtype) {
  switch (dtype) {
    case Dtype::boolean:
    case Dtype::u8:
    case Dtype::i8:
    case Dtype::u16:
    case Dtype::i16:
    case Dtype::u32:
    case Dtype::i32:
    case Dtype::u64:
    case Dtype::i64:
      return true;
    default:
      return false;
  }
}

// False at the first value that no int32 is; `*at` is its place.
template <class From>
bool convert(const unsigned char* data, std::size_t count, std::int32_t* out, std::size_t* at) {
  for (std::size_t i = 0; i < count; ++i) {
    From value;
    std::memcpy(&value, data + i * sizeof value, sizeof value);
    out[i] = static_cast<std::int32_t>(+value);  // promoted first: an int8 is a number, not a character
    if (static_cast<From>(out[i]) == value && (out[i] < 0) == (value < From{0})) continue;
    *at = i;
    return false;
  }
  return true;
}

bool to_int32(Dtype dtype, const unsigned char* data, std::size_t count, std::int32_t* out, std::size_t* at) {
  switch (dtype) {
    case Dtype::boolean:
    case Dtype::u8:
      return convert<std::uint8_t>(data, count, out, at);
    case Dtype::i8:
      return convert<std::int8_t>(data, count, out, at);
    case Dtype::u16:
      return convert<std::uint16_t>(data, count, out, at);
    case Dtype::i16:
      return convert<std::int16_t>(data, count, out, at);
    case Dtype::u32:
      return convert<std::uint32_t>(data, count, out, at);
    case Dtype::i32:
      return convert<std::int32_t>(data, count, out, at);
    case Dtype::u64:
      return convert<std::uint64_t>(data, count, out, at);
    default:
      return convert<std::int64_t>(data, count, out, at);
  }
}

// Where the values of one example are.
const unsigned char* values_of(const SafetensorsEntry& entry, std::int64_t elements, std::int64_t example) {
  const std::size_t bytes =
      static_cast<std::size_t>(elements) * static_cast<std::size_t>(safetensors_dtype_bits(entry.dtype)) / 8;
  return entry.data + static_cast<std::size_t>(example) * bytes;
}

}  // namespace

Status InputFile::open(const char* path, const ModelInfo& info) {
  *this = InputFile();
  Status opened = file_.open(path);
  if (!opened.ok()) return opened;
  path_ = path;
  max_sequence_ = info.max_sequence();
  for (int i = 0; i < info.functions[0].input_count; ++i) {
    Input input;
    Status checked = check(info.functions[0].inputs[i], &input);
    if (!checked.ok()) return checked;
    inputs_.push_back(input);
  }
  std::vector<std::string> unused;
  for (const SafetensorsEntry& entry : file_.entries()) {
    const auto is_it = [&](const TensorInfo& declared) { return entry.name == declared.name; };
    if (std::none_of(info.functions[0].inputs, info.functions[0].inputs + info.functions[0].input_count, is_it)) {
      unused.emplace_back(Printable(entry.name).text());
    }
  }
  unused_ = join(unused);
  return Status();
}

Status InputFile::check(const TensorInfo& declared, Input* input) {
  const SafetensorsEntry* entry = file_.find(declared.name);
  if (entry == nullptr) {
    std::vector<std::string> names;
    for (const SafetensorsEntry& other : file_.entries()) names.emplace_back(Printable(other.name).text());
    return Status(StatusCode::not_found, "%s: there is no tensor %s, an input of the model; there are: %s",
                  path_.c_str(), declared.name, names.empty() ? "none" : join(names).c_str());
  }
  const bool wants_integers = declared.dtype == DType::i32;
  if (wants_integers ? !is_integer(entry->dtype) : entry->dtype != Dtype::f32) {
    return Status(StatusCode::unsupported, "%s: the tensor %s is %s, and the model reads %s: save it as %s",
                  path_.c_str(), declared.name, safetensors_dtype_name(entry->dtype),
                  !wants_integers    ? "float32 numbers"
                  : declared.is_mask ? "a mask of 0 and 1"
                                     : "ids, which are whole numbers",
                  !wants_integers    ? "float32"
                  : declared.is_mask ? "bool, int32 or int64"
                                     : "int32 or int64");
  }
  return check_shape(declared, *entry, input);
}

Status InputFile::check_shape(const TensorInfo& declared, const SafetensorsEntry& entry, Input* input) {
  const auto rank = static_cast<std::size_t>(declared.rank);
  const bool has_batch = entry.rank == rank;
  const std::int64_t* extents = declared.extent + (has_batch ? 0 : 1);
  bool fits = has_batch || entry.rank + 1 == rank;
  input->entry = &entry;
  input->elements = 1;
  std::int64_t batch = 1, sequence = 0;
  for (std::size_t d = 0; fits && d < entry.rank; ++d) {
    if (extents[d] == kBatch) {
      batch = entry.shape[d];
      fits = batch > 0;
      continue;
    }
    if (extents[d] < kBatch) sequence = entry.shape[d];
    fits = extents[d] < kBatch ? sequence > 0 : entry.shape[d] == extents[d];
    input->elements *= entry.shape[d];
  }
  if (!fits) {
    return Status(StatusCode::data_error,
                  "%s: the tensor %s is %s; the model reads %s, or one example without the batch", path_.c_str(),
                  declared.name, shape_text(entry.shape, entry.rank).c_str(),
                  shape_text(declared.extent, rank).c_str());
  }
  if (sequence > max_sequence_) {
    return Status(StatusCode::data_error, "%s: the tensor %s has %lld tokens, and the model reads at most %lld",
                  path_.c_str(), declared.name, static_cast<long long>(sequence),
                  static_cast<long long>(max_sequence_));
  }
  if ((batch_ != 0 && batch != batch_) || (sequence_ != 0 && sequence != 0 && sequence != sequence_)) {
    return Status(
        StatusCode::data_error,
        "%s: the tensor %s is %s, which is not of the same examples and tokens as the inputs before it: %lld%s%s",
        path_.c_str(), declared.name, shape_text(entry.shape, entry.rank).c_str(), static_cast<long long>(batch_),
        sequence_ == 0 ? "" : " of ", sequence_ == 0 ? "" : std::to_string(sequence_).c_str());
  }
  batch_ = batch;
  if (sequence != 0) sequence_ = sequence;
  return Status();
}

Status InputFile::read(int input, std::int64_t example, std::vector<float>* values) const {
  const Input& from = inputs_[static_cast<std::size_t>(input)];
  values->resize(static_cast<std::size_t>(from.elements));
  if (from.elements == 0) return Status();
  std::memcpy(values->data(), values_of(*from.entry, from.elements, example), values->size() * sizeof(float));
  return Status();
}

Status InputFile::read(int input, std::int64_t example, std::vector<std::int32_t>* values) const {
  const Input& from = inputs_[static_cast<std::size_t>(input)];
  values->resize(static_cast<std::size_t>(from.elements));
  std::size_t at = 0;
  if (to_int32(from.entry->dtype, values_of(*from.entry, from.elements, example), values->size(), values->data(),
               &at)) {
    return Status();
  }
  return Status(StatusCode::data_error,
                "%s: the tensor %s has a number that is none of 32 bits, at place %zu of example %lld", path_.c_str(),
                Printable(from.entry->name).text(), at, static_cast<long long>(example));
}

}  // namespace specimen_v2::program
