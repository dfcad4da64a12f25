#include "event_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "../core/crc32c.h"

namespace specimen_v2::train {
namespace {

std::uint32_t masked_crc(const std::string& bytes) { return mask_crc(crc32c(0, bytes.data(), bytes.size())); }

template <class T>
void append_raw(std::string* to, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  to->append(bytes, sizeof value);
}

// Protocol buffers: a varint, and fields of the wire types 0, 1, 2 and 5.
void append_varint(std::string* to, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) to->push_back(static_cast<char>(value | 0x80));
  to->push_back(static_cast<char>(value));
}
void append_bytes(std::string* to, int field, const std::string& bytes) {
  append_varint(to, static_cast<std::uint64_t>(field << 3 | 2));
  append_varint(to, bytes.size());
  *to += bytes;
}

// Event: wall_time 1, step 2, then one of file_version 3, summary 5, session_log 7.
std::string event_at(std::int64_t step) {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  std::string event;
  append_varint(&event, 1 << 3 | 1);
  append_raw(&event, static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9);
  append_varint(&event, 2 << 3);
  append_varint(&event, static_cast<std::uint64_t>(step));
  return event;
}

}  // namespace

EventFile::~EventFile() {
  if (file_) (void)std::fclose(file_);
}

int EventFile::open(const std::string& directory, std::int64_t step) {
  char host[65] = "localhost", name[160];
  (void)::gethostname(host, sizeof host - 1);
  for (char* c = host; *c != '\0'; ++c) {
    if (*c == '/') *c = '_';
  }
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  std::snprintf(name, sizeof name, "/events.out.tfevents.%010lld.%s.%ld.%ld", static_cast<long long>(now.tv_sec), host,
                static_cast<long>(::getpid()), now.tv_nsec);
  file_ = std::fopen((directory + name).c_str(), "wbe");
  if (!file_) return errno;
  std::string event = event_at(step);
  append_bytes(&event, 3, "brain.Event:2");
  if (const int error = record(event)) return error;
  event = event_at(step);
  append_bytes(&event, 7, "\x08\x01");  // SessionLog: status START
  return record(event);
}

int EventFile::scalar(const char* tag, std::int64_t step, double value) {
  std::string scalar, summary, event = event_at(step);
  append_bytes(&scalar, 1, tag);
  append_varint(&scalar, 2 << 3 | 5);
  append_raw(&scalar, static_cast<float>(value));
  append_bytes(&summary, 1, scalar);
  append_bytes(&event, 5, summary);
  return record(event);
}

int EventFile::record(const std::string& event) {
  std::string bytes;
  append_raw(&bytes, std::uint64_t{event.size()});
  append_raw(&bytes, masked_crc(bytes));
  bytes += event;
  append_raw(&bytes, masked_crc(event));
  errno = 0;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size() && std::fflush(file_) == 0;
  return written ? 0 : errno ? errno : EIO;
}

}  // namespace specimen_v2::train
