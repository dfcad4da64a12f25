// specimen: from a spec to C++. One subcommand a file.
#include <fmt/format.h>

#include "cli/session.h"

int main(int argc, char** argv) {
  using namespace specimen::gen;
  CLI::App app{"A model zoo that compiles: JSON specs in, C++ with Halide kernels out."};
  app.name("specimen");
  app.set_version_flag("--version", "specimen 0.1.0");
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  Session session;
  app.add_option("--specs", session.spec_folders, "Folders with specs of your own, searched first");
  app.add_flag("--no-color", session.no_color, "Plain text, as with NO_COLOR");
  app.footer(
      "Examples:\n"
      "  specimen list\n"
      "  specimen show resnet50\n"
      "  specimen generate resnet50 --out resnet50\n"
      "  specimen run resnet50 --weights resnet50.safetensors cat.jpg\n"
      "Exit codes: 0 success, 2 usage, 3 spec, 4 weights, 5 data, 6 files, 7 build, 8 mismatch, 70 a defect of this program.");
  add_list(app, session);
  add_show(app, session);
  add_check(app, session);
  add_schema(app, session);
  add_ops(app, session);
  add_generate(app, session);
  add_build(app, session);
  add_run(app, session);
  add_weights(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitClass::usage);
  }
  return session.exit_code;
}
