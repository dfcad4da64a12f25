#include "emit/render.h"

#include <gtest/gtest.h>

namespace specimen::gen {
namespace {

using Json = nlohmann::ordered_json;

TEST(Render, ANameThatTheViewLacksIsAnError) {
  const RenderedView view(Json{{"a", "x"}, {"list", Json::array({{{"b", "y"}}})}});
  EXPECT_EQ(render("{{a}}\n", view, {}).error, "");
  EXPECT_EQ(render("{{nothing}}\n", view, {}).error, "the view has no `nothing`");
  EXPECT_EQ(render("{{#nothing}}x{{/nothing}}\n", view, {}).error, "the view has no `nothing`");
  EXPECT_EQ(render("{{^nothing}}x{{/nothing}}\n", view, {}).error, "the view has no `nothing`");
  EXPECT_EQ(render("{{#list}}{{b}}{{c}}{{/list}}\n", view, {}).error, "the view has no `c`");
  EXPECT_EQ(render("{{>part}}\n", view, {}).error, "there is no template `part`");
  EXPECT_NE(render("{{#list}}\n", view, {}).error, "");
}

TEST(Render, NothingIsEscaped) {
  const RenderedView view(Json{{"a", "std::vector<int>& x = \"y\" && 'z'"}});
  EXPECT_EQ(render("{{a}};\n", view, {}).text, "std::vector<int>& x = \"y\" && 'z';\n");
}

TEST(Render, NumbersAndFlags) {
  const RenderedView view(Json{{"n", 12345678901234}, {"yes", true}, {"no", false}, {"none", Json::array()}});
  EXPECT_EQ(render("{{n}}{{#yes}} y{{/yes}}{{#no}} n{{/no}}{{^no}} not{{/no}}{{^none}} none{{/none}}\n", view, {}).text,
            "12345678901234 y not none\n");
}

TEST(Render, SectionLinesLeaveNothingBehind) {
  const RenderedView view(Json{{"list", Json::array({{{"x", "1"}}, {{"x", "2"}}})}, {"off", false}});
  const Rendered r = render("top\n{{#list}}\n  {{x}}\n{{#off}}\n  never\n{{/off}}\n{{/list}}\n\nend\n", view, {});
  EXPECT_EQ(r.text, "top\n  1\n  2\n\nend\n");
  EXPECT_EQ(r.lines, (std::vector<int>{1, 3, 3, 8, 9}));
}

TEST(Render, LinesOfLongValuesBelongToTheTagsLine) {
  const Rendered r = render("a\n{{text}}\nb\n", RenderedView(Json{{"text", "1\n2\n3"}}), {});
  EXPECT_EQ(r.text, "a\n1\n2\n3\nb\n");
  EXPECT_EQ(r.lines, (std::vector<int>{1, 2, 2, 2, 3}));
}

TEST(Render, PartialsStandInPlace) {
  const RenderedView view(Json{{"steps", Json::array({{{"x", "1"}}, {{"x", "2"}}})}});
  const Rendered r = render("{{#steps}}\n{{>step}}\n{{/steps}}\nend\n", view, {{"step", "call({{x}});\n"}});
  EXPECT_EQ(r.error, "");
  EXPECT_EQ(r.text, "call(1);\ncall(2);\nend\n");
  EXPECT_EQ(r.lines, (std::vector<int>{2, 2, 4}));
}

}  // namespace
}  // namespace specimen::gen
