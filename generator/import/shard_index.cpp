#include "import/shard_index.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "spec/json.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIndex = 32u << 20, kMaxShards = 100'000;

// A name of a file in the index's own directory.
bool is_file_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

bool is_keras_file(const Value& file) { return file.is_string() && file.text().ends_with(kKerasShard); }

}  // namespace

std::string beside(const std::string& index, const std::string& file) {
  return (fs::path(index).parent_path() / file).string();
}

bool damaged_shards(const std::string& index, std::string_view what, Diagnostics& diagnostics, const Span& span) {
  diagnostics.error(Kind::checkpoint_unreadable, span, "`{}`: {}", index, what)
      .note("it should be a shard index: {{\"weight_map\": {{\"tensor\": \"file\", ...}}}}, with its files beside it");
  return false;
}

bool missing_shard(const std::string& index, const std::vector<std::string>& names, bool absent, std::string_view why,
                   Diagnostics& diagnostics, const Span& span) {
  diagnostics.error(absent ? Kind::file_not_found : Kind::checkpoint_unreadable, span, "{}", printable(why, 1000))
      .note("`{}` puts {} there, `{}` among them", index, count_of(names.size(), "tensor"), printable(names.front()));
  return false;
}

std::optional<Shards> read_shard_index(const std::string& path, Diagnostics& diagnostics, const Span& span) {
  const auto damaged = [&](std::string_view what) -> std::optional<Shards> {
    damaged_shards(path, what, diagnostics, span);
    return std::nullopt;
  };
  auto text = read_file(path, kMaxIndex, diagnostics, span);
  if (!text) return std::nullopt;
  // Its own messages have places in a text that is gone when they are printed.
  const SourceFile source(path, std::move(*text));
  Diagnostics inside(1);
  const auto json = parse_json(source, inside, {.depth = 16, .bytes = kMaxIndex});
  if (!json) {
    const Diagnostic& what = inside.list().front();
    const LineColumn at = source.position(what.span.begin);
    return damaged(fmt::format("line {}, column {}: {}", at.line, at.column, what.message));
  }
  const Value* map = json->find("weight_map");
  if (!map || !map->is_object()) return damaged("there is no object `weight_map` in it");
  Shards shards;
  for (const Value::Entry& entry : map->object()) {
    const std::string name = printable(entry.key, 200);
    // Keras lists the files of variables that did not fit into one.
    const bool several = !entry.value.list().empty() && is_keras_file(entry.value.list().front());
    const Value::List files = several ? entry.value.list() : Value::List{entry.value};
    for (const Value& file : files) {
      if (!file.is_string())
        return damaged(
            fmt::format("`{}` is stored in {}, where the name of a file should stand", name, describe(file.kind())));
      if (!is_file_name(file.text()))
        return damaged(fmt::format("`{}` is stored in `{}`, which is no file beside the index", name,
                                   printable(file.text(), 200)));
      shards[file.text()].push_back(entry.key);
    }
  }
  if (shards.empty()) return damaged("`weight_map` is empty");
  if (shards.size() > kMaxShards) return damaged(fmt::format("names more than {} files", kMaxShards));
  return shards;
}

bool all_end_with(const Shards& shards, std::string_view suffix) {
  return std::all_of(shards.begin(), shards.end(), [&](const auto& shard) { return shard.first.ends_with(suffix); });
}

std::string index_of_shard(const std::string& path) {
  constexpr std::size_t kNumber = 6;  // of "_00012"
  if (!path.ends_with(kKerasShard) || path.size() < kKerasShard.size() + kNumber) return "";
  const std::string stem = path.substr(0, path.size() - kKerasShard.size());
  const std::string number = stem.substr(stem.size() - kNumber);
  const bool numbered =
      number[0] == '_' && std::all_of(number.begin() + 1, number.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string base = stem.substr(0, stem.size() - kNumber);
  for (const char* suffix : {".weights.json", ".json"})
    if (numbered && file_exists(base + suffix)) return base + suffix;
  return "";
}

}  // namespace specimen::gen
