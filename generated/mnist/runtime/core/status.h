// The result of an operation that can fail: a code for programs, a message for people.
#ifndef SPECIMEN_V2_CORE_STATUS_H
#define SPECIMEN_V2_CORE_STATUS_H

#include <cstdarg>
#include <cstdio>
#include <cstring>

#if defined(__GNUC__)
#define SPECIMEN_V2_PRINTF(format_index, first_argument) __attribute__((format(printf, format_index, first_argument)))
#else
#define SPECIMEN_V2_PRINTF(format_index, first_argument)
#endif

namespace specimen_v2 {

// The numbers are part of the C interface: they are added to, never changed.
enum class StatusCode : int {
  ok = 0,
  invalid_argument = 1,  // the caller passed something wrong: a null view, another shape, an unknown option
  not_found = 2,         // a file or a tensor that is not there
  already_exists = 3,    // something is in the way
  data_error = 4,        // a file that is damaged, or not what it says it is
  unsupported = 5,       // valid, but not handled: another dtype, a CPU below the lowest target
  out_of_memory = 6,
  io_error = 7,      // the operating system refused: open, read, write, map
  internal = 8,      // a bug of ours
  out_of_range = 9,  // a state is full, or sizes break a constraint of the model
};

// Holds its message in place: making, copying and returning one never allocates, and the ok path writes two fields.
class [[nodiscard]] Status {
 public:
  static constexpr int kMaxMessage = 480;  // bytes, with the terminating zero; longer messages are cut

  Status() : code_(StatusCode::ok) { message_[0] = '\0'; }

  // printf-style. Names and texts from files belong behind "%s" or "%.*s", never into `format`.
  Status(StatusCode code, const char* format, ...) SPECIMEN_V2_PRINTF(3, 4) : code_(code) {
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(message_, sizeof message_, format, arguments);
    va_end(arguments);
  }

  Status(const Status& other) : code_(other.code_) { copy_message(other); }
  Status& operator=(const Status& other) {
    if (this != &other) {
      code_ = other.code_;
      copy_message(other);
    }
    return *this;
  }

  bool ok() const { return code_ == StatusCode::ok; }
  explicit operator bool() const { return ok(); }
  StatusCode code() const { return code_; }
  const char* message() const { return message_; }  // "" when ok

 private:
  void copy_message(const Status& other) { std::memcpy(message_, other.message_, std::strlen(other.message_) + 1); }

  StatusCode code_;
  char message_[kMaxMessage];
};

// The name of a code, for logs: "data_error".
inline const char* status_code_name(StatusCode code) {
  switch (code) {
    case StatusCode::ok:
      return "ok";
    case StatusCode::invalid_argument:
      return "invalid_argument";
    case StatusCode::not_found:
      return "not_found";
    case StatusCode::already_exists:
      return "already_exists";
    case StatusCode::data_error:
      return "data_error";
    case StatusCode::unsupported:
      return "unsupported";
    case StatusCode::out_of_memory:
      return "out_of_memory";
    case StatusCode::io_error:
      return "io_error";
    case StatusCode::internal:
      return "internal";
    case StatusCode::out_of_range:
      return "out_of_range";
  }
  return "unknown";
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_STATUS_H
