// specimen bench: how fast a model is on this machine, and where the time goes.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/temporary_directory.h"
#include "cli/build_directory.h"
#include "cli/model_cache.h"
#include "cli/passes.h"
#include "cli/run_failed.h"
#include "cli/targets.h"
#include "kernels/catalog_json.h"
#include "plan/build.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

using Json = nlohmann::ordered_json;

struct BenchCommandOptions {
  ModelArguments model;
  int threads = 1, repeat = 100, sequence = 0;
  std::string target = "auto";
  bool kernels = false;
};

// What a program printed after `label`: a word, up to a comma or a space.
std::string word_after(const std::string& text, std::string_view label) {
  const std::size_t found = text.find(label);
  if (found == std::string::npos) return "";
  const std::size_t first = found + label.size();
  return text.substr(first, text.find_first_of(", \n", first) - first);
}

// Runs the built program on made-up weights and numbers; its own clock counts.
bool time_model(Session& session, const BenchCommandOptions& options, const ModelProgram& program, const Plan& plan,
                Json* result) {
  std::string text;
  std::vector<std::string> command = {"synthetic", "synthetic", "--threads=" + std::to_string(options.threads),
                                      "--repeat=" + std::to_string(options.repeat), "--target=" + options.target};
  if (options.sequence > 0) command.push_back("--sequence=" + std::to_string(options.sequence));
  const Ended ended = run_program(program.command(command), Printed::keep, &text);
  if (!ended.ok()) return run_failed(session, plan.model, ended);
  const std::string target = word_after(text, "target ");
  const double best = std::strtod(word_after(text, "synthetic: ").c_str(), nullptr);
  const double median = std::strtod(word_after(text, "median ").c_str(), nullptr);
  if (target.empty() || best <= 0 || median <= 0) {
    session.diagnostics.error(Kind::run_failed, Span{}, "`{}` printed no times", plan.model);
    return false;
  }
  *result = {{"model", plan.model},
             {"threads", options.threads},
             {"target", target},
             {"median_ms", median},
             {"best_ms", best},
             {"gflops", static_cast<double>(flops_of(plan, plan.entries[0], options.sequence)) / median * 1e-6}};
  if (options.sequence > 0) (*result)["sequence"] = options.sequence;
  return true;
}

// Each kernel by itself, its weights cold as in a network, against the machine's peak.
bool time_kernels(Session& session, const BenchCommandOptions& options, const Plan& plan, Json* result) {
  std::vector<Instance> instances = instances_of(plan);
  const std::string target = (*result)["target"];
  std::erase_if(instances, [&](const Instance& instance) { return to_string(instance.target) != target; });
  const TemporaryDirectory between;
  if (!between.valid()) return no_temporary_directory(session);
  const std::string list = between.file("kernels.json");
  const auto cache = open_cache(session);
  if (!cache || !write_file(list, to_json(instances).dump(1) + "\n", session.diagnostics)) return false;
  std::string text;
  std::vector<std::string> command = {
      Session::kernels_program(),      "time",    "--json",        "--instances", list, "--threads",
      std::to_string(options.threads), "--cache", cache->kernels()};
  if (options.sequence > 0) command.insert(command.end(), {"--sequence", std::to_string(options.sequence)});
  const Ended ended = run_program({command}, Printed::keep, &text);
  if (!ended.ok()) return run_failed(session, "specimen-kernels", ended);
  const Json timed = Json::parse(text);
  const double peak = timed["machine"]["peak_gflops"][target];
  (*result)["peak_gflops"] = peak;
  (*result)["share_of_peak"] = (*result)["gflops"].get<double>() / peak;
  std::map<std::string, Json> times;
  for (const Json& kernel : timed["kernels"]) times[kernel["symbol"]] = kernel;
  std::vector<Json> rows;
  for (const PlanKernel& planned : plan.kernels) {
    const auto kernel = times.find(plan.model + "_" + planned.symbol);
    if (kernel == times.end()) {
      session.diagnostics
          .error(Kind::run_failed, Span{}, "`specimen-kernels` gave no time for the kernel `{}`", planned.symbol)
          .note("is it of another version than `specimen`? the two belong in one directory, from one build");
      return false;
    }
    const Json& time = kernel->second;
    rows.push_back({{"kernel", planned.symbol},
                    {"calls", planned.calls},
                    {"us", time["median_us"]},
                    {"share_of_peak", time["share_of_peak"]},
                    {"gbytes_per_s", time["gbytes_per_s"]}});
  }
  const auto total = [](const Json& row) { return row["calls"].get<int>() * row["us"].get<double>(); };
  std::stable_sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) { return total(a) > total(b); });
  (*result)["kernels"] = rows;
  return true;
}

void print_result(const Json& result) {
  fmt::print("{}: median {:.3f} ms, best {:.3f} ms, {} thread{}, target {}, {:.0f} GFLOP/s\n",
             result["model"].get<std::string>(), result["median_ms"].get<double>(), result["best_ms"].get<double>(),
             result["threads"].get<int>(), result["threads"] == 1 ? "" : "s", result["target"].get<std::string>(),
             result["gflops"].get<double>());
  if (!result.contains("kernels")) return;
  fmt::print("{:.0f} % of this machine's peak of {:.0f} GFLOP/s\n\n{:>9}  {:>5}  {:>10}  {:>7}  {:>7}  kernel\n",
             100 * result["share_of_peak"].get<double>(), result["peak_gflops"].get<double>(), "ms", "calls", "us each",
             "of peak", "GB/s");
  for (const Json& row : result["kernels"]) {
    const double us = row["us"];
    const int calls = row["calls"];
    fmt::print("{:>9.3f}  {:>5}  {:>10.1f}  {:>5.0f} %  {:>7.1f}  {}\n", us * calls / 1000, calls, us,
               100 * row["share_of_peak"].get<double>(), row["gbytes_per_s"].get<double>(),
               row["kernel"].get<std::string>());
  }
}

void bench(Session& session, BenchCommandOptions options) {
  const auto plan = plan_model(session, options.model);
  if (plan) {
    const std::int64_t longest = longest_sequence(*plan);
    if (!check_sequence(session, plan->model, longest, options.sequence)) return;
    if (options.sequence == 0) options.sequence = static_cast<int>(timed_sequence(longest));
  }
  const auto program = plan ? built_program(session, *plan, options.target) : std::nullopt;
  Json result;
  if (!program || !time_model(session, options, *program, *plan, &result)) return;
  if (options.kernels && !time_kernels(session, options, *plan, &result)) return;
  if (session.json) {
    fmt::print("{}\n", result.dump(1));
  } else {
    print_result(result);
  }
}

}  // namespace

void add_bench(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("bench", "Times a model on this machine, with made-up weights");
  auto options = std::make_shared<BenchCommandOptions>();
  options->model.add_to(*command);
  options->model.add_tune_to(*command);
  command->add_option("--threads", options->threads, "Threads that run it")->check(CLI::Range(1, 256));
  command->add_option("--repeat", options->repeat, "Runs; the middle one counts")->check(CLI::Range(1, 1000000));
  command->add_option("--sequence", options->sequence, "Tokens of a text, in models that read texts; 128 by default")
      ->check(CLI::Range(1, 1 << 20));
  command->add_option("--target", options->target, "Target")->check(CLI::IsMember(target_options()));
  command->add_flag("--kernels", options->kernels, "Each kernel too, against the machine's peak");
  command->add_flag("--json", session.json, "As JSON");
  add_pass_options(*command, session);
  command->footer("Example:\n  specimen bench resnet50 --threads 2 --kernels");
  command->callback([options, &session] {
    bench(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
