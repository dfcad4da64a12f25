// specimen ops: the ops of the graph and the layers of the spec language.
#include <fmt/format.h>

#include "cli/session.h"
#include "graph/layers/layer.h"

namespace specimen::gen {

void add_ops(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("ops", "Lists the layers of specs and the ops of graphs");
  (void)session;
  command->callback([] {
    fmt::print("layers\n");
    for (const LayerRule& rule : layer_rules()) {
      std::string arguments;
      for (const Argument& argument : rule.info.arguments) arguments += (arguments.empty() ? "" : ", ") + argument.name;
      fmt::print("  {:<24} {}\n  {:<24}   {}\n", rule.info.name, rule.info.doc, "", arguments);
    }
    fmt::print("ops{:>37}\n", "gradient");
    for (const char* name : {
#define OP(Kind, name, fewest, most, gradient) #name,
#include "graph/ops.def"
#undef OP
         }) {
      Attributes attributes;
      op_from_name(name, &attributes);
      fmt::print("  {:<30} {}\n", name, op_gradient(attributes));
    }
  });
}

}  // namespace specimen::gen
