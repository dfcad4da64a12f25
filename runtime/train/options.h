// The options of a training program: names are those of the TensorFlow Models, with their short ones.
#ifndef SPECIMEN_V2_TRAIN_OPTIONS_H
#define SPECIMEN_V2_TRAIN_OPTIONS_H

#include <cstdint>
#include <string>

#include "../core/status.h"
#include "recipe.h"

namespace specimen_v2::train {

// What the command line says beside the recipe.
struct Options {
  const char* data_directory = nullptr;
  const char* model_directory = nullptr;
  const char* export_directory = nullptr;  // null: "export" in the model directory
  const char* initial_weights = nullptr;
  int threads = 0;
  int data_threads = 1;
  int prefetch = 2;
  std::int64_t log_steps = 100;
  bool synthetic = false;  // made-up data in place of files
  bool mpi = false;        // several processes
  bool clean = false, evaluate = false, skip_bad_records = false, help = false;
};

// Changes the recipe where options say so. Errors: invalid_argument.
Status parse_options(int argc, char** argv, Recipe* recipe, Options* options);

// What --help prints.
std::string usage(const Recipe& recipe);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPTIONS_H
