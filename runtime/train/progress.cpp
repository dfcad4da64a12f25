#include "progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../core/os.h"

namespace specimen_v2::train {
namespace {

constexpr std::int64_t kRedraw = 100000000;  // ns
constexpr double kForget = 0.05;             // how much a step counts in the speed

bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && kind && std::strcmp(kind, "dumb") != 0;
}

}  // namespace

std::string clock_text(double seconds) {
  const auto all = static_cast<long long>(std::isfinite(seconds) && seconds > 0 ? seconds + 0.5 : 0);
  char text[40];
  if (all >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", all / 3600, all / 60 % 60, all % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", all / 60, all % 60);
  }
  return text;
}

Progress::Progress(std::int64_t steps, std::int64_t log_steps, bool shown)
    : steps_(steps), log_steps_(log_steps), silent_(!shown), terminal_(shown && is_terminal()) {}

void Progress::step(std::int64_t step, double epoch, double loss, std::int64_t examples) {
  const std::int64_t now = now_ns();
  if (last_ns_ != 0 && now > last_ns_) {
    const double seconds = static_cast<double>(now - last_ns_) / 1e9;
    const double rate = static_cast<double>(examples) / seconds;
    const bool first = seconds_per_step_ == 0;
    seconds_per_step_ = first ? seconds : seconds_per_step_ + kForget * (seconds - seconds_per_step_);
    rate_ = first ? rate : static_cast<double>(examples) / seconds_per_step_;
  }
  last_ns_ = now;
  if (!terminal_ || now - shown_ns_ < kRedraw) return;
  shown_ns_ = now;
  shown_ = true;
  const double left = static_cast<double>(steps_ - step) * seconds_per_step_;
  std::fprintf(stderr, "\r\033[Kstep %lld/%lld  epoch %.2f  loss %.4f  %.0f examples/s  %s left",
               static_cast<long long>(step), static_cast<long long>(steps_), epoch, loss, rate_,
               clock_text(left).c_str());
  (void)std::fflush(stderr);
}

void Progress::log(std::int64_t step, double epoch, double loss, double learning_rate) {
  if (silent_ || terminal_) return;
  const double left = static_cast<double>(steps_ - step) * seconds_per_step_;
  std::printf("step %lld/%lld  epoch %.2f  loss %.6f  learning rate %.6g  %.0f examples/s  %s left\n",
              static_cast<long long>(step), static_cast<long long>(steps_), epoch, loss, learning_rate, rate_,
              clock_text(left).c_str());
  (void)std::fflush(stdout);
}

void Progress::pause() { last_ns_ = 0; }

void Progress::line(const std::string& text) {
  if (silent_) return;
  clear();
  std::printf("%s\n", text.c_str());
  (void)std::fflush(stdout);
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  (void)std::fflush(stderr);
  shown_ = false;
}

}  // namespace specimen_v2::train
