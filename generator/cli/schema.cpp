// specimen schema: the JSON Schema of specs, for editors.
#include "spec/schema.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "graph/layers/layer.h"

namespace specimen::gen {

void add_schema(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("schema", "Prints the JSON Schema (draft 7) of spec files");
  command->footer("Example:\n  specimen schema > specs/schema.json");
  command->callback([&session] {
    const std::vector<const BlockSpec*> blocks = session.library().blocks(session.diagnostics);
    if (session.report()) fmt::print("{}\n", write_schema(layer_table(), blocks));
  });
}

}  // namespace specimen::gen
