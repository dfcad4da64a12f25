// specimen-kernels: compiles, times and tunes kernels. Run by `specimen build` and `specimen tune`, and by hand.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <system_error>
#include <thread>

#include "base/progress.h"
#include "compiler/assembly.h"
#include "compiler/compile.h"
#include "compiler/machine.h"
#include "compiler/runner.h"
#include "compiler/statement.h"
#include "compiler/tune.h"
#include "kernels/catalog_json.h"
#include "runtime/core/imports.h"

namespace {

using namespace specimen::gen;
using Json = nlohmann::ordered_json;

// Kernels that are timed import these functions from the program; nothing else in it names them.
[[gnu::used]] const auto kImported = &specimen_v2_do_par_for;

constexpr int kBadInput = 2, kFiles = 6, kFailed = 7;

int fail(int status, const std::string& message) {
  std::cerr << "error: " << message << (message.empty() || message.back() != '\n' ? "\n" : "");
  return status;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return text;
}

std::vector<Instance> read_instances(const std::string& path) {
  return instances_from_json(Json::parse(read_file(path)), path);
}

// Kernels of targets that this machine runs.
std::vector<Instance> runnable(std::vector<Instance> instances) {
  std::erase_if(instances, [](const Instance& instance) { return !machine_has(instance.target); });
  return instances;
}

struct Peaks {
  std::map<Target, double> gflops;
  double bandwidth = 0;
};

Peaks measure_machine(const std::vector<Instance>& instances, int threads) {
  Peaks peaks;
  for (const Instance& instance : instances) {
    if (!peaks.gflops.count(instance.target)) peaks.gflops[instance.target] = peak_gflops(instance.target, threads);
  }
  peaks.bandwidth = read_bandwidth(threads);
  return peaks;
}

int time_kernels(const std::vector<Instance>& all, const RunOptions& options, bool json) {
  const std::vector<Instance> instances = runnable(all);
  const Peaks peaks = measure_machine(instances, options.threads);
  const std::vector<Measured> results = measure(instances, options);
  Json rows = Json::array();
  int status = 0;
  if (!json) {
    for (const auto& [target, gflops] : peaks.gflops) {
      fmt::print("{}: {:.0f} GFLOP/s, {:.1f} GB/s from memory, {} thread{}, weights {}\n", to_string(target), gflops,
                 peaks.bandwidth, options.threads, options.threads == 1 ? "" : "s", options.cold ? "cold" : "hot");
    }
  }
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const Instance& instance = instances[i];
    if (!results[i].ok) {
      status = fail(kFailed, results[i].error);
      continue;
    }
    const double gflops = flops(instance.problem) * repeats(instance.problem, options) / results[i].time.least * 1e-3;
    const double gbytes = touched_bytes(instance.problem, options) / results[i].time.least * 1e-3;
    const double share = gflops / peaks.gflops.at(instance.target);
    if (json) {
      rows.push_back({{"symbol", instance.symbol},
                      {"target", to_string(instance.target)},
                      {"min_us", results[i].time.least},
                      {"median_us", results[i].time.median},
                      {"gflops", gflops},
                      {"share_of_peak", share},
                      {"gbytes_per_s", gbytes},
                      {"share_of_bandwidth", gbytes / peaks.bandwidth}});
    } else {
      fmt::print("{:>9.1f} us (median {:>9.1f}) {:>5.1f} % of peak {:>6.1f} GB/s  {}__{}\n", results[i].time.least,
                 results[i].time.median, 100 * share, gbytes, instance.symbol, to_string(instance.target));
    }
  }
  if (json) {
    Json machine = {{"threads", options.threads}, {"cold", options.cold}, {"read_gbytes_per_s", peaks.bandwidth}};
    for (const auto& [target, gflops] : peaks.gflops) machine["peak_gflops"][to_string(target)] = gflops;
    std::cout << Json{{"machine", machine}, {"kernels", rows}}.dump(2) << "\n";
  }
  return status;
}

// Adds what was found to the tables <directory>/<target>.json, which keep their other entries. Where the rule's
// schedule is as good as any, a table holds nothing.
int tune_kernels(const std::vector<Instance>& all, const RunOptions& options, const std::string& directory) {
  const std::vector<Instance> instances = runnable(all);
  std::filesystem::create_directories(directory);
  std::map<std::string, bool> seen;
  Progress progress("kernels tuned", instances.size());
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const Instance& instance = instances[i];
    const std::string key = tuned_key(instance.problem), target = to_string(instance.target);
    progress.show(i, instance.symbol);
    if (std::exchange(seen[key + " " + target], true)) continue;
    const std::optional<Tuned> tuned = tune({instance}, options)[0];
    progress.finish();
    if (!tuned) {
      fmt::print("{} {}: no candidate ran\n", key, target);
      continue;
    }
    fmt::print("{} {}: {:.1f} us by rule, {:.1f} us by the best of {} ({} rejected)\n", key, target, tuned->rule_us,
               tuned->best_us, tuned->tried, tuned->rejected);
    std::fflush(stdout);
    const std::string path = directory + "/" + target + ".json";
    TunedTable table;
    if (std::filesystem::exists(path)) table = tuned_from_json(Json::parse(read_file(path)), path, instance.target);
    if (tuned->schedule == rule(instance.problem, instance.target)) {
      if (table.erase(key) == 0) continue;
    } else {
      table.insert_or_assign(key, tuned->schedule);
    }
    std::ofstream(path + ".new") << to_json(table).dump(1) << "\n";
    std::filesystem::rename(path + ".new", path);
  }
  return 0;
}

