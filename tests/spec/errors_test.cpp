// Every diagnostic of the spec layer is reached, at the exact place, and hostile specs crash nothing.
#include <random>

#include "spec/names.h"
#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A mistake in a model's `layers`, or in the keys beside them.
struct Mistake {
  const char *kind, *at;  // the kind of the first diagnostic, and the text that it points at
  const char* layers;
  const char* more = "";
  const char* outputs = R"J({"y": "y"})J";
};

const char* const kY = R"J({"Dense": {"units": 1}, "name": "y"})J";

const Mistake kMistakes[] = {
    // Names of layers, blocks and arguments.
    {"layer_unknown", "\"Conv2d\"", R"J({"Conv2d": {"filters": 3}, "name": "y"})J"},
    {"layer_unknown", "\"Conv2d\"",
     R"J({"if": false, "layers": [{"Conv2d": {"filters": 3}, "name": "z"}]}, {"Dense": {"units": 1}, "name": "y"})J"},
    {"layer_unknown", "\"='Dens' + 'A'\"", R"J({"='Dens' + 'A'": {}, "name": "y"})J"},
    {"block_unknown", "\"bottle\"", R"J({"bottle": {"filters": 3}, "name": "y"})J"},
    {"block_unknown", "\"a*/b\"", R"J({"a*/b": {}, "name": "y"})J"},
    {"expression_type", "\"=1\"", R"J({"=1": {}, "name": "y"})J"},
    {"argument_unknown", "\"filter\"", R"J({"Conv2D": {"filters": 3, "filter": 4}, "name": "y"})J"},
    {"argument_unknown", "{'filtre': 3, 'filters': 1}", R"J({"Conv2D": "={'filtre': 3, 'filters': 1}", "name": "y"})J"},
    {"argument_missing", "\"Conv2D\"", R"J({"Conv2D": {}, "name": "y"})J"},
    {"argument_missing", "\"Conv2D\"", R"J({"Conv2D": "={}", "name": "y"})J"},
    {"argument_wrong_type", "\"3\"", R"J({"Conv2D": {"filters": "3"}, "name": "y"})J"},
    {"argument_wrong_type", "3.0", R"J({"Conv2D": {"filters": 3.0}, "name": "y"})J"},
    {"argument_wrong_type", "true", R"J({"Conv2D": {"filters": true}, "name": "y"})J"},
    {"argument_wrong_type", "null", R"J({"Conv2D": {"filters": null}, "name": "y"})J"},
    {"argument_wrong_type", "\"a\"", R"J({"Conv2D": {"filters": 3, "kernel_size": [3, "a"]}, "name": "y"})J"},
    {"argument_wrong_type", "input.shape[0]", R"J({"Conv2D": {"filters": "=input.shape[0]"}, "name": "y"})J"},
    {"argument_out_of_range", "0", R"J({"Conv2D": {"filters": 0}, "name": "y"})J"},
    {"argument_out_of_range", "2 - 5", R"J({"Conv2D": {"filters": "=2 - 5"}, "name": "y"})J"},
    {"argument_out_of_range", "1.5", R"J({"BatchNormalization": {"epsilon": 1.5}, "name": "y"})J"},
    {"argument_out_of_range", "-1", R"J({"Conv2D": {"filters": 1, "strides": [1, -1]}, "name": "y"})J"},
    {"argument_not_a_choice", "\"smae\"", R"J({"Conv2D": {"filters": 3, "padding": "smae"}, "name": "y"})J"},

    // The form of statements.
    {"spec_wrong_type", "3", R"J(3)J"},
    {"spec_wrong_type", "[3]", R"J({"Dense": [3], "name": "y"})J"},
    {"spec_wrong_type", "7", R"J({"Dense": {"units": 1}, "name": 7})J"},
    {"spec_wrong_type", "7", R"J({"Dense": {"units": 1}, "from": 7, "name": "y"})J"},
    {"spec_wrong_type", "7", R"J({"Add": {}, "from": ["x", 7], "name": "y"})J"},
    {"spec_wrong_type", "{\"a\": \"x\"}", R"J({"Dense": {"units": 1}, "from": {"a": "x"}, "name": "y"})J"},
    {"spec_wrong_type", "\"=[1]\"", R"J({"Dense": {"units": 1}, "name": "=[1]"})J"},
    {"spec_missing_key", "{\"name\": \"y\"}", R"J({"name": "y"})J"},
    {"spec_missing_key", "{", R"J({"for": "i", "layers": []})J"},
    {"spec_missing_key", "{", R"J({"if": true})J"},
    {"spec_unknown_key", "\"nmae\"", R"J({"Dense": {"units": 1}, "nmae": "y"})J"},
    {"spec_unknown_key", "\"Add\"", R"J({"Add": {}, "Dense": {"units": 1}, "name": "y"})J"},
    {"spec_unknown_key", "\"else\"", R"J({"for": "i", "in": [1], "layers": [], "else": []})J"},
    {"spec_unknown_key", "\"name\"", R"J({"if": true, "layers": [], "name": "y"})J"},
    {"spec_unknown_key", "\"layers\"", R"J({"layers": []})J"},
    {"spec_wrong_type", "3", R"J({"for": "i", "in": 3, "layers": []})J"},
    {"spec_wrong_type", "\"yes\"", R"J({"if": "yes", "layers": []})J"},
    {"spec_wrong_type", "[]", R"J({"let": []})J"},
    {"expression_type", "\"=3\"", R"J({"for": "i", "in": "=3", "layers": []})J"},
    {"expression_type", "\"=3\"", R"J({"if": "=3", "layers": []})J"},
    {"expression_symbolic", "\"=batch\"", R"J({"if": "=batch", "layers": []})J"},
    {"expression_syntax", "*", R"J({"Dense": {"units": "=2 ** 3"}, "name": "y"})J"},
    {"expression_unknown_name", "untis", R"J({"Dense": {"units": "=3 + untis * 2"}, "name": "y"})J"},

    // Names.
    {"name_invalid", "\"a b\"", R"J({"Dense": {"units": 1}, "name": "a b"})J"},
    {"name_invalid", "\"../../x\"", R"J({"Dense": {"units": 1}, "name": "../../x"})J"},
    {"name_invalid", "\"a//b\"", R"J({"Dense": {"units": 1}, "name": "a//b"})J"},
    {"name_invalid", "\"/a\"", R"J({"Dense": {"units": 1}, "name": "/a"})J"},
    {"name_invalid", "\"\"", R"J({"Dense": {"units": 1}, "name": ""})J"},
    {"name_invalid", "\"a*/b\"", R"J({"Dense": {"units": 1}, "name": "a*/b"})J"},
    {"name_invalid", "\"${{X}}\"", R"J({"Dense": {"units": 1}, "name": "${{X}}"})J"},
    {"name_invalid", "\"a\\\"b\"", R"J({"Dense": {"units": 1}, "name": "a\"b"})J"},
    {"name_invalid", "\"a'b\"", R"J({"Dense": {"units": 1}, "name": "a'b"})J"},
    {"name_invalid", "\"a\\nb\"", R"J({"Dense": {"units": 1}, "name": "a\nb"})J"},
    {"name_invalid", "\"1a\"", R"J({"Dense": {"units": 1}, "name": "1a"})J"},
    {"name_invalid", "\"a;b\"", R"J({"Dense": {"units": 1}, "name": "a;b"})J"},
    {"name_invalid", "\"a\\u0000\"", R"J({"Dense": {"units": 1}, "name": "a\u0000"})J"},
    {"name_invalid", "\"\\u00e9\"", R"J({"Dense": {"units": 1}, "name": "\u00e9"})J"},
    {"name_invalid", "\"a{-1}\"", R"J({"Dense": {"units": 1}, "name": "a{-1}"})J"},
    {"spec_wrong_type", "\"={'a': 1}['a']\"", R"J({"Dense": {"units": 1}, "name": "={'a': 1}['a']"})J"},
    {"name_keyword", "\"class\"", R"J({"Dense": {"units": 1}, "name": "class"})J"},
    {"name_keyword", "\"a/while\"", R"J({"Dense": {"units": 1}, "name": "a/while"})J"},
    {"name_keyword", "\"a__b\"", R"J({"Dense": {"units": 1}, "name": "a__b"})J"},
    {"name_keyword", "\"_Bool\"", R"J({"Dense": {"units": 1}, "name": "_Bool"})J"},
    {"name_keyword", "\"NULL\"", R"J({"Dense": {"units": 1}, "name": "NULL"})J"},
    {"name_keyword", "\"len\"", R"J({"for": "len", "in": [1], "layers": []})J"},
    {"name_keyword", "\"int\"", R"J({"let": {"int": 3}})J"},
    {"name_invalid", "\"i j\"", R"J({"for": "i j", "in": [1], "layers": []})J"},
    {"name_duplicate", "\"a\"", R"J({"Dense": {"units": 1}, "name": "a"}, {"Dense": {"units": 1}, "name": "a"})J"},
    {"name_duplicate", "\"a\"", R"J({"for": "i", "in": [1, 2], "layers": [{"Dense": {"units": 1}, "name": "a"}]})J"},
    {"name_duplicate", "\"input\"", R"J({"Dense": {"units": 1}, "name": "input"})J"},
    {"name_duplicate", "\"x\"", R"J({"Dense": {"units": 1}, "name": "x"})J"},
    {"name_collision", "\"a_b\"",
     R"J({"Dense": {"units": 1}, "name": "a/b"}, {"Dense": {"units": 1}, "name": "a_b"})J"},
    {"name_collision", "\"a_b/c\"",
     R"J({"Dense": {"units": 1}, "name": "a/b_c"}, {"Dense": {"units": 1}, "name": "a_b/c"})J"},
    {"name_collision", "\"a/b\"", R"J({"Dense": {"units": 1}, "name": "a"}, {"Dense": {"units": 1}, "name": "a/b"})J"},
    {"name_collision", "\"a\"", R"J({"Dense": {"units": 1}, "name": "a/b/c"}, {"Dense": {"units": 1}, "name": "a"})J"},

    // Tensors.
    {"tensor_unknown", "\"z\"", R"J({"Dense": {"units": 1}, "from": "z", "name": "y"})J"},
    {"tensor_unknown", "'b'", R"J({"Dense": {"units": 1}, "from": "='a' if false else 'b'", "name": "y"})J"},
    {"tensor_unknown", "\"y\"", R"J({"Add": {}, "from": ["x", "y"], "name": "y"})J"},
    {"tensor_unknown", "\"y\"", R"J({"Dense": {"units": 1}, "name": "z"})J"},
    {"tensor_ambiguous", "\"s\"", R"J({"Split": {}, "name": "s"}, {"Dense": {"units": 1}, "from": "s", "name": "y"})J"},
    {"tensor_ambiguous", "\"Dense\"", R"J({"Split": {}, "name": "s"}, {"Dense": {"units": 1}, "name": "y"})J"},
    {"input_count", "\"Add\"", R"J({"Add": {}, "name": "y"})J"},
    {"input_count", "[\"x\"]", R"J({"Add": {}, "from": ["x"], "name": "y"})J"},
    {"input_count", "[\"x\", \"x\"]", R"J({"Dense": {"units": 1}, "from": ["x", "x"], "name": "y"})J"},
    {"input_count", "[]", R"J({"Dense": {"units": 1}, "from": [], "name": "y"})J"},
    {"input_count", "\"x\"", R"J({"Constant": {"value": 1}, "from": "x", "name": "y"})J"},
    {"weights_unknown", "\"z\"", R"J({"Dense": {"units": 1}, "weights_of": "z", "name": "y"})J"},
    {"spec_wrong_type", "3", R"J({"Dense": {"units": 1}, "weights_of": 3, "name": "y"})J"},
    {"spec_wrong_type", "\"=3\"", R"J({"Dense": {"units": 1}, "weights_of": "=3", "name": "y"})J"},

    // What stands beside the layers.
    {"spec_unknown_key", "\"argumens\"", kY, R"J("argumens": {}, )J"},
    {"spec_wrong_type", "[]", kY, R"J("state": [], )J"},
    {"spec_wrong_type", "3", kY, R"J("state": {"s": 3}, )J"},
    {"spec_unknown_key", "\"size\"", kY, R"J("state": {"s": {"shape": [3], "size": 3}}, )J"},
    {"spec_missing_key", "{", kY, R"J("state": {"s": {}}, )J"},
    {"spec_bad_value", "\"us\"", kY, R"J("state": {"s": {"shape": [3], "owner": "us"}}, )J"},
    {"dimension_invalid", "\"past\"", kY, R"J("state": {"s": {"shape": ["batch", "past"]}}, )J"},
    {"dimension_invalid", "0", kY, R"J("state": {"s": {"shape": [0]}}, )J"},
    {"name_invalid", "\"a b\"", kY, R"J("state": {"a b": {"shape": [3]}}, )J"},
    {"name_duplicate", "\"x\"", kY, R"J("state": {"x": {"shape": [3]}}, )J"},
    {"spec_missing_key", "\"edit\"", kY, R"J("edit": [], )J"},
    {"model_unknown", "\"resnet50\"", kY, R"J("extends": "resnet50", )J"},
    {"spec_wrong_type", "[]", kY, R"J("arguments": [], )J"},
    {"spec_wrong_type", "3", kY, R"J("doc": 3, )J"},
    {"spec_wrong_type", "3", kY, R"J("arguments": {"n": 3}, )J"},
    {"spec_missing_key", "{", kY, R"J("arguments": {"n": {}}, )J"},
    {"spec_unknown_key", "\"typ\"", kY, R"J("arguments": {"n": {"typ": "int"}}, )J"},
    {"spec_bad_type", "integer", kY, R"J("arguments": {"n": {"type": "integer"}}, )J"},
    {"spec_bad_type", "", kY, R"J("arguments": {"n": {"type": "list[int"}}, )J"},
    {"spec_bad_type", "]", kY, R"J("arguments": {"n": {"type": "int | ]"}}, )J"},
    {"spec_wrong_type", "\"a\"", kY, R"J("arguments": {"n": {"type": "int", "min": "a"}}, )J"},
    {"spec_wrong_type", "1", kY, R"J("arguments": {"n": {"type": "int", "nullable": 1}}, )J"},
    {"spec_bad_value", "\"max\"", kY, R"J("arguments": {"n": {"type": "int", "min": 3, "max": 2}}, )J"},
    {"argument_wrong_type", "\"a\"", kY, R"J("arguments": {"n": {"type": "int", "default": "a"}}, )J"},
    {"argument_out_of_range", "1", kY, R"J("arguments": {"n": {"type": "int", "default": 1, "min": 2}}, )J"},
    {"argument_not_a_choice", "\"c\"", kY,
     R"J("arguments": {"n": {"type": "string", "default": "c", "choices": ["a", "b"]}}, )J"},
    {"argument_missing", "\"m\"", kY, R"J("arguments": {"n": {"type": "int"}}, )J"},
    {"block_unknown", "\"none\"", kY, R"J("arguments": {"n": {"type": "block", "default": "none"}}, )J"},
    {"name_keyword", "\"for\"", kY, R"J("arguments": {"for": {"type": "int"}}, )J"},
    {"name_keyword", "\"range\"", kY, R"J("arguments": {"range": {"type": "int"}}, )J"},
    {"name_invalid", "\"a-b\"", kY, R"J("arguments": {"a-b": {"type": "int"}}, )J"},
    {"name_duplicate", "\"batch\"", kY, R"J("arguments": {"batch": {"type": "int", "default": 1}}, )J"},
    {"name_duplicate", "\"n\"", kY, R"J("arguments": {"n": {"type": "int", "default": 1}}, "let": {"n": 3}, )J"},
    {"expression_unknown_name", "m", kY, R"J("let": {"n": "=m"}, )J"},
    {"constraint_invalid", "\"batch\"", kY, R"J("constraints": ["batch"], )J"},
    {"constraint_invalid", "\"batch != 2\"", kY, R"J("constraints": ["batch != 2"], )J"},
    {"constraint_invalid", "+", kY, R"J("constraints": ["batch + + 2 < 3"], )J"},
    {"constraint_invalid", "", kY, R"J("constraints": ["batch <= "], )J"},
    {"constraint_invalid", "\"batch + 1 <= batch\"", kY, R"J("constraints": ["batch + 1 <= batch"], )J"},
    {"constraint_invalid", "\"batch > 99\"", kY, R"J("constraints": ["batch <= 2", "batch > 99"], )J"},
    {"constraint_invalid", "\"batch == 99\"", kY, R"J("constraints": ["batch == 99"], )J"},
    {"constraint_invalid", "\"2 * batch >= 99\"", kY, R"J("constraints": ["2 * batch >= 99"], )J"},
    {"constraint_invalid", "\"batch > 2\"", kY, R"J("constraints": ["batch <= 2", "batch > 2"], )J"},
    {"constraint_invalid", "\"batch == 2\"", kY, R"J("constraints": ["batch == 3", "batch <= 4", "batch == 2"], )J"},
    {"dimension_invalid", "\"batc <= 2\"", kY, R"J("constraints": ["batc <= 2"], )J"},
    {"spec_wrong_type", "3", kY, R"J("constraints": [3], )J"},
    {"name_invalid", "\"V\"", kY, R"J("variants": {"V": {}}, )J"},
    {"spec_wrong_type", "3", kY, R"J("variants": {"v": 3}, )J"},
    {"argument_unknown", "\"n\"", kY, R"J("variants": {"v": {"n": 3}}, )J"},
    {"argument_wrong_type", "\"a\"", kY,
     R"J("arguments": {"n": {"type": "int", "default": 3}}, "variants": {"v": {"n": "a"}}, )J"},
    {"spec_defined_twice", "\"m\"", kY, R"J("variants": {"m": {}}, )J"},
    {"spec_wrong_type", "3", kY, R"J("source": 3, )J"},
    {"spec_wrong_type", "3", kY, R"J("checkpoints": {"keras": 3}, )J"},
    {"spec_wrong_type", "3", kY, R"J("checkpoints": {"keras": [3]}, )J"},
    {"spec_missing_key", "{", kY, R"J("checkpoints": {"keras": [{"ours": "a"}]}, )J"},
    {"spec_unknown_key", "\"our\"", kY, R"J("checkpoints": {"keras": [{"our": "a", "ours": "a", "theirs": "b"}]}, )J"},
    {"spec_wrong_type", "3", kY, R"J("checkpoints": {"keras": [{"ours": "a", "theirs": 3}]}, )J"},
    {"spec_wrong_type", "3", kY, R"J("checkpoints": {"keras": [{"ours": "a", "theirs": "b", "transform": 3}]}, )J"},
    {"spec_bad_value", "{}", kY, R"J("checkpoints": {"keras": [{"ours": "a", "theirs": "b", "transform": [{}]}]}, )J"},
    {"checkpoint_pattern", "{", kY, R"J("checkpoints": {"keras": [{"ours": "a{", "theirs": "b"}]}, )J"},
    {"checkpoint_pattern", "}", kY, R"J("checkpoints": {"keras": [{"ours": "a}", "theirs": "b"}]}, )J"},
    {"checkpoint_pattern", "{i + 1}", kY, R"J("checkpoints": {"keras": [{"ours": "a{i + 1}", "theirs": "b"}]}, )J"},
    {"checkpoint_pattern", "{b}", kY, R"J("checkpoints": {"keras": [{"ours": "{a}{b}", "theirs": "b"}]}, )J"},
    {"checkpoint_pattern", "{a}", kY, R"J("checkpoints": {"keras": [{"ours": "{a}/{a}", "theirs": "b"}]}, )J"},
    {"checkpoint_pattern", "", kY, R"J("checkpoints": {"keras": [{"ignore": ""}]}, )J"},
    {"expression_syntax", "}", kY, R"J("checkpoints": {"keras": [{"ours": "a", "theirs": "b{1 +}"}]}, )J"},

    // Outputs.
    {"tensor_unknown", "\"yy\"", kY, "", R"J({"y": "yy"})J"},
    {"block_empty", "\"m\"", kY, "", R"J({"y": {"if": false}})J"},
    {"block_empty", "\"m\"", kY, "", R"J({})J"},
    {"expression_type", "\"=3\"", kY, "", R"J({"y": {"if": "=3"}})J"},
    {"spec_unknown_key", "\"form\"", kY, "", R"J({"y": {"form": "y"}})J"},
    {"spec_wrong_type", "3", kY, "", R"J({"y": 3})J"},
    {"spec_wrong_type", "3", kY, "", R"J({"y": {"from": 3}})J"},
    {"spec_wrong_type", "\"=3\"", kY, "", R"J({"y": {"from": "=3"}})J"},
    {"spec_wrong_type", "3", kY, "", R"J([3])J"},
    {"spec_wrong_type", "3", kY, "", R"J(3)J"},
    {"name_invalid", "\"a b\"", kY, "", R"J({"a b": "y"})J"},
    {"name_duplicate", "\"y\"", kY, "", R"J(["y", "y"])J"},
};

TEST(Errors, EachMistakeIsReportedAtItsPlace) {
  for (const Mistake& m : kMistakes) {
    SpecRun run = run_layers(m.layers, m.more, m.outputs);
    std::string shown = std::string(m.layers) + " " + m.more + " " + m.outputs + "\n" + run.messages();
    EXPECT_FALSE(run.expansion) << shown;
    ASSERT_TRUE(run.diagnostics.has_errors()) << shown;
    EXPECT_EQ(kinds(run.diagnostics)[0], m.kind) << shown;
    std::string at = pointed(run.diagnostics);
    EXPECT_TRUE(at == m.at || at == "\"" + std::string(m.at) + "\"") << shown << "points at " << at << ", not " << m.at;
  }
}

// Whole files.
struct Whole {
  const char *kind, *text;
};
const Whole kWholes[] = {
    {"json_syntax", ""},
    {"json_syntax", R"J({"model": "m", "layers": [)J"},
    {"spec_wrong_type", "[]"},
    {"spec_wrong_type", "3"},
    {"spec_not_a_spec", "{}"},
    {"spec_not_a_spec", R"J({"block": "m", "model": "m"})J"},
    {"spec_wrong_type",
     R"J({"state": [], "model": "m", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_bad_value", R"J({"model": "m", "functions": {}})J"},
    {"spec_bad_value",
     R"J({"model": "m", "functions": {"f": {"inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}}},
      "layers": []})J"},
    {"spec_missing_key",
     R"J({"model": "m", "functions": {"f": {"inputs": {"x": {"shape": [1]}}, "outputs": {"x": "x"}}}})J"},
    {"spec_unknown_key",
     R"J({"model": "m", "functions": {"f": {"inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"},
      "let": {}}}})J"},
    {"name_invalid",
     R"J({"model": "m", "functions": {"1": {"inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}}}})J"},
    {"spec_missing_key", R"J({"model": "m"})J"},
    {"spec_wrong_type", R"J({"model": 3, "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {}})J"},
    {"spec_file_name", R"J({"model": "other", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"name_invalid", R"J({"model": "M", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"name_keyword", R"J({"model": "class", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"name_keyword", R"J({"block": "layers", "layers": []})J"},
    {"model_unknown", R"J({"block": "m", "layers": []})J"},
    {"spec_bad_value", R"J({"model": "m", "inputs": {}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_missing_key", R"J({"model": "m", "inputs": {"x": {}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_bad_value",
     R"J({"model": "m", "inputs": {"x": {"shape": [1], "dtype": "flaot32"}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_unknown_key",
     R"J({"model": "m", "inputs": {"x": {"shape": [1], "form_image": {}}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"name_keyword", R"J({"model": "m", "inputs": {"new": {"shape": [1]}}, "layers": [], "outputs": {"x": "new"}})J"},
    {"dimension_invalid", R"J({"model": "m", "inputs": {"x": {"shape": [0]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "inputs": {"x": {"shape": [1.5]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "inputs": {"x": {"shape": ["b"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "inputs": {"x": {"shape": ["1 +"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "inputs": {"x": {"shape": ["='a'"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "inputs": {"x": {"shape": [4294967296, 4294967296]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "arguments": {"n": {"type": "int", "default": 3}}, "inputs": {"x": {"shape": ["n"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "symbols": {"b": {"max": 0}}, "inputs": {"x": {"shape": ["b"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"dimension_invalid",
     R"J({"model": "m", "symbols": {"b": {"max": "a"}}, "inputs": {"x": {"shape": ["b"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_wrong_type",
     R"J({"model": "m", "symbols": {"b": 8}, "inputs": {"x": {"shape": ["b"]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"name_duplicate",
     R"J({"model": "m", "inputs": {"x": {"shape": [1]}, "input": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
    {"spec_unused_symbol",
     R"J({"model": "m", "symbols": {"b": {"max": 8}}, "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}})J"},
};

TEST(Errors, WholeFiles) {
  for (const Whole& w : kWholes) {
    SpecRun run(Texts{{"m", w.text}});
    ASSERT_FALSE(run.diagnostics.list().empty()) << w.text;
    EXPECT_EQ(kinds(run.diagnostics)[0], w.kind) << w.text << "\n" << run.messages();
  }
}

// Several files.
struct Files {
  const char* kind;
  Texts texts;
  ExpandLimits limits = {};
};

ExpandLimits limits(std::int64_t layers, int depth, std::int64_t repeats, std::int64_t steps) {
  return {layers, depth, repeats, steps};
}

std::vector<Files> file_mistakes() {
  std::string leaf =
      R"J({"block": "leaf", "inputs": ["a", "b"], "outputs": ["p", "q"], "layers": [{"Dense": {"units": 1}, "name": "p"}, {"Dense": {"units": 1}, "name": "q"}]})J";
  std::string use = R"J({"leaf": {}, "name": "t", "from": ["x", "x"]}, )J";
  std::string y = kY, many = "\"batch <= 1\"";
  for (int i = 0; i < 100; ++i) many += ", \"batch <= 2\"";
  Texts chain;
  for (int i = 0; i < 40; ++i)
    chain.push_back(
        {fmt::format("b{}", i), fmt::format(R"J({{"block": "b{}", "layers": [{{"{}": {}, "name": "c"}}]}})J", i,
                                            i ? fmt::format("b{}", i - 1) : "Dense", i ? "{}" : "{\"units\": 1}")});
  chain.push_back({"m", model_text(R"J({"b39": {}, "name": "y"})J")});
  return {
      {"block_cycle",
       {{"a", R"J({"block": "a", "layers": [{"a": {}, "name": "b"}]})J"},
        {"m", model_text(R"J({"a": {}, "name": "y"})J")}}},
      {"block_cycle",
       {{"a", R"J({"block": "a", "layers": [{"b": {}, "name": "b"}]})J"},
        {"b", R"J({"block": "b", "layers": [{"a": {}, "name": "a"}]})J"},
        {"m", model_text(R"J({"a": {}, "name": "y"})J")}}},
      {"block_cycle", {{"m", model_text(R"J({"m": {}, "name": "y"})J")}}},
      {"limit_depth", chain},
      {"limit_depth", {{"leaf", leaf}, {"m", model_text(use + y)}}, limits(100, 0, 100, 100)},
      {"limit_nodes",
       {{"m", model_text(R"J({"for": "i", "in": "=range(20)", "layers": [{"Dense": {"units": 1}}]}, )J" + y)}},
       limits(10, 5, 100, 1000)},
      {"limit_repeats",
       {{"m", model_text(R"J({"for": "i", "in": "=range(101)", "layers": []}, )J" + y)}},
       limits(10, 5, 100, 1000)},
      {"limit_nodes", {{"m", model_text(y, R"J("constraints": [)J" + many + "], ")}}},
      {"limit_repeats",
       {{"m",
         model_text(
             R"J({"for": "i", "in": "=range(100)", "layers": [{"for": "j", "in": "=range(100)", "layers": [{"let": {"k": 1}}]}]}, )J" +
             y)}},
       limits(10, 5, 100, 1000)},
      // Iterations count, even those without a statement.
      {"limit_repeats",
       {{"m",
         model_text(
             R"J({"for": "i", "in": "=range(100)", "layers": [{"for": "j", "in": "=range(100)", "layers": []}]}, )J" +
             y)}},
       limits(10, 5, 100, 1000)},
      {"tensor_ambiguous", {{"leaf", leaf}, {"m", model_text(use + y)}}},
      {"tensor_unknown",
       {{"leaf", leaf}, {"m", model_text(use + R"J({"Dense": {"units": 1}, "from": "t/r", "name": "y"})J")}}},
      {"input_count", {{"leaf", leaf}, {"m", model_text(R"J({"leaf": {}, "name": "t"}, )J" + y)}}},
      {"input_count", {{"leaf", leaf}, {"m", model_text(R"J({"leaf": {}, "name": "t", "from": {"a": "x"}}, )J" + y)}}},
      {"input_count",
       {{"leaf", leaf}, {"m", model_text(R"J({"leaf": {}, "name": "t", "from": {"a": "x", "c": "x"}}, )J" + y)}}},
      {"argument_unknown",
       {{"leaf", leaf}, {"m", model_text(R"J({"leaf": {"units": 3}, "name": "t", "from": ["x", "x"]}, )J" + y)}}},
      {"weights_unknown",
       {{"t",
         R"J({"block": "t", "arguments": {"n": {"type": "int"}}, "layers": [{"for": "i", "in": "=range(n)", "layers": [{"Dense": {"units": 1}, "name": "d{i}"}]}]})J"},
        {"m", model_text(R"J({"t": {"n": 1}, "name": "p"}, {"t": {"n": 2}, "name": "q", "weights_of": "p"}, )J" + y)}}},
      {"weights_unknown",
       {{"leaf", leaf},
        {"m", model_text(R"J({"leaf": {}, "name": "t", "from": ["x", "x"], "weights_of": "u"}, )J" + y)}}},
      {"spec_defined_twice",
       {{"v",
         R"J({"model": "v", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": {"x": "x"}, "variants": {"leaf": {}}})J"},
        {"leaf", leaf},
        {"m", model_text(use + R"J({"v": {}, "name": "y", "from": "t/p"})J")}}},
      {"name_duplicate",
       {{"b", R"J({"block": "b", "inputs": ["a", "a"], "layers": []})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"name_keyword",
       {{"b", R"J({"block": "b", "inputs": ["int"], "layers": []})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"spec_wrong_type",
       {{"b", R"J({"block": "b", "inputs": 3, "layers": []})J"}, {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"spec_wrong_type",
       {{"b", R"J({"block": "b", "inputs": [3], "layers": []})J"}, {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"spec_unknown_key",
       {{"b", R"J({"block": "b", "inputs": {"a": {"shape": [1]}}, "layers": []})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"dimension_invalid",
       {{"b", R"J({"block": "b", "state": {"s": {"shape": ["batch", "past"]}}, "layers": []})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"name_duplicate",
       {{"b", R"J({"block": "b", "state": {"s": {"shape": [1]}}, "layers": [{"Dense": {"units": 1}, "name": "s"}]})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"block_empty",
       {{"b", R"J({"block": "b", "outputs": {"a": {"if": false}}, "layers": []})J"},
        {"m", model_text(R"J({"b": {}, "name": "y"})J")}}},
      {"input_shape",
       {{"n", R"J({"model": "n", "inputs": {"x": {"shape": [1, 2]}}, "layers": [], "outputs": {"x": "x"}})J"},
        {"m", model_text(R"J({"n": {}, "name": "y"})J")}}},
      {"model_unknown", {{"leaf", leaf}}},
  };
}

TEST(Errors, SeveralFiles) {
  for (Files& f : file_mistakes()) {
    SpecRun run(f.texts, "", {}, f.limits);
    EXPECT_FALSE(run.expansion) << f.texts.back().second;
    ASSERT_TRUE(run.diagnostics.has_errors()) << f.kind;
    EXPECT_THAT(kinds(run.diagnostics), testing::Contains(f.kind)) << f.texts.back().second << "\n" << run.messages();
  }
}

// Kinds of the spec layer that other tests reach.
const std::set<std::string> kElsewhere = {
    "argument_malformed",                                                                // expand_test.cpp
    "extends_cycle",      "edit_matches_nothing",    "edit_conflict", "edit_ambiguous",  // edit_errors_test.cpp
    "layer_shape",        "weights_of_shape",        "state_invalid",                    // the graph layer's
    "weight_type_unused", "weight_type_unsupported",                                     // tests/types
};

TEST(Errors, EveryKindIsReached) {
  std::set<std::string> reached = kElsewhere;
  for (const Mistake& m : kMistakes) reached.insert(m.kind);
  for (const Whole& w : kWholes) reached.insert(w.kind);
  for (const Files& f : file_mistakes()) reached.insert(f.kind);
  for (const KindInfo& kind : all_kinds()) {
    std::string name = kind.name;
    // tests/base/file_test.cpp, json_test.cpp, expression_test.cpp
    if (name.rfind("file_", 0) == 0 || name.rfind("json_", 0) == 0 || name.rfind("expression_", 0) == 0) continue;
    EXPECT_TRUE(reached.count(name)) << name << " is reached by no test";
    if (name == "checkpoint_pattern") break;  // what follows belongs to other layers
  }
}

TEST(Errors, SayWhatToDo) {
  EXPECT_THAT(run_layers(R"J({"Conv2d": {"filters": 3}, "name": "y"})J").messages(),
              HasSubstr("did you mean `Conv2D`?"));
  EXPECT_THAT(run_layers(R"J({"Conv2D": {"filter": 3}, "name": "y"})J").messages(),
              HasSubstr("did you mean `filters`?"));
  EXPECT_THAT(run_layers(R"J({"Conv2D": {"filters": 3.5}, "name": "y"})J").messages(),
              HasSubstr("`filters` of Conv2D takes int, not a float"));
  EXPECT_THAT(run_layers(R"J({"Dense": {"units": 1}, "from": "inptu", "name": "y"})J").messages(),
              HasSubstr("did you mean `input`?"));
  EXPECT_THAT(run_layers(kY, R"J("variant": {}, )J").messages(), HasSubstr("did you mean `variants`?"));
  SpecRun run =
      run_layers("{\"Dense\": {\"units\": 1}, \"name\": \"a\"},\n{\"Dense\": {\"units\": 1}, \"name\": \"a\"}");
  EXPECT_THAT(run.messages(), HasSubstr("m.json:2:33: error: there are two of the name `a` here [name_duplicate]\n"));
  EXPECT_THAT(run.messages(), HasSubstr("note: it was first given here (m.json:1:"));
}

TEST(Errors, SeveralMistakesAreReportedAtOnce) {
  SpecRun run = run_layers(
      R"J({"Conv2D": {"filters": 0, "paddin": 1}, "name": "a"}, {"Dens": {}, "name": "b"}, {"Dense": {}, "name": "y"})J");
  EXPECT_THAT(kinds(run.diagnostics),
              ElementsAre("argument_unknown", "argument_out_of_range", "layer_unknown", "argument_missing"));
}

TEST(Errors, LongHostileNames) {
  SpecRun run = run_layers(R"J({"Dense": {"units": 1}, "name": ")J" + std::string(100000, 'a') + "\"}");
  EXPECT_EQ(kinds(run.diagnostics)[0], "name_invalid");
  EXPECT_LT(run.messages().size(), 2000u);
  SpecRun unknown = run_layers(R"J({")J" + std::string(100000, 'a') + R"J(": {}, "name": "y"})J");
  EXPECT_EQ(kinds(unknown.diagnostics)[0], "block_unknown");
}

TEST(Errors, EveryTruncationOfASpec) {
  std::string text = model_text(
      R"J({"for": "i", "in": "=range(2)", "layers": [{"Conv2D": {"filters": "=i + 1"}, "name": "c{i}"}]}, {"Dense": {"units": 1}, "name": "y"})J",
      R"J("arguments": {"n": {"type": "int | list[int]", "default": [1, 2]}}, )J");
  ASSERT_TRUE(SpecRun(Texts{{"m", text}}).expansion);
  for (std::size_t size = 0; size < text.size(); ++size) {
    SpecRun run(Texts{{"m", text.substr(0, size)}});
    EXPECT_TRUE(run.diagnostics.has_errors()) << size;
    EXPECT_FALSE(run.expansion) << size;
  }
}

TEST(Errors, RandomDamageCrashesNothing) {
  std::string text = model_text(
      R"J({"let": {"k": "={'a': [1, 2]}"}}, {"for": "i", "in": "=k.a", "layers": [{"if": "=i > 1", "layers": [{"Conv2D": {"filters": "=i * 4", "padding": "same"}, "name": "c{i}/d"}]}]},
    {"Dense": {"units": "=len(input.shape) + round_to(17.5, 8)"}, "name": "y", "from": ["c2/d"]})J",
      R"J("variants": {"v": {}}, "constraints": ["batch <= 9"], "checkpoints": {"keras": [{"ours": "{a}/{b}", "theirs": "{a}_{b}"}]}, )J");
  ASSERT_TRUE(SpecRun(Texts{{"m", text}}).expansion);
  std::mt19937 random(11);
  const char alphabet[] = "{}[]\",:=+-*/%()'.0189eEabcnu\\_ \n\x01\xff";
  for (int i = 0; i < 4000; ++i) {
    std::string damaged = text;
    for (unsigned k = 0; k <= random() % 3; ++k) {
      std::size_t at = random() % damaged.size();
      switch (random() % 3) {
        case 0:
          damaged[at] = alphabet[random() % (sizeof alphabet - 1)];
          break;
        case 1:
          damaged.erase(at, random() % 8);
          break;
        default:
          damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 12));
          break;
      }
    }
    SpecRun run(Texts{{"m", damaged}});
    EXPECT_TRUE(run.expansion || run.diagnostics.has_errors()) << damaged;
    EXPECT_LT(run.messages().size(), 60000u);
  }
}

TEST(Errors, WorkIsBounded) {
  // Values that would double at every step, in sharing lists.
  std::string lets = R"J({"let": {"a0": [1, 2, 3, 4, 5, 6, 7, 8]}})J";
  for (int i = 0; i < 60; ++i) lets += fmt::format(R"J(, {{"let": {{"a{}": "=[a{}, a{}]"}}}})J", i + 1, i, i);
  SpecRun run = run_layers(lets + "," + kY);
  EXPECT_EQ(kinds(run.diagnostics)[0], "expression_too_large");
  std::string texts = R"J({"let": {"a0": "abcdefgh"}})J";
  for (int i = 0; i < 60; ++i) texts += fmt::format(R"J(, {{"let": {{"a{}": "=a{} + a{}"}}}})J", i + 1, i, i);
  EXPECT_EQ(kinds(run_layers(texts + "," + kY).diagnostics)[0], "expression_too_large");
  // Deeply nested statements.
  std::string nested = kY;
  for (int i = 0; i < 45; ++i) nested = R"J({"if": true, "layers": [)J" + nested + "]}";
  EXPECT_TRUE(run_layers(nested).expansion);
  for (int i = 0; i < 10; ++i) nested = R"J({"if": true, "layers": [)J" + nested + "]}";
  EXPECT_EQ(kinds(run_layers(nested).diagnostics)[0], "json_too_deep");
}

TEST(Names, WordsThatCppKeeps) {
  for (const char* word :
       {"class", "int", "and", "co_await", "consteval", "NULL", "linux", "a__b", "_A", "std", "main", "restrict"})
    EXPECT_TRUE(is_cpp_word(word)) << word;
  for (const char* word : {"conv1", "a", "_a", "shortcut", "logits", "output"}) EXPECT_FALSE(is_cpp_word(word)) << word;
}

}  // namespace
}  // namespace specimen::gen
