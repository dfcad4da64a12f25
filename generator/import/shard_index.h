// The index of weights that are stored in several files: {"weight_map": {"name": "file", ...}}, beside its files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace specimen::gen {

// By file, the names that the index puts there: of tensors, or, where Keras wrote it, of groups of variables.
using Shards = std::map<std::string, std::vector<std::string>>;

// Every file is a plain name in the index's own directory. No value after diagnostics: file_*, checkpoint_unreadable.
std::optional<Shards> read_shard_index(const std::string& path, Diagnostics& diagnostics, const Span& span);

// What an index's files are called where Keras or PyTorch wrote them: `.weights.h5`, `.bin`.
constexpr std::string_view kKerasShard = ".weights.h5", kTorchShard = ".bin";
bool all_end_with(const Shards& shards, std::string_view suffix);

// The path of a file beside the index.
std::string beside(const std::string& index, const std::string& file);

// Reports that the index, or one of its files against it, is wrong; always false.
bool damaged_shards(const std::string& index, std::string_view what, Diagnostics& diagnostics, const Span& span);
// Reports that one of its files cannot be read.
bool missing_shard(const std::string& index, const std::vector<std::string>& names, bool absent, std::string_view why,
                   Diagnostics& diagnostics, const Span& span);

// If `path` is one shard of several that Keras wrote, the path of their index, which is beside it; otherwise empty.
std::string index_of_shard(const std::string& path);

}  // namespace specimen::gen
