// Losses of values and targets, named as in keras.losses.
#pragma once

namespace specimen::gen {

enum class LossFn : unsigned char {
  categorical_crossentropy,
  binary_crossentropy,
  mean_squared_error,
  mean_absolute_error,
  huber,
  categorical_focal_crossentropy,
  binary_focal_crossentropy,
};
const char* to_string(LossFn fn);
bool parse(const char* text, LossFn* out);

// Reads a softmax over the row; the others are sums over its elements.
constexpr bool is_categorical(LossFn fn) {
  return fn == LossFn::categorical_crossentropy || fn == LossFn::categorical_focal_crossentropy;
}

}  // namespace specimen::gen
