#include "spec/meaning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/nearest.h"
#include "base/text.h"
#include "spec/binding.h"
#include "spec/json.h"

namespace specimen::gen {
namespace {

constexpr double kMostPixels = 100000;  // of a side
constexpr double kMostNumber = std::numeric_limits<float>::max();

template <class Names>
std::vector<Value> choices(const Names& names) {
  std::vector<Value> values;
  for (const char* name : names)
    if (*name != '\0') values.emplace_back(name);
  return values;
}

// The value of an enumeration whose names are `names`, by its name there.
template <class Enum, class Names>
Enum named(const Names& names, const Value& name) {
  const auto found = std::find(std::begin(names), std::end(names), name.text());
  return static_cast<Enum>(found == std::end(names) ? 0 : found - std::begin(names));
}

std::vector<Argument> image_arguments() {
  auto optional = [](const char* name, const char* type, const char* doc) {
    return Argument::with_default(name, type, Value(), doc);
  };
  return {
      Argument::with_default("library", "string", Value("keras"),
                             "whose code resizes and crops: keras (keras.utils.load_img), tensorflow (tf.image.resize "
                             "and keras.utils.image_dataset_from_directory), tf_models (TensorFlow Models' evaluation "
                             "on ImageNet), torchvision (Resize and CenterCrop of PIL images, which timm uses, too)")
          .one_of(choices(kImageLibraries)),
      optional("interpolation", "string",
               "keras: nearest unless given, tensorflow, tf_models and torchvision: bilinear. tensorflow has no other "
               "than these two, tf_models bilinear alone")
          .one_of(choices(kInterpolations)),
      optional("resize", "list[int]",
               "height and width that the whole image is resized to: those of the input, which is the default")
          .at_least(1)
          .at_most(kMostPixels),
      optional("resize_short_side", "int",
               "pixels that the short side is scaled to; the input is the centre of that. tf_models and torchvision")
          .at_least(1)
          .at_most(kMostPixels),
      optional("crop", "string", "what is taken after `resize_short_side`").one_of({Value("center")}),
      Argument::with_default("color", "string", Value("rgb"), "the order of the channels; grayscale: one of luma")
          .one_of(choices(kColorOrders)),
      Argument::with_default("scale", "float", Value(1.0), "(pixel * scale - mean) / std, pixels from 0 to 255")
          .at_least(-kMostNumber)
          .at_most(kMostNumber),
      optional("mean", "list[float]", "a number for each channel, in the order of `color`")
          .at_least(-kMostNumber)
          .at_most(kMostNumber),
      optional("std", "list[float]", "a number for each channel, none of them 0")
          .at_least(-kMostNumber)
          .at_most(kMostNumber),
      optional("standardize", "string",
               "in place of scale, mean and std: each image by its own mean and deviation, as "
               "tf.image.per_image_standardization")
          .one_of({Value("per_image")}),
  };
}

// Given arguments by name, checked; null ones are left out.
class Given {
 public:
  // No value after diagnostics.
  static std::optional<Given> of(const std::vector<Argument>& arguments, const Value& object, std::string_view owner,
                                 const Span& span, Diagnostics& diagnostics) {
    Given given;
    bool good = check_names(arguments, object.object(), owner, diagnostics);
    for (const Argument& argument : arguments) {
      const Value* value = object.find(argument.name);
      if (!value) {
        if (!argument.required) continue;
        diagnostics.error(Kind::argument_missing, span, "{} needs the argument `{}`: {}", owner, argument.name,
                          argument.type.text());
        good = false;
        continue;
      }
      const Value placed = value->span.valid() ? *value : value->at(span);
      std::optional<Value> checked = check_argument(argument, placed, owner, nullptr, diagnostics);
      good = good && checked;
      if (checked && !checked->is_null()) given.values_[argument.name] = checked->at(placed.span);
    }
    return good ? std::optional<Given>(std::move(given)) : std::nullopt;
  }

  const Value* find(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::string, Value> values_;
};

class ImageReader {
 public:
  ImageReader(const Given& given, const DeclaredInput* input, Diagnostics& diagnostics)
      : given_(given), input_(input), diagnostics_(diagnostics) {}

  std::optional<FromImage> read() {
    FromImage image;
    if (const Value* library = given_.find("library")) image.library = named<ImageLibrary>(kImageLibraries, *library);
    if (const Value* color = given_.find("color")) image.color = named<ColorOrder>(kColorOrders, *color);
    const bool good = interpolation(image) && (!input_ || shape(image)) && sizes(image) && numbers(image);
    return good ? std::optional<FromImage>(std::move(image)) : std::nullopt;
  }

 private:
  template <class... Args>
  Diagnostic& bad(const Span& span, fmt::format_string<Args...> text, Args&&... args) {
    return diagnostics_.error(Kind::spec_bad_value, span, text, std::forward<Args>(args)...);
  }

  std::size_t channels(const FromImage& image) const { return image.color == ColorOrder::grayscale ? 1 : 3; }

