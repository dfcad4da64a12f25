#include "import/checkpoint.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "import/child_process.h"
#include "import/hdf5_dump.h"
#include "import/keras_archive.h"
#include "import/keras_names.h"
#include "import/temporary_folder.h"
#include "runtime/core/mapped_file.h"

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
  Status opened = checkpoint.file.open(folder.file("tensors.safetensors").c_str());
  if (!opened.ok()) {
    diagnostics.error(Kind::checkpoint_reader, span, "`{}` was not read whole: {}", path, opened.message());
    return false;
  }
  return keras_layers(path, checkpoint, diagnostics, span);
}

bool read_safetensors(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  Status opened = checkpoint.file.open(path.c_str());
  if (!opened.ok()) diagnostics.error(Kind::checkpoint_unreadable, span, "{}", opened.message());
  return opened.ok();
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
  std::string start;
  std::uint64_t size = 0;
  {
    MappedFile file;
    Status opened = file.open(path.c_str());
    if (!opened.ok()) {
      Kind kind = opened.code() == StatusCode::not_found ? Kind::file_not_found : Kind::file_unreadable;
      diagnostics.error(kind, span, "{}", opened.message());
      return std::nullopt;
    }
    size = file.size();
    if (size > 0) start.assign(reinterpret_cast<const char*>(file.data()), std::min<std::size_t>(size, 9));
  }
  Checkpoint checkpoint;
  if (start.starts_with("\x89HDF\r\n\x1a\n")) {
    if (!read_hdf5(path, size, false, checkpoint, diagnostics, span)) return std::nullopt;
  } else if (start.starts_with("PK")) {
    if (!read_hdf5(path, size, true, checkpoint, diagnostics, span)) return std::nullopt;
  } else if (start.size() == 9 && start[8] == '{') {
    if (!read_safetensors(path, checkpoint, diagnostics, span)) return std::nullopt;
    for (const SafetensorsEntry& entry : checkpoint.file.entries()) {
      checkpoint.tensors.push_back({std::string(entry.name),
                                    std::string(entry.name),
                                    entry.dtype,
                                    {entry.shape, entry.shape + entry.rank},
                                    entry.data,
                                    entry.bytes});
    }
  } else {
    diagnostics
        .error(Kind::checkpoint_format, span, "`{}` is no HDF5 file, no `.keras` archive and no safetensors file", path)
        .note("checkpoints are read from Keras `.keras`, `.weights.h5` and `.h5` files, and from safetensors files");
    return std::nullopt;
  }
  return checkpoint;
}

}  // namespace specimen::gen
