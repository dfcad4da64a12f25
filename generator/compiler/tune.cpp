#include "compiler/tune.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/temporary_directory.h"
#include "compiler/assembly.h"
#include "compiler/compile.h"

namespace specimen::gen {
namespace {

constexpr double kWorthIt = 0.97;

bool spills(const Instance& instance) {
  const TemporaryDirectory directory;
  if (!directory.valid()) throw std::system_error(errno, std::generic_category(), TemporaryDirectory::system_parent());
  const std::string path = directory.file("kernel.s");
  std::string error;
  if (!compile_assembly(instance.problem, instance.schedule, instance.target, path, &error)) return true;
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  for (const HotLoop& loop : hot_loops(text)) {
    if (loop.stack_moves > 0) return true;
  }
  return false;
}

std::optional<Tuned> tune_one(const Instance& instance, const RunOptions& options) {
  Tuned tuned;
  std::vector<Instance> list;
  for (const Schedule& schedule : candidates(instance.problem, instance.target)) {
    Instance candidate = instance;
    candidate.schedule = schedule;
    if (list.empty() || !spills(candidate)) {
      list.push_back(candidate);
    } else {
      ++tuned.rejected;
    }
  }
  const std::vector<Measured> results = measure(list, options);
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!results[i].ok) {
      ++tuned.rejected;
      continue;
    }
    ++tuned.tried;
    if (!best || results[i].time.median < results[*best].time.median) best = i;
  }
  if (!best) return std::nullopt;
  if (results[0].ok && results[*best].time.median > kWorthIt * results[0].time.median) best = 0;
  tuned.schedule = list[*best].schedule;
  tuned.rule_us = results[0].time.median;
  tuned.best_us = results[*best].time.median;
  return tuned;
}

}  // namespace

std::vector<std::optional<Tuned>> tune(const std::vector<Instance>& instances, const RunOptions& options) {
  std::vector<std::optional<Tuned>> list;
  for (const Instance& instance : instances) list.push_back(tune_one(instance, options));
  return list;
}

}  // namespace specimen::gen