  bool interpolation(FromImage& image) {
    const std::vector<Interpolation>& known = interpolations_of(image.library);
    image.interpolation = known[0];
    const Value* value = given_.find("interpolation");
    if (!value) return true;
    image.interpolation = named<Interpolation>(kInterpolations, *value);
    if (std::find(known.begin(), known.end(), image.interpolation) != known.end()) return true;
    std::vector<std::string> names;
    for (Interpolation one : known) names.emplace_back(to_string(one));
    bad(value->span, "the library {} resizes by {}, not {}", to_string(image.library), join(names, " or "),
        value->text())
        .note("`library` says whose code resizes: torchvision and keras, which resize by PIL, have all of them");
    return false;
  }

  // (batch, height, width, channels) of float32.
  bool shape(const FromImage& image) {
    const std::vector<Dim>& dims = input_->shape;
    if (input_->dtype != "float32" || dims.size() != 4 ||
        !std::all_of(dims.begin() + 1, dims.end(), [](const Dim& d) { return d.is_constant(); })) {
      bad(input_->span, "an image becomes float32 (batch, height, width, channels) of fixed size, not {} {}",
          printable(input_->dtype), to_string(dims));
      return false;
    }
    if (dims[3] == Dim(static_cast<std::int64_t>(channels(image)))) return true;
    const Value* color = given_.find("color");
    bad(color ? color->span : input_->span, "an image of the colour {} has {}, and the input has {}",
        to_string(image.color), count_of(channels(image), "channel"), dims[3].text())
        .note("`color` is rgb or bgr for three channels, grayscale for one");
    return false;
  }

  bool sizes(FromImage& image) {
    const Value* resize = given_.find("resize");
    const Value* short_side = given_.find("resize_short_side");
    const Value* crop = given_.find("crop");
    if (resize && short_side) {
      bad(short_side->span, "an image is resized by `resize` or by `resize_short_side`, not by both");
      return false;
    }
    if (crop && !short_side) {
      bad(crop->span, "`crop` needs `resize_short_side`: without it the whole image becomes the input");
      return false;
    }
    if (resize && resize->list().size() != 2) {
      bad(resize->span, "`resize` is [height, width], not {}", count_of(resize->list().size(), "number"));
      return false;
    }
    if (short_side && !has_short_side(image.library)) {
      bad(short_side->span, "the library {} does not scale the short side", to_string(image.library))
          .note("`\"library\": \"torchvision\"` and `\"library\": \"tf_models\"` do, each with its own rounding");
      return false;
    }
    if (short_side) image.resize_short_side = short_side->integer();
    if (!input_) return true;
    const Dim &height = input_->shape[1], &width = input_->shape[2];
    if (resize && (Dim(resize->list()[0].integer()) != height || Dim(resize->list()[1].integer()) != width)) {
      bad(resize->span, "the input is {} x {} pixels (height x width), and `resize` says {} x {}", height.text(),
          width.text(), resize->list()[0].integer(), resize->list()[1].integer());
      return false;
    }
    if (short_side && image.resize_short_side < std::max(height.value(), width.value())) {
      bad(short_side->span, "the input of {} x {} pixels does not fit into an image whose short side is {}",
          height.text(), width.text(), image.resize_short_side);
      return false;
    }
    return true;
  }

  bool numbers(FromImage& image) {
    const Value *scale = given_.find("scale"), *mean = given_.find("mean"), *std = given_.find("std");
    image.standardize = given_.find("standardize") != nullptr;
    for (const Value* value : {scale, mean, std}) {
      if (!value || !image.standardize) continue;
      bad(value->span, "`standardize` takes the place of `scale`, `mean` and `std`");
      return false;
    }
    if (scale) image.scale = scale->number();
    if (static_cast<float>(image.scale) == 0.0f) {
      bad(scale->span, "a scale of {} makes all images equal", number_text(image.scale));
      return false;
    }
    return channel_numbers(image, mean, "mean", image.mean) && channel_numbers(image, std, "std", image.std);
  }

  bool channel_numbers(const FromImage& image, const Value* list, const char* name, std::vector<double>& out) {
    if (!list) return true;
    if (list->list().size() != channels(image)) {
      bad(list->span, "`{}` has {}, and an image of the colour {} has {}", name,
          count_of(list->list().size(), "number"), to_string(image.color), count_of(channels(image), "channel"));
      return false;
    }
    for (const Value& item : list->list()) {
      out.push_back(item.number());
      if (std::string_view(name) != "std" || static_cast<float>(item.number()) != 0.0f) continue;
      bad(item.span.valid() ? item.span : list->span, "`std` divides, so it cannot be {}", number_text(item.number()));
      return false;
    }
    return true;
  }

