// How far long work has come, on stderr: a line that is written over on a terminal, now and then a line of a log. Work
// that is done within two seconds says nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace specimen::gen {

class Progress {
 public:
  // `what` is counted: "kernels", "tensors". Without `enabled` nothing is ever printed.
  Progress(std::string what, std::size_t total, bool enabled = true);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of them are done; `name` is what is worked on.
  void show(std::size_t done, std::string_view name);
  // Takes the line away.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  std::size_t total_;
  bool enabled_, terminal_, printed_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

// The same as a function, for what knows its total only when it starts, with nothing done.
std::function<void(std::size_t done, std::size_t total, const std::string& name)> shown_progress(std::string what);

// "kernels 12 of 64, 40 s left: f32_dense_1024_10", at most `width` columns; what is left is known from a tenth on, or
// from the tenth on.
std::string progress_text(std::string_view what, std::size_t done, std::size_t total, double seconds,
                          std::string_view name, std::size_t width);

}  // namespace specimen::gen
