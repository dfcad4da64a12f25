// What a spec says of inputs and outputs: every mistake is reported at its place, and what is right arrives typed.
#include "spec/meaning.h"

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::HasSubstr;

std::string model_of(const std::string& input, const std::string& output = "{}") {
  return R"J({"model": "m", "arguments": {"n": {"type": "int", "default": 224}}, "symbols": {"batch": {"max": 4}, "sequence": {"max": 9}}, "inputs": {"x": )J" +
         input + R"J(}, "layers": [{"Activation": {"activation": "relu"}, "name": "y"}], "outputs": {"y": )J" + output +
         R"J(}})J";
}

std::string image(const std::string& what, const char* channels = "3") {
  return R"J({"shape": ["batch", 224, "=n", )J" + std::string(channels) + R"J(], "from_image": )J" + what + "}";
}

std::string tokens(const std::string& what, const char* more = R"J(, "dtype": "int32")J") {
  return R"J({"shape": ["batch", "sequence"], "from_text": )J" + what + more + "}";
}

struct Mistake {
  const char *kind, *at, *message;
  std::string input, output = "{}";
};

const Mistake kMistakes[] = {
    // Keys and the types of their values.
    {"argument_unknown", "\"interpolaton\"", "did you mean `interpolation`", image(R"J({"interpolaton": "nearest"})J")},
    {"argument_unknown", "\"scle\"", "did you mean `scale`", image(R"J({"scle": 3})J")},
    {"argument_not_a_choice", "\"bicubc\"", "did you mean `bicubic`", image(R"J({"interpolation": "bicubc"})J")},
    {"argument_not_a_choice", "\"lanczos3\"", "did you mean `lanczos`", image(R"J({"interpolation": "lanczos3"})J")},
    {"argument_not_a_choice", "\"middle\"", "is one of \"center\"", image(R"J({"crop": "middle"})J")},
    {"argument_wrong_type", "224", "takes string or null, not an int", image(R"J({"crop": 224})J")},
    {"argument_not_a_choice", "\"yuv\"", "is one of \"rgb\", \"bgr\", \"grayscale\"", image(R"J({"color": "yuv"})J")},
    {"argument_wrong_type", "3", "takes string", image(R"J({"color": 3})J")},
    {"argument_wrong_type", "3", "takes string", image(R"J({"interpolation": 3})J")},
    {"argument_not_a_choice", "\"pytorch\"", "is one of", image(R"J({"library": "pytorch"})J")},
    {"argument_wrong_type", "224", "takes list[int]", image(R"J({"resize": 224})J")},
    {"argument_wrong_type", "127", "takes list[float]", image(R"J({"mean": 127})J")},
    {"argument_wrong_type", "\"x\"", "takes float", image(R"J({"mean": [1, "x", 3]})J")},
    {"argument_wrong_type", "\"1/255\"", "takes float", image(R"J({"scale": "1/255"})J")},
    {"argument_wrong_type", "256.5", "takes int", image(R"J({"resize_short_side": 256.5})J")},
    {"argument_wrong_type", "\"256\"", "takes int", image(R"J({"resize_short_side": "256"})J")},
    {"argument_wrong_type", "256 / 1", "takes int", image(R"J({"resize_short_side": "=256 / 1"})J")},
    {"argument_out_of_range", "0", "at least 1", image(R"J({"resize_short_side": 0})J")},
    {"argument_out_of_range", "1e39", "at most", image(R"J({"scale": 1e39})J")},
    {"argument_not_a_choice", "\"per_pixel\"", "per_image", image(R"J({"standardize": "per_pixel"})J")},
    {"spec_wrong_type", "\"tf\"", "`from_image` is an object, not a string", image(R"J("tf")J")},
    {"spec_wrong_type", "null", "`from_image` is an object, not null", image("null")},
    {"spec_wrong_type", "3", "`from_image` is an object", image(R"J("=3")J")},
    // What does not fit the input, or itself.
    {"spec_bad_value", "[200, 200]", "the input is 224 x 224 pixels", image(R"J({"resize": [200, 200]})J")},
    {"spec_bad_value", "[224]", "`resize` is [height, width], not 1 number", image(R"J({"resize": [224]})J")},
    {"spec_bad_value", "[127, 127]", "`mean` has 2 numbers", image(R"J({"mean": [127, 127]})J")},
    {"spec_bad_value", "[1]", "`std` has 1 number", image(R"J({"std": [1]})J")},
    {"spec_bad_value", "0", "`std` divides", image(R"J({"std": [1, 0, 1]})J")},
    {"spec_bad_value", "1e-60", "`std` divides", image(R"J({"std": [1, 1e-60, 1]})J")},
    {"spec_bad_value", "0", "makes all images equal", image(R"J({"scale": 0})J")},
    {"spec_bad_value", "256", "does not scale the short side", image(R"J({"resize_short_side": 256})J")},
    {"spec_bad_value", "\"center\"", "needs `resize_short_side`", image(R"J({"crop": "center"})J")},
    {"spec_bad_value", "n - 1", "does not fit",
     image(R"J({"library": "torchvision", "resize_short_side": "=n - 1"})J")},
    {"spec_bad_value", "256", "not by both",
     image(R"J({"library": "torchvision", "resize": [224, 224], "resize_short_side": 256})J")},
    {"spec_bad_value", "\"bicubic\"", "tensorflow resizes by bilinear or nearest, not bicubic",
     image(R"J({"library": "tensorflow", "interpolation": "bicubic"})J")},
    {"spec_bad_value", "\"nearest\"", "tf_models resizes by bilinear",
     image(R"J({"library": "tf_models", "interpolation": "nearest"})J")},
    {"spec_bad_value", "2", "takes the place", image(R"J({"standardize": "per_image", "scale": 2})J")},
    {"spec_bad_value", "\"grayscale\"", "has 1 channel, and the input has 3", image(R"J({"color": "grayscale"})J")},
    {"spec_bad_value", "\"x\"", "has 3 channels, and the input has 1", image("{}", "1")},
    {"spec_bad_value", "\"x\"", "has 3 channels, and the input has 4", image("{}", "4")},
    {"spec_bad_value", "\"x\"", "of fixed size", image("{}", "\"sequence\"")},
    {"spec_bad_value", "\"x\"", "not int32", R"J({"shape": ["batch", 8, 8, 3], "dtype": "int32", "from_image": {}})J"},
    {"spec_bad_value", "\"x\"", "becomes float32", R"J({"shape": ["batch", 64], "from_image": {}})J"},
    // Texts.
    {"argument_not_a_choice", "\"bpe\"", "wordpiece", tokens(R"J({"tokenizer": "bpe"})J")},
    {"argument_unknown", "\"tokeniser\"", "did you mean `tokenizer`", tokens(R"J({"tokeniser": 3})J")},
    {"argument_missing", "{}", "needs the argument `tokenizer`", tokens("{}")},
    {"argument_wrong_type", "null", "takes string", tokens(R"J({"tokenizer": null})J")},
    {"spec_bad_value", "\"x\"", "becomes int32", tokens(R"J({"tokenizer": "wordpiece"})J", "")},
    {"spec_bad_value", "\"x\"", "becomes int32",
     R"J({"shape": ["batch", 9], "dtype": "int32", "from_text": {"tokenizer": "wordpiece"}})J"},
    {"spec_bad_value", "\"from_image\"", "one kind of data",
     tokens(R"J({"tokenizer": "wordpiece"})J", R"J(, "dtype": "int32", "from_image": {})J")},
    {"spec_unknown_key", "\"from_table\"", "", R"J({"shape": ["batch", 9], "from_table": {}})J"},
    {"spec_unknown_key", "\"from_imag\"", "did you mean `from_image`", R"J({"shape": ["batch", 9], "from_imag": {}})J"},
    // Outputs.
    {"argument_not_a_choice", "\"logitz\"", "did you mean `logits`", image("{}"), R"J({"kind": "logitz"})J"},
    {"argument_wrong_type", "3", "takes string", image("{}"), R"J({"kind": 3})J"},
    {"argument_not_a_choice", "\"\"", "is one of", image("{}"), R"J({"kind": ""})J"},
    {"argument_wrong_type", "5", "takes string", image("{}"), R"J({"labels": 5})J"},
    {"spec_bad_value", "\"../../etc/passwd\"", "names no list", image("{}"), R"J({"labels": "../../etc/passwd"})J"},
    {"spec_wrong_type", "3", "", image("{}"), R"J({"doc": 3})J"},
    {"spec_unknown_key", "\"label\"", "did you mean `labels`", image("{}"), R"J({"label": "imagenet"})J"},
};

