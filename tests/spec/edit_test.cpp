// Each verb of an edit on each kind of place, against the same change made to the flat list of layers by other means.
#include "spec/edit.h"

#include <algorithm>

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;

// ---- a model as a flat list of layers, and changes of it

struct Flat {
  std::string path, layer;
  std::map<std::string, std::string> arguments;  // those that are given
  std::vector<std::string> inputs;
};

class FlatModel {
 public:
  std::vector<Flat> layers;
  std::string output;

  void set(const std::string& path, const std::string& argument, const std::string& value) {
    find(path)->arguments[argument] = value;
  }
  void replace(const std::string& path, const std::string& layer, std::map<std::string, std::string> arguments) {
    find(path)->layer = layer;
    find(path)->arguments = std::move(arguments);
  }
  void insert_before(const std::string& path, Flat added) {
    auto at = find(path);
    added.inputs = at->inputs;
    at->inputs = {added.path};
    layers.insert(at, added);
  }
  void insert_after(const std::string& path, Flat added) {
    redirect(path, added.path);
    added.inputs = {path};
    layers.insert(find(path) + 1, added);
  }
  void remove(const std::string& path) {
    redirect(path, find(path)->inputs[0]);
    layers.erase(find(path));
  }
  std::string text() const {
    std::string result;
    for (const Flat& flat : layers) {
      result += flat.path + " " + flat.layer;
      for (const auto& [name, value] : flat.arguments) result += fmt::format(" {}={}", name, value);
      result += " <- " + fmt::format("{}", fmt::join(flat.inputs, ", ")) + "\n";
    }
    return result + "output <- " + output + "\n";
  }

 private:
  std::vector<Flat>::iterator find(const std::string& path) {
    return std::find_if(layers.begin(), layers.end(), [&](const Flat& flat) { return flat.path == path; });
  }
  void redirect(const std::string& from, const std::string& to) {
    for (Flat& flat : layers) std::replace(flat.inputs.begin(), flat.inputs.end(), from, to);
    if (output == from) output = to;
  }
};

// What the expander told the sink. (Every layer of these models has one output.)
FlatModel flat(const SpecRun& run) {
  FlatModel result;
  std::vector<std::string> owners = {"x"};
  for (const LayerCall& call : run.sink.calls) {
    Flat layer{call.path, call.class_name, {}, {}};
    for (const LayerArgument& argument : call.arguments)
      if (argument.given) layer.arguments[argument.name] = to_json(argument.value);
    for (Ref input : call.inputs) layer.inputs.push_back(owners[static_cast<std::size_t>(input.index)]);
    owners.push_back(call.path);
    result.layers.push_back(std::move(layer));
  }
  for (const std::string& line : run.sink.lines)
    if (line.rfind("output y ", 0) == 0) result.output = owners[static_cast<std::size_t>(std::stoi(line.substr(9)))];
  return result;
}

// ---- the specs that are edited

const char* const kUnit =
    R"J({"block": "unit", "arguments": {"filters": {"type": "int"}, "activation": {"type": "string", "default": "relu"}},
  "let": {"size": 3},
  "layers": [{"Conv2D": {"filters": "=filters", "kernel_size": "=size"}, "name": "conv"},
             {"Activation": {"activation": "=activation"}, "name": "act"}]})J";
const char* const kCell = R"J({"block": "cell", "layers": [{"unit": {"filters": 3}, "name": "u"},
  {"Conv2D": {"filters": 3}, "name": "c"}, {"Add": {}, "from": ["c", "input"], "name": "sum"}]})J";
const char* const kBase =
    R"J({"model": "base", "symbols": {"batch": {"max": 4}}, "inputs": {"x": {"shape": ["batch", 8, 8, 3]}},
  "arguments": {"cells": {"type": "int", "default": 3}, "classes": {"type": "int", "default": 10}},
  "layers": [{"Conv2D": {"filters": 3}, "name": "stem"},
             {"for": "i", "in": "=range(cells)", "layers": [{"cell": {}, "name": "stage/cell{i + 1}"}]},
             {"Dense": {"units": "=classes"}, "name": "head"}],
  "outputs": {"y": "head"}, "variants": {"base_two": {"cells": 2}}})J";

