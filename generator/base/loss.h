// The losses of training, by Keras's names (https://keras.io/api/losses/). A loss is a row of the table in loss.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace specimen::gen {

enum class LossKind : unsigned char {
  sparse_categorical_crossentropy,
  categorical_crossentropy,
  binary_crossentropy,
  mean_squared_error,
  mean_absolute_error,
  huber,
  categorical_focal_crossentropy,
  binary_focal_crossentropy,
};

// What makes probabilities of logits. A loss of probabilities is computed of the logits that the function reads.
enum class LossLink : unsigned char { none, softmax, sigmoid };

struct Loss {
  LossKind kind = LossKind::sparse_categorical_crossentropy;
  // What the recipe says of the model's output: it holds logits, or what the link makes of them; not given: either.
  std::optional<bool> from_logits;
  double label_smoothing = 0;
  double delta = 1;                    // of Huber
  double alpha = 0.25, gamma = 2;      // of focal losses
  bool apply_class_balancing = false;  // alpha counts
  bool weighted = false;               // each example has a weight, by which its loss is multiplied
};

struct LossInfo {
  const char* name;  // Keras's class
  LossKind kind;
  LossLink link;
  bool labels;                    // reads the number of a class for each row; else a target for each value
  std::vector<const char*> keys;  // that a recipe may give, beside from_logits of those with a link
};

const std::vector<LossInfo>& losses();
const LossInfo& info(LossKind kind);

// What is wrong with the numbers; empty: nothing.
std::string check(const Loss& loss);

}  // namespace specimen::gen
