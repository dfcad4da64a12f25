// What is specific to a model in its program.
#ifndef SPECIMEN_V2_PROGRAM_DESCRIPTION_H
#define SPECIMEN_V2_PROGRAM_DESCRIPTION_H

#include "../core/status.h"
#include "../core/tensor.h"
#include "model.h"

namespace specimen_v2::program {

class Session;

// Of a model that reads texts: the indices of the inputs that a tokenizer fills; -1: the model has none.
struct Texts {
  Status (*run)(Session& session) = nullptr;  // run_texts of texts.h; null: the model reads no texts
  int ids = -1;
  int segments = -1;  // 0 and 1 for the two texts of a pair
  int mask = -1;      // 1 for tokens that count
};

struct Description {
  Model model;
  // Reads an image file into the model's only input; null: the model reads no images.
  Status (*read_image)(const char* path, Tensor input) = nullptr;
  Texts texts;
};

}  // namespace specimen_v2::program

#endif  // SPECIMEN_V2_PROGRAM_DESCRIPTION_H