Texts texts(const std::string& edits, const std::string& more = "", const std::string& extends = "base") {
  return {
      {"unit", kUnit},
      {"cell", kCell},
      {"base", kBase},
      {"mine", R"J({"extends": ")J" + extends + R"J(", "model": "mine", )J" + more + R"J("edit": [)J" + edits + "]}"}};
}

// ---- the table: a verb, where it acts, and the paths that this means

struct Case {
  const char* name;
  const char* at;                   // the selector
  std::vector<std::string> places;  // what it selects
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      {"exact path", R"J("stem")J", {"stem"}},
      {"exact path inside", R"J("stage/cell1/c")J", {"stage/cell1/c"}},
      {"wildcard", R"J("stage/*/c")J", {"stage/cell1/c", "stage/cell2/c", "stage/cell3/c"}},
      {"wildcard within a name", R"J("st*/*1/c")J", {"stage/cell1/c"}},
      {"wildcard over levels", R"J("**/conv")J", {"stage/cell1/u/conv", "stage/cell2/u/conv", "stage/cell3/u/conv"}},
      {"one iteration", R"J("stage/cell2/c")J", {"stage/cell2/c"}},
      {"nested block", R"J("stage/cell3/u/conv")J", {"stage/cell3/u/conv"}},
      {"class",
       R"J({"path": "stage/**", "layer": "Conv2D"})J",
       {"stage/cell1/u/conv", "stage/cell1/c", "stage/cell2/u/conv", "stage/cell2/c", "stage/cell3/u/conv",
        "stage/cell3/c"}},
      {"class alone", R"J({"layer": "Activation"})J", {"stage/cell1/u/act", "stage/cell2/u/act", "stage/cell3/u/act"}},
      {"argument values",
       R"J({"path": "**", "where": {"filters": 3, "kernel_size": 3}, "layer": "Conv2D"})J",
       {"stem", "stage/cell1/u/conv", "stage/cell1/c", "stage/cell2/u/conv", "stage/cell2/c", "stage/cell3/u/conv",
        "stage/cell3/c"}},
      {"a list", R"J(["stem", "stage/cell2/u/act"])J", {"stem", "stage/cell2/u/act"}},
  };
  return list;
}

std::string edit(const Case& c, const std::string& verb) { return std::string("{\"at\": ") + c.at + ", " + verb + "}"; }

FlatModel base() { return flat(SpecRun(texts(""), "base")); }

std::string edited(const std::string& edits) {
  SpecRun run(texts(edits));
  EXPECT_TRUE(run.expansion) << edits << "\n" << run.messages();
  return flat(run).text();
}

TEST(Edit, TheBaseIsAsWritten) {
  EXPECT_THAT(base().text(), testing::StartsWith(R"(stem Conv2D filters=3 <- x
stage/cell1/u/conv Conv2D filters=3 kernel_size=3 <- stem
stage/cell1/u/act Activation activation="relu" <- stage/cell1/u/conv
stage/cell1/c Conv2D filters=3 <- stage/cell1/u/act
stage/cell1/sum Add <- stage/cell1/c, stem
stage/cell2/u/conv Conv2D filters=3 kernel_size=3 <- stage/cell1/sum
stage/cell2/u/act Activation activation="relu" <- stage/cell2/u/conv
stage/cell2/c Conv2D filters=3 <- stage/cell2/u/act
)"));
  EXPECT_EQ(edited(""), base().text());
}

TEST(Edit, Set) {
  for (const Case& c : cases()) {
    if (std::string(c.at).find("act") != std::string::npos || std::string(c.name) == "class alone") continue;
    FlatModel expected = base();
    for (const std::string& place : c.places) expected.set(place, "padding", "\"same\"");
    EXPECT_EQ(edited(edit(c, R"J("set": {"padding": "same"})J")), expected.text()) << c.name;
  }
}

TEST(Edit, Replace) {
  for (const Case& c : cases()) {
    FlatModel expected = base();
    for (const std::string& place : c.places) expected.replace(place, "Dense", {{"units", "3"}});
    EXPECT_EQ(edited(edit(c, R"J("replace": {"Dense": {"units": 3}})J")), expected.text()) << c.name;
  }
}

TEST(Edit, InsertBefore) {
  for (const Case& c : cases()) {
    FlatModel expected = base();
    for (const std::string& place : c.places)
      expected.insert_before(place, {place + "_activation", "Activation", {{"activation", "\"tanh\""}}, {}});
    EXPECT_EQ(edited(edit(c, R"J("insert_before": {"Activation": {"activation": "tanh"}})J")), expected.text())
        << c.name;
  }
}

TEST(Edit, InsertAfter) {
  for (const Case& c : cases()) {
    FlatModel expected = base();
    for (const std::string& place : c.places)
      expected.insert_after(place, {place + "_activation", "Activation", {{"activation", "\"tanh\""}}, {}});
    EXPECT_EQ(edited(edit(c, R"J("insert_after": {"Activation": {"activation": "tanh"}})J")), expected.text())
        << c.name;
  }
}

TEST(Edit, Remove) {
  for (const Case& c : cases()) {
    // Where all of a branch goes, the merge goes with it: Edit.RemovedBranches.
    if (std::string(c.name) == "class" || std::string(c.name) == "argument values") continue;
    FlatModel expected = base();
    for (const std::string& place : c.places) expected.remove(place);
    EXPECT_EQ(edited(edit(c, R"J("remove": true)J")), expected.text()) << c.name;
  }
}

// Every verb on what an extension's edits made, in an extension of that.
TEST(Edit, EditsOfEdits) {
  const std::string first =
      R"J({"at": "stage/*/c", "insert_after": {"Activation": {"activation": "tanh"}, "name": "t"}},
    {"at": "stem", "replace": {"unit": {"filters": 5}}}, {"at": "stage/cell2/u", "remove": true})J";
  const auto twice = [&](const std::string& second) {
    Texts files = texts(first);
    files.push_back({"again", R"J({"extends": "mine", "model": "again", "edit": [)J" + second + "]}"});
    SpecRun run(files);
    EXPECT_TRUE(run.expansion) << run.messages();
    return flat(run).text();
  };
  const FlatModel once = flat(SpecRun(texts(first)));
  EXPECT_EQ(twice(""), once.text());

