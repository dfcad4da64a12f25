#include "loop.h"

#include <cstdio>

#include "../core/os.h"
#include "options.h"
#include "processes.h"
#include "training.h"

namespace specimen_v2::train {
namespace {

constexpr int kError = 1, kUsage = 2, kDiverged = 3, kFiles = 6, kInterrupted = 130;

int fail(int exit_status, const char* message, const char* kind) {
  std::fprintf(stderr, "error: %s [%s]\n", message, kind);
  return exit_status;
}

int fail(const Status& status, bool diverged) {
  const int exit_status = diverged ? kDiverged : status.code() == StatusCode::io_error ? kFiles : kError;
  return fail(exit_status, status.message(), status_code_name(status.code()));
}

int finish(int exit_status) {
  return std::fflush(stdout) == 0 ? exit_status : fail(kFiles, "the output could not be written", "io_error");
}

int train(const Trainee& trainee, const Recipe& recipe, const Options& options, const Processes& processes) {
  Training training(trainee, recipe, options, processes);
  Ending ending = Ending::finished;
  Status status = training.open();
  if (status) status = options.evaluate ? training.evaluate() : training.run(&ending);
  if (!status) return fail(status, training.diverged());
  if (options.evaluate) return finish(0);
  if (ending == Ending::interrupted) {
    if (processes.first()) std::printf("stopped; the same command goes on\n");
  } else if (status = training.save_export(); !status) {
    return fail(status, false);
  }
  return finish(ending == Ending::interrupted ? kInterrupted : 0);
}

}  // namespace

int run(int argc, char** argv, const Trainee& trainee, const Recipe& recipe) {
  keep_standard_streams();
  Recipe changed = recipe;
  Options options;
  if (const Status status = parse_options(argc, argv, &changed, &options); !status) {
    std::fputs(usage(recipe).c_str(), stderr);
    return fail(kUsage, status.message(), "usage");
  }
  if (options.help) {
    std::fputs(usage(recipe).c_str(), stdout);
    return 0;
  }
  Processes processes;
  if (options.mpi) {
    if (const Status status = processes.start(); !status) return fail(status, false);
  }
  const int exit_status = train(trainee, changed, options, processes);
  // The others wait for this one.
  if (exit_status != 0 && exit_status != kInterrupted) processes.abort(exit_status);
  return exit_status;
}

}  // namespace specimen_v2::train
