// One step of each optimizer over a piece of the flat buffers. The formulas are Keras's (keras/src/optimizers, 3.15),
// in its order of operations; those of LARS TensorFlow Models' (official/modeling/optimization/lars.py).
#ifndef SPECIMEN_V2_TRAIN_UPDATE_RULES_H
#define SPECIMEN_V2_TRAIN_UPDATE_RULES_H

#include <cstdint>

#include "../core/tensor.h"
#include "optimizer.h"

namespace specimen_v2::train {

// Elements [0, count) of one parameter, `count` a multiple of kParameterAlignment. Pointers do not overlap.
struct Piece {
  Real* parameters = nullptr;
  Real* gradients = nullptr;
  Real* slot[4] = {};
  std::int64_t count = 0;
};

// What a step multiplies with.
struct StepNumbers {
  Real rate = 0;
  Real decay = 0;  // of decoupled weight decay: rate * weight_decay
  Real scale = 1;  // of the gradients, from clipping
  Real alpha = 0;  // adam: the rate with its bias correction
  Real trust = 1;  // lars
};

void update_piece(const Optimizer& optimizer, const Piece& piece, const StepNumbers& numbers);

// lars without classic_momentum, before its norms: the momentum, and in the gradient's place the update.
void lars_momentum(const Optimizer& optimizer, const Piece& piece);

// Sums over a piece, in double, in one order.
struct PieceSums {
  double gradient_squares = 0, parameter_squares = 0;
  double penalty = 0;  // of the regularizers
};

// Adds the gradients of regularizers, 2 * l2 * w + l1 * sign(w), and of decay that counts as one.
void add_regularizers(double l1, double l2, double decay, const Piece& piece, PieceSums* sums);
void add_squares(const Piece& piece, PieceSums* sums);
void clip_values(Real limit, const Piece& piece);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_UPDATE_RULES_H
