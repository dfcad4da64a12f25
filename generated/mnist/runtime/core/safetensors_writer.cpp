#include "safetensors_writer.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <numeric>

#include "os.h"
#include "printable.h"
#include "safetensors_header.h"

namespace specimen_v2 {
namespace {

void append_quoted(std::string_view text, std::string* out) {
  constexpr std::string_view kLetters = "bfnrt", kMeanings = "\b\f\n\r\t";
  out->push_back('"');
  for (char c : text) {
    std::size_t letter = kMeanings.find(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (letter != std::string_view::npos) {
      out->push_back('\\');
      out->push_back(kLetters[letter]);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      *out += code;
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

std::string header_text(const std::vector<SafetensorsTensor>& tensors, const std::vector<std::uint64_t>& bytes,
                        const std::vector<std::size_t>& order, const std::vector<SafetensorsText>& metadata) {
  std::string text = "{";
  if (!metadata.empty()) {
    std::vector<std::size_t> sorted(metadata.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::sort(sorted.begin(), sorted.end(),
              [&](std::size_t a, std::size_t b) { return metadata[a].key < metadata[b].key; });
    text += "\"__metadata__\":";
    char separator = '{';
    for (std::size_t i : sorted) {
      text.push_back(separator);
      append_quoted(metadata[i].key, &text);
      text.push_back(':');
      append_quoted(metadata[i].value, &text);
      separator = ',';
    }
    text.push_back('}');
  }
  std::uint64_t offset = 0;
  for (std::size_t i : order) {
    if (text.size() > 1) text.push_back(',');
    append_quoted(tensors[i].name, &text);
    text += ":{\"dtype\":\"";
    text += safetensors_dtype_name(tensors[i].dtype);
    text += "\",\"shape\":[";
    for (std::size_t d = 0; d < tensors[i].shape.size(); ++d) {
      if (d > 0) text.push_back(',');
      text += std::to_string(tensors[i].shape[d]);
    }
    text += "],\"data_offsets\":[" + std::to_string(offset) + ',' + std::to_string(offset + bytes[i]) + "]}";
    offset += bytes[i];
  }
  text.push_back('}');
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

}  // namespace

Status SafetensorsWriter::failed(const char* what, int error) {
  Status status(StatusCode::io_error, "%s: %s: %s", path_.c_str(), what, std::strerror(error));
  file_.abandon();
  return status;
}

Status SafetensorsWriter::open(const char* path, const std::vector<SafetensorsTensor>& tensors,
                               const std::vector<SafetensorsText>& metadata) {
  file_.abandon();
  if (!may_write_file(path)) return Status(StatusCode::io_error, "%s: it is no regular file", path);
  path_ = path;
  order_.resize(tensors.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    if (tensors[a].dtype != tensors[b].dtype) return tensors[a].dtype > tensors[b].dtype;
    return tensors[a].name < tensors[b].name;
  });
  std::vector<std::uint64_t> bytes(tensors.size());
  remaining_ = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    std::uint64_t elements;
    const SafetensorsTensor& tensor = tensors[i];
    if (!safetensors_extent(tensor.dtype, tensor.shape.data(), tensor.shape.size(), &elements, &bytes[i]) ||
        bytes[i] > static_cast<std::uint64_t>(INT64_MAX) - remaining_) {
      return Status(StatusCode::invalid_argument, "%s: tensor \"%s\": its shape has no valid size", path,
                    Printable(tensor.name).text());
    }
    remaining_ += bytes[i];
  }
  std::string header = header_text(tensors, bytes, order_, metadata);
  if (header.size() > SafetensorsFile::kMaxHeader) {
    return Status(StatusCode::invalid_argument, "%s: a header of %zu bytes is over the format's limit", path,
                  header.size());
  }
  // The reader knows every rule for names: what it would refuse is not written.
  SafetensorsHeader check;
  Status readable = parse_safetensors_header(reinterpret_cast<const unsigned char*>(header.data()), header.size(),
                                             remaining_, path, &check);
  if (!readable.ok()) return Status(StatusCode::invalid_argument, "%s", readable.message());

  if (const int error = file_.open(path)) {
    return Status(StatusCode::io_error, "%s: cannot create: %s", path, std::strerror(error));
  }
  unsigned char size[8];
  for (int i = 0; i < 8; ++i) size[i] = static_cast<unsigned char>(std::uint64_t{header.size()} >> (8 * i));
  Status written = write(size, sizeof size);
  if (!written.ok()) return written;
  return write(header.data(), header.size());
}

Status SafetensorsWriter::write(const void* data, std::size_t bytes) {
  const int error = file_.write(data, bytes);
  return error == 0 ? Status() : failed("cannot write", error);
}

Status SafetensorsWriter::append(const void* data, std::size_t bytes) {
  if (!file_.is_open()) return Status(StatusCode::invalid_argument, "append to a safetensors writer that is not open");
  if (bytes > remaining_) {
    Status status(StatusCode::invalid_argument, "%s: more bytes than the tensors have", path_.c_str());
    file_.abandon();
    return status;
  }
  remaining_ -= bytes;
  return write(data, bytes);
}

Status SafetensorsWriter::finish(bool durable) {
  if (!file_.is_open()) return Status(StatusCode::invalid_argument, "finish of a safetensors writer that is not open");
  if (remaining_ != 0) {
    Status status(StatusCode::invalid_argument, "%s: %" PRIu64 " bytes of the tensors were not written", path_.c_str(),
                  remaining_);
    file_.abandon();
    return status;
  }
  const int error = file_.commit(durable);
  return error == 0 ? Status() : failed("cannot write", error);
}

Status write_safetensors(const char* path, const std::vector<SafetensorsTensor>& tensors,
                         const std::vector<SafetensorsText>& metadata) {
  SafetensorsWriter writer;
  Status status = writer.open(path, tensors, metadata);
  for (std::size_t i = 0; status.ok() && i < tensors.size(); ++i) {
    const SafetensorsTensor& tensor = tensors[writer.order()[i]];
    std::uint64_t elements, bytes;
    safetensors_extent(tensor.dtype, tensor.shape.data(), tensor.shape.size(), &elements, &bytes);
    status = writer.append(tensor.data, static_cast<std::size_t>(bytes));
  }
  return status.ok() ? writer.finish() : status;
}

}  // namespace specimen_v2
