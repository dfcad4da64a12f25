#include "optimizer.h"

namespace specimen_v2::train {

int rule_slots(const Optimizer& o) {
  switch (o.kind) {
    case OptimizerKind::sgd:
      return o.momentum != 0 ? 1 : 0;
    case OptimizerKind::adam:
      return o.amsgrad ? 3 : 2;
    case OptimizerKind::rmsprop:
      return 1 + (o.momentum > 0 ? 1 : 0) + (o.centered ? 1 : 0);
    case OptimizerKind::adagrad:
    case OptimizerKind::lars:
      return 1;
    case OptimizerKind::ftrl:
      return 2;
  }
  return 0;
}

int slots_of(const Optimizer& o) {
  return rule_slots(o) + (o.accumulate > 1 ? 1 : 0) + (o.average_momentum > 0 ? 1 : 0);
}

const char* slot_name(const Optimizer& o, int slot) {
  const int rule = rule_slots(o);
  if (slot >= rule) return slot == rule && o.accumulate > 1 ? "gradient_accumulator" : "average";
  switch (o.kind) {
    case OptimizerKind::sgd:
    case OptimizerKind::lars:
      return "momentum";
    case OptimizerKind::adam:
      return slot == 0 ? "momentum" : slot == 1 ? "velocity" : "velocity_hat";
    case OptimizerKind::rmsprop:
      return slot == 0 ? "velocity" : slot == 1 && o.momentum > 0 ? "momentum" : "average_gradient";
    case OptimizerKind::adagrad:
      return "accumulator";
    case OptimizerKind::ftrl:
      return slot == 0 ? "accumulator" : "linear";
  }
  return "";
}

const char* optimizer_name(OptimizerKind kind) {
  switch (kind) {
    case OptimizerKind::sgd:
      return "sgd";
    case OptimizerKind::adam:
      return "adam";
    case OptimizerKind::rmsprop:
      return "rmsprop";
    case OptimizerKind::adagrad:
      return "adagrad";
    case OptimizerKind::ftrl:
      return "ftrl";
    case OptimizerKind::lars:
      return "lars";
  }
  return "";
}

}  // namespace specimen_v2::train
