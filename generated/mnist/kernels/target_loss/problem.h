// What a target_loss kernel computes: the loss of each row of values against targets, and the gradient of the mean of
// all losses, f32. x are values, or logits where the loss has a link; t are the targets, p = softmax(x) or sigmoid(x),
// n the number of classes, s label_smoothing. Of each row:
//   mean_squared_error, mean_absolute_error   mean((x - t)^2), mean(|x - t|)
//   huber                                     mean(e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2), e = x - t
//   binary_crossentropy                       mean(-u log p - (1 - u) log(1 - p)), u = t (1 - s) + s / 2
//   binary_focal_crossentropy                 mean(w q^gamma (-u log p - (1 - u) log(1 - p))), q = u (1 - p) + (1 - u)
//   p,
//                                             w = u alpha + (1 - u) (1 - alpha) where `balanced`, else 1
//   categorical_crossentropy                  sum(-u log p), u = t (1 - s) + s / n
//   categorical_focal_crossentropy            sum(alpha (1 - p)^gamma (-u log p))
// Source: keras.losses of Keras 3. Where rows are weighted, loss and gradient are times the row's weight. Rows is a
// run-time extent.
// Arguments: values (rows, classes), targets (rows, classes), [weights (rows, 1)]; then losses (rows, 1), gradient
// (rows, classes).
#pragma once

#include "../common/fields.h"
#include "../common/loss.h"
#include "../common/traits.h"

namespace mnist::kernels {

struct TargetLoss {
  LossFn fn = LossFn::mean_squared_error;
  int classes = 1;
  double label_smoothing = 0;
  double delta = 1;
  double alpha = 0.25, gamma = 2;
  bool balanced = false;
  bool weighted = false;

  template <class V>
  void fields(V&& v) {
    v("fn", fn), v("classes", classes), v("label_smoothing", label_smoothing), v("delta", delta), v("alpha", alpha);
    v("gamma", gamma), v("balanced", balanced), v("weighted", weighted);
  }
};

std::string shape_name(const TargetLoss& problem);  // huber_10, binary_crossentropy_1_smoothed
std::int64_t flops(const TargetLoss& problem);      // a row
std::vector<KernelArgument> arguments(const TargetLoss& problem);
KernelTraits traits(const TargetLoss& problem);
std::string describe(const TargetLoss& problem);  // for people

}  // namespace mnist::kernels
