// The arguments of a model's program.
#ifndef SPECIMEN_V2_PROGRAM_ARGUMENTS_H
#define SPECIMEN_V2_PROGRAM_ARGUMENTS_H

#include <string>
#include <vector>

#include "../core/status.h"
#include "../core/target.h"
#include "description.h"

namespace specimen_v2::program {

// The names of the classes, and how many of them are printed.
struct Labels {
  int top = 5;
  std::vector<std::string> names;

  // A name a line. Errors: not_found, io_error.
  Status read(const char* path);
};

struct Arguments {
  const char* weights = nullptr;
  std::vector<const char*> inputs;
  int threads = 0;
  int repeat = 1;
  int sequence = 0;  // tokens of a synthetic input
  Target target = Target::automatic;
  Labels labels;
  const char* save_packed = nullptr;
  const char* out = nullptr;
  const char* trace = nullptr;
  bool json = false, profile = false, help = false;
  // Of texts.
  const char* vocabulary = nullptr;
  bool cased = false, pair = false;
};

// Errors: invalid_argument (an option that the program lacks, a value that an option cannot have, no weights); those of
// Labels::read.
Status parse_arguments(int argc, char** argv, const Description& description, Arguments* arguments);

// What --help prints.
std::string usage(const Description& description);

// What a word among the weights and inputs stands for: made-up numbers, a safetensors file, or, in a model that reads
// texts, a text or where texts come from.
bool is_synthetic(const char* word);
bool is_tensors(const char* word);
inline bool is_text(const char* word) { return !is_synthetic(word) && !is_tensors(word); }

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_ARGUMENTS_H
