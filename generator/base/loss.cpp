#include "base/loss.h"

namespace specimen::gen {

const std::vector<LossInfo>& losses() {
  static const std::vector<LossInfo> kLosses = {
      {"SparseCategoricalCrossentropy",
       LossKind::sparse_categorical_crossentropy,
       LossLink::softmax,
       true,
       {"label_smoothing"}},
      {"CategoricalCrossentropy", LossKind::categorical_crossentropy, LossLink::softmax, false, {"label_smoothing"}},
      {"BinaryCrossentropy", LossKind::binary_crossentropy, LossLink::sigmoid, false, {"label_smoothing"}},
      {"MeanSquaredError", LossKind::mean_squared_error, LossLink::none, false, {}},
      {"MeanAbsoluteError", LossKind::mean_absolute_error, LossLink::none, false, {}},
      {"Huber", LossKind::huber, LossLink::none, false, {"delta"}},
      {"CategoricalFocalCrossentropy",
       LossKind::categorical_focal_crossentropy,
       LossLink::softmax,
       false,
       {"label_smoothing", "alpha", "gamma"}},
      {"BinaryFocalCrossentropy",
       LossKind::binary_focal_crossentropy,
       LossLink::sigmoid,
       false,
       {"label_smoothing", "alpha", "gamma", "apply_class_balancing"}},
  };
  return kLosses;
}

const LossInfo& info(LossKind kind) { return losses()[static_cast<std::size_t>(kind)]; }

std::string check(const Loss& loss) {
  if (!(loss.label_smoothing >= 0 && loss.label_smoothing < 1)) return "label_smoothing is at least 0 and below 1";
  if (!(loss.delta > 0)) return "delta is above 0";
  if (!(loss.gamma >= 0)) return "gamma is at least 0";
  if (!(loss.alpha >= 0 && loss.alpha <= 1)) return "alpha is between 0 and 1";
  return "";
}

}  // namespace specimen::gen
