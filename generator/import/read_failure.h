// Why a checkpoint was not read: said by the child process that reads it, told to the user by its parent.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace specimen::gen {

enum class Failed {
  damaged,      // the file is cut short, changed, or lies about itself
  unsupported,  // the file is sound, and holds what is not read here
  not_written,  // there was no place for the tensors
};

struct ReadFailure {
  Failed failed = Failed::damaged;
  std::string what, cure;  // one line each; `cure` may be empty

  // Both always return false, so that a reader can say `return failure.damaged("...")`.
  bool damaged(std::string why) { return set(Failed::damaged, std::move(why), ""); }
  bool set(Failed kind, std::string why, std::string remedy) {
    failed = kind;
    what = std::move(why);
    cure = std::move(remedy);
    return false;
  }

  // As one text, for a pipe, and back.
  std::string text() const { return std::to_string(static_cast<int>(failed)) + what + "\n" + cure; }
  static ReadFailure from(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '2') return {Failed::damaged, std::string(text), ""};
    const std::size_t line = text.find('\n');
    return {static_cast<Failed>(text[0] - '0'),
            std::string(text.substr(1, line == std::string_view::npos ? line : line - 1)),
            line == std::string_view::npos ? "" : std::string(text.substr(line + 1))};
  }
};

}  // namespace specimen::gen
