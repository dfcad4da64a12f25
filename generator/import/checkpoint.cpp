#include "import/checkpoint.h"

#include "base/file.h"
#include "import/child_reader.h"
#include "import/leveldb_table.h"
#include "import/safetensors_files.h"
#include "import/tensorflow.h"
#include "import/torch_file.h"

namespace specimen::gen {
namespace {

// By its first and last bytes; `path` tells what a damaged file was to be.
enum class Format { hdf5, archive, pickle, safetensors, shards, tensorflow, unknown };

Format format_of(const std::string& path, std::string_view bytes) {
  if (bytes.starts_with("\x89HDF\r\n\x1a\n")) return Format::hdf5;
  if (bytes.starts_with("PK")) return Format::archive;
  // A number of 8 bytes, which is never so large that the last is not zero, then JSON. Before pickles: the number's
  // first bytes may be theirs.
  const bool is_table = is_leveldb_table(bytes) || path.ends_with(".index");
  if (!is_table && bytes.size() > 8 && bytes[8] == '{' && bytes[7] == '\0') return Format::safetensors;
  if (is_pickle(bytes)) return Format::pickle;
  if (is_table) return Format::tensorflow;
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] == '{') return Format::shards;
  return Format::unknown;
}

bool read_shards(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  const auto shards = read_shard_index(path, diagnostics, span);
  if (!shards) return false;
  if (all_end_with(*shards, kKerasShard)) return read_keras_shards(path, *shards, checkpoint, diagnostics, span);
  if (all_end_with(*shards, kTorchShard)) return read_torch_shards(path, *shards, checkpoint, diagnostics, span);
  return read_sharded_safetensors(path, *shards, checkpoint, diagnostics, span);
}

}  // namespace

int Checkpoint::find(std::string_view name) const {
  auto exact = [&](std::string_view wanted) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      if (tensors[i].name == wanted) return static_cast<int>(i);
    }
    return -1;
  };
  int found = exact(name);
  if (found >= 0) return found;
  std::size_t slash = name.rfind('/');
  if (slash == std::string_view::npos) return -1;
  std::string_view variable = name.substr(slash + 1);
  std::string layer(name.substr(0, slash + 1));
  if (variable == "kernel" && exact(layer + "pointwise_kernel") < 0) return exact(layer + "depthwise_kernel");
  if (variable == "depthwise_kernel") return exact(layer + "kernel");
  return -1;
}

std::optional<Checkpoint> read_checkpoint(const std::string& path, Diagnostics& diagnostics, const Span& span,
                                          const std::string& state_dict) {
  constexpr std::string_view kIndex = ".index";
  Format format = Format::unknown;
  {
    MappedFile file;
    const Status opened = file.open(path.c_str());
    if (opened.code() == StatusCode::not_found && file_exists(path + std::string(kIndex))) {
      format = Format::tensorflow;  // PREFIX, as TensorFlow itself calls a checkpoint
    } else if (!opened.ok()) {
      Kind kind = opened.code() == StatusCode::not_found ? Kind::file_not_found : Kind::file_unreadable;
      diagnostics.error(kind, span, "{}", opened.message());
      return std::nullopt;
    } else {
      format = format_of(path, {reinterpret_cast<const char*>(file.data()), file.data() ? file.size() : 0});
    }
  }
  Checkpoint checkpoint;
  bool good = false;
  switch (format) {
    case Format::hdf5:
      good = read_hdf5(path, checkpoint, diagnostics, span);
      break;
    case Format::archive:
      good = read_archive(path, state_dict, checkpoint, diagnostics, span);
      break;
    case Format::pickle:
      good = read_pickle(path, state_dict, checkpoint, diagnostics, span);
      break;
    case Format::safetensors:
      good = read_safetensors(path, checkpoint, diagnostics, span);
      break;
    case Format::shards:
      good = read_shards(path, checkpoint, diagnostics, span);
      break;
    case Format::tensorflow:
      good = read_tensorflow(path.ends_with(kIndex) ? path.substr(0, path.size() - kIndex.size()) : path, checkpoint,
                             diagnostics, span);
      break;
    case Format::unknown:
      diagnostics.error(Kind::checkpoint_format, span, "`{}` is no checkpoint of a format that is read here", path)
          .note("there are {}", kCheckpointFiles);
  }
  if (!good) return std::nullopt;
  return checkpoint;
}

}  // namespace specimen::gen
