#include "input.h"

#include <zlib.h>

#include <cinttypes>
#include <cstring>
#include <utility>

namespace specimen_v2::data {

namespace {

constexpr std::size_t kFirstRoom = std::size_t{1} << 16;  // bytes
constexpr int kGzip = 15 + 16, kZlib = 15;                // window bits, as zlib wants them

bool is_gzip(const unsigned char* data, std::size_t size) { return size >= 2 && data[0] == 0x1F && data[1] == 0x8B; }

// At most 1 GiB at a time, since zlib counts in 32 bits.
uInt piece(std::size_t left) { return static_cast<uInt>(left < (1u << 30) ? left : (1u << 30)); }

// Ends the stream, however its function returns.
class Inflater {
 public:
  explicit Inflater(int window_bits) : started_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~Inflater() {
    if (started_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool started() const { return started_; }
  z_stream* operator->() { return &stream_; }
  z_stream* stream() { return &stream_; }

 private:
  z_stream stream_{};
  bool started_;
};

}  // namespace

Status Input::open_as_it_is(const std::string& path) {
  MappedFile file;
  const Status status = file.open(path.c_str());
  if (!status.ok()) return status;
  open_memory_as_it_is(file.data(), file.size(), path);
  file_ = std::move(file);
  return Status();
}

void Input::open_memory_as_it_is(const void* data, std::size_t size, const std::string& path) {
  file_.close();
  path_ = path;
  inflated_.reset();
  data_ = static_cast<const unsigned char*>(data);
  size_ = size;
}

Status Input::open(const std::string& path, std::uint64_t max_inflated) {
  const Status status = open_as_it_is(path);
  return status.ok() && looks_like_gzip() ? inflate_all(kGzip, max_inflated) : status;
}

Status Input::open_memory(const void* data, std::size_t size, const std::string& path, std::uint64_t max_inflated) {
  open_memory_as_it_is(data, size, path);
  return looks_like_gzip() ? inflate_all(kGzip, max_inflated) : Status();
}

Status Input::inflate_gzip(std::uint64_t max_inflated) { return inflate_all(kGzip, max_inflated); }

Status Input::inflate_zlib(std::uint64_t max_inflated) { return inflate_all(kZlib, max_inflated); }

Status Input::inflate_all(int window_bits, std::uint64_t max_inflated) {
  const char* kind = window_bits == kGzip ? "gzip" : "zlib";
  Inflater inflater(window_bits);
  if (!inflater.started()) return Status(StatusCode::out_of_memory, "%s: no memory to inflate", path_.c_str());
  std::unique_ptr<unsigned char, Free> out;
  std::size_t room = 0, made = 0, taken = 0;
  for (;;) {
    if (made == room) {
      if (room >= max_inflated) {
        return Status(StatusCode::unsupported, "%s: inflates to more than %" PRIu64 " bytes", path_.c_str(),
                      max_inflated);
      }
      const std::size_t larger = room == 0 ? kFirstRoom : 2 * room;
      unsigned char* old = out.release();
      auto* grown = static_cast<unsigned char*>(std::realloc(old, larger));
      out.reset(grown != nullptr ? grown : old);
      if (grown == nullptr) {
        return Status(StatusCode::out_of_memory, "%s: no memory for %zu bytes", path_.c_str(), larger);
      }
      room = larger;
    }
    const uInt in = piece(size_ - taken), space = piece(room - made);
    inflater->next_in = const_cast<Bytef*>(data_ + taken);
    inflater->avail_in = in;
    inflater->next_out = out.get() + made;
    inflater->avail_out = space;
    const int result = ::inflate(inflater.stream(), Z_NO_FLUSH);
    taken += in - inflater->avail_in;
    made += space - inflater->avail_out;
    if (result == Z_STREAM_END) {
      if (taken == size_) break;
      // gzip files may follow each other in one; what else follows is not part of it.
      if (window_bits == kGzip && is_gzip(data_ + taken, size_ - taken) && inflateReset(inflater.stream()) == Z_OK)
        continue;
      return Status(StatusCode::data_error, "%s: byte %zu: more bytes after the end of the %s data", path_.c_str(),
                    taken, kind);
    }
    if (result == Z_MEM_ERROR) return Status(StatusCode::out_of_memory, "%s: no memory to inflate", path_.c_str());
    if (result == Z_BUF_ERROR || (result == Z_OK && taken == size_ && inflater->avail_out > 0)) {
      if (taken == size_) {
        return Status(StatusCode::data_error, "%s: ends after %zu bytes, inside its %s data", path_.c_str(), size_,
                      kind);
      }
      if (made == room) continue;
    }
    if (result != Z_OK) {
      return Status(StatusCode::data_error, "%s: byte %zu: damaged %s data: %s", path_.c_str(), taken, kind,
                    inflater->msg != nullptr ? inflater->msg : "it does not inflate");
    }
  }
  inflated_ = std::move(out);
  data_ = inflated_.get();
  size_ = made;
  file_.close();
  return Status();
}

}  // namespace specimen_v2::data
