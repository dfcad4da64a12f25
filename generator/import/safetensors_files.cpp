#include "import/safetensors_files.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace specimen::gen {
namespace {

// What is in the shard and not in the index's list of it.
std::string unplaced(const std::string& path, const SafetensorsFile& file, const std::vector<std::string>& tensors) {
  const std::set<std::string_view> listed(tensors.begin(), tensors.end());
  for (const SafetensorsEntry& entry : file.entries())
    if (!listed.count(entry.name))
      return fmt::format("does not put `{}` into `{}`, which has it", printable(entry.name, 200), path);
  return "";
}

bool read_shard(const std::string& index, const std::string& path, const std::vector<std::string>& tensors,
                Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  SafetensorsFile& file = checkpoint.files.emplace_back();
  const Status opened = file.open(path.c_str());
  if (!opened.ok())
    return missing_shard(index, tensors, opened.code() == StatusCode::not_found, opened.message(), diagnostics, span);
  for (const std::string& name : tensors)
    if (!file.find(name))
      return damaged_shards(index,
                            fmt::format("puts `{}` into `{}`, which does not have it", printable(name, 200), path),
                            diagnostics, span);
  if (file.entries().size() != tensors.size())
    return damaged_shards(index, unplaced(path, file, tensors), diagnostics, span);
  add_tensors(file, checkpoint);
  return true;
}

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

bool read_sharded_safetensors(const std::string& index, const Shards& shards, Checkpoint& checkpoint,
                              Diagnostics& diagnostics, const Span& span) {
  return std::all_of(shards.begin(), shards.end(), [&](const auto& shard) {
    return read_shard(index, beside(index, shard.first), shard.second, checkpoint, diagnostics, span);
  });
}

}  // namespace specimen::gen
