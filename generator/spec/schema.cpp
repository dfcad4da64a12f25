#include "spec/schema.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "spec/meaning.h"
#include "spec/spec_parser.h"
#include "spec/transform_step.h"

namespace specimen::gen {
namespace {

using Json = nlohmann::ordered_json;
using Base = ArgumentType::Base;

Json ref(const char* name) { return {{"$ref", std::string("#/definitions/") + name}}; }
Json any_of(std::vector<Json> alternatives) {
  if (alternatives.size() == 1) return alternatives[0];
  return {{"anyOf", std::move(alternatives)}};
}
Json object(Json properties, const std::vector<std::string>& required = {}) {
  Json result = {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) result["required"] = required;
  return result;
}
Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }
Json text() { return {{"type", "string"}}; }
Json members(Json value) {
  return {{"type", "object"}, {"propertyNames", ref("identifier")}, {"additionalProperties", std::move(value)}};
}

Json plain(const Value& value) { return Json::parse(to_json(value), nullptr, false); }

void add_range(const Argument& argument, Json& number) {
  if (argument.min) number["minimum"] = *argument.min;
  if (argument.max) number["maximum"] = *argument.max;
}

// Of one alternative of a type, an expression in its place left aside.
Json of_type(const ArgumentType::Alternative& type, const Argument& argument);

Json of_types(const ArgumentType& type, const Argument& argument) {
  std::vector<Json> alternatives;
  for (const ArgumentType::Alternative& alternative : type.alternatives)
    alternatives.push_back(of_type(alternative, argument));
  alternatives.push_back(ref("expression"));
  return any_of(std::move(alternatives));
}

Json of_type(const ArgumentType::Alternative& type, const Argument& argument) {
  Json result = Json::object();
  switch (type.base) {
    case Base::any:
      break;
    case Base::integer:
      result = {{"type", "integer"}};
      add_range(argument, result);
      break;
    case Base::number:
      result = {{"type", "number"}};
      add_range(argument, result);
      break;
    case Base::boolean:
      result = {{"type", "boolean"}};
      break;
    case Base::string:
    case Base::block:
      result = text();
      break;
    case Base::dim:
      result = {{"type", {"integer", "string"}}};
      break;
    case Base::object:
      result = {{"type", "object"}};
      break;
    case Base::list:
      result = type.element.empty() ? Json{{"type", "array"}} : list_of(of_types(type.element[0], argument));
      break;
  }
  return result;
}

Json of_argument(const Argument& argument) {
  Json result;
  if (!argument.choices.empty()) {
    Json choices = Json::array();
    for (const Value& choice : argument.choices) choices.push_back(plain(choice));
    if (argument.nullable) choices.push_back(nullptr);
    result = any_of({Json{{"enum", choices}}, ref("expression")});
  } else {
    result = of_types(argument.type, argument);
    if (argument.nullable) result = any_of({std::move(result), Json{{"type", "null"}}});
  }
  if (!argument.doc.empty()) result["description"] = argument.doc;
  if (!argument.required && argument.default_value.constant())
    result["default"] = plain(argument.default_value.constant_value());
  return result;
}

// The arguments of a call: an object, or an expression that gives one.
Json of_call(const std::vector<Argument>& arguments, const std::string& doc) {
  Json properties = Json::object();
  std::vector<std::string> required;
  for (const Argument& argument : arguments) {
    properties[argument.name] = of_argument(argument);
    if (argument.required) required.push_back(argument.name);
  }
  Json result = any_of({object(std::move(properties), required), ref("expression")});
  if (!doc.empty()) result["description"] = doc;
  return result;
}

Json call_schema(const LayerTable& layers, const std::vector<const BlockSpec*>& blocks) {
  Json names = any_of({text(), list_of(text()), Json{{"type", "object"}, {"additionalProperties", text()}}});
  Json properties = {{"name", text()}, {"from", names}, {"weights_of", text()}, {"doc", text()}};
  for (const LayerInfo* layer : layers.all()) properties[layer->name] = of_call(layer->arguments, layer->doc);
  for (const BlockSpec* block : blocks) properties[block->name] = of_call(block->arguments, block->doc);
  Json other = any_of({Json{{"type", "object"}}, ref("expression")});
  Json call = object(std::move(properties));
  call["patternProperties"] = {{"^=", other}, {"^(?!(" + join(statement_words(), "|") + ")$)[a-z][a-z0-9_]*$", other}};
  call["not"] = {{"propertyNames", {{"enum", {"name", "from", "weights_of", "doc"}}}}};
  call["maxProperties"] = 5;
  return call;
}

Json statement() {
  Json body = ref("layers");
  Json repeat = object({{"for", ref("identifier")},
                        {"in", any_of({Json{{"type", "array"}}, ref("expression")})},
                        {"layers", body},
                        {"doc", text()}},
                       {"for", "in", "layers"});
  Json condition = object({{"if", any_of({Json{{"type", "boolean"}}, ref("expression")})},
                           {"layers", body},
                           {"else", body},
                           {"doc", text()}},
                          {"if", "layers"});
  Json let = object({{"let", members(Json::object())}, {"layers", body}, {"doc", text()}}, {"let"});

  auto choose = [](const char* key, Json then, Json otherwise) {
    return Json{{"if", {{"required", {key}}}}, {"then", std::move(then)}, {"else", std::move(otherwise)}};
  };
  Json result =
      choose("for", std::move(repeat), choose("if", std::move(condition), choose("let", std::move(let), ref("call"))));
  result["type"] = "object";
  return result;
}

Json argument_declaration() {
  return object({{"type", {{"type", "string"}, {"pattern", "^[a-z\\[\\] |]+$"}}},
                 {"default", Json::object()},
                 {"nullable", {{"type", "boolean"}}},
                 {"min", {{"type", "number"}}},
                 {"max", {{"type", "number"}}},
                 {"choices", {{"type", "array"}}},
                 {"doc", text()}},
                {"type"});
}

// One step of `transform`; an expression may stand for its argument or a part of it.
Json transform_step() {
  const Json integer = any_of({Json{{"type", "integer"}}, ref("expression")});
  const Json axis = any_of({Json{{"type", "integer"}, {"minimum", 0}}, ref("expression")});
  std::vector<Json> steps;
  for (const TransformStep& step : transform_steps()) {
    using Takes = TransformStep::Takes;
    Json argument = axis;
    if (step.takes == Takes::names) argument = any_of({text(), list_of(text())});
    if (step.takes == Takes::axes) argument = any_of({list_of(axis), axis});
    if (step.takes == Takes::sizes || step.takes == Takes::slice) argument = any_of({list_of(integer), integer});
    Json one = object({{step.name, std::move(argument)}}, {step.name});
    one["description"] = step.meaning;
    steps.push_back(std::move(one));
  }
  return any_of(std::move(steps));
}

Json checkpoint_rule() {
  Json names = any_of({text(), list_of(text())});
  Json rule = object({{"ours", text()},
                      {"theirs", names},
                      {"transform", list_of(transform_step())},
                      {"if", any_of({Json{{"type", "boolean"}}, ref("expression")})},
                      {"doc", text()}},
                     {"ours", "theirs"});
  Json use = object({{"model", text()}, {"at", text()}, {"theirs", text()}, {"doc", text()}}, {"model"});
  return any_of({std::move(rule), std::move(use), object({{"ignore", text()}, {"doc", text()}}, {"ignore"}),
                 object({{"prefix", text()}, {"doc", text()}}, {"prefix"}),
                 object({{"layout", Json{{"enum", {"keras", "torch"}}}}, {"doc", text()}}, {"layout"})});
}

// An edit: where, and one verb.
Json edit_schema() {
  Json selector = object({{"path", text()}, {"layer", text()}, {"where", members(Json::object())}});
  selector["minProperties"] = 1;
  Json selectors = any_of({text(), std::move(selector)});
  Json some = list_of(selectors);
  some["minItems"] = 1;
  Json calls = list_of(ref("call"));
  calls["minItems"] = 1;
  calls = any_of({ref("call"), std::move(calls)});
  const std::vector<std::pair<const char*, Json>> verbs = {{"set", members(Json::object())},
                                                           {"replace", calls},
                                                           {"insert_before", calls},
                                                           {"insert_after", calls},
                                                           {"remove", Json{{"const", true}}}};
  Json one_of = Json::array();
  Json properties = {{"at", any_of({std::move(selectors), std::move(some)})}, {"doc", text()}};
  for (const auto& [verb, value] : verbs) {
    properties[verb] = value;
    one_of.push_back({{"required", {verb}}});
  }
  Json edit = object(std::move(properties), {"at"});
  edit["oneOf"] = std::move(one_of);
  return edit;
}

// A spec that extends another one: it has that one's layers, and nothing but its name is required. Its arguments are
// declarations of new ones, or values of those that are there.
Json extension_schema(Json whole, const std::string& kind) {
  Json& properties = whole["properties"];
  properties.erase("layers");
  properties.erase("functions");
  properties.erase("state");
  whole.erase("oneOf");
  if (kind == "block") properties.erase("inputs");
  properties["extends"] = ref("name");
  properties["arguments"] = members(Json::object());
  properties["edit"] = list_of(ref("edit"));
  if (kind == "model") properties["renamed"] = {{"type", "object"}, {"additionalProperties", text()}};
  whole["required"] = {"extends", kind};
  return whole;
}

// Dimensions over symbols are text, as those of inputs are.
Json states_schema() {
  return members(object({{"shape", list_of(any_of({Json{{"type", "integer"}, {"minimum", 1}}, text()}))},
                         {"owner", {{"enum", {"context", "model"}}}},
                         {"initial_value", {{"type", "number"}}},
                         {"doc", text()}},
                        {"shape"}));
}

Json block_schema() {
  Json inputs =
      any_of({list_of(ref("identifier")), members(object({{"doc", text()}, {"optional", {{"type", "boolean"}}}}))});
  Json outputs =
      any_of({list_of(ref("identifier")),
              members(any_of({text(), object({{"from", text()}, {"if", Json::object()}, {"doc", text()}})}))});
  return object({{"$schema", text()},
                 {"block", ref("name")},
                 {"doc", text()},
                 {"source", text()},
                 {"arguments", members(ref("argument"))},
                 {"let", members(Json::object())},
                 {"state", states_schema()},
                 {"inputs", inputs},
                 {"outputs", outputs},
                 {"layers", ref("layers")}},
                {"block", "layers"});
}

Json model_schema() {
  Json dimension = any_of({Json{{"type", "integer"}, {"minimum", 1}}, text()});
  Json dtype = {{"enum", {"bfloat16", "bool", "float16", "float32", "int32", "int64", "int8", "uint8"}}};
  Json of_input = {{"shape", list_of(dimension)}, {"dtype", dtype}, {"doc", text()}};
  for (const DataKey& key : data_keys()) of_input[key.name] = of_call(key.arguments, key.doc);
  Json of_output = {{"from", text()}, {"if", any_of({Json{{"type", "boolean"}}, ref("expression")})}, {"doc", text()}};
  for (const Argument& argument : output_arguments()) of_output[argument.name] = of_argument(argument);
  Json output = any_of({text(), object(std::move(of_output))});
  Json inputs = members(object(std::move(of_input), {"shape"}));
  inputs["minProperties"] = 1;
  Json variants = {{"type", "object"}, {"propertyNames", ref("name")}, {"additionalProperties", {{"type", "object"}}}};
  Json outputs = any_of({list_of(ref("identifier")), members(output)});
  Json function = object({{"doc", text()}, {"inputs", inputs}, {"layers", ref("layers")}, {"outputs", outputs}},
                         {"inputs", "layers", "outputs"});
  Json functions = {{"type", "object"},
                    {"propertyNames", ref("identifier")},
                    {"additionalProperties", function},
                    {"minProperties", 1}};
  Json schema = object(
      {{"$schema", text()},
       {"model", ref("name")},
       {"doc", text()},
       {"source", any_of({text(), Json{{"type", "object"}}})},
       {"arguments", members(ref("argument"))},
       {"let", members(Json::object())},
       {"symbols", members(object({{"max", any_of({Json{{"type", "integer"}, {"minimum", 1}}, ref("expression")})},
                                   {"doc", text()}},
                                  {"max"}))},
       {"constraints", list_of(text())},
       {"state", states_schema()},
       {"functions", functions},
       {"inputs", inputs},
       {"layers", ref("layers")},
       {"outputs", outputs},
       {"variants", variants},
       {"checkpoints", {{"type", "object"}, {"additionalProperties", list_of(checkpoint_rule())}}},
       {"weight_types",
        list_of(object({{"at", text()}, {"type", {{"enum", weight_type_names()}}}, {"doc", text()}}, {"at", "type"}))}},
      {"model"});
  // One body, or one for each function.
  schema["oneOf"] = {Json{{"required", {"inputs", "layers", "outputs"}}}, Json{{"required", {"functions"}}}};
  return schema;
}

}  // namespace

