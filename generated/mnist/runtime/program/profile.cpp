#include "profile.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "../core/output_file.h"
#include "shown_text.h"

namespace specimen_v2::program {
namespace {

std::int64_t median(std::vector<std::int64_t> times) {
  if (times.empty()) return 0;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

}  // namespace

Profile::Profile(const ModelInfo& info, bool keep_trace)
    : info_(info), keep_trace_(keep_trace), times_ns_(static_cast<std::size_t>(info.functions[0].op_count)) {}

void Profile::start(std::int64_t tokens) {
  tokens_ = tokens;
  for (std::vector<std::int64_t>& times : times_ns_) times.clear();
}

void Profile::observe(void* data, const ObservedOp& op) {
  Profile& profile = *static_cast<Profile*>(data);
  profile.times_ns_[static_cast<std::size_t>(op.index)].push_back(op.end_ns - op.begin_ns);
  if (profile.keep_trace_) profile.events_.push_back({op.index, op.begin_ns, op.end_ns});
}

std::vector<Profile::Row> Profile::rows() const {
  std::vector<Row> rows;
  double all = 0;
  for (std::size_t i = 0; i < times_ns_.size(); ++i) {
    const OpInfo& op = info_.functions[0].ops[i];
    Row row;
    row.path = op.path;
    row.ms = static_cast<double>(median(times_ns_[i])) * 1e-6;
    row.flops = op.flops.of(tokens_);
    row.bytes = op.bytes.of(tokens_);
    all += row.ms;
    rows.push_back(row);
  }
  for (Row& row : rows) row.share = all > 0 ? row.ms / all : 0;
  return rows;
}

std::string Profile::table() const {
  const std::vector<Row> all = rows();
  Row sum;
  sum.path = "all ops";
  std::size_t width = std::strlen(sum.path);
  for (const Row& row : all) {
    width = std::max(width, std::strlen(row.path));
    sum.ms += row.ms;
    sum.share += row.share;
    sum.flops += row.flops;
    sum.bytes += row.bytes;
  }
  char line[160];
  std::string text;
  auto add_name = [&](const char* name) {
    text += "  ";
    text += terminal_text(name);
    text.append(width - std::min(width, std::strlen(name)), ' ');
    text += line;
  };
  std::snprintf(line, sizeof line, "  %9s  %7s  %13s  %8s  %12s  %7s\n", "ms", "share", "FLOPs", "GFLOP/s", "bytes",
                "GB/s");
  add_name("op");
  auto add = [&](const Row& row) {
    std::snprintf(line, sizeof line, "  %9.4f  %5.1f %%  %13lld  %8.1f  %12lld  %7.1f\n", row.ms, 100 * row.share,
                  static_cast<long long>(row.flops), row.gflops(), static_cast<long long>(row.bytes),
                  row.gbytes_per_s());
    add_name(row.path);
  };
  for (const Row& row : all) add(row);
  add(sum);
  return text;
}

std::string Profile::json_lines() const {
  std::string text;
  for (const Row& row : rows()) {
    char line[240];
    std::snprintf(line, sizeof line,
                  ", \"ms\": %.6g, \"share\": %.6g, \"flops\": %lld, \"gflops\": %.6g, \"bytes\": %lld, "
                  "\"gbytes_per_s\": %.6g}\n",
                  row.ms, row.share, static_cast<long long>(row.flops), row.gflops(), static_cast<long long>(row.bytes),
                  row.gbytes_per_s());
    text += "{\"op\": ";
    text += json_text(row.path);
    text += line;
  }
  return text;
}

Status Profile::save_trace(const char* path) const {
  const std::int64_t start = events_.empty() ? 0 : events_[0].begin_ns;
  std::string text = "{\"traceEvents\": [";
  const char* before = "\n";
  for (const Event& event : events_) {
    char line[120];
    std::snprintf(line, sizeof line, ", \"ph\": \"X\", \"ts\": %.3f, \"dur\": %.3f, \"pid\": 1, \"tid\": 1}",
                  static_cast<double>(event.begin_ns - start) * 1e-3,
                  static_cast<double>(event.end_ns - event.begin_ns) * 1e-3);
    text += before;
    text += "{\"name\": ";
    text += json_text(info_.functions[0].ops[event.op].path);
    text += line;
    before = ",\n";
  }
  text += "\n]}\n";
  OutputFile file;
  int error = file.open(path);
  if (error == 0) error = file.write(text.data(), text.size());
  if (error == 0) error = file.commit();
  if (error == 0) return Status();
  return Status(StatusCode::io_error, "cannot write %s: %s", path, std::strerror(error));
}

}  // namespace specimen_v2::program