TEST(Meaning, EachMistakeIsReportedAtItsPlace) {
  for (const Mistake& m : kMistakes) {
    SpecRun run(Texts{{"m", model_of(m.input, m.output)}});
    const std::string shown = m.input + " " + m.output + "\n" + run.messages();
    EXPECT_FALSE(run.expansion) << shown;
    ASSERT_TRUE(run.diagnostics.has_errors()) << shown;
    EXPECT_EQ(kinds(run.diagnostics)[0], m.kind) << shown;
    EXPECT_EQ(pointed(run.diagnostics), m.at) << shown;
    EXPECT_THAT(run.messages(), HasSubstr(m.message)) << shown;
  }
}

TEST(Meaning, WhatIsRightArrivesTyped) {
  const std::pair<const char*, const char*> cases[] = {
      {"{}", R"J({"library": "keras", "interpolation": "nearest"})J"},
      {R"J({"interpolation": null, "resize_short_side": null, "resize": [224, "=n"]})J",
       R"J({"library": "keras", "interpolation": "nearest"})J"},
      {R"J({"library": "tf_models", "resize_short_side": "=n * 8 // 7", "crop": "center", "mean": [1, 2.5, 3]})J",
       R"J({"library": "tf_models", "interpolation": "bilinear", "resize_short_side": 256, "mean": [1.0, 2.5, 3.0]})J"},
      {R"J({"library": "torchvision", "interpolation": "bicubic", "resize_short_side": 224, "color": "bgr"})J",
       R"J({"library": "torchvision", "interpolation": "bicubic", "resize_short_side": 224, "color": "bgr"})J"},
      {R"J({"library": "tensorflow", "scale": "=1 / 255", "std": [1, 2, 3]})J",
       R"J({"library": "tensorflow", "interpolation": "bilinear", "scale": 0.00392156862745098, "std": [1.0, 2.0, 3.0]})J"},
      {R"J({"standardize": "per_image"})J",
       R"J({"library": "keras", "interpolation": "nearest", "standardize": "per_image"})J"},
  };
  for (const auto& [given, typed] : cases) {
    SpecRun run(Texts{{"m", model_of(image(given), R"J({"kind": "logits", "labels": "=['a', 'b'][0]"})J")}});
    ASSERT_TRUE(run.expansion) << given << run.messages();
    EXPECT_THAT(run.sink.lines[2], HasSubstr(R"J({"from_image": )J" + std::string(typed) + "}")) << given;
    EXPECT_THAT(run.sink.lines.back(), HasSubstr(R"J({"kind": "logits", "labels": "a"})J"));
  }
  SpecRun text(Texts{{"m", model_of(tokens(R"J("={'tokenizer': 'wordpiece'} if n > 1 else null")J"))}});
  ASSERT_TRUE(text.expansion) << text.messages();
  EXPECT_THAT(text.sink.lines[2], HasSubstr(R"J({"from_text": {"tokenizer": "wordpiece"}})J"));
  SpecRun none(Texts{{"m", model_of(tokens(R"J("=null")J"))}});
  ASSERT_TRUE(none.expansion) << none.messages();
  EXPECT_THAT(none.sink.lines[2], HasSubstr(" {}"));
}

