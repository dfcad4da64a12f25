#include "base/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "base/text.h"

namespace specimen::gen {

namespace {

constexpr std::chrono::milliseconds kSilence{2000}, kTerminalRate{100}, kLogRate{30000};
constexpr std::size_t kLogWidth = 140;

std::size_t terminal_width() {
  winsize size = {};
  return ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
}

std::string duration(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace

std::string progress_text(std::string_view what, std::size_t done, std::size_t total, double seconds,
                          std::string_view name, std::size_t width) {
  std::string text = fmt::format("{} {} of {}", what, done, total);
  if (done < total && (done >= 10 || (done > 0 && 10 * done >= total)))
    text += fmt::format(", {} left", duration(seconds / double(done) * double(total - done)));
  if (!name.empty()) text += ": " + printable(name, 400);
  return text.size() > width ? text.substr(0, width) : text;
}

Progress::Progress(std::string what, std::size_t total, bool enabled)
    : what_(std::move(what)), total_(total), enabled_(enabled), terminal_(isatty(2) != 0) {}

void Progress::show(std::size_t done, std::string_view name) {
  const Clock::time_point now = Clock::now();
  if (!enabled_ || now - start_ < kSilence) return;
  if (now - last_ < (terminal_ ? kTerminalRate : kLogRate)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const std::size_t width = terminal_ ? terminal_width() : kLogWidth;
  const std::string text = progress_text(what_, done, total_, seconds, name, width);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\033[K" : "", text, terminal_ ? "" : "\n");
  std::fflush(stderr);
  printed_ = terminal_;
}

void Progress::finish() {
  if (printed_) std::fputs("\r\033[K", stderr);
  printed_ = false;
}

std::function<void(std::size_t, std::size_t, const std::string&)> shown_progress(std::string what) {
  return [what = std::move(what), shown = std::shared_ptr<Progress>()](std::size_t done, std::size_t total,
                                                                       const std::string& name) mutable {
    if (!shown) shown = std::make_shared<Progress>(what, total);
    done < total ? shown->show(done, name) : shown->finish();
  };
}

}  // namespace specimen::gen
