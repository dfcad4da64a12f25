#include "import/checkpoint.h"

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "base/text.h"
#include "import/child_process.h"
#include "import/hdf5_dump.h"
#include "import/keras_archive.h"
#include "import/keras_names.h"
#include "import/leveldb_table.h"
#include "import/safetensors_files.h"
#include "import/temporary_folder.h"
#include "import/tensorflow.h"

namespace specimen::gen {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

// Generous for any real checkpoint of this size, and an end to a hostile one.
ChildLimits limits_for(std::uint64_t file_size, std::uint64_t total_bytes) {
  ChildLimits limits;
  limits.memory = 2 * kGiB + 4 * file_size;
  limits.file_size = total_bytes + SafetensorsFile::kMaxHeader + 8;
  limits.cpu_seconds = static_cast<int>(std::min<std::uint64_t>(60 + file_size / 10'000'000, 3600));
  limits.wall_seconds = 4 * limits.cpu_seconds;
  return limits;
}

void report_child(const std::string& path, const ChildOutcome& outcome, Diagnostics& diagnostics, const Span& span) {
  if (!outcome.started) {
    diagnostics.error(Kind::checkpoint_reader, span, "`{}` cannot be read: {}", path, outcome.message);
  } else if (outcome.timed_out) {
    diagnostics.error(Kind::checkpoint_reader, span, "reading `{}` took longer than any sound file of its size", path)
        .note("the file is damaged or hostile: get it again from its source");
  } else if (outcome.signal != 0) {
    diagnostics
        .error(Kind::checkpoint_reader, span, "reading `{}` ended the reader with signal {} ({})", path, outcome.signal,
               strsignal(outcome.signal))
        .note("the file is damaged or hostile: get it again from its source");
  } else {
    diagnostics.error(Kind::checkpoint_unreadable, span, "`{}`: {}", path, printable(outcome.message, 1000))
        .note("a file that Keras wrote has none of this: get it again from its source, or save it again");
  }
}

// `archive`: it is a `.keras` file, with the HDF5 file inside.
bool read_hdf5(const std::string& path, std::uint64_t size, bool archive, Checkpoint& checkpoint,
               Diagnostics& diagnostics, const Span& span) {
  TemporaryFolder folder;
  if (!folder.valid()) {
    diagnostics.error(Kind::file_not_written, span, "no temporary folder can be made: {}", std::strerror(errno))
        .note("set TMPDIR to a folder with room for the tensors");
    return false;
  }
  Hdf5Limits hdf5;
  hdf5.total_bytes = std::max(4 * kGiB, 16 * size);
  ChildOutcome outcome = run_in_child(limits_for(size, hdf5.total_bytes), [&](std::string& message) {
    const std::string inside = folder.file("model.weights.h5");
    if (archive && !extract_keras_weights(path, inside, hdf5.total_bytes, message)) return false;
    return dump_hdf5(archive ? inside : path, folder.file("tensors.safetensors"), hdf5, message);
  });
  if (!outcome.success) {
    report_child(path, outcome, diagnostics, span);
    return false;
  }
  Status opened = checkpoint.files.emplace_back().open(folder.file("tensors.safetensors").c_str());
  if (!opened.ok()) {
    diagnostics.error(Kind::checkpoint_reader, span, "`{}` was not read whole: {}", path, opened.message());
    return false;
  }
  return keras_layers(path, checkpoint, diagnostics, span);
}

// By its first and last bytes; `path` tells what a damaged file was to be.
enum class Format { hdf5, archive, safetensors, shards, tensorflow, unknown };

Format format_of(const std::string& path, std::string_view bytes) {
  if (bytes.starts_with("\x89HDF\r\n\x1a\n")) return Format::hdf5;
  if (bytes.starts_with("PK")) return Format::archive;
  if (is_leveldb_table(bytes) || path.ends_with(".index")) return Format::tensorflow;
  // A number of 8 bytes, which is never so large that the last is not zero, then JSON.
  if (bytes.size() > 8 && bytes[8] == '{' && bytes[7] == '\0') return Format::safetensors;
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] == '{') return Format::shards;
  return Format::unknown;
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

std::optional<Checkpoint> read_checkpoint(const std::string& path, Diagnostics& diagnostics, const Span& span) {
  constexpr std::string_view kIndex = ".index";
  Format format = Format::unknown;
  std::uint64_t size = 0;
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
      size = file.size();
      format = format_of(path, {reinterpret_cast<const char*>(file.data()), file.data() ? file.size() : 0});
    }
  }
  Checkpoint checkpoint;
  bool good = false;
  switch (format) {
    case Format::hdf5:
    case Format::archive:
      good = read_hdf5(path, size, format == Format::archive, checkpoint, diagnostics, span);
      break;
    case Format::safetensors:
      good = read_safetensors(path, checkpoint, diagnostics, span);
      break;
    case Format::shards:
      good = read_sharded_safetensors(path, checkpoint, diagnostics, span);
      break;
    case Format::tensorflow:
      good = read_tensorflow(path.ends_with(kIndex) ? path.substr(0, path.size() - kIndex.size()) : path, checkpoint,
                             diagnostics, span);
      break;
    case Format::unknown:
      diagnostics
          .error(Kind::checkpoint_format, span, "`{}` is no HDF5 file, no `.keras` archive and no safetensors file",
                 path)
          .note(
              "checkpoints are read from Keras `.keras`, `.weights.h5` and `.h5` files, from safetensors files and the "
              "`.index.json` of their shards, and from TensorFlow checkpoints: PREFIX or PREFIX.index");
  }
  if (!good) return std::nullopt;
  return checkpoint;
}

}  // namespace specimen::gen
