#include "import/child_reader.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <set>

#include "base/file.h"
#include "base/temporary_directory.h"
#include "base/text.h"
#include "import/child_process.h"
#include "import/hdf5_dump.h"
#include "import/keras_archive.h"
#include "import/keras_names.h"
#include "import/safetensors_files.h"
#include "import/torch_file.h"

namespace specimen::gen {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

// What the tensors of a file of this size may need.
std::uint64_t most_bytes(std::uint64_t file_size) { return std::max(4 * kGiB, 16 * file_size); }

// Generous for any real checkpoint of this size, and an end to a hostile one.
ChildLimits limits_for(std::uint64_t file_size) {
  ChildLimits limits;
  limits.memory = 2 * kGiB + 4 * file_size;
  limits.file_size = most_bytes(file_size) + SafetensorsFile::kMaxHeader + 8;
  limits.cpu_seconds = static_cast<int>(std::min<std::uint64_t>(60 + file_size / 10'000'000, 3600));
  limits.wall_seconds = 4 * limits.cpu_seconds;
  return limits;
}

Diagnostic& no_room(std::string_view what, Diagnostics& diagnostics, const Span& span) {
  const char* const directory = std::getenv("TMPDIR");
  const bool set = directory != nullptr && *directory != '\0';
  return diagnostics.error(Kind::file_not_written, span, "{}", what)
      .note("tensors are unpacked in `{}`, as the environment variable TMPDIR {}: {} a directory with room for them",
            printable(set ? directory : "/tmp", 1000), set ? "says" : "is not set", set ? "let it name" : "set it to");
}

void report_failure(const std::string& path, const ReadFailure& failure, Diagnostics& diagnostics, const Span& span) {
  const std::string what = printable(failure.what, 1000);
  if (failure.failed == Failed::not_written) {
    no_room(fmt::format("the tensors of `{}` cannot be unpacked: {}", path, what), diagnostics, span);
    return;
  }
  const Kind kind = failure.failed == Failed::damaged ? Kind::checkpoint_unreadable : Kind::checkpoint_unsupported;
  Diagnostic& diagnostic = diagnostics.error(kind, span, "`{}`: {}", path, what);
  if (!failure.cure.empty()) {
    diagnostic.note("{}", printable(failure.cure, 4000));
  } else if (failure.failed == Failed::damaged) {
    diagnostic.note(
        "a file that Keras or PyTorch wrote has none of this: get it again from its source, or save it again");
  }
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
    report_failure(path, ReadFailure::from(outcome.message), diagnostics, span);
  }
}

// What a child does with the mapped file: write its tensors to `output`; `directory` may hold files in between.
using Work = std::function<bool(std::string_view bytes, const TemporaryDirectory& directory, const std::string& output,
                                ReadFailure& failure)>;

// Opens what the child wrote as the last of the checkpoint's files.
bool read_in_child(const std::string& path, const Work& work, Checkpoint& checkpoint, Diagnostics& diagnostics,
                   const Span& span) {
  const TemporaryDirectory directory;
  if (!directory.valid()) {
    no_room(fmt::format("no temporary directory can be made: {}", std::strerror(errno)), diagnostics, span);
    return false;
  }
  MappedFile file;
  const Status mapped = file.open(path.c_str());
  if (!mapped.ok()) {
    diagnostics.error(Kind::file_unreadable, span, "{}", mapped.message());
    return false;
  }
  const std::string output = directory.file("tensors.safetensors");
  const ChildOutcome outcome = run_in_child(limits_for(file.size()), [&](std::string& message) {
    ReadFailure failure;
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
    if (work(bytes, directory, output, failure)) return true;
    message = failure.text();
    return false;
  });
  if (!outcome.success) {
    report_child(path, outcome, diagnostics, span);
    return false;
  }
  const Status opened = checkpoint.files.emplace_back().open(output.c_str());
  if (!opened.ok())
    diagnostics.error(Kind::checkpoint_reader, span, "`{}` was not read whole: {}", path, opened.message());
  return opened.ok();
}

Hdf5Limits hdf5_limits(std::string_view bytes) { return {most_bytes(bytes.size())}; }

bool dump_in_child(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  const Work work = [&](std::string_view bytes, const TemporaryDirectory&, const std::string& output,
                        ReadFailure& failure) { return dump_hdf5(path, output, hdf5_limits(bytes), failure); };
  return read_in_child(path, work, checkpoint, diagnostics, span);
}

// The dump of a PyTorch file has a key `state_dict` in its metadata.
bool is_torch(const SafetensorsFile& file) {
  return std::any_of(file.metadata().begin(), file.metadata().end(),
                     [](const SafetensorsMetadata& item) { return item.key == "state_dict"; });
}

bool torch_tensors(Checkpoint& checkpoint) {
  const SafetensorsFile& file = checkpoint.files.front();
  const std::string path(file.find_metadata("state_dict")), others(file.find_metadata("others"));
  if (!path.empty()) checkpoint.notes.push_back("the tensors are those of the dictionary `" + printable(path) + "`");
  if (others != "0") checkpoint.notes.push_back("left out what is no tensor: " + others + " of its entries");
  add_tensors(file, checkpoint);
  return true;
}

