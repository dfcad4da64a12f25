// specimen: from a spec to C++. One subcommand a file.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/session.h"

namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

// What the usage error is about: a first word that is no command hides whatever else is wrong.
std::string usage_error(const CLI::App& app, const std::string& said, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  const std::vector<std::string> commands = commands_of(app);
  const bool known = std::find(commands.begin(), commands.end(), word) != commands.end();
  if (word.empty() || word[0] == '-' || known) return fmt::format("error: {} [usage]\n", said);
  std::string text = fmt::format("error: there is no command `{}` [usage]\n", specimen::gen::printable(word));
  const std::string near = specimen::gen::nearest(word, commands);
  if (!near.empty()) text += fmt::format("note: did you mean `{}`?\n", near);
  return text;
}

// CLI11 would take an argument such as `[MASK]` apart as a list. A mark behind the bracket hides it until it is stored.
constexpr char kMark = '\x1f';

std::vector<std::string> marked(int argc, char** argv) {
  std::vector<std::string> arguments;
  for (int i = argc - 1; i > 0; --i) {  // CLI11 wants the last one first
    arguments.emplace_back(argv[i]);
    if (arguments.back().size() > 1 && arguments.back().front() == '[' && arguments.back().back() == ']')
      arguments.back() += kMark;
  }
  return arguments;
}

void take_brackets_as_text(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    option->transform([](std::string text) {
      if (text.size() > 2 && text.front() == '[' && text.back() == kMark) text.pop_back();
      return text;
    });
  }
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) take_brackets_as_text(*command);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace specimen::gen;
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further is an error like any other
  CLI::App app{"A model zoo that compiles: JSON specs in, C++ with Halide kernels out."};
  app.name("specimen");
  app.set_version_flag("--version", "specimen " SPECIMEN_VERSION);
  app.require_subcommand(1);
  app.failure_message([&](const CLI::App*, const CLI::Error& error) {
    return usage_error(app, error.what(), argc, argv) +
           "note: `specimen --help` and `specimen COMMAND --help` say how to call it\n";
  });
  Session session;
  app.option_defaults()->always_capture_default();
  app.footer(
      "Examples:\n"
      "  specimen list\n"
      "  specimen show resnet50\n"
      "  specimen new my_resnet --from resnet50 --set classes=37\n"
      "  specimen generate resnet50 --out resnet50\n"
      "  specimen run resnet50 --weights resnet50.safetensors cat.jpg\n"
      "Exit codes: 0 success, 2 usage, 3 spec, 4 weights, 5 data, 6 files, 7 build, 8 mismatch, 70 a bug in this "
      "program.");
  add_list(app, session);
  add_show(app, session);
  add_new(app, session);
  add_import(app, session);
  add_diff(app, session);
  add_check(app, session);
  add_blocks(app, session);
  add_ops(app, session);
  add_opt(app, session);
  add_schema(app, session);
  add_generate(app, session);
  add_build(app, session);
  add_run(app, session);
  add_train(app, session);
  add_plot(app, session);
  add_tokenize(app, session);
  add_weights(app, session);
  add_bench(app, session);
  add_profile(app, session);
  add_tune(app, session);
  add_cache(app, session);
  add_help(app, session);
  add_common_options(app, session);
  take_brackets_as_text(app);
  int code = 0;
  try {
    app.parse(marked(argc, argv));
    code = session.exit_code;
  } catch (const CLI::ParseError& error) {
    code = app.exit(error) == 0 ? 0 : static_cast<int>(ExitClass::usage);
  } catch (const std::bad_alloc&) {
    std::fputs("error: there is not enough memory [out_of_memory]\n", stderr);
    return static_cast<int>(ExitClass::data);
  } catch (const std::system_error& error) {
    std::fprintf(stderr, "error: %s [file_not_written]\n", error.what());
    code = static_cast<int>(ExitClass::files);
  }
  std::cout.flush();
  if (std::fflush(stdout) == 0 && !std::ferror(stdout) && std::cout) return code;
  std::fputs("error: cannot write to standard output [file_not_written]\n", stderr);
  return static_cast<int>(ExitClass::files);
}