  FlatModel expected = once;
  for (const char* path : {"stage/cell1/t", "stage/cell2/t", "stage/cell3/t"})
    expected.set(path, "activation", "\"relu\"");
  EXPECT_EQ(twice(R"J({"at": "**/t", "set": {"activation": "relu"}})J"), expected.text());

  expected = once;
  expected.replace("stem/act", "Dense", {{"units", "5"}});
  EXPECT_EQ(twice(R"J({"at": "stem/act", "replace": {"Dense": {"units": 5}}})J"), expected.text());

  expected = once;
  expected.insert_before("stage/cell3/t", {"stage/cell3/norm", "BatchNormalization", {}, {}});
  EXPECT_EQ(twice(R"J({"at": "stage/cell3/t", "insert_before": {"BatchNormalization": {}, "name": "norm"}})J"),
            expected.text());

  expected = once;
  expected.insert_after("stage/cell3/t", {"stage/cell3/t_batch_normalization", "BatchNormalization", {}, {}});
  EXPECT_EQ(twice(R"J({"at": "stage/cell3/t", "insert_after": {"BatchNormalization": {}}})J"), expected.text());

  expected = once;
  expected.remove("stage/cell1/t");
  EXPECT_EQ(twice(R"J({"at": "stage/cell1/t", "remove": true})J"), expected.text());

