// What a run writes down in its model directory:
//   log.csv             a line every --log_steps steps, and for each evaluation
//   benchmark_run.log   what ran: a line of JSON for each start, as the TensorFlow Models write it
//   metric.log          a line of JSON for each metric of an evaluation, as the TensorFlow Models write it
//   events.out.tfevents.*   both, for TensorBoard
// A run that goes on from a checkpoint first removes the lines of later steps, which it will write again.
#ifndef SPECIMEN_V2_TRAIN_RUN_LOGS_H
#define SPECIMEN_V2_TRAIN_RUN_LOGS_H

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "../core/status.h"
#include "event_file.h"
#include "metric.h"
#include "options.h"
#include "recipe.h"

namespace specimen_v2::train {

class RunLogs {
 public:
  RunLogs() = default;
  ~RunLogs();
  RunLogs(const RunLogs&) = delete;
  RunLogs& operator=(const RunLogs&) = delete;

  // Errors: io_error, here and below.
  Status open(const std::string& directory, const Recipe& recipe, const Options& options, int threads,
              std::int64_t step);
  Status step(std::int64_t step, std::int64_t epoch, double loss, double rate, double examples_per_second);
  Status evaluation(std::int64_t step, std::int64_t epoch, const std::vector<Metric>& metrics);

  // Removes all of them from a directory.
  static void clear(const std::string& directory);

 private:
  Status keep_until(const std::string& path, std::int64_t step, bool csv);
  Status append(std::FILE** file, const std::string& path);
  Status put(std::FILE* file, const std::string& name, const std::string& line) const;
  Status events(int error) const;

  std::string directory_;
  std::FILE* csv_ = nullptr;
  std::FILE* metrics_ = nullptr;
  std::size_t metric_count_ = 0;
  EventFile events_;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_RUN_LOGS_H
