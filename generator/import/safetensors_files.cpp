#include "import/safetensors_files.h"

#include <filesystem>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "spec/json.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxIndex = 32u << 20, kMaxShards = 100'000;

// By shard, the tensors that the index puts there.
using Shards = std::map<std::string, std::vector<std::string>>;

// A name of a file in the index's own folder.
bool is_file_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

class ShardReader {
 public:
  ShardReader(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span)
      : path_(path), checkpoint_(checkpoint), diagnostics_(diagnostics), span_(span) {}

  bool read() {
    Shards shards;
    if (!read_index(shards)) return false;
    for (const auto& [name, tensors] : shards)
      if (!read_shard((fs::path(path_).parent_path() / name).string(), tensors)) return false;
    return true;
  }

 private:
  bool damaged(std::string_view what) {
    diagnostics_.error(Kind::checkpoint_unreadable, span_, "`{}`: {}", path_, what)
        .note(
            "it should be a shard index: {{\"weight_map\": {{\"tensor\": \"file\", ...}}}}, with its files beside it");
    return false;
  }

  bool read_index(Shards& shards) {
    auto text = read_file(path_, kMaxIndex, diagnostics_, span_);
    if (!text) return false;
    // Its own messages have places in a text that is gone when they are printed.
    const SourceFile source(path_, std::move(*text));
    Diagnostics inside(1);
    const auto json = parse_json(source, inside, {.depth = 16, .bytes = kMaxIndex});
    if (!json) {
      const Diagnostic& what = inside.list().front();
      const LineColumn at = source.position(what.span.begin);
      return damaged(fmt::format("line {}, column {}: {}", at.line, at.column, what.message));
    }
    const Value* map = json->find("weight_map");
    if (!map || !map->is_object()) return damaged("there is no object `weight_map` in it");
    for (const Value::Entry& entry : map->object()) {
      const std::string tensor = printable(entry.key, 200);
      if (!entry.value.is_string())
        return damaged(fmt::format("`{}` lies in {}, where the name of a file should stand", tensor,
                                   describe(entry.value.kind())));
      if (!is_file_name(entry.value.text()))
        return damaged(fmt::format("`{}` lies in `{}`, which is no file beside the index", tensor,
                                   printable(entry.value.text(), 200)));
      shards[entry.value.text()].push_back(entry.key);
    }
    if (shards.empty()) return damaged("`weight_map` is empty");
    if (shards.size() > kMaxShards) return damaged(fmt::format("names more than {} files", kMaxShards));
    return true;
  }

  bool read_shard(const std::string& path, const std::vector<std::string>& tensors) {
    SafetensorsFile& file = checkpoint_.files.emplace_back();
    const Status opened = file.open(path.c_str());
    if (!opened.ok()) {
      const bool absent = opened.code() == StatusCode::not_found;
      diagnostics_
          .error(absent ? Kind::file_not_found : Kind::checkpoint_unreadable, span_, "{}",
                 printable(opened.message(), 1000))
          .note("`{}` puts {} there, `{}` among them", path_, count_of(tensors.size(), "tensor"),
                printable(tensors.front()));
      return false;
    }
    for (const std::string& name : tensors)
      if (!file.find(name))
        return damaged(fmt::format("puts `{}` into `{}`, which does not have it", printable(name, 200), path));
    if (file.entries().size() != tensors.size()) return damaged(unplaced(path, file, tensors));
    add_tensors(file, checkpoint_);
    return true;
  }

  // What is in the shard and not in the index's list of it.
  std::string unplaced(const std::string& path, const SafetensorsFile& file, const std::vector<std::string>& tensors) {
    const std::set<std::string_view> listed(tensors.begin(), tensors.end());
    for (const SafetensorsEntry& entry : file.entries())
      if (!listed.count(entry.name))
        return fmt::format("does not put `{}` into `{}`, which has it", printable(entry.name, 200), path);
    return "";
  }

  const std::string& path_;
  Checkpoint& checkpoint_;
  Diagnostics& diagnostics_;
  const Span& span_;
};

}  // namespace

void add_tensors(const SafetensorsFile& file, Checkpoint& checkpoint) {
  for (const SafetensorsEntry& entry : file.entries()) {
    checkpoint.tensors.push_back({std::string(entry.name),
                                  std::string(entry.name),
                                  entry.dtype,
                                  {entry.shape, entry.shape + entry.rank},
                                  entry.data,
                                  entry.bytes});
  }
}

bool read_safetensors(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  SafetensorsFile& file = checkpoint.files.emplace_back();
  const Status opened = file.open(path.c_str());
  if (!opened.ok()) diagnostics.error(Kind::checkpoint_unreadable, span, "{}", opened.message());
  if (opened.ok()) add_tensors(file, checkpoint);
  return opened.ok();
}

bool read_sharded_safetensors(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics,
                              const Span& span) {
  return ShardReader(path, checkpoint, diagnostics, span).read();
}

}  // namespace specimen::gen
