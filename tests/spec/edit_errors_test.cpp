// Mistakes in extensions and edits: the kind, the place, and what the message says to do.
#include <random>

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kTwo = R"J({"block": "two", "inputs": ["a", "b"], "outputs": ["p", "q"],
  "layers": [{"Dense": {"units": 3}, "name": "p", "from": "a"}, {"Dense": {"units": 3}, "name": "q", "from": "b"}]})J";
const char* const kUnit =
    R"J({"block": "unit", "layers": [{"Conv2D": {"filters": 3}, "name": "conv"}, {"Activation": {"activation": "relu"}, "name": "act"}]})J";

Texts files(const std::string& edits, const std::string& more) {
  return {{"two", kTwo},
          {"unit", kUnit},
          {"m", model_text(R"J({"unit": {}, "name": "stage1/block1"}, {"unit": {}, "name": "stage1/block2"},
      {"two": {}, "name": "t", "from": ["stage1/block1", "stage1/block2"]}, {"Constant": {"value": 1.0}, "name": "k"},
      {"Add": {}, "from": ["t/p", "t/q"], "name": "sum"}, {"Dense": {"units": 1}, "name": "y"})J",
                           R"J("arguments": {"classes": {"type": "int", "default": 3}}, )J")},
          {"mine", R"J({"extends": "m", "model": "mine", )J" + more + R"J("edit": [)J" + edits + "]}"}};
}

struct Mistake {
  const char *kind, *at, *edits;
  const char* says = "";
  const char* more = "";
};