// Whether a file has what the index puts there, and nothing else.
bool as_listed(const std::string& index, const std::string& path, const std::vector<std::string>& listed,
               const std::set<std::string>& found, Diagnostics& diagnostics, const Span& span) {
  const std::set<std::string> wanted(listed.begin(), listed.end());
  if (wanted == found) return true;
  std::vector<std::string> differ;
  std::set_symmetric_difference(wanted.begin(), wanted.end(), found.begin(), found.end(), std::back_inserter(differ));
  const bool absent = wanted.count(differ.front()) != 0;
  return damaged_shards(index,
                        fmt::format("{} `{}` into `{}`, which {}", absent ? "puts" : "does not put",
                                    printable(differ.front(), 200), path, absent ? "does not have it" : "has it"),
                        diagnostics, span);
}

}  // namespace

bool read_hdf5(const std::string& path, Checkpoint& checkpoint, Diagnostics& diagnostics, const Span& span) {
  if (const std::string index = index_of_shard(path); !index.empty()) {
    diagnostics.error(Kind::checkpoint_format, span, "`{}` is one shard of the weights that `{}` lists", path, index)
        .note("name `{}` instead, which stands for all of them", index);
    return false;
  }
  return dump_in_child(path, checkpoint, diagnostics, span) && keras_layers(path, checkpoint, diagnostics, span);
}

bool read_torch_shards(const std::string& index, const Shards& shards, Checkpoint& checkpoint, Diagnostics& diagnostics,
                       const Span& span) {
  for (const auto& [name, tensors] : shards) {
    const std::string path = beside(index, name);
    MappedFile file;
    const Status opened = file.open(path.c_str());
    if (!opened.ok())
      return missing_shard(index, tensors, opened.code() == StatusCode::not_found, opened.message(), diagnostics, span);
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.data() ? file.size() : 0);
    Checkpoint shard;
    const bool read = is_pickle(bytes) ? read_pickle(path, "", shard, diagnostics, span)
                                       : read_archive(path, "", shard, diagnostics, span);
    if (!read) return false;
    std::set<std::string> found;
    for (const CheckpointTensor& tensor : shard.tensors) found.insert(tensor.name);
    if (!as_listed(index, path, tensors, found, diagnostics, span)) return false;
    std::move(shard.files.begin(), shard.files.end(), std::back_inserter(checkpoint.files));
    std::move(shard.tensors.begin(), shard.tensors.end(), std::back_inserter(checkpoint.tensors));
  }
  return true;
}

bool read_keras_shards(const std::string& index, const Shards& shards, Checkpoint& checkpoint, Diagnostics& diagnostics,
                       const Span& span) {
  for (const auto& [name, groups] : shards) {
    const std::string path = beside(index, name);
    if (!file_exists(path))
      return missing_shard(index, groups, true, path + ": there is no such file", diagnostics, span);
    if (!dump_in_child(path, checkpoint, diagnostics, span)) return false;
    std::set<std::string> found;
    for (const SafetensorsEntry& entry : checkpoint.files.back().entries())
      found.insert(std::string(entry.name.substr(0, entry.name.rfind('/'))));
    if (!as_listed(index, path, groups, found, diagnostics, span)) return false;
  }
  return keras_layers(index, checkpoint, diagnostics, span);
}

bool read_archive(const std::string& path, const std::string& state_dict, Checkpoint& checkpoint,
                  Diagnostics& diagnostics, const Span& span) {
  const Work work = [&](std::string_view bytes, const TemporaryDirectory& directory, const std::string& output,
                        ReadFailure& failure) {
    ZipArchive archive;
    if (!archive.open(bytes, failure)) return false;
    if (is_torch_archive(archive)) {
      TorchFile file;
      return file.open(archive, state_dict, failure) && dump_torch(file, output, failure);
    }
    const std::string inside = directory.file("model.weights.h5");
    const Hdf5Limits limits = hdf5_limits(bytes);
    return extract_keras_weights(archive, inside, limits.total_bytes, failure) &&
           dump_hdf5(inside, output, limits, failure);
  };
  if (!read_in_child(path, work, checkpoint, diagnostics, span)) return false;
  return is_torch(checkpoint.files.front()) ? torch_tensors(checkpoint)
                                            : keras_layers(path, checkpoint, diagnostics, span);
}

bool read_pickle(const std::string& path, const std::string& state_dict, Checkpoint& checkpoint,
                 Diagnostics& diagnostics, const Span& span) {
  const Work work = [&](std::string_view bytes, const TemporaryDirectory&, const std::string& output,
                        ReadFailure& failure) {
    TorchFile file;
    return file.open(bytes, state_dict, failure) && dump_torch(file, output, failure);
  };
  return read_in_child(path, work, checkpoint, diagnostics, span) && torch_tensors(checkpoint);
}

}  // namespace specimen::gen
