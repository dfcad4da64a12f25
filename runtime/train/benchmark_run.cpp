#include "benchmark_run.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "../core/os.h"
#include "../program/shown_text.h"

namespace specimen_v2::train {
namespace {

using program::json_text;

std::string now() {
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  tm utc;
  gmtime_r(&time.tv_sec, &utc);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%06ldZ", time.tv_nsec / 1000);
  return text;
}

// The first value of a key in one of the system's files, such as "model name\t: ..."; "" where there is none.
std::string value_in(const char* path, const char* key) {
  std::FILE* file = std::fopen(path, "re");
  if (!file) return "";
  char line[512];
  std::string value;
  while (std::fgets(line, sizeof line, file)) {
    const char* colon = std::strchr(line, ':');
    if (std::strncmp(line, key, std::strlen(key)) != 0 || !colon) continue;
    value.assign(colon + 1);
    value.erase(0, value.find_first_not_of(" \t"));
    value.erase(value.find_last_not_of(" \t\n") + 1);
    break;
  }
  (void)std::fclose(file);
  return value;
}

std::string bytes_of(const char* key) {
  return std::to_string(std::strtoll(value_in("/proc/meminfo", key).c_str(), nullptr, 10) * 1024);
}

class Parameters {
 public:
  void whole(const char* name, std::int64_t value) { add(name, "long_value", std::to_string(value)); }
  void real(const char* name, double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    add(name, "float_value", text);
  }
  void text(const char* name, const char* value) { add(name, "string_value", json_text(value ? value : "")); }
  void boolean(const char* name, bool value) { add(name, "bool_value", value ? "\"True\"" : "\"False\""); }
  const std::string& list() const { return list_; }

 private:
  void add(const char* name, const char* type, const std::string& value) {
    if (!list_.empty()) list_ += ", ";
    list_ += std::string("{\"name\": \"") + name + "\", \"" + type + "\": " + value + "}";
  }
  std::string list_;
};

}  // namespace

std::string benchmark_run(const Recipe& recipe, const Options& options, int threads) {
  Parameters run;
  run.whole("batch_size", recipe.batch_size);
  run.text("data_dir", options.data_directory);
  run.whole("epochs_between_evals", recipe.epochs_between_evaluations);
  run.real("learning_rate", recipe.schedule.rate);
  run.whole("max_train_steps", recipe.max_steps);
  run.text("model_dir", options.model_directory);
  run.text("optimizer", optimizer_name(recipe.optimizer.kind));
  run.whole("seed", static_cast<std::int64_t>(recipe.seed));
  run.whole("threads", threads);
  run.whole("train_epochs", recipe.epochs);
  run.boolean("use_synthetic_data", options.synthetic);
  const double mhz = std::strtod(value_in("/proc/cpuinfo", "cpu MHz").c_str(), nullptr);
  char text[64];
  std::snprintf(text, sizeof text, "%.6g", mhz);
  return std::string("{\"model_name\": ") + json_text(recipe.name) +
         ", \"dataset\": {\"name\": " + json_text(options.synthetic ? "synthetic" : recipe.data.name) +
         "}, \"machine_config\": {\"cpu_info\": {\"num_cores\": " + std::to_string(::sysconf(_SC_NPROCESSORS_ONLN)) +
         ", \"cpu_info\": " + json_text(value_in("/proc/cpuinfo", "model name")) + ", \"mhz_per_cpu\": " + text +
         "}, \"memory_total\": " + bytes_of("MemTotal") + ", \"memory_available\": " + bytes_of("MemAvailable") +
         "}, \"test_id\": null, \"run_date\": \"" + now() + "\", \"run_parameters\": [" + run.list() + "]}\n";
}

std::string metric_line(const char* name, double value, std::int64_t step) {
  char text[40] = "null";
  if (std::isfinite(value)) std::snprintf(text, sizeof text, "%.17g", value);
  return std::string("{\"name\": ") + json_text(name) + ", \"value\": " + text +
         ", \"unit\": null, \"global_step\": " + std::to_string(step) + ", \"timestamp\": \"" + now() +
         "\", \"extras\": []}\n";
}

}  // namespace specimen_v2::train
