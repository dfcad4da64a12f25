// What every subcommand shares: the specs, the diagnostics, how output looks, and the exit code.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "graph/graph.h"
#include "plan/plan.h"
#include "spec/expand.h"
#include "spec/library.h"

namespace specimen::gen {

// What is printed and checked while passes run: see cli/passes.h.
struct PassOptions {
  std::string print_after;  // a pass, or `all`
  bool verify_each = false, time = false;
};

class Session {
 public:
  Session();

  Diagnostics diagnostics;
  std::vector<std::string> spec_directories;  // --specs, before the project's own
  bool json = false;
  bool no_color = false;
  PassOptions passes;
  int exit_code = 0;

  Library& library();
  std::vector<std::string> all_spec_directories() const;  // --specs, then the project's own
  // Where the project's specs, templates and runtime are: beside the sources, or installed.
  static std::string data_directory();
  // The program that compiles kernels, beside this one.
  static std::string kernels_program();
  bool color(int file_descriptor) const;  // NO_COLOR, TERM=dumb and pipes turn it off

  // Prints the diagnostics to stderr and takes their exit code; false when there were errors.
  bool report();

 private:
  std::unique_ptr<Library> library_;
};

// A model as a command line names it: `resnet50`, `my/net.json`, with `--set name=value`.
struct ModelArguments {
  std::string model;
  std::vector<std::string> settings;
  std::string tune;                  // a processor whose tuned tables are over the others
  std::vector<std::string> targets;  // of one kind; none: CPUs

  void add_to(CLI::App& command);
  void add_tune_to(CLI::App& command);    // of commands that plan kernels
  void add_target_to(CLI::App& command);  // of commands that stop before a program is built
};

// The stages of the path, each up to the one that a command needs. No value after diagnostics.
struct Opened {
  ModelChoice choice;
  Settings settings;
  Expansion expansion;
  Graph graph;  // as the spec says it
};
std::optional<Opened> open_model(Session& session, const ModelArguments& arguments);
std::optional<Plan> plan_graph(Session& session, const Graph& finished, const ModelArguments& arguments);
// All passes and the plan of a model that is open.
std::optional<Plan> plan_opened(Session& session, const Opened& opened, const ModelArguments& arguments);
std::optional<Plan> plan_model(Session& session, const ModelArguments& arguments);

// Whether a model whose texts have `longest` tokens at most takes `--sequence`; 0 stands for none given. False after
// diagnostics.
bool check_sequence(Session& session, const std::string& model, std::int64_t longest, int sequence);

constexpr double kLargestSeed = 0x1p63;  // what `--seed` takes

// Of options whose numbers have a range: not a number is in none, which CLI11's ranges do not see.
std::string refuse_nan(const std::string& text);

// What every command takes, before its name and behind it: --specs, --no-color, --json.
void add_common_options(CLI::App& app, Session& session);

// One function a subcommand, in a file of its name.
void add_help(CLI::App& app, Session& session);
void add_blocks(CLI::App& app, Session& session);
void add_cache(CLI::App& app, Session& session);  // in cache_command.cpp
void add_check(CLI::App& app, Session& session);
void add_show(CLI::App& app, Session& session);
void add_new(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_diff(CLI::App& app, Session& session);
void add_list(CLI::App& app, Session& session);
void add_ops(CLI::App& app, Session& session);
void add_opt(CLI::App& app, Session& session);
void add_schema(CLI::App& app, Session& session);
void add_generate(CLI::App& app, Session& session);
void add_build(CLI::App& app, Session& session);
void add_run(CLI::App& app, Session& session);
void add_weights(CLI::App& app, Session& session);
void add_tune(CLI::App& app, Session& session);
void add_bench(CLI::App& app, Session& session);
void add_train(CLI::App& app, Session& session);
void add_plot(CLI::App& app, Session& session);
void add_profile(CLI::App& app, Session& session);
void add_tokenize(CLI::App& app, Session& session);

}  // namespace specimen::gen
