#include "import/transform.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace specimen::gen {
namespace {

std::int64_t product(const ArrayShape& shape, std::size_t begin, std::size_t end) {
  std::int64_t result = 1;
  for (std::size_t i = begin; i < end; ++i) result *= shape[i];
  return result;
}
std::int64_t product(const ArrayShape& shape) { return product(shape, 0, shape.size()); }

// For `permute`: every axis once.
bool is_permutation_of(const ArrayShape& axes, std::size_t rank) {
  ArrayShape sorted = axes;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (sorted[i] != static_cast<std::int64_t>(i)) return false;
  }
  return axes.size() == rank;
}

std::int64_t from_end(std::int64_t index, std::int64_t size) { return index < 0 ? index + size : index; }

// The shape with its -1 replaced, or no value.
std::optional<ArrayShape> filled(ArrayShape shape, std::int64_t elements) {
  auto open = std::find(shape.begin(), shape.end(), -1);
  std::int64_t known = 1;
  for (auto it = shape.begin(); it != shape.end(); ++it) {
    if (it == open) continue;
    if (*it < 0 || (*it > 0 && known > INT64_MAX / *it)) return std::nullopt;
    known *= *it;
  }
  if (open != shape.end()) {
    if (known == 0 || elements % known != 0) return std::nullopt;
    *open = elements / known;
    known = elements;
  }
  if (known != elements) return std::nullopt;
  return shape;
}

bool one_shape(const Transform& step, ArrayShape& shape, std::string& message) {
  const ArrayShape& n = step.numbers;
  switch (step.op) {
    case Transform::Op::permute: {
      if (!is_permutation_of(n, shape.size())) {
        message = "permute " + shape_text(n) + " does not name each axis of " + shape_text(shape) + " once";
        return false;
      }
      ArrayShape result;
      for (std::int64_t axis : n) result.push_back(shape[static_cast<std::size_t>(axis)]);
      shape = result;
      return true;
    }
    case Transform::Op::reshape: {
      std::optional<ArrayShape> result = filled(n, product(shape));
      if (!result) {
        message = "reshape " + shape_text(n) + " does not hold as many elements as " + shape_text(shape);
        return false;
      }
      shape = *result;
      return true;
    }
    case Transform::Op::slice: {
      bool valid = n.size() == 3 && n[0] >= 0 && n[0] < static_cast<std::int64_t>(shape.size());
      if (valid) {
        std::int64_t& size = shape[static_cast<std::size_t>(n[0])];
        std::int64_t begin = from_end(n[1], size), end = from_end(n[2], size);
        valid = 0 <= begin && begin < end && end <= size;
        if (valid) size = end - begin;
      }
      if (!valid) message = "slice " + shape_text(n) + " (axis, begin, end) is outside of " + shape_text(shape);
      return valid;
    }
    default:
      return true;
  }
}

bool join_shapes(const Transform& step, std::vector<ArrayShape>& shapes, std::string& message) {
  bool stack = step.op == Transform::Op::stack;
  std::int64_t axis = step.numbers.empty() ? -1 : step.numbers[0];
  ArrayShape result = shapes[0];
  std::int64_t last = static_cast<std::int64_t>(result.size()) - (stack ? 0 : 1);
  if (axis < 0 || axis > last) {
    message =
        std::string(stack ? "stack" : "concat") + ": " + shape_text(result) + " has no axis " + std::to_string(axis);
    return false;
  }
  std::size_t at = static_cast<std::size_t>(axis);
  for (std::size_t i = 1; i < shapes.size(); ++i) {
    ArrayShape other = shapes[i];
    if (!stack && other.size() == result.size()) {
      std::int64_t sum = result[at] + other[at];
      other[at] = result[at];
      if (other == result) {
        result[at] = sum;
        continue;
      }
    } else if (stack && other == result) {
      continue;
    }
    message = std::string(stack ? "stack" : "concat") + ": " + shape_text(shapes[i]) + " does not fit to " +
              shape_text(result) + " on axis " + std::to_string(axis);
    return false;
  }
  if (stack) result.insert(result.begin() + axis, static_cast<std::int64_t>(shapes.size()));
  shapes = {result};
  return true;
}

