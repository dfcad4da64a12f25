// specimen weights show: the tensors of a checkpoint.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/weights.h"

namespace specimen::gen {

namespace {

void show(Session& session, const CheckpointArguments& input) {
  auto checkpoint = input.read(session);
  if (!checkpoint) return;
  name_variables(*checkpoint, {}, session.diagnostics);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const CheckpointTensor& tensor : checkpoint->tensors) {
    if (session.json) {
      list.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"bytes", tensor.bytes}});
    } else {
      fmt::print("{:<60} {}\n", printable(tensor.name, kLongestShown), shape_text(tensor.shape));
    }
  }
  if (session.json) fmt::print("{}\n", list.dump(1));
  for (const std::string& note : checkpoint->notes)
    if (!session.json) fmt::print("{}\n", note);
}

}  // namespace

void add_weights_show(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("show", "The tensors of a checkpoint");
  auto input = std::make_shared<CheckpointArguments>();
  input->add_to(*command);
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen weights show resnet50.weights.h5");
  command->callback([input, &session] {
    show(session, *input);
    session.report();
  });
}

}  // namespace specimen::gen