  // An edit of the extension counts over one of what it extends.
  Texts files = texts(R"J({"at": "stem", "set": {"filters": 5}})J");
  files.push_back(
      {"again",
       R"J({"extends": "mine", "model": "again", "edit": [{"at": "stem", "set": {"filters": "=layer.filters + 2"}}]})J"});
  expected = base();
  expected.set("stem", "filters", "7");
  EXPECT_EQ(flat(SpecRun(files)).text(), expected.text());
}

// Edits are made in the order of the list, each on what those before it made.
TEST(Edit, Order) {
  FlatModel expected = base();
  expected.insert_after("stem", {"stem_activation", "Activation", {{"activation", "\"tanh\""}}, {}});
  expected.insert_after("stem", {"n", "BatchNormalization", {}, {}});
  expected.set("stem_activation", "activation", "\"gelu\"");
  EXPECT_EQ(edited(R"J({"at": "stem", "insert_after": {"Activation": {"activation": "tanh"}}},
    {"at": "stem", "insert_after": {"BatchNormalization": {}, "name": "n"}},
    {"at": {"where": {"activation": "tanh"}}, "set": {"activation": "gelu"}})J"),
            expected.text());

  // What an edit inserts, it does not act on, nor do those before it.
  expected = base();
  for (const char* path : {"stage/cell1/u/act", "stage/cell2/u/act", "stage/cell3/u/act"}) {
    expected.set(path, "activation", "\"gelu\"");
    expected.insert_after(path, {std::string(path) + "_activation", "Activation", {{"activation", "\"relu\""}}, {}});
  }
  EXPECT_EQ(edited(R"J({"at": {"layer": "Activation"}, "set": {"activation": "gelu"}},
    {"at": {"layer": "Activation"}, "insert_after": {"Activation": {"activation": "relu"}}})J"),
            expected.text());

  // A list of layers is a chain.
  expected = base();
  expected.insert_before("stem", {"a", "Dense", {{"units", "3"}}, {}});
  expected.insert_before("stem", {"stem_dense", "Dense", {{"units", "4"}}, {}});
  expected.replace("stem", "Dense", {{"units", "5"}});
  EXPECT_EQ(
      edited(
          R"J({"at": "stem", "replace": [{"Dense": {"units": 3}, "name": "a"}, {"Dense": {"units": 4}}, {"Dense": {"units": 5}}]})J"),
      expected.text());
}

TEST(Edit, ArgumentsOfBlocksAndNamesOfTheirLet) {
  FlatModel expected = base();
  expected.set("stage/cell2/u/conv", "filters", "6");
  expected.set("stage/cell2/u/conv", "kernel_size", "5");
  expected.set("stage/cell2/u/act", "activation", "\"gelu\"");
  EXPECT_EQ(
      edited(R"J({"at": "stage/cell2/u", "set": {"filters": "=2 * layer.filters", "activation": "gelu", "size": 5}})J"),
      expected.text());
}

