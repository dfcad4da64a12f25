// One run of a model's program: the model with its weights and a context, the arguments, the results.
#ifndef SPECIMEN_V2_PROGRAM_SESSION_H
#define SPECIMEN_V2_PROGRAM_SESSION_H

#include <cstdint>
#include <string>
#include <vector>

#include "../core/status.h"
#include "arguments.h"
#include "description.h"
#include "example.h"
#include "profile.h"
#include "results.h"

namespace specimen_v2::program {

// Milliseconds of the runs of one example.
struct Times {
  double best = 0, median = 0;
};

class Session {
 public:
  Session(const Description& description, const Arguments& arguments);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Arguments& arguments() const { return arguments_; }
  const Texts& texts() const { return description_.texts; }
  const ModelInfo& info() const { return *description_.model.info; }

  // Opens the weights, saves them where the arguments say so, makes the context, and prints how long that took.
  // `writing`: the error is that of a file that could not be written.
  Status open(bool* writing);
  // Runs the model --repeat times.
  Status run(Example* example, Times* times);
  // With --json prints the result of an example; with --out keeps it for save(). `run` was the last call.
  void keep(const char* name, const Example& example, const Times& times);
  // With --profile prints the times of the ops of the last example, and is true.
  bool print_profile() const;
  // Prints the largest values of output `o`.
  void print_indices(std::size_t o, const std::vector<std::int32_t>& values) const;
  void print_top(std::size_t o, const std::vector<float>& values) const;
  // Each input that is no text.
  Status run_inputs();
  // Writes the results that were kept and the trace, where the arguments say so.
  Status save() const;

 private:
  Status run_example(const char* name, Example* example);
  Status run_tensors(const char* path);
  Status read_input(const char* path, Example* example) const;

  const Description& description_;
  const Arguments& arguments_;
  void* model_;
  Profile profile_;
  std::vector<Result> results_;
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_SESSION_H
