#include "cli/model_cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/lock.h"
#include "base/runtime.h"
#include "base/seal.h"
#include "base/text.h"
#include "cli/build_directory.h"
#include "cli/generate.h"
#include "cli/write_files.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/output_file.h"
#include "runtime/core/target.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBuilding = ".building";  // behind an entry's name: the directory where it is built

bool is_being_built(const std::string& name) { return name.ends_with(kBuilding); }

// The program of an entry; none where it is missing or damaged.
std::optional<ModelProgram> open_entry(const std::string& entry) {
  const int file = open(entry.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return std::nullopt;
  ModelProgram program(entry, file);
  MappedFile bytes;
  if (!bytes.open(("/proc/self/fd/" + std::to_string(file)).c_str())) return std::nullopt;
  if (!is_sealed({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) return std::nullopt;
  return program;
}

bool cannot_write(Session& session, const std::string& path, int error) {
  session.diagnostics
      .error(Kind::file_not_written, Span{}, "cannot write `{}`: {}", printable(path, 400), std::strerror(error))
      .note("SPECIMEN_CACHE names another directory for the cache");
  return false;
}

// Gives the built program its place in the cache.
bool keep(Session& session, const std::string& program, const std::string& entry) {
  const auto bytes = read_file(program, kLargestProgram, session.diagnostics);
  if (!bytes) return false;
  const std::string seal = seal_of(*bytes);
  OutputFile file;
  int error = file.open(entry);
  if (error == 0) error = file.write(bytes->data(), bytes->size());
  if (error == 0) error = file.write(seal.data(), seal.size());
  if (error == 0 && fchmod(file.descriptor(), 0700) != 0) error = errno;
  if (error == 0) error = file.commit();
  return error == 0 || cannot_write(session, entry, error);
}

// Leaves the schedules of one target: a program that this machine alone runs needs no others, and compiling takes half
// the time.
void keep_target(Plan& plan, Target target) {
  for (PlanKernel& kernel : plan.kernels) {
    std::erase_if(kernel.schedule, [&](const auto& schedule) { return schedule.first != target; });
  }
}

// Locks the directory where an entry is built, making it. Waits for another process that builds the same.
bool lock_building(Session& session, const std::string& building, const std::string& model, DirectoryLock* lock) {
  for (bool said = false; !lock->held();) {
    if (mkdir(building.c_str(), 0700) != 0 && errno != EEXIST) return cannot_write(session, building, errno);
    if (lock->lock(building, said ? DirectoryLock::Wait::yes : DirectoryLock::Wait::no)) break;
    if (errno == EWOULDBLOCK) {
      fmt::print(stderr, "waiting for another process that builds {}\n", model);
      said = true;
    } else if (errno != ESTALE && errno != ENOENT) {
      return cannot_write(session, building, errno);
    }
  }
  return true;
}

// Builds the program of an entry, and keeps it. What is returned is the file that was built: whatever happens to the
// entry meanwhile, this run executes it. The directory where it is built is locked, and empty but for what a killed
// process left.
std::optional<ModelProgram> build_entry(Session& session, const Plan& plan, const std::vector<GeneratedFile>& files,
                                        BuildOptions options, const std::string& program, const std::string& entry) {
  options.directory = entry + kBuilding;
  std::error_code error;
  for (const auto& left : fs::directory_iterator(options.directory, error)) fs::remove_all(left, error);
  for (const GeneratedFile& file : files) {
    if (!write_file(options.directory + "/" + file.path, file.text, session.diagnostics)) return std::nullopt;
  }
  if (!build_directory(session, plan, options)) return std::nullopt;
  const std::string built = options.directory + "/build/" + program;
  if (!keep(session, built, entry)) return std::nullopt;
  const int file = open(built.c_str(), O_RDONLY | O_CLOEXEC);
  if (file >= 0) return ModelProgram(entry, file);
  session.diagnostics.error(Kind::file_unreadable, Span{}, "cannot read `{}`: {}", printable(built, 400),
                            std::strerror(errno));
  return std::nullopt;
}

}  // namespace

ModelProgram::~ModelProgram() {
  if (file_ >= 0) close(file_);
}

Command ModelProgram::command(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), fs::path(path_).filename().string());
  return {std::move(arguments), file_};
}

namespace {

// The program of that name, from the cache or built.
std::optional<ModelProgram> find_or_build(Session& session, const Cache& cache, const Plan& plan,
                                          const std::vector<GeneratedFile>& files, const BuildOptions& options,
                                          const std::string& name) {
  const std::string entry = cache.models() + "/" + name + "-" + build_key(files, options);
  if (auto program = open_entry(entry)) return program;
  DirectoryLock lock;
  if (!check_build_path(session, entry) || !lock_building(session, entry + kBuilding, name, &lock)) return std::nullopt;
  remove_abandoned(cache.models(), is_being_built);
  auto program = open_entry(entry);  // another process may have built it meanwhile
  if (!program) program = build_entry(session, plan, files, options, name, entry);
  std::error_code ignored;
  fs::remove_all(entry + kBuilding, ignored);
  return program;
}

// What `--target` names; automatic: this machine's.
specimen::Target wanted_target(const std::string& name) {
  auto wanted = specimen::Target::automatic;
  parse_target(name.c_str(), &wanted);
  return wanted == specimen::Target::automatic ? detect_target() : wanted;
}

}  // namespace

std::optional<ModelProgram> built_program(Session& session, Plan plan, const std::string& target) {
  const specimen::Target wanted = wanted_target(target);
  if (Target kept{}; parse(target_name(wanted), &kept)) keep_target(plan, kept);
  const auto cache = open_cache(session);
  const auto files = cache ? emit_files(session, plan, false) : std::nullopt;
  if (!files) return std::nullopt;
  BuildOptions options;
  options.kernel_cache = cache->kernels();
  options.target = plan.model + "_run";
  options.reference = wanted == specimen::Target::reference;
  return find_or_build(session, *cache, plan, *files, options, plan.model);
}

std::optional<ModelProgram> built_training(Session& session, Plan plan, Plan training, const Recipe& recipe,
                                           const std::string& target, bool mpi) {
  const specimen::Target wanted = wanted_target(target);
  if (Target kept{}; parse(target_name(wanted), &kept)) {
    keep_target(plan, kept);
    keep_target(training, kept);
  }
  const auto cache = open_cache(session);
  const auto files = cache ? emit_files(session, plan, false, &training, &recipe) : std::nullopt;
  if (!files) return std::nullopt;
  BuildOptions options;
  options.kernel_cache = cache->kernels();
  options.target = training.model + "_run";
  options.training = &training;
  options.mpi = mpi;
  options.reference = wanted == specimen::Target::reference;
  return find_or_build(session, *cache, plan, *files, options, training.model);
}

}  // namespace specimen::gen
