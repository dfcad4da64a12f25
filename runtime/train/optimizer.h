// What an optimizer is, in plain numbers. The update itself is made by Updater.
#ifndef SPECIMEN_V2_TRAIN_OPTIMIZER_H
#define SPECIMEN_V2_TRAIN_OPTIMIZER_H

#include <cstdint>

namespace specimen_v2::train {

enum class OptimizerKind : std::uint8_t { sgd, adam, rmsprop, adagrad, ftrl, lars };

// Defaults are Keras's. AdamW is `adam` with a weight_decay; BERT's Adam has no bias_correction.
struct Optimizer {
  OptimizerKind kind = OptimizerKind::sgd;
  double momentum = 0;    // sgd, rmsprop, lars
  bool nesterov = false;  // sgd, lars
  double beta_1 = 0.9, beta_2 = 0.999;
  double epsilon = 1e-7;
  bool bias_correction = true;
  bool amsgrad = false;
  double rho = 0.9;       // rmsprop
  bool centered = false;  // rmsprop
  // What the mean of squares (rmsprop) or their sum (adagrad, ftrl) starts with. Keras: 0, 0.1, 0.1; TensorFlow 1's
  // RMSprop: 1.
  double initial_accumulator = 0;
  double learning_rate_power = -0.5, l1 = 0, l2 = 0, l2_shrinkage = 0, beta = 0;  // ftrl
  double trust_coefficient = 0.001;                                               // lars
  bool classic_momentum = true;  // lars: the rate is part of the momentum
  // Decoupled: w -= rate * weight_decay * w before the update. lars adds it to the gradient, as its paper does.
  double weight_decay = 0;

  // At most one is above 0; of the gradients with those of regularizers.
  double clip_value = 0, clip_norm = 0, clip_global_norm = 0;

  double average_momentum = 0;  // above 0: a moving average of the weights is kept (Keras's use_ema)
  // TensorFlow 1's num_updates: the momentum is at most (1 + step) / (10 + step), and the average starts with the
  // initial weights.
  bool average_warmup = false;
  int accumulate = 1;  // batches whose gradients make a step
};

// Other numbers for parameters whose names match. The first group that matches counts. `*` in a pattern is any part of
// a path, `**` any path: "**/bias", "encoder/*/LayerNorm/*".
struct ParameterGroup {
  const char* pattern = "**";
  double rate = 1;           // times the schedule's
  double weight_decay = -1;  // below 0: the optimizer's
  bool trust = true;         // lars: whether its layer's rate is scaled
  double l2 = -1;            // below 0: the regularizers that the model has
};

// The buffers that TrainState needs for it: those of its rule, then one that adds up gradients, then a moving average.
int slots_of(const Optimizer& optimizer);
int rule_slots(const Optimizer& optimizer);
const char* slot_name(const Optimizer& optimizer, int slot);  // as Keras calls it: "momentum"
const char* optimizer_name(OptimizerKind kind);               // "sgd"

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_OPTIMIZER_H
