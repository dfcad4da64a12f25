#include "spec/schema.h"

#include <nlohmann/json.hpp>

#include "spec/spec_support.h"

namespace specimen::gen {
namespace {

using Json = nlohmann::json;

// tests/schema holds the schema against Python's jsonschema; here its parts are looked at.
TEST(Schema, HoldsEveryLayerWithItsArguments) {
  Json schema = Json::parse(write_schema(test_layers()));
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  const Json& call = schema["definitions"]["call"]["properties"];
  for (const LayerInfo* layer : test_layers().all()) {
    ASSERT_TRUE(call.contains(layer->name)) << layer->name;
    for (const Argument& argument : layer->arguments)
      EXPECT_TRUE(call[layer->name]["anyOf"][0]["properties"].contains(argument.name)) << argument.name;
  }
  EXPECT_EQ(call["Conv2D"]["anyOf"][0]["required"], Json::array({"filters"}));
  EXPECT_EQ(call["Conv2D"]["description"], "2-D convolution.");
  const Json& arguments = call["Conv2D"]["anyOf"][0]["properties"];
  EXPECT_EQ(arguments["filters"]["anyOf"][0], Json::parse(R"J({"type": "integer", "minimum": 1.0})J"));
  EXPECT_EQ(arguments["padding"]["anyOf"][0], Json::parse(R"J({"enum": ["valid", "same"]})J"));
  EXPECT_EQ(arguments["padding"]["default"], "valid");
}

TEST(Schema, IsTheSameEveryTimeAndKnowsBlocks) {
  Library library({}, test_layers());
  library.add_text("unit.json", R"J({"block": "unit", "arguments": {"n": {"type": "int"}}, "layers": []})J");
  Diagnostics d;
  std::string text = write_schema(test_layers(), library.blocks(d));
  EXPECT_EQ(text, write_schema(test_layers(), library.blocks(d)));
  Json unit = Json::parse(text)["definitions"]["call"]["properties"]["unit"];
  EXPECT_EQ(unit["anyOf"][0]["required"], Json::array({"n"}));
  EXPECT_EQ(text.back(), '\n');
}

}  // namespace
}  // namespace specimen::gen
