#include "cli/training.h"

#include <fmt/format.h>

#include <utility>

#include "cli/passes.h"
#include "cli/targets.h"
#include "import/initializer.h"

namespace specimen::gen {

namespace {

const char* name_of(Distribution distribution) {
  constexpr const char* kNames[] = {"constant", "uniform", "normal", "truncated_normal"};
  return kNames[static_cast<int>(distribution)];
}

const char* name_of(FanMode mode) {
  constexpr const char* kNames[] = {"none", "fan_in", "fan_out", "fan_avg"};
  return kNames[static_cast<int>(mode)];
}

// The members of an InitializerInfo: Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0.
std::string initializer_text(const InitializerInfo& info) {
  return fmt::format("Distribution::{}, FanMode::{}, {}, {}, {}, {}, {}", name_of(info.distribution),
                     name_of(info.mode), info.scale, info.low, info.high, info.mean, info.stddev);
}

}  // namespace

std::optional<Plan> plan_training(Session& session, const Graph& graph, const Loss& loss,
                                  const ModelArguments& arguments) {
  if (const std::string why = untrainable(graph); !why.empty()) {
    session.diagnostics.error(Kind::untrainable, Span{}, "`{}` cannot be trained: {}", graph.model, why);
    return std::nullopt;
  }
  auto finished = run_passes(session, with_loss(graph, loss), TargetKind::cpu, pipeline(Mode::training));
  if (!finished) return std::nullopt;
  finished->model += "_train";
  return plan_graph(session, *finished, arguments);
}

std::optional<std::map<std::string, EmitOptions::ParameterText>> parameter_texts(Session& session,
                                                                                 const Plan& training) {
  std::map<std::string, EmitOptions::ParameterText> texts;
  for (const PlanParameter& parameter : training.parameters) {
    EmitOptions::ParameterText& text = texts[parameter.name];
    std::string message;
    const auto initializer = Initializer::parse(parameter.initializer, message);
    if (!initializer) {
      session.diagnostics.error(Kind::untrainable, Span{}, "how `{}` starts is not known: {}", parameter.name, message);
      return std::nullopt;
    }
    text.initializer = initializer_text(initializer->info());
  }
  return texts;
}

}  // namespace specimen::gen