const Mistake kMistakes[] = {
    // Nothing there.
    {"edit_matches_nothing", "\"stage2/block1\"", R"J({"at": "stage2/block1", "remove": true})J",
     "did you mean `stage1`?"},
    {"edit_matches_nothing", "\"stage1/block7\"", R"J({"at": "stage1/block7", "remove": true})J",
     "in `stage1` there are `block1`, `block2`"},
    {"edit_matches_nothing", "\"stage1\"", R"J({"at": "stage1", "remove": true})J", "`stage1/*` is what is in it"},
    {"edit_matches_nothing", "\"y/conv\"", R"J({"at": "y/conv", "remove": true})J", "there is nothing in `y`"},
    {"edit_matches_nothing", "\"**/deep\"", R"J({"at": "**/deep", "remove": true})J", "there is no layer at `**/deep`"},
    {"edit_matches_nothing", R"J({"path": "stage1/*", "layer": "Dense"})J",
     R"J({"at": {"path": "stage1/*", "layer": "Dense"}, "remove": true})J", "what is there: `unit`"},
    {"edit_matches_nothing", R"J({"layer": "Activation", "where": {"activation": "gelu"}})J",
     R"J({"at": {"layer": "Activation", "where": {"activation": "gelu"}}, "remove": true})J", "`where` does not hold"},
    {"edit_matches_nothing", "\"**/act\"",
     R"J({"at": "stage1/*", "replace": {"Dense": {"units": 3}}}, {"at": "**/act", "remove": true})J"},

    // Contradictions.
    {"edit_conflict", "\"units\"",
     R"J({"at": "y", "set": {"units": 2}}, {"at": {"layer": "Dense"}, "set": {"units": 4}})J",
     "`units` of `y` was set to 2 by a former edit"},
    {"edit_conflict", "\"replace\"",
     R"J({"at": "y", "replace": {"Dense": {"units": 2}}}, {"at": "y", "replace": {"Dense": {"units": 3}}})J",
     "leave one of the two out"},
    {"edit_conflict", "\"stage1/block1\"",
     R"J({"at": "stage1/block1", "remove": true}, {"at": "stage1/block1", "set": {"units": 3}})J",
     "`stage1/block1` was removed by another edit"},
    {"edit_conflict", "\"stage1/block1/act\"",
     R"J({"at": "stage1/block1", "remove": true}, {"at": "stage1/block1/act", "remove": true})J"},
    {"edit_conflict", R"J({"layer": "Activation"})J",
     R"J({"at": "**/act", "remove": true}, {"at": {"layer": "Activation"}, "remove": true})J"},

    // Which of several?
    {"edit_ambiguous", "\"remove\"", R"J({"at": "sum", "remove": true})J", "`sum` has 2 inputs"},
    {"edit_ambiguous", "\"remove\"", R"J({"at": "sum", "remove": true})J", R"J("from": "t/p", or "t/q"})J"},
    {"edit_ambiguous", "\"remove\"", R"J({"at": "t", "remove": true})J", "2 outputs"},
    {"edit_ambiguous", "\"remove\"", R"J({"at": "k", "remove": true})J", "`k` has 0 inputs"},
    {"edit_ambiguous", "\"insert_before\"", R"J({"at": "sum", "insert_before": {"Dense": {"units": 3}}})J",
     "say which with `from`"},
    {"edit_ambiguous", "\"insert_before\"",
     R"J({"at": "sum", "insert_before": {"Dense": {"units": 3}, "from": "stage1/block1"}})J"},
    {"edit_ambiguous", "\"insert_before\"", R"J({"at": "k", "insert_before": {"Dense": {"units": 3}}})J",
     "insert after it"},
    {"edit_ambiguous", "\"insert_after\"", R"J({"at": "t", "insert_after": {"Dense": {"units": 3}}})J",
     "insert before what reads"},
    {"edit_ambiguous", "\"Split\"", R"J({"at": "y", "insert_after": [{"Split": {}}, {"Dense": {"units": 3}}]})J",
     "one output"},

    // Names and arguments.
    {"argument_unknown", "\"untis\"", R"J({"at": "y", "set": {"untis": 3}})J", "did you mean `units`?"},
    {"argument_unknown", "\"untis\"", R"J({"at": {"layer": "Dense", "where": {"untis": 3}}, "remove": true})J",
     "did you mean `units`?"},
    {"argument_wrong_type", "\"three\"", R"J({"at": "y", "set": {"units": "three"}})J"},
    {"argument_out_of_range", "layer.units - 1", R"J({"at": "y", "set": {"units": "=layer.units - 1"}})J"},
    {"expression_unknown_member", "layer.filters", R"J({"at": "y", "set": {"units": "=layer.filters"}})J"},
    {"expression_unknown_name", "nothing",
     R"J({"at": {"path": "y", "where": {"units": "=nothing"}}, "remove": true})J"},
    {"layer_unknown", "\"Dens\"", R"J({"at": {"layer": "Dens"}, "remove": true})J", "did you mean `Dense`?"},
    {"layer_unknown", "\"Dens\"", R"J({"at": "y", "insert_after": {"Dens": {"units": 3}}})J"},
    {"layer_unknown", "\"='De' + 'ns'\"", R"J({"at": "y", "replace": {"='De' + 'ns'": {"units": 3}}})J"},
    {"block_unknown", "\"untit\"", R"J({"at": {"layer": "untit"}, "remove": true})J"},
    {"block_unknown", "\"untit\"", R"J({"at": "y", "insert_after": {"untit": {}}})J"},
    {"tensor_unknown", "\"z\"", R"J({"at": "y", "insert_after": {"Dense": {"units": 3}, "from": "z"}})J"},
    {"name_duplicate", "\"sum\"", R"J({"at": "y", "insert_after": {"Dense": {"units": 3}, "name": "sum"}})J"},
    {"name_duplicate", "\"b\"", R"J({"at": "stage1/*", "insert_after": {"Dense": {"units": 3}, "name": "b"}})J"},
    {"name_invalid", "\"a b\"", R"J({"at": "y", "insert_after": {"Dense": {"units": 3}, "name": "a b"}})J"},
    {"name_invalid", "\"a[1]\"", R"J({"at": "a[1]", "remove": true})J", "a pattern is a path"},
    {"name_invalid", "\"a**\"", R"J({"at": {"path": "a**"}, "remove": true})J"},

    // The form of edits.
    {"spec_wrong_type", "3", "3"},
    {"spec_missing_key", R"J({"at": "y"})J", R"J({"at": "y"})J", "an edit says what to do: set, replace"},
    {"spec_missing_key", "{", R"J({"remove": true})J", "needs the key `at`"},
    {"spec_missing_key", "{}", R"J({"at": {}, "remove": true})J"},
    {"spec_bad_value", "[]", R"J({"at": [], "remove": true})J"},
    {"spec_bad_value", "\"\"", R"J({"at": {"layer": ""}, "remove": true})J"},
    {"spec_bad_value", "\"remove\"", R"J({"at": "y", "set": {"units": 3}, "remove": true})J", "write two edits"},
    {"spec_bad_value", "[]", R"J({"at": "y", "replace": []})J"},
    {"spec_wrong_type", "false", R"J({"at": "y", "remove": false})J"},
    {"spec_wrong_type", "[]", R"J({"at": "y", "set": []})J"},
    {"spec_wrong_type", "3", R"J({"at": 3, "remove": true})J"},
    {"spec_wrong_type", "3", R"J({"at": {"path": 3}, "remove": true})J"},
    {"spec_wrong_type", "\"if\"", R"J({"at": "y", "replace": {"if": true, "layers": []}})J"},
    {"spec_unknown_key", "\"insert\"", R"J({"at": "y", "insert": {"Dense": {"units": 3}}})J", ""},
    {"spec_unknown_key", "\"class\"", R"J({"at": {"class": "Dense"}, "remove": true})J"},

    // The form of extensions.
    {"spec_unknown_key", "\"layers\"", "", "`edit` changes them", R"J("layers": [], )J"},
    {"spec_unknown_key", "\"argumens\"", "", "did you mean `arguments`?", R"J("argumens": {}, )J"},
    {"spec_wrong_type", "3", "", "", R"J("arguments": 3, )J"},
    {"argument_unknown", "\"clases\"", "", "did you mean `classes`?", R"J("arguments": {"clases": 3}, )J"},
    {"argument_unknown", "\"width\"", "", "a new argument is declared", R"J("arguments": {"width": 3}, )J"},
    {"argument_wrong_type", "\"many\"", "", "", R"J("arguments": {"classes": "many"}, )J"},
    {"name_duplicate", "\"classes\"", "", "", R"J("let": {"classes": 3}, )J"},
    {"spec_bad_value", "{}", "", "", R"J("inputs": {}, )J"},
    {"argument_unknown", "\"clases\"", "", "", R"J("variants": {"v": {"clases": 3}}, )J"},
    {"spec_unknown_key", "\"functions\"", "", "", R"J("functions": {}, )J"},
    {"spec_unknown_key", "\"state\"", "", "", R"J("state": {}, )J"},
};

TEST(EditErrors, AtTheExactPlace) {
  for (const Mistake& m : kMistakes) {
    SpecRun run(files(m.edits, m.more));
    std::string shown = std::string(m.edits) + " " + m.more + "\n" + run.messages();
    EXPECT_FALSE(run.expansion) << shown;
    ASSERT_TRUE(run.diagnostics.has_errors()) << shown;
    EXPECT_EQ(kinds(run.diagnostics)[0], m.kind) << shown;
    std::string at = pointed(run.diagnostics);
    EXPECT_TRUE(at == m.at || at == "\"" + std::string(m.at) + "\"" || at == "\"=" + std::string(m.at) + "\"")
        << shown << "points at " << at;
    EXPECT_THAT(run.messages(), HasSubstr(m.says)) << shown;
  }
}

TEST(EditErrors, OfWhatASpecExtends) {
  const auto first = [](const Texts& texts, const std::string& model = "") {
    SpecRun run(texts, model);
    EXPECT_FALSE(run.expansion);
    return run.diagnostics.list().empty() ? "" : kinds(run.diagnostics)[0] + "\n" + run.messages();
  };
  const std::string m = model_text(R"J({"Dense": {"units": 1}, "name": "y"})J", R"J("variants": {"m_small": {}}, )J");
  const auto extension = [](const std::string& name, const std::string& base, const std::string& kind = "model") {
    return std::pair(name, R"J({"extends": ")J" + base + R"J(", ")J" + kind + R"J(": ")J" + name + R"J("})J");
  };
  const std::pair<std::string, std::string> user = {"m", model_text(R"J({"b": {}, "name": "y"})J")};
  const std::string other = R"J({"model": "other", "inputs": {"x": {"shape": [1]}}, "layers": [], "outputs": ["x"]})J";
  EXPECT_THAT(first({{"m", m}, extension("mine", "m_smal")}),
              AllOf(HasSubstr("model_unknown\nmine.json:1:13: error: there is no model `m_smal` to extend"),
                    HasSubstr("did you mean `m_small`?")));
  EXPECT_THAT(first({{"unit", kUnit}, extension("mine", "unit")}),
              HasSubstr("model_unknown\nmine.json:1:13: error: `unit` is a block, not a model"));
  EXPECT_THAT(first({{"other", other}, extension("b", "other", "block"), user}),
              AllOf(HasSubstr("block_unknown"), HasSubstr("`other` is a model, not a block")));
  EXPECT_THAT(first({extension("b", "c", "block"), user}), HasSubstr("there is no block `c` to extend"));
  EXPECT_THAT(first({extension("mine", "mine")}),
              AllOf(HasSubstr("extends_cycle"), HasSubstr("`mine` extends itself"), HasSubstr("a name of its own")));
  EXPECT_THAT(first({extension("a", "b"), extension("b", "c"), extension("c", "a")}),
              AllOf(HasSubstr("extends_cycle"), HasSubstr("`c` extends `a`"), HasSubstr("`a` extends `b`")));
  EXPECT_THAT(first({{"mine", R"J({"extends": 3, "model": "mine"})J"}}), HasSubstr("spec_wrong_type"));
  EXPECT_THAT(first({{"mine", R"J({"extends": "m"})J"}}), HasSubstr("spec_not_a_spec"));
  EXPECT_THAT(first({{"mine", R"J({"model": "mine", "edit": []})J"}}),
              AllOf(HasSubstr("spec_missing_key"), HasSubstr("\"extends\"")));
  // What is wrong with the base is said of the base.
  EXPECT_THAT(first({{"m", model_text(R"J({"Dense": 3})J")}, extension("mine", "m")}),
              HasSubstr("spec_wrong_type\nm.json:1:"));
  // Two of a name.
  EXPECT_THAT(first({{"m", m}, {"mine", R"J({"extends": "m", "model": "mine", "variants": {"m_small": {}}})J"}}),
              HasSubstr("spec_defined_twice"));
  // A long chain, and many that extend nothing.
  Texts chain = {{"m", m}};
  for (int i = 0; i < 40; ++i) chain.push_back(extension(fmt::format("n{}", i), i ? fmt::format("n{}", i - 1) : "m"));
  EXPECT_THAT(first(chain), HasSubstr("limit_depth"));
  chain.clear();
  for (int i = 0; i < 40; ++i) chain.push_back(extension(fmt::format("n{}", i), "nothing"));
  EXPECT_THAT(first(chain), HasSubstr("model_unknown"));
}

TEST(EditErrors, OfWhatAnEditMadeNameTheEdit) {
  SpecRun run(files(R"J({"at": "stage1/block1/conv", "replace": {"Broken": {}}})J", ""));
  EXPECT_THAT(kinds(run.diagnostics), ElementsAre("layer_shape"));
  SpecRun later(files(R"J({"at": "stage1/block1", "set": {"nothing": 1}})J", ""));
  EXPECT_THAT(kinds(later.diagnostics), ElementsAre("argument_unknown"));
  // The mistake shows in the base, where `s` has no output `p` any more.
  SpecRun base(
      {{"two", kTwo},
       {"m",
        model_text(
            R"J({"two": {}, "name": "s", "from": ["x", "x"]}, {"Dense": {"units": 1}, "from": "s/p", "name": "y"})J")},
       {"mine", R"J({"extends": "m", "model": "mine", "edit": [{"at": "s", "replace": {"Add": {}}}]})J"}});
  EXPECT_THAT(kinds(base.diagnostics), ElementsAre("tensor_unknown"));
  EXPECT_THAT(base.messages(), HasSubstr("this edit acted on `s` before (mine.json:1:"));
}

TEST(EditErrors, RandomDamageCrashesNothing) {
  const Texts whole = files(
      R"J({"at": ["stage*/block1", {"path": "y", "layer": "Dense", "where": {}}], "insert_after": {"Dense": {"units": "=len(input.shape)"}, "name": "d{1}"}},
    {"at": "stage1/block2/conv", "replace": [{"Conv2D": {"filters": "=layer.filters"}}, {"Dense": {"units": 2}, "name": "e"}]},
    {"at": {"layer": "Activation"}, "set": {"activation": "gelu"}}, {"at": "sum", "insert_before": {"Dense": {"units": 3}, "from": "t/p"}}, {"at": "**/act", "remove": true})J",
      R"J("arguments": {"classes": 4, "k": {"type": "int", "default": 1}}, "let": {"l": "=k"}, "variants": {"v": {"k": 2}}, )J");
  std::string shown;
  if (SpecRun run(whole); !run.expansion) shown = run.messages();
  ASSERT_EQ(shown, "");
  std::mt19937 random(7);
  const char alphabet[] = "{}[]\",:=+-*/%()'.0189eEabcnu\\_ \n\x01\xff";
  for (int i = 0; i < 3000; ++i) {
    Texts damaged = whole;
    std::string& text = damaged.back().second;
    for (unsigned k = 0; k <= random() % 3; ++k) {
      std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = alphabet[random() % (sizeof alphabet - 1)];
          break;
        case 1:
          text.erase(at, random() % 8);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 12));
          break;
      }
    }
    SpecRun run(damaged);
    EXPECT_TRUE(run.expansion || run.diagnostics.has_errors()) << text;
    EXPECT_LT(run.messages().size(), 60000u);
  }
}

