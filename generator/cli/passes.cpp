#include "cli/passes.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/targets.h"
#include "graph/text.h"
#include "graph/verify.h"

namespace specimen::gen {

namespace {

constexpr const char* kEveryPass = "all";

// `pass`: the one that made the graph; null: it was built.
bool is_sound(Session& session, const Graph& graph, const Pass* pass) {
  const std::string finding = verify(graph);
  if (finding.empty()) return true;
  session.diagnostics
      .error(Kind::pass_failed, Span{}, "{}{}: {}", pass ? "after " : "", pass ? pass->name : "as built", finding)
      .note(
          "a pass takes what those before it in `specimen opt --list` leave; in that order, this is a bug of "
          "Specimen: please report it with the spec or graph");
  return false;
}

bool prints_after(const PassOptions& options, const Pass& pass) {
  return options.print_after == kEveryPass || options.print_after == pass.name;
}

}  // namespace

void add_pass_options(CLI::App& command, Session& session) {
  constexpr const char* kGroup = "Options of the passes";
  command
      .add_option("--print-after", session.passes.print_after,
                  "Prints the graph after a pass to stderr; `all`: after each")
      ->type_name("PASS")
      ->group(kGroup);
  command.add_flag("--verify-each", session.passes.verify_each, "Verifies the graph after each pass")->group(kGroup);
  command.add_flag("--time-passes", session.passes.time, "Prints what each pass takes to stderr")->group(kGroup);
}

const Pass* pass_of(Session& session, const std::string& name) {
  const Pass* pass = find_pass(name);
  if (pass) return pass;
  std::vector<std::string> names;
  for (const Pass& known : all_passes()) names.emplace_back(known.name);
  session.diagnostics.error(Kind::pass_unknown, Span{}, "there is no pass `{}`", printable(name))
      .suggest(nearest(name, names))
      .note("the passes are {}", join(names, ", "));
  return nullptr;
}

std::optional<Graph> run_passes(Session& session, Graph graph, TargetKind kind, const std::vector<Pass>& passes) {
  using Clock = std::chrono::steady_clock;
  const PassOptions& options = session.passes;
  if (!options.print_after.empty() && options.print_after != kEveryPass && !pass_of(session, options.print_after))
    return std::nullopt;
  if (options.verify_each && !is_sound(session, graph, nullptr)) return std::nullopt;
  for (const Pass& pass : passes) {
    const Clock::time_point start = Clock::now();
    graph = pass.run(graph, rules_of(kind));
    const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
    if (options.time) fmt::print(stderr, "{:8.3f} ms  {}\n", taken.count(), pass.name);
    if (prints_after(options, pass))
      fmt::print(stderr, "# after {}: {}\n{}", pass.name, pass.description, print(graph));
    const bool last = &pass == &passes.back();
    if ((options.verify_each || last) && !is_sound(session, graph, &pass)) return std::nullopt;
  }
  return graph;
}

std::optional<Graph> run_passes(Session& session, Graph graph, const ModelArguments& arguments) {
  const auto targets = chosen_targets(session, arguments.targets);
  return targets ? run_passes(session, std::move(graph), targets->kind, pipeline()) : std::nullopt;
}

}  // namespace specimen::gen
