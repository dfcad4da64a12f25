// specimen weights show: the tensors of a checkpoint.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/weights.h"

namespace specimen::gen {

namespace {

void show(Session& session, const std::string& path) {
  auto checkpoint = read_checkpoint(path, session.diagnostics);
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
}

}  // namespace

void add_weights_show(CLI::App& weights, Session& session) {
  CLI::App* command = weights.add_subcommand("show", "The tensors of a checkpoint");
  auto path = std::make_shared<std::string>();
  command->add_option("checkpoint", *path, kCheckpointFiles)->required();
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Example:\n  specimen weights show resnet50.weights.h5");
  command->callback([path, &session] {
    show(session, *path);
    session.report();
  });
}

}  // namespace specimen::gen