  const Given& given_;
  const DeclaredInput* input_;  // null: not known
  Diagnostics& diagnostics_;
};

std::optional<InputMeaning> read_input(const DataKey& key, const Value& object, const DeclaredInput* input,
                                       Diagnostics& diagnostics) {
  const Span span = object.span.valid() || !input ? object.span : input->span;
  const std::optional<Given> given = Given::of(key.arguments, object, key.name, span, diagnostics);
  if (!given) return std::nullopt;
  if (key.name == "from_image") {
    std::optional<FromImage> image = ImageReader(*given, input, diagnostics).read();
    return image ? std::optional<InputMeaning>(std::move(*image)) : std::nullopt;
  }
  if (input && (input->dtype != "int32" || input->shape.size() != 2 || input->shape[1].is_constant())) {
    diagnostics
        .error(Kind::spec_bad_value, input->span, "a text becomes int32 (batch, a symbol), not {} {}",
               printable(input->dtype), to_string(input->shape))
        .note("the symbol is the text's length in tokens");
    return std::nullopt;
  }
  return FromText{named<Tokenizer>(kTokenizers, *given->find("tokenizer"))};
}

std::optional<OutputMeaning> read_output(const Value& object, const Span& span, Diagnostics& diagnostics) {
  const std::optional<Given> given = Given::of(output_arguments(), object, "an output", span, diagnostics);
  if (!given) return std::nullopt;
  OutputMeaning meaning;
  if (const Value* kind = given->find("kind")) meaning.kind = named<OutputKind>(kOutputKinds, *kind);
  const Value* labels = given->find("labels");
  if (!labels) return meaning;
  meaning.labels = labels->text();
  if (is_identifier(meaning.labels)) return meaning;
  diagnostics
      .error(Kind::spec_bad_value, labels->span, "`{}` names no list of labels: a name has letters, digits and `_`",
             printable(meaning.labels))
      .note("a list is a file `labels/NAME.txt` beside the specs, with a name a line");
  return std::nullopt;
}

// The object in `json`, which lives as long as `file`.
std::optional<Value> read_object(const SourceFile& file, Diagnostics& diagnostics) {
  std::optional<Value> value = parse_json(file, diagnostics);
  return value && value->is_object() ? value : std::nullopt;
}

}  // namespace

const std::vector<DataKey>& data_keys() {
  static const std::vector<DataKey> keys = {
      {"from_image", "the input is an image", image_arguments()},
      {"from_text",
       "the input is the ids of a text's tokens",
       {Argument::needed("tokenizer", "string", "what cuts the text into tokens").one_of(choices(kTokenizers))}},
  };
  return keys;
}

const DataKey* find_data_key(std::string_view name) {
  for (const DataKey& key : data_keys())
    if (key.name == name) return &key;
  return nullptr;
}

const std::vector<Argument>& output_arguments() {
  static const std::vector<Argument> arguments = {
      Argument::with_default("kind", "string", Value(),
                             "what the values are: embedding: vectors, of which programs print the similarity; span: "
                             "start and end logits of each token, of which they print the answer")
          .one_of(choices(kOutputKinds)),
      Argument::with_default("labels", "string", Value(), "a list `labels/NAME.txt` beside the specs, a name a line"),
  };
  return arguments;
}

bool check_constants(const Template& object, const std::vector<Argument>& arguments, std::string_view owner,
                     Diagnostics& diagnostics) {
  Value::Object given;
  for (const Template::Member& member : object.members()) given.push_back({member.key, Value(), member.key_span});
  bool good = check_names(arguments, given, owner, diagnostics);
  for (const Argument& argument : arguments) {
    for (const Template::Member& member : object.members()) {
      if (member.key != argument.name || !member.value.constant()) continue;
      good = check_argument(argument, member.value.constant_value(), owner, nullptr, diagnostics) && good;
    }
  }
  return good;
}

std::optional<InputMeaning> input_meaning(const DataKey& key, const Value& given, const DeclaredInput& input,
                                          Diagnostics& diagnostics) {
  if (given.is_null()) return InputMeaning();
  if (given.is_object()) return read_input(key, given, &input, diagnostics);
  diagnostics.error(Kind::spec_wrong_type, given.span.valid() ? given.span : input.span, "`{}` is an object, not {}",
                    key.name, describe(given.kind()));
  return std::nullopt;
}

std::optional<OutputMeaning> output_meaning(const Value& given, const Span& span, Diagnostics& diagnostics) {
  return read_output(given, span, diagnostics);
}

std::optional<InputMeaning> parse_input_meaning(const std::string& json) {
  const SourceFile file("", json);
  Diagnostics diagnostics;
  const std::optional<Value> value = read_object(file, diagnostics);
  if (!value || value->object().size() > 1) return std::nullopt;
  if (value->object().empty()) return InputMeaning();
  const Value::Entry& entry = value->object()[0];
  const DataKey* key = find_data_key(entry.key);
  return key && entry.value.is_object() ? read_input(*key, entry.value, nullptr, diagnostics) : std::nullopt;
}

std::optional<OutputMeaning> parse_output_meaning(const std::string& json) {
  const SourceFile file("", json);
  Diagnostics diagnostics;
  const std::optional<Value> value = read_object(file, diagnostics);
  return value ? read_output(*value, value->span, diagnostics) : std::nullopt;
}

}  // namespace specimen::gen
