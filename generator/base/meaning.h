// What the inputs and outputs of a model mean to people: how an image or a text becomes an input, what an output holds.
// The spec says it (`from_image`, `from_text`, `kind`, `labels`); generated programs act on it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace specimen::gen {

// Whose code resizes and crops: references differ in the pixels that they take and in how they round sizes.
enum class ImageLibrary { keras, tensorflow, tf_models, torchvision };
inline constexpr std::array kImageLibraries = {"keras", "tensorflow", "tf_models", "torchvision"};

enum class Interpolation { nearest, bilinear, bicubic, box, hamming, lanczos };
inline constexpr std::array kInterpolations = {"nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"};

enum class ColorOrder { rgb, bgr, grayscale };
inline constexpr std::array kColorOrders = {"rgb", "bgr", "grayscale"};

inline const char* to_string(ImageLibrary value) { return kImageLibraries[static_cast<std::size_t>(value)]; }
inline const char* to_string(Interpolation value) { return kInterpolations[static_cast<std::size_t>(value)]; }
inline const char* to_string(ColorOrder value) { return kColorOrders[static_cast<std::size_t>(value)]; }

// What a library resizes with; the first is what it takes where nobody says.
const std::vector<Interpolation>& interpolations_of(ImageLibrary library);
// Whether it scales the short side and takes the centre, beside resizing straight to a size.
bool has_short_side(ImageLibrary library);

// Decoded, resized, in the order of `color`; then (value * scale - mean) / std, or each image standardized by its own.
struct FromImage {
  ImageLibrary library = ImageLibrary::keras;
  Interpolation interpolation = Interpolation::nearest;
  std::int64_t resize_short_side = 0;  // pixels; 0: resized straight to the shape of the input
  ColorOrder color = ColorOrder::rgb;
  double scale = 1;
  std::vector<double> mean, std;  // one a channel, or empty: 0 and 1
  bool standardize = false;       // (value - mean) / deviation of the whole image
  bool operator==(const FromImage&) const = default;
};

enum class Tokenizer { wordpiece };
inline constexpr std::array kTokenizers = {"wordpiece"};

// The ids of a text's tokens.
struct FromText {
  Tokenizer tokenizer = Tokenizer::wordpiece;
  bool operator==(const FromText&) const = default;
};

// How raw data becomes the input, if the spec says so.
using InputMeaning = std::variant<std::monostate, FromImage, FromText>;

enum class OutputKind { unknown, logits, probabilities, features, embedding, span };
inline constexpr std::array kOutputKinds = {"", "logits", "probabilities", "features", "embedding", "span"};

struct OutputMeaning {
  OutputKind kind = OutputKind::unknown;
  std::string labels;  // names a list `labels/<name>.txt` beside the specs, or is empty
  bool operator==(const OutputMeaning&) const = default;
};

// As a spec would say it, in JSON on one line; `{}` where it says nothing.
std::string to_json(const InputMeaning& meaning);
std::string to_json(const OutputMeaning& meaning);

}  // namespace specimen::gen
