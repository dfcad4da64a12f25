// How commands run passes: what of it they print and check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "passes/passes.h"

namespace specimen::gen {

// `--print-after`, `--verify-each` and `--time-passes`, of a command that runs passes.
void add_pass_options(CLI::App& command, Session& session);

// The pass of that name; null after a diagnostic.
const Pass* pass_of(Session& session, const std::string& name);

// Runs passes one after another for a kind of target, as the options say. Nothing after diagnostics.
std::optional<Graph> run_passes(Session& session, Graph graph, TargetKind kind, const std::vector<Pass>& passes);
// Runs the pipeline for the targets that the arguments name.
std::optional<Graph> run_passes(Session& session, Graph graph, const ModelArguments& arguments);

}  // namespace specimen::gen