int show_assembly(const std::vector<Instance>& instances, const std::string& directory, bool text) {
  std::filesystem::create_directories(directory);
  int status = 0;
  for (const Instance& instance : instances) {
    const std::string name = instance.symbol + "__" + to_string(instance.target), path = directory + "/" + name + ".s";
    std::string error;
    if (!compile_assembly(instance.problem, instance.schedule, instance.target, path, &error))
      return fail(kFailed, name + ": " + error);
    for (const HotLoop& loop : hot_loops(read_file(path))) {
      fmt::print("{}: {} in {}: {} instructions, {} multiply-adds, {} vector moves to or from the stack\n", name,
                 loop.label, loop.function, loop.instructions, loop.multiply_adds, loop.stack_moves);
      if (text) fmt::print("{}\n", loop.text);
      if (loop.stack_moves > 0) status = kFailed;
    }
  }
  return status;
}

int write_statements(const std::vector<Instance>& instances, const std::string& directory) {
  std::filesystem::create_directories(directory);
  for (const Instance& instance : instances) {
    const std::string name = instance.symbol + "__" + to_string(instance.target),
                      path = directory + "/" + name + ".stmt";
    std::string error;
    if (!write_statement(instance.problem, instance.schedule, instance.target, path, &error))
      return fail(kFailed, name + ": " + error);
    fmt::print("{}\n", path);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Compiles, times and tunes Specimen's kernels with Halide."};
  app.name("specimen-kernels");
  app.require_subcommand(1);
  app.footer(
      "Example:\n  specimen-kernels time --instances kernels.json --threads 2\n\n"
      "Instances are JSON: {\"instances\": [{symbol, target, family, problem, schedule}, ...]}.");
  std::string instances_path, directory;
  CompileOptions compile_options;
  RunOptions run_options;
  compile_options.jobs = run_options.jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  bool hot = false, json = false, text = false, quiet = false;
  const auto common = [&](CLI::App* command) {
    command->add_option("--instances", instances_path, "JSON file of instances")->required();
  };
  CLI::App* compile = app.add_subcommand(
      "compile", "Writes an object file, <symbol>__<target>.o, for each instance; of GPUs, PTX and launch, .device");
  common(compile);
  compile->add_option("--out", compile_options.out, "Directory for the objects")->required();
  compile->add_option("--cache", compile_options.cache, "Directory of objects by content; shared by models");
  compile->add_option("-j,--jobs", compile_options.jobs, "Processes")->check(CLI::Range(1, 256));
  compile->add_flag("-q,--quiet", quiet, "No progress");
  const auto measuring = [&](CLI::App* command) {
    common(command);
    command->add_option("--threads", run_options.threads, "Threads that run a kernel")->check(CLI::Range(1, 256));
    command->add_option("--batch", run_options.batch, "Images, or sequences")->check(CLI::Range(1, 4096));
    command
        ->add_option("--sequence", run_options.sequence, "Tokens of each sequence; kernels of rows have them as rows")
        ->check(CLI::Range(1, 65536));
    command->add_flag("--hot", hot, "The same weights again and again, instead of copies of 128 MB together");
    command->add_option("--seconds", run_options.seconds, "For each kernel");
    command->add_option("--cache", run_options.cache, "Directory of objects by content");
    command->add_option("-j,--jobs", run_options.jobs, "Compiler processes")->check(CLI::Range(1, 256));
  };
  CLI::App* time = app.add_subcommand("time", "Times each instance against the machine's peaks");
  measuring(time);
  time->add_flag("--json", json, "JSON for programs");
  CLI::App* tune = app.add_subcommand("tune", "Measures candidates of schedules and writes the best to tables");
  measuring(tune);
  tune->add_option("--out", directory, "Directory of the tables, <target>.json: specs/targets")->required();
  CLI::App* assembly = app.add_subcommand("assembly", "Writes each instance's assembly, and what its hot loops do");
  common(assembly);
  assembly->add_option("--out", directory, "Directory for the assembly")->required();
  assembly->add_flag("--text", text, "Prints the loops");
  CLI::App* statement =
      app.add_subcommand("statement", "Writes what Halide makes of each instance: loops, allocations");
  common(statement);
  statement->add_option("--out", directory, "Directory for the statements, <symbol>__<target>.stmt")->required();
  CLI11_PARSE(app, argc, argv);

  try {
    const std::vector<Instance> instances = read_instances(instances_path);
    run_options.cold = !hot;
    if (*time) return time_kernels(instances, run_options, json);
    if (*tune) return tune_kernels(instances, run_options, directory);
    if (*assembly) return show_assembly(instances, directory, text);
    if (*statement) return write_statements(instances, directory);
    if (!quiet) compile_options.progress = shown_progress("kernels");
    std::string error;
    return compile_all(instances, compile_options, &error) ? 0 : fail(kFailed, error);
  } catch (const std::system_error& failure) {
    return fail(kFiles, failure.what());
  } catch (const std::exception& failure) {
    return fail(kBadInput, failure.what());
  }
}