TEST(Edit, ExpressionsReadTheSpecThatTheEditStandsIn) {
  SpecRun run(texts(R"J({"at": "stage/*/u", "set": {"filters": "=width * classes + len(input.shape)"}})J",
                    R"J("arguments": {"width": {"type": "int", "default": 2}, "classes": 7}, )J"));
  ASSERT_TRUE(run.expansion) << run.messages();
  FlatModel expected = base();
  for (const char* path : {"stage/cell1/u/conv", "stage/cell2/u/conv", "stage/cell3/u/conv"})
    expected.set(path, "filters", "18");
  expected.set("head", "units", "7");
  EXPECT_EQ(flat(run).text(), expected.text());
}

TEST(Edit, ArgumentsOfTheModel) {
  // Values are defaults: --set counts over them. A variant's values count, too.
  Texts files =
      texts("", R"J("arguments": {"classes": "=10 * wide", "wide": {"type": "int", "default": 2}}, )J", "base_two");
  const auto head = [&](std::vector<std::string> settings) {
    SpecRun run(files, "", std::move(settings));
    EXPECT_TRUE(run.expansion) << run.messages();
    if (!run.expansion) return std::pair(std::size_t{0}, std::int64_t{0});
    return std::pair(run.sink.calls.size(), run.sink.calls.back().integer("units"));
  };
  EXPECT_EQ(head({}), std::pair(std::size_t{10}, std::int64_t{20}));
  EXPECT_EQ(head({"wide=3"}), std::pair(std::size_t{10}, std::int64_t{30}));
  EXPECT_EQ(head({"classes=3", "cells=1"}), std::pair(std::size_t{6}, std::int64_t{3}));
}

TEST(Edit, OtherKeysReplaceThoseOfTheBase) {
  SpecRun run(texts(R"J({"at": "head", "remove": true})J",
                    R"J("doc": "Mine.", "symbols": {"n": {"max": 2}}, "inputs": {"x": {"shape": ["n", 4, 4, 3]}},
                        "outputs": {"features": "head"}, "variants": {"mine_small": {"cells": 1}}, )J"),
              "mine_small");
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_EQ(run.sink.lines[0], "symbol n 2");
  EXPECT_EQ(run.sink.lines[1], "input x float32 (n, 4, 4, 3) {}");
  EXPECT_EQ(run.sink.lines.back(), "output features 5 {}");
  EXPECT_EQ(run.library.find_model("mine", run.diagnostics)->doc(), "Mine.");
}

TEST(Edit, BlocksAreExtendedLikeModels) {
  Texts files = {{"unit", kUnit},
                 {"big", R"J({"extends": "unit", "block": "big", "arguments": {"filters": 8}, "let": {"size": 5},
                   "edit": [{"at": "act", "insert_before": {"BatchNormalization": {}, "name": "bn"}}]})J"},
                 {"m", model_text(R"J({"big": {}, "name": "y"})J")}};
  SpecRun run(files);
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.layers(), ElementsAre("y/conv", "y/bn", "y/act"));
  EXPECT_EQ(run.sink.calls[0].integer("filters"), 8);
  EXPECT_EQ(run.sink.calls[0].integer("kernel_size"), 5);
  // Those of the block come before those of what uses it.
  files.push_back(
      {"mine", R"J({"extends": "m", "model": "mine", "edit": [{"at": "y/bn", "set": {"epsilon": 0.5}}]})J"});
  SpecRun outer(files);
  ASSERT_TRUE(outer.expansion) << outer.messages();
  EXPECT_EQ(outer.sink.calls[1].number("epsilon"), 0.5);
}

// A merge loses the branches of which nothing is left, and one operand needs no merge.
TEST(Edit, RemovedBranches) {
  const std::string body =
      R"J({"Conv2D": {"filters": 3}, "name": "a"}, {"Conv2D": {"filters": 3}, "name": "b1", "from": "a"},
    {"Conv2D": {"filters": 3}, "name": "b2"}, {"Conv2D": {"filters": 3}, "name": "c", "from": "a"},
    {"Add": {}, "from": ["b2", "c", "a"], "name": "sum"}, {"Dense": {"units": 1}, "name": "y"})J";
  const auto after = [&](const std::string& at) {
    SpecRun run(
        {{"m", model_text(body)},
         {"mine", R"J({"extends": "m", "model": "mine", "edit": [{"at": )J" + at + R"J(, "remove": true}]})J"}});
    EXPECT_TRUE(run.expansion) << run.messages();
    const std::string text = flat(run).text();
    return text.substr(text.find("sum") == std::string::npos ? text.find("y Dense") : text.find("sum"));
  };
  const std::string y = "y Dense units=1 <- sum\noutput <- y\n";
  EXPECT_EQ(after(R"J("c")J"), "sum Add <- b2, a\n" + y);          // a branch of one layer
  EXPECT_EQ(after(R"J("b2")J"), "sum Add <- b1, c, a\n" + y);      // part of a branch: joined
  EXPECT_EQ(after(R"J(["b1", "b2"])J"), "sum Add <- c, a\n" + y);  // all of it
  EXPECT_EQ(after(R"J(["b*", "c"])J"), "y Dense units=1 <- a\noutput <- y\n");
  EXPECT_EQ(after(R"J("a")J"), "sum Add <- b2, c, x\n" + y);
}

TEST(Edit, WhereAMergeIsInsertedBeforeFromSaysWhich) {
  FlatModel expected = base();
  for (const char* cell : {"stage/cell1", "stage/cell2", "stage/cell3"}) {
    Flat added{std::string(cell) + "/sum_dense", "Dense", {{"units", "3"}}, {std::string(cell) + "/c"}};
    auto sum = std::find_if(expected.layers.begin(), expected.layers.end(),
                            [&](const Flat& f) { return f.path == std::string(cell) + "/sum"; });
    sum->inputs[0] = added.path;
    expected.layers.insert(sum, added);
  }
  EXPECT_EQ(edited(R"J({"at": "stage/*/sum", "insert_before": {"Dense": {"units": 3}, "from": "c"}})J"),
            expected.text());
}

