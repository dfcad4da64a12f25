#include "base/meaning.h"

#include <fmt/format.h>

#include "base/text.h"

namespace specimen::gen {

namespace {

// The members of an object, in the order in which they are added.
class Members {
 public:
  void add(const char* key, std::string json) { members_.push_back(fmt::format("\"{}\": {}", key, json)); }
  void text(const char* key, const std::string& value) { add(key, json_string(value)); }
  void numbers(const char* key, const std::vector<double>& values) {
    std::vector<std::string> list;
    for (double value : values) list.push_back(number_text(value));
    if (!list.empty()) add(key, "[" + join(list, ", ") + "]");
  }
  std::string object() const { return "{" + join(members_, ", ") + "}"; }

 private:
  std::vector<std::string> members_;
};

std::string image_json(const FromImage& image) {
  Members members;
  members.text("library", to_string(image.library));
  members.text("interpolation", to_string(image.interpolation));
  if (image.resize_short_side > 0) members.add("resize_short_side", std::to_string(image.resize_short_side));
  if (image.color != ColorOrder::rgb) members.text("color", to_string(image.color));
  if (image.scale != 1) members.add("scale", number_text(image.scale));
  members.numbers("mean", image.mean);
  members.numbers("std", image.std);
  if (image.standardize) members.text("standardize", "per_image");
  return members.object();
}

}  // namespace

const std::vector<Interpolation>& interpolations_of(ImageLibrary library) {
  static const std::vector<Interpolation> keras = {Interpolation::nearest, Interpolation::bilinear,
                                                   Interpolation::bicubic, Interpolation::box,
                                                   Interpolation::hamming, Interpolation::lanczos};
  static const std::vector<Interpolation> tensorflow = {Interpolation::bilinear, Interpolation::nearest};
  static const std::vector<Interpolation> tf_models = {Interpolation::bilinear};
  static const std::vector<Interpolation> torchvision = {Interpolation::bilinear, Interpolation::nearest,
                                                         Interpolation::bicubic,  Interpolation::box,
                                                         Interpolation::hamming,  Interpolation::lanczos};
  switch (library) {
    case ImageLibrary::keras:
      break;
    case ImageLibrary::tensorflow:
      return tensorflow;
    case ImageLibrary::tf_models:
      return tf_models;
    case ImageLibrary::torchvision:
      return torchvision;
  }
  return keras;
}

bool has_short_side(ImageLibrary library) {
  return library == ImageLibrary::tf_models || library == ImageLibrary::torchvision;
}

std::string to_json(const InputMeaning& meaning) {
  Members members;
  if (const auto* image = std::get_if<FromImage>(&meaning)) members.add("from_image", image_json(*image));
  if (const auto* text = std::get_if<FromText>(&meaning)) {
    Members inner;
    inner.text("tokenizer", kTokenizers[static_cast<std::size_t>(text->tokenizer)]);
    members.add("from_text", inner.object());
  }
  return members.object();
}

std::string to_json(const OutputMeaning& meaning) {
  Members members;
  if (meaning.kind != OutputKind::unknown) members.text("kind", kOutputKinds[static_cast<std::size_t>(meaning.kind)]);
  if (!meaning.labels.empty()) members.text("labels", meaning.labels);
  return members.object();
}

}  // namespace specimen::gen
