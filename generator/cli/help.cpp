// specimen help: what a command does and takes.
#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/session.h"

namespace specimen::gen {

namespace {

std::vector<std::string> names_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

void help(Session& session, const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* at = &program;
  std::string name = program.get_name();
  for (const std::string& word : words) {
    const auto commands = at->get_subcommands([&](const CLI::App* command) { return command->get_name() == word; });
    if (commands.empty()) {
      session.diagnostics.error(Kind::argument_malformed, Span{}, "there is no command `{}`", printable(word))
          .suggest(nearest(word, names_of(*at)));
      return;
    }
    at = commands.front();
    name += " " + word;
  }
  // help() of the program would be that of this command, which was parsed.
  fmt::print("{}", at->get_formatter()->make_help(at, name, CLI::AppFormatMode::Normal));
}

}  // namespace

void add_help(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("help", "Says what a command does and takes");
  auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("command", *words, "A command, such as `run` or `weights convert`");
  command->footer("Examples:\n  specimen help\n  specimen help weights convert");
  command->callback([words, &app, &session] {
    help(session, app, *words);
    session.report();
  });
}

}  // namespace specimen::gen