std::string write_schema(const LayerTable& layers, const std::vector<const BlockSpec*>& blocks) {
  Json definitions = {{"expression", {{"type", "string"}, {"pattern", "^="}, {"description", "an expression"}}},
                      {"identifier", {{"type", "string"}, {"pattern", "^[A-Za-z_][A-Za-z0-9_]*$"}}},
                      {"name", {{"type", "string"}, {"pattern", "^[a-z][a-z0-9_]*$"}}},
                      {"argument", argument_declaration()},
                      {"layers", list_of(ref("statement"))},
                      {"statement", statement()},
                      {"call", call_schema(layers, blocks)},
                      {"edit", edit_schema()},
                      {"block", block_schema()},
                      {"model", model_schema()},
                      {"block_extension", extension_schema(block_schema(), "block")},
                      {"model_extension", extension_schema(model_schema(), "model")}};
  const auto extended = [](const char* kind) {
    return Json{{"if", {{"required", {"extends"}}}},
                {"then", ref((std::string(kind) + "_extension").c_str())},
                {"else", ref(kind)}};
  };
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "A block or model of Specimen"},
                 {"type", "object"},
                 {"if", {{"required", {"block"}}}},
                 {"then", extended("block")},
                 {"else", extended("model")},
                 {"definitions", std::move(definitions)}};
  return schema.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace specimen::gen
