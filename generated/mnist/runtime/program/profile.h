// Where the time of a model goes, op by op.
#ifndef SPECIMEN_V2_PROGRAM_PROFILE_H
#define SPECIMEN_V2_PROGRAM_PROFILE_H

#include <cstdint>
#include <string>
#include <vector>

#include "../core/context.h"
#include "../core/info.h"
#include "../core/status.h"

namespace specimen_v2::program {

// Neither copied nor moved: the observer holds its address.
class Profile {
 public:
  // `keep_trace`: every run of every op is kept for save_trace().
  Profile(const ModelInfo& info, bool keep_trace);
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;

  Observer observer() { return {&Profile::observe, this}; }
  // Runs of another example, of `tokens` tokens, follow.
  void start(std::int64_t tokens);

  // Of the last example, for each op: the median time of its runs, its share of all ops, FLOPs and bytes.
  std::string table() const;
  // The same, one JSON object a line: {"op", "ms", "share", "flops", "gflops", "bytes", "gbytes_per_s"}.
  std::string json_lines() const;
  // Trace events of Chrome: https://ui.perfetto.dev and chrome://tracing show them. Errors: io_error.
  Status save_trace(const char* path) const;

 private:
  struct Event {
    int op = 0;
    std::int64_t begin_ns = 0, end_ns = 0;
  };
  struct Row {
    const char* path = "";
    double ms = 0, share = 0;
    std::int64_t flops = 0, bytes = 0;

    double gflops() const { return ms > 0 ? static_cast<double>(flops) / ms * 1e-6 : 0; }
    double gbytes_per_s() const { return ms > 0 ? static_cast<double>(bytes) / ms * 1e-6 : 0; }
  };

  static void observe(void* data, const ObservedOp& op);
  std::vector<Row> rows() const;

  const ModelInfo& info_;
  bool keep_trace_;
  std::int64_t tokens_ = 0;
  std::vector<std::vector<std::int64_t>> times_ns_;  // of each op, its runs
  std::vector<Event> events_;
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_PROFILE_H
