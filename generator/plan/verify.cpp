#include "plan/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace specimen::gen {

namespace {

bool is_dense(const PlanValue& v) {
  return v.padding.none() && v.storage.pixel == v.channels && v.storage.row == v.width * v.storage.pixel &&
         v.storage.example == v.height * v.storage.row;
}

std::string text_of(const Storage& s) { return fmt::format("{}/{}/{}", s.example, s.row, s.pixel); }

// The product of all dimensions but the batch and the features.
Dim rows_of(const PlanValue& v) {
  Dim rows(1);
  for (std::size_t d = 1; d + 1 < v.shape.size(); ++d) rows = rows * v.shape[d];
  return rows;
}

// A copy may take the dimensions in another order, or every n-th row and pixel: whether each of its steps is a whole
// number of one of the image's own, which has as many.
bool walks(const KernelArgument& a, const PlanValue& v) {
  struct Axis {
    int extent, stride;
  };
  const Axis of_kernel[] = {{a.shape[1], a.storage.row}, {a.shape[2], a.storage.pixel}, {a.shape[3], a.channel}};
  const Axis of_image[] = {{v.padding.size.top + v.height + v.padding.size.bottom, v.storage.row},
                           {v.padding.size.left + v.width + v.padding.size.right, v.storage.pixel},
                           {v.channels, 1}};
  const auto fits = [](const Axis& k, const Axis& i) {
    return k.extent == 1 ||
           (k.stride > 0 && k.stride % i.stride == 0 && k.stride / i.stride * (k.extent - 1) < i.extent);
  };
  int order[] = {0, 1, 2};
  do {
    if (fits(of_kernel[0], of_image[order[0]]) && fits(of_kernel[1], of_image[order[1]]) &&
        fits(of_kernel[2], of_image[order[2]]))
      return true;
  } while (std::next_permutation(std::begin(order), std::end(order)));
  return false;
}

// An image: the pixels from (row, column) on are in the buffer, as far apart as the kernel takes them to be.
std::string check_image(const KernelArgument& a, const PlanArgument& view, const PlanValue& v, bool copies) {
  const int height = a.shape[1], width = a.shape[2], channels = a.shape[3];
  const Storage& s = a.storage;
  const bool in_order = (width == 1 || s.pixel == v.storage.pixel) && (height == 1 || s.row == v.storage.row) &&
                        (channels == 1 || a.channel == 1);
  if (s.example != v.storage.example || !(in_order || (copies && walks(a, v))))
    return fmt::format("the strides are {}, not {}", text_of(v.storage), text_of(s));
  const Padding& b = v.padding.size;
  if (view.row < -b.top || view.column < -b.left)
    return fmt::format("pixel ({}, {}) is before the buffer", view.row, view.column);
  // A kernel may see several pixels, or rows, as one: what counts is where its last element is.
  const std::int64_t first =
      std::int64_t{view.row + b.top} * v.storage.row + std::int64_t{view.column + b.left} * v.storage.pixel;
  const std::int64_t last = first + extent_elements(s, height, width, 1) + std::int64_t{channels - 1} * a.channel;
  // A slice begins among the channels of its buffer.
  const std::int64_t end = v.storage.example - (v.storage.pixel - v.channels);
  if (last > end) return fmt::format("it ends at element {} of {}", last, end);
  return "";
}

std::string check(const KernelArgument& a, const PlanArgument& view, const PlanValue& v, const PlanValue& y,
                  bool result_of_rows, bool result_of_sequence, bool copies) {
  if (a.type != v.dtype) return fmt::format("it is {}, not {}", to_string(v.dtype), to_string(a.type));
  if (a.shape.empty() || a.shape[0] != kBatch) {
    // A vector, or a tensor without a batch, of which a kernel knows the order of the elements.
    std::int64_t elements = 1;
    Dim given(1);
    for (int extent : a.shape) elements *= extent;
    for (const Dim& dim : v.shape) given = given * dim;
    return given == Dim(elements)
               ? ""
               : fmt::format("it is {}, and the kernel takes {} numbers", to_string(v.shape), elements);
  }
  if (is_tokens(a)) return v.shape.size() == 2 ? "" : "ids and masks are (batch, tokens)";
  if (is_image(a)) return check_image(a, view, v, copies);
  if (!is_dense(v)) return fmt::format("the strides are {}; the kernel takes rows without gaps", text_of(v.storage));
  if (a.capacity != v.capacity) {
    return fmt::format("there are {} tokens from one example to the next, and the kernel takes {} (0: no room between)",
                       v.capacity, a.capacity);
  }
  if (a.shape.back() != v.channels) return fmt::format("it has {} features, not {}", v.channels, a.shape.back());
  if (is_sequence(a)) {
    if (v.shape.size() != 3) return "sequences are (batch, tokens, features)";
    return result_of_sequence && length_of(a) == kSequence && v.shape[1] != y.shape[1]
               ? fmt::format("it has {} tokens, the result {}", v.shape[1].text(), y.shape[1].text())
               : "";
  }
  // Rows are counted by the result, one for each example where a kernel does not compute row by row.
  if (result_of_rows && a.role != Role::operand && rows_of(v) != rows_of(y))
    return fmt::format("it has {} rows, the result {}", rows_of(v).text(), rows_of(y).text());
  return "";
}

}  // namespace

std::string verify(const Plan& plan) {
  for (const PlanFunction& f : plan.functions) {
    for (const PlanStep& step : f.steps) {
      const auto* call = std::get_if<KernelStep>(&step.action);
      if (!call) continue;
      const PlanKernel& kernel = plan.kernels[call->kernel];
      const std::vector<KernelArgument> described = arguments(kernel.problem);
      if (described.size() != call->arguments.size())
        return fmt::format("{}: {} arguments for {} of {}", step.path, call->arguments.size(), described.size(),
                           kernel.symbol);
      // Where the result has no batch, the last argument that has one says how many rows there are.
      std::size_t counted = described.size() - 1;
      while (counted > 0 && (described[counted].shape.empty() || described[counted].shape[0] != kBatch)) --counted;
      const int last = call->arguments[counted].value;
      const PlanValue& y = f.values[last < 0 ? call->arguments.back().value : last];
      const bool by_rows = std::none_of(described.begin(), described.end(),
                                        [](const KernelArgument& a) { return is_image(a) || is_sequence(a); });
      const auto* elementwise = std::get_if<Elementwise>(&kernel.problem);
      const bool copies = elementwise && elementwise->chain.steps.empty();
      for (std::size_t i = 0; i < described.size(); ++i) {
        const PlanArgument& view = call->arguments[i];
        if (view.value < 0) continue;  // a weight, or what random numbers depend on
        const PlanValue& v = f.values[view.value];
        const std::string error = check(described[i], view, v, y, by_rows, is_sequence(described.back()), copies);
        if (!error.empty())
          return fmt::format("{} in {}: {} of {}, `{}` {}: {}", step.path, f.name, described[i].name, kernel.symbol,
                             v.name, to_string(v.shape), error);
      }
    }
  }
  return "";
}

}  // namespace specimen::gen
