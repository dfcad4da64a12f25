// What people see of a run: a line that is written over on a terminal, lines elsewhere.
#ifndef SPECIMEN_V2_TRAIN_PROGRESS_H
#define SPECIMEN_V2_TRAIN_PROGRESS_H

#include <cstdint>
#include <string>

namespace specimen_v2::train {

class Progress {
 public:
  // `steps`: of the whole run. Not `shown`: nothing is printed.
  Progress(std::int64_t steps, std::int64_t log_steps, bool shown);

  // After each step. `loss`: the mean since the last line of the log.
  void step(std::int64_t step, double epoch, double loss, std::int64_t examples);
  // A line that stays.
  void line(const std::string& text);
  double examples_per_second() const { return rate_; }  // lately
  // What --log_steps asked for, with the numbers of the log.
  void log(std::int64_t step, double epoch, double loss, double learning_rate);
  // The clock does not count what follows (an evaluation, a checkpoint), until the next step.
  void pause();

 private:
  void clear();

  std::int64_t steps_, log_steps_;
  bool silent_, terminal_;
  bool shown_ = false;
  std::int64_t last_ns_ = 0, shown_ns_ = 0;
  double rate_ = 0, seconds_per_step_ = 0;
};

// "3:07", "1:02:09".
std::string clock_text(double seconds);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_PROGRESS_H