Array permuted(const Array& source, const ArrayShape& axes) {
  std::size_t rank = axes.size();
  Array result;
  ArrayShape step(rank);  // of the source, in elements, for one step along each axis of the result
  for (std::size_t i = 0; i < rank; ++i) {
    std::size_t axis = static_cast<std::size_t>(axes[i]);
    result.shape.push_back(source.shape[axis]);
    step[i] = product(source.shape, axis + 1, rank);
  }
  result.values.resize(source.values.size());
  ArrayShape index(rank, 0);
  std::int64_t from = 0;
  for (float& value : result.values) {
    value = source.values[static_cast<std::size_t>(from)];
    for (std::size_t i = rank; i-- > 0;) {
      from += step[i];
      if (++index[i] < result.shape[i]) break;
      from -= step[i] * result.shape[i];
      index[i] = 0;
    }
  }
  return result;
}

Array sliced(const Array& source, const ArrayShape& numbers) {
  std::size_t axis = static_cast<std::size_t>(numbers[0]);
  std::int64_t size = source.shape[axis];
  std::int64_t begin = from_end(numbers[1], size), end = from_end(numbers[2], size);
  std::int64_t inner = product(source.shape, axis + 1, source.shape.size());
  std::int64_t outer = product(source.shape, 0, axis);
  Array result;
  result.shape = source.shape;
  result.shape[axis] = end - begin;
  for (std::int64_t i = 0; i < outer; ++i) {
    auto start = source.values.begin() + i * size * inner;
    result.values.insert(result.values.end(), start + begin * inner, start + end * inner);
  }
  return result;
}

// Stacking is concatenating tensors whose size along the new axis is one.
Array joined(std::vector<Array>& parts, std::size_t axis, bool stack) {
  if (stack) {
    for (Array& part : parts) part.shape.insert(part.shape.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  }
  Array result;
  result.shape = parts[0].shape;
  result.shape[axis] = 0;
  for (const Array& part : parts) result.shape[axis] += part.shape[axis];
  std::int64_t outer = product(result.shape, 0, axis);
  for (std::int64_t i = 0; i < outer; ++i) {
    for (const Array& part : parts) {
      std::int64_t run = product(part.shape, axis, part.shape.size());
      result.values.insert(result.values.end(), part.values.begin() + i * run, part.values.begin() + (i + 1) * run);
    }
  }
  return result;
}

bool is_join(Transform::Op op) { return op == Transform::Op::concat || op == Transform::Op::stack; }

std::optional<Transform> parse_one(const Value& value, Diagnostics& diagnostics) {
  const TransformStep* const step = check_transform_step(value, false, Kind::checkpoint_transform, diagnostics);
  if (!step) return std::nullopt;
  Transform transform;
  transform.op = step->op;
  const Value& argument = value.object()[0].value;
  for (const Value& item : argument.is_list() ? argument.list() : Value::List{argument}) {
    if (step->takes == TransformStep::Takes::names) {
      transform.names.push_back(item.text());
    } else {
      transform.numbers.push_back(item.integer());
    }
  }
  return transform;
}

}  // namespace

std::string shape_text(const ArrayShape& shape) {
  std::vector<std::string> parts;
  for (std::int64_t dimension : shape) parts.push_back(std::to_string(dimension));
  return "(" + join(parts, ", ") + ")";
}

std::optional<std::vector<Transform>> parse_transforms(const std::vector<Value>& list, Diagnostics& diagnostics) {
  std::vector<Transform> steps;
  for (const Value& value : list) {
    std::optional<Transform> step = parse_one(value, diagnostics);
    if (!step) return std::nullopt;
    steps.push_back(std::move(*step));
  }
  return steps;
}

bool transform_shapes(const std::vector<Transform>& steps, std::vector<ArrayShape>& shapes, std::string& message) {
  for (const Transform& step : steps) {
    if (is_join(step.op)) {
      if (!join_shapes(step, shapes, message)) return false;
      continue;
    }
    for (ArrayShape& shape : shapes) {
      if (!one_shape(step, shape, message)) return false;
    }
  }
  if (shapes.size() != 1) {
    message = std::to_string(shapes.size()) + " tensors and no `concat` or `stack` to make one of them";
    return false;
  }
  return true;
}

void transform_arrays(const std::vector<Transform>& steps, std::vector<Array>& arrays) {
  for (const Transform& step : steps) {
    if (is_join(step.op)) {
      Array result = joined(arrays, static_cast<std::size_t>(step.numbers[0]), step.op == Transform::Op::stack);
      arrays.clear();
      arrays.push_back(std::move(result));
      continue;
    }
    for (Array& array : arrays) {
      if (step.op == Transform::Op::permute) array = permuted(array, step.numbers);
      if (step.op == Transform::Op::reshape) array.shape = *filled(step.numbers, product(array.shape));
      if (step.op == Transform::Op::slice) array = sliced(array, step.numbers);
    }
  }
}

}  // namespace specimen::gen
