// specimen cache: how much room built models and compiled kernels take, and taking it back.
#include <fmt/format.h>

#include <filesystem>

#include "base/lock.h"
#include "cli/cache.h"
#include "cli/say.h"
#include "emit/text.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

struct Size {
  std::uint64_t files = 0, bytes = 0;
};

Size size_of(const std::string& directory) {
  Size size;
  std::error_code error;
  fs::recursive_directory_iterator walk(directory, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && walk != end; walk.increment(error)) {
    std::error_code ignored;
    if (!walk->is_regular_file(ignored)) continue;
    const std::uintmax_t bytes = walk->file_size(ignored);
    if (ignored) continue;
    ++size.files;
    size.bytes += bytes;
  }
  return size;
}

// What nobody is at work on. Programs that run go on: their files are gone, what they opened is not.
void clear_cache(Session& session, const std::string& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    DirectoryLock lock;
    std::error_code failed;
    if (entry.is_directory(failed) && !lock.lock(entry.path().string(), DirectoryLock::Wait::no)) continue;
    fs::remove_all(entry.path(), failed);
    if (failed)
      session.diagnostics.error(Kind::file_not_written, Span{}, "cannot remove `{}`: {}",
                                printable(entry.path().string(), 400), failed.message());
  }
}

void show(Session& session, bool cleared) {
  const auto cache = cleared ? open_cache(session) : find_cache(session);
  if (!cache) return;
  const Size models = size_of(cache->models()), kernels = size_of(cache->kernels());
  if (cleared) {
    clear_cache(session, cache->models());
    clear_cache(session, cache->kernels());
  }
  const auto json_of = [](const Size& size) {
    return nlohmann::ordered_json{{"files", size.files}, {"bytes", size.bytes}};
  };
  const auto grouped_bytes = [](const Size& size) { return grouped(static_cast<std::int64_t>(size.bytes)); };
  say(session,
      {{"path", cache->path}, {"models", json_of(models)}, {"kernels", json_of(kernels)}, {"cleared", cleared}},
      fmt::format("{}{}\nmodels   {} programs, {} bytes\nkernels  {} objects, {} bytes", printable(cache->path, 400),
                  cleared ? ": cleared" : "", models.files, grouped_bytes(models), kernels.files,
                  grouped_bytes(kernels)));
}

}  // namespace

void add_cache(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("cache", "Shows where built models and kernels are kept, and their size");
  command->add_flag("--json", session.json, "As JSON");
  command->footer("Examples:\n  specimen cache\n  specimen cache clear");
  CLI::App* cleared = command->add_subcommand("clear", "Removes all of it; it is built again when it is needed");
  cleared->add_flag("--json", session.json, "As JSON");
  cleared->footer("Example:\n  specimen cache clear");
  command->callback([command, cleared, &session] {
    show(session, command->got_subcommand(cleared));
    session.report();
  });
}

}  // namespace specimen::gen