TEST(Edit, AMergeIsReplacedWithAllItsInputs) {
  FlatModel expected = base();
  for (const char* path : {"stage/cell1/sum", "stage/cell2/sum", "stage/cell3/sum"})
    expected.replace(path, "Subtract", {});
  EXPECT_EQ(edited(R"J({"at": {"layer": "Add"}, "replace": {"Subtract": {}}})J"), expected.text());
}

// Names that the spec counts stay as they were: checkpoints go by them.
TEST(Edit, NamesOfLayersThatStay) {
  const std::string body =
      R"J({"Conv2D": {"filters": 3}}, {"Conv2D": {"filters": 3}}, {"Conv2D": {"filters": 3}}, {"Dense": {"units": 1}, "name": "y"})J";
  SpecRun run(
      {{"m", model_text(body)},
       {"mine",
        R"J({"extends": "m", "model": "mine", "edit": [{"at": "conv2d", "insert_after": {"Conv2D": {"filters": 3}}},
                 {"at": "conv2d_1", "remove": true}, {"at": "conv2d_2", "replace": {"Dense": {"units": 3}, "name": "d"}}]})J"}});
  ASSERT_TRUE(run.expansion) << run.messages();
  EXPECT_THAT(run.layers(), ElementsAre("conv2d", "conv2d_conv2d", "d", "y"));
}

TEST(PathPatterns, MatchAsGitignoreDoes) {
  const auto matches = [](const char* pattern, const char* path) {
    Diagnostics diagnostics;
    std::optional<PathPattern> parsed = PathPattern::parse(Value(pattern), diagnostics);
    return parsed && parsed->matches(path);
  };
  struct {
    const char *pattern, *path;
    bool match;
  } rows[] = {{"a", "a", true},         {"a", "ab", false},          {"a*", "ab", true},
              {"a*", "a", true},        {"a*", "a/b", false},        {"*", "a", true},
              {"*", "a/b", false},      {"**", "a", true},           {"**", "a/b/c", true},
              {"a/**", "a", false},     {"a/**", "a/b", true},       {"a/**", "a/b/c", true},
              {"**/c", "c", true},      {"**/c", "a/b/c", true},     {"**/c", "a/c/b", false},
              {"a/**/c", "a/c", true},  {"a/**/c", "a/b/d/c", true}, {"a/**/c", "b/c", false},
              {"*a*b*", "xaybz", true}, {"*a*b*", "xbya", false},    {"**/a/**/b", "x/a/a/b", true},
              {"a*b*c", "abcbc", true}, {"s*/b*/c", "s1/b2/c", true}};
  for (const auto& row : rows) EXPECT_EQ(matches(row.pattern, row.path), row.match) << row.pattern << " " << row.path;
  for (const char* bad : {"", "/", "a/", "a//b", "a**", "***", "a b", "a.b", "[a]", "a?"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(PathPattern::parse(Value(bad), diagnostics)) << bad;
    EXPECT_THAT(kinds(diagnostics), ElementsAre("name_invalid"));
  }
}

}  // namespace
}  // namespace specimen::gen