TEST(Meaning, ItsTextIsReadBack) {
  FromImage image;
  image.library = ImageLibrary::torchvision;
  image.interpolation = Interpolation::lanczos;
  image.resize_short_side = 333;
  image.color = ColorOrder::bgr;
  image.scale = 1.0 / 255;
  image.mean = {0.1, 0.2, 0.3};
  image.std = {1e-5, 2, 3};
  FromImage standardized;
  standardized.color = ColorOrder::grayscale;
  standardized.standardize = true;
  for (const InputMeaning& meaning :
       {InputMeaning(), InputMeaning(image), InputMeaning(standardized), InputMeaning(FromText())}) {
    const auto read = parse_input_meaning(to_json(meaning));
    ASSERT_TRUE(read) << to_json(meaning);
    EXPECT_EQ(*read, meaning) << to_json(meaning);
  }
  for (const OutputMeaning& meaning : {OutputMeaning(), OutputMeaning{OutputKind::span, "squad_2"}}) {
    const auto read = parse_output_meaning(to_json(meaning));
    ASSERT_TRUE(read && *read == meaning) << to_json(meaning);
  }
  for (const char* text :
       {"", "[", "3", "{\"from_image\": 3}", "{\"from_image\": {\"color\": 3}}", "{\"from_text\": {}}",
        "{\"from\": {}}", "{\"from_image\": {}, \"from_text\": {\"tokenizer\": \"wordpiece\"}}"})
    EXPECT_FALSE(parse_input_meaning(text)) << text;
  EXPECT_FALSE(parse_output_meaning("{\"kind\": 3}"));
}

}  // namespace
}  // namespace specimen::gen
