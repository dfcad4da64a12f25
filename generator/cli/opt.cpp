// specimen opt: runs passes on the text of a graph.
#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "base/file.h"
#include "cli/passes.h"
#include "cli/say.h"
#include "cli/targets.h"
#include "graph/text.h"
#include "graph/verify.h"

namespace specimen::gen {

namespace {

constexpr std::uint64_t kLargestGraph = std::uint64_t{1} << 28;

struct OptCommandOptions {
  std::string file = "-";
  std::vector<std::string> passes;
  bool list = false;
  std::vector<std::string> targets;
  Sources sources;  // what diagnostics point into
};

std::optional<std::string> read_standard_input(Session& session) {
  std::string text;
  std::array<char, 1 << 16> part{};
  while (const std::size_t read = std::fread(part.data(), 1, part.size(), stdin)) {
    text.append(part.data(), read);
    if (text.size() <= kLargestGraph) continue;
    session.diagnostics.error(Kind::file_too_large, Span{}, "standard input has more than {} bytes", kLargestGraph);
    return std::nullopt;
  }
  return text;
}

void list_passes(const Session& session) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::string text;
  for (const Pass& pass : all_passes()) {
    json.push_back({{"name", pass.name}, {"description", pass.description}});
    text += fmt::format("{}{:<15}  {}", text.empty() ? "" : "\n", pass.name, pass.description);
  }
  say(session, json, text);
}

// `all` stands for the pipeline.
std::optional<std::vector<Pass>> named_passes(Session& session, const std::vector<std::string>& names) {
  std::vector<Pass> passes;
  for (const std::string& name : names) {
    if (name == "all") {
      passes.insert(passes.end(), pipeline().begin(), pipeline().end());
    } else if (const Pass* pass = pass_of(session, name)) {
      passes.push_back(*pass);
    } else {
      return std::nullopt;
    }
  }
  return passes;
}

void opt(Session& session, OptCommandOptions& options) {
  const auto passes = named_passes(session, options.passes);
  const auto targets = passes ? chosen_targets(session, options.targets) : std::nullopt;
  if (!targets) return;
  const bool standard_input = options.file == "-";
  auto text =
      standard_input ? read_standard_input(session) : read_file(options.file, kLargestGraph, session.diagnostics);
  if (!text) return;
  const SourceFile* file = options.sources.add(standard_input ? "<stdin>" : options.file, std::move(*text));
  auto graph = parse_graph(*file, session.diagnostics);
  if (!graph) return;
  if (const std::string finding = verify(*graph); !finding.empty()) {
    session.diagnostics.error(Kind::graph_unsound, {file, 0, 0}, "{}", finding);
    return;
  }
  graph = run_passes(session, std::move(*graph), targets->kind, *passes);
  if (!graph) return;
  const std::string printed = print(*graph);
  std::fwrite(printed.data(), 1, printed.size(), stdout);
}

}  // namespace

void add_opt(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("opt", "Runs passes on the text of a graph");
  auto options = std::make_shared<OptCommandOptions>();
  command->add_option("file", options->file, "A graph's text, as `specimen check --emit graph` prints it; `-`: stdin");
  command
      ->add_option("--passes", options->passes,
                   "Passes by name, with commas between them, or `all`; without any, the graph is read and verified")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--target", options->targets, "What the passes are for: cpu, gpu, or targets of one kind")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_flag("--list", options->list, "Lists the passes");
  add_pass_options(*command, session);
  command->footer(
      "Examples:\n  specimen opt --list\n  specimen check resnet50 --emit graph | specimen opt "
      "--passes=lower,fold_padding");
  command->callback([options, &session] {
    options->list ? list_passes(session) : opt(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