TEST(EditErrors, WorkIsBounded) {
  // Each edit doubles what the one before it made.
  std::string edits;
  for (int i = 0; i < 60; ++i)
    edits += std::string(i ? ", " : "") + R"J({"at": "**", "insert_after": {"Dense": {"units": 1}}})J";
  ExpandLimits limits;
  limits.layers = 1000;
  SpecRun run(files(edits, ""), "", {}, limits);
  EXPECT_THAT(kinds(run.diagnostics), ElementsAre("limit_nodes"));
  // Insertions beside insertions.
  edits.clear();
  for (int i = 0; i < 200; ++i)
    edits += fmt::format(R"J({}{{"at": "{}", "insert_after": {{"Dense": {{"units": 1}}, "name": "d{}"}}}})J",
                         i ? ", " : "", i ? fmt::format("d{}", i - 1) : "y", i);
  EXPECT_THAT(kinds(SpecRun(files(edits, "")).diagnostics), ElementsAre("limit_depth"));
  edits.clear();
  for (int i = 0; i < 1001; ++i) edits += std::string(i ? ", " : "") + R"J({"at": "y", "set": {"units": 1}})J";
  EXPECT_THAT(kinds(SpecRun(files(edits, "")).diagnostics), ElementsAre("limit_nodes"));
}

}  // namespace
}  // namespace specimen::gen
