#include "cli/training.h"

#include <utility>

#include "cli/passes.h"
#include "cli/targets.h"

namespace specimen::gen {

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

std::optional<std::map<std::string, EmitOptions::ParameterText>> parameter_texts(Session&, const Plan& training) {
  std::map<std::string, EmitOptions::ParameterText> texts;
  for (const PlanParameter& parameter : training.parameters) texts[parameter.name] = {};
  return texts;
}

}  // namespace specimen::gen
