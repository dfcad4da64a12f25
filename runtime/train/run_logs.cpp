#include "run_logs.h"

#include <dirent.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "../core/mapped_file.h"
#include "../core/os.h"
#include "../core/output_file.h"
#include "../core/printable.h"
#include "benchmark_run.h"

namespace specimen_v2::train {
namespace {

constexpr char kCsv[] = "log.csv", kRun[] = "benchmark_run.log", kMetrics[] = "metric.log";
constexpr char kEvents[] = "events.out.tfevents.";

Status failed(const std::string& path, int error) {
  return Status(StatusCode::io_error, "cannot write %s: %s", Printable(path).text(),
                std::strerror(error ? error : EIO));
}

std::string csv_number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

// The step of a line; below 0: it has none, or it is not whole.
std::int64_t step_of(std::string_view line, bool csv) {
  constexpr std::string_view kKey = "\"global_step\": ";
  std::size_t at = csv ? 0 : line.find(kKey);
  if (at == std::string_view::npos) return -1;
  if (!csv) at += kKey.size();
  if (at >= line.size() || line[at] < '0' || line[at] > '9') return -1;
  return std::strtoll(std::string(line.substr(at, 20)).c_str(), nullptr, 10);
}

}  // namespace

RunLogs::~RunLogs() {
  if (csv_) (void)std::fclose(csv_);
  if (metrics_) (void)std::fclose(metrics_);
}

Status RunLogs::keep_until(const std::string& path, std::int64_t step, bool csv) {
  if (::access(path.c_str(), F_OK) != 0) return Status();
  MappedFile file;
  if (Status status = file.open(path.c_str()); !status) return status;
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  std::string kept;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) break;  // the writer was killed
    const std::string_view line = text.substr(begin, end + 1 - begin);
    const std::int64_t its = step_of(line, csv);
    if ((its >= 0 && its <= step) || (csv && begin == 0)) kept += line;
    begin = end + 1;
  }
  if (kept.size() == text.size()) return Status();
  OutputFile out;
  int error = out.open(path);
  if (error == 0) error = out.write(kept.data(), kept.size());
  if (error == 0) error = out.commit();
  return error == 0 ? Status() : failed(path, error);
}

Status RunLogs::append(std::FILE** file, const std::string& path) {
  if (!may_write_file(path.c_str())) {
    return Status(StatusCode::io_error, "cannot write %s: it is no regular file", Printable(path).text());
  }
  *file = std::fopen(path.c_str(), "ae");
  return *file ? Status() : failed(path, errno);
}

Status RunLogs::put(std::FILE* file, const std::string& name, const std::string& line) const {
  errno = 0;
  const bool written = std::fputs(line.c_str(), file) >= 0 && std::fflush(file) == 0;
  return written ? Status() : failed(directory_ + "/" + name, errno);
}

Status RunLogs::events(int error) const {
  return error == 0 ? Status() : failed(directory_ + "/" + kEvents + "*", error);
}

Status RunLogs::open(const std::string& directory, const Recipe& recipe, const Options& options, int threads,
                     std::int64_t step) {
  directory_ = directory;
  metric_count_ = static_cast<std::size_t>(recipe.metric_count);
  const std::string csv = directory + "/" + kCsv, metrics = directory + "/" + kMetrics, run = directory + "/" + kRun;
  if (Status status = keep_until(csv, step, true); !status) return status;
  if (Status status = keep_until(metrics, step, false); !status) return status;
  const bool is_new = ::access(csv.c_str(), F_OK) != 0;
  if (Status status = append(&csv_, csv); !status) return status;
  if (Status status = append(&metrics_, metrics); !status) return status;
  if (is_new) {
    std::string head = "step,epoch,loss,learning_rate,examples_per_second";
    for (int m = 0; m < recipe.metric_count; ++m) head += std::string(",") + recipe.metrics[m].name;
    if (Status status = put(csv_, kCsv, head + "\n"); !status) return status;
  }
  std::FILE* file = nullptr;
  if (Status status = append(&file, run); !status) return status;
  Status status = put(file, kRun, benchmark_run(recipe, options, threads));
  if (std::fclose(file) != 0 && status) status = failed(run, errno);
  return status ? events(events_.open(directory, step)) : status;
}

Status RunLogs::step(std::int64_t step, std::int64_t epoch, double loss, double rate, double examples_per_second) {
  const std::string line = std::to_string(step) + "," + std::to_string(epoch) + "," + csv_number(loss) + "," +
                           csv_number(rate) + "," + csv_number(examples_per_second) + std::string(metric_count_, ',') +
                           "\n";
  if (Status status = put(csv_, kCsv, line); !status) return status;
  if (Status status = events(events_.scalar("loss", step, loss)); !status) return status;
  if (Status status = events(events_.scalar("learning_rate", step, rate)); !status) return status;
  return events(events_.scalar("examples_per_second", step, examples_per_second));
}

Status RunLogs::evaluation(std::int64_t step, std::int64_t epoch, const std::vector<Metric>& metrics) {
  std::string line = std::to_string(step) + "," + std::to_string(epoch) + ",,,";
  for (const Metric& metric : metrics) {
    const double value = metric.result();
    line += "," + csv_number(value);
    const std::string tag = std::string("evaluation/") + metric.info().name;
    if (Status status = put(metrics_, kMetrics, metric_line(metric.info().name, value, step)); !status) return status;
    if (Status status = events(events_.scalar(tag.c_str(), step, value)); !status) return status;
  }
  return put(csv_, kCsv, line + "\n");
}

void RunLogs::clear(const std::string& directory) {
  for (const char* name : {kCsv, kRun, kMetrics}) (void)::unlink((directory + "/" + name).c_str());
  DIR* entries = ::opendir(directory.c_str());
  if (!entries) return;
  while (const dirent* entry = ::readdir(entries)) {
    if (std::strncmp(entry->d_name, kEvents, sizeof kEvents - 1) != 0) continue;
    (void)::unlink((directory + "/" + entry->d_name).c_str());
  }
  ::closedir(entries);
}

}  // namespace specimen_v2::train
