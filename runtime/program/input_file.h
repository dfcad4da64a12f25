// A model's inputs from a safetensors file: a tensor for each, by its name, of as many examples as it holds.
#ifndef SPECIMEN_V2_PROGRAM_INPUT_FILE_H
#define SPECIMEN_V2_PROGRAM_INPUT_FILE_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../core/info.h"
#include "../core/safetensors.h"
#include "../core/status.h"

namespace specimen_v2::program {

class InputFile {
 public:
  // Checks names, element types and shapes, before any value is looked at. A tensor without the batch dimension is of
  // one example. Errors: those of SafetensorsFile::open; not_found (an input without a tensor), unsupported (an element
  // type that is not converted), data_error (a shape that does not fit, or not those of the others; longer than the
  // model reads). The message names the file and the tensor. `info` stays alive.
  Status open(const char* path, const ModelInfo& info);

  std::int64_t batch() const { return batch_; }        // examples, at least 1
  std::int64_t sequence() const { return sequence_; }  // tokens of each; 0: the model has no sequences

  // Input number `input` of one example. Integers and booleans of every width become int32 where they fit. Errors:
  // data_error (one that does not, with its place).
  Status read(int input, std::int64_t example, std::vector<float>* values) const;
  Status read(int input, std::int64_t example, std::vector<std::int32_t>* values) const;

  // Names of tensors that are no input, and so are not read, with commas.
  const std::string& unused() const { return unused_; }

 private:
  struct Input {
    const SafetensorsEntry* entry = nullptr;
    std::int64_t elements = 0;  // of one example
  };

  Status check(const TensorInfo& declared, Input* input);
  Status check_shape(const TensorInfo& declared, const SafetensorsEntry& entry, Input* input);

  SafetensorsFile file_;
  std::string path_;
  std::vector<Input> inputs_;
  std::int64_t batch_ = 0, sequence_ = 0;
  std::int64_t max_sequence_ = 0;
  std::string unused_;
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_INPUT_FILE_H
