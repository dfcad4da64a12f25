#include "safetensors_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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
  abandon();
  return status;
}

void SafetensorsWriter::abandon() {
  if (file_ < 0) return;
  ::close(file_);
  ::unlink(temporary_.c_str());
  file_ = -1;
}

Status SafetensorsWriter::open(const char* path, const std::vector<SafetensorsTensor>& tensors,
                               const std::vector<SafetensorsText>& metadata) {
  abandon();
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

  for (int attempt = 0; attempt < 100; ++attempt) {  // another writer of this process may use the first name
    temporary_ = path_ + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
    file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ >= 0 || errno != EEXIST) break;
  }
  if (file_ < 0) {
    int error = errno;
    return Status(StatusCode::io_error, "%s: cannot create: %s", temporary_.c_str(), std::strerror(error));
  }
  unsigned char size[8];
  for (int i = 0; i < 8; ++i) size[i] = static_cast<unsigned char>(std::uint64_t{header.size()} >> (8 * i));
  Status written = write(size, sizeof size);
  if (!written.ok()) return written;
  return write(header.data(), header.size());
}

Status SafetensorsWriter::write(const void* data, std::size_t bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    ssize_t written = ::write(file_, at, bytes < (std::size_t{1} << 30) ? bytes : std::size_t{1} << 30);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("cannot write", written < 0 ? errno : ENOSPC);
    at += written;
    bytes -= static_cast<std::size_t>(written);
  }
  return Status();
}

Status SafetensorsWriter::append(const void* data, std::size_t bytes) {
  if (file_ < 0) return Status(StatusCode::invalid_argument, "append to a safetensors writer that is not open");
  if (bytes > remaining_) {
    Status status(StatusCode::invalid_argument, "%s: more bytes than the tensors have", path_.c_str());
    abandon();
    return status;
  }
  remaining_ -= bytes;
  return write(data, bytes);
}

Status SafetensorsWriter::finish(bool durable) {
  if (file_ < 0) return Status(StatusCode::invalid_argument, "finish of a safetensors writer that is not open");
  if (remaining_ != 0) {
    Status status(StatusCode::invalid_argument, "%s: %" PRIu64 " bytes of the tensors were not written", path_.c_str(),
                  remaining_);
    abandon();
    return status;
  }
  if (durable && ::fsync(file_) != 0 && errno != EINVAL && errno != ENOSYS) return failed("cannot flush", errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed("cannot rename to this name", errno);
  ::close(file_);
  file_ = -1;
  return Status();
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
