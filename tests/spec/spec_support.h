// What the tests of specs share: a small table of layers, a sink that writes down what it is told, and short ways to
// run texts.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "spec/expand.h"
#include "spec/json.h"
#include "spec/layer_table.h"
#include "spec/library.h"

namespace specimen::gen {

inline const LayerTable& test_layers() {
  static const LayerList layers = [] {
    LayerList list;
    Value::List paddings = {Value("valid"), Value("same")};
    list.add({"Conv2D",
              "2-D convolution.",
              {Argument::needed("filters", "int").at_least(1),
               Argument::with_default("kernel_size", "int | list[int]", Value(3)).at_least(1),
               Argument::with_default("strides", "int | list[int]", Value(1)).at_least(1),
               Argument::with_default("padding", "string", Value("valid")).one_of(paddings),
               Argument::with_default("use_bias", "bool", Value(true)),
               Argument::with_default("activation", "string", Value())}});
    list.add(
        {"BatchNormalization", "", {Argument::with_default("epsilon", "float", Value(1e-3)).at_least(0).at_most(1)}});
    list.add({"Activation", "", {Argument::needed("activation", "string")}});
    list.add({"MaxPooling2D",
              "",
              {Argument::with_default("pool_size", "int", Value(2)),
               Argument::with_default("padding", "string", Value("valid"))}});
    list.add({"GlobalAveragePooling2D", ""});
    list.add({"Dense",
              "",
              {Argument::needed("units", "int").at_least(1), Argument::with_default("activation", "string", Value())}});
    list.add({"Reshape", "", {Argument::needed("target_shape", "list[dim]")}});
    list.add({"Add", "", {}, 2, -1});
    list.add({"Subtract", "", {}, 2, 2});
    list.add({"Split", "gives two tensors"});
    list.add({"Constant", "", {Argument::needed("value", "float")}, 0, 0});
    list.add({"Broken", "refuses every call"});
    return list;
  }();
  return layers;
}

// Writes one line per event. Convolutions and dense layers set the last dimension; other layers keep the first shape.
class RecordingSink : public LayerSink {
 public:
  explicit RecordingSink(Diagnostics* d = nullptr) : diagnostics(d) {}

  std::vector<std::string> lines;
  std::vector<std::vector<Dim>> shapes;
  std::vector<LayerCall> calls;
  int depth = 0;
  Diagnostics* diagnostics;

  void symbol(const std::string& name, std::int64_t maximum, const Span&) override {
    line(fmt::format("symbol {} {}", name, maximum));
  }
  // Models of one function begin with their symbols, or with an input.
  void enter_function(const std::string& name, const std::string& doc) override {
    if (name != "forward") line(fmt::format("function {}: {}", name, doc));
  }
  Ref input(const std::string& name, const std::string& dtype, const std::vector<Dim>& shape,
            const InputMeaning& meaning, const Span&) override {
    line(fmt::format("input {} {} {} {}", name, dtype, to_string(shape), to_json(meaning)));
    return add(shape);
  }
  std::optional<Ref> state(const StateInfo& state) override {
    line(fmt::format("state {} {} of the {}, {}", state.path, to_string(state.shape), to_string(state.owner),
                     state.initial_value));
    return add(state.shape);
  }
  std::optional<std::vector<Ref>> layer(const LayerCall& call) override {
    calls.push_back(call);
    if (call.class_name == "Broken") {
      if (diagnostics) diagnostics->error(Kind::layer_shape, call.span, "broken");
      return std::nullopt;
    }
    std::string inputs;
    for (Ref ref : call.inputs) inputs += " " + std::to_string(ref.index);
    std::string weights = call.weights_of.empty() ? "" : " weights of " + call.weights_of;
    line(fmt::format("{} {} <-{}{}", call.path, call.class_name, inputs, weights));
    std::vector<Dim> shape =
        call.inputs.empty() ? std::vector<Dim>{1} : shapes[static_cast<std::size_t>(call.inputs[0].index)];
    if (call.class_name == "Conv2D") shape.back() = Dim(call.integer("filters"));
    if (call.class_name == "Dense") shape.back() = Dim(call.integer("units"));
    if (call.class_name == "GlobalAveragePooling2D") shape = {shape.front(), shape.back()};
    std::vector<Ref> refs = {add(shape)};
    if (call.class_name == "Split") refs.push_back(add(shape));
    return refs;
  }
  void enter_scope(const ScopeInfo& scope) override {
    const char* kinds[] = {"block", "model", "repeat", "iteration"};
    line(fmt::format("{} {} {} {}", kinds[static_cast<int>(scope.kind)], scope.name, scope.path, scope.definition));
    ++depth;
  }
  void leave_scope() override { --depth; }
  const std::vector<Dim>* shape(Ref ref) const override { return &shapes[static_cast<std::size_t>(ref.index)]; }
  void output(const std::string& name, Ref ref, const OutputMeaning& meaning, const Span&) override {
    line(fmt::format("output {} {} {}", name, ref.index, to_json(meaning)));
  }

 private:
  void line(std::string text) {
    lines.push_back(std::string(static_cast<std::size_t>(2 * depth), ' ') + std::move(text));
  }
  Ref add(std::vector<Dim> shape) {
    shapes.push_back(std::move(shape));
    return Ref(shapes.size() - 1);
  }
};

// Names of the kinds that were reported, in order.
inline std::vector<std::string> kinds(const Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const Diagnostic& d : diagnostics.list()) names.push_back(info(d.kind).name);
  return names;
}

// The source text that the first diagnostic points at.
inline std::string pointed(const Diagnostics& diagnostics) {
  if (diagnostics.list().empty()) return "no diagnostic";
  const Span& span = diagnostics.list()[0].span;
  return span.file ? span.file->text().substr(span.begin, span.end - span.begin) : "nowhere";
}

using Texts = std::vector<std::pair<std::string, std::string>>;  // name, text

// One expansion of specs given as texts; the last text's model (or `model`) is run.
struct SpecRun {
  explicit SpecRun(Texts texts, std::string model = "", std::vector<std::string> settings = {},
                   ExpandLimits limits = {})
      : library({}, test_layers()), sink(&diagnostics) {
    for (auto& [name, text] : texts) library.add_text(name + ".json", text);
    std::optional<ModelChoice> choice = library.find_model(model.empty() ? texts.back().first : model, diagnostics);
    Settings bound;
    for (const std::string& setting : settings)
      if (auto entry = parse_setting(setting, library.sources(), diagnostics)) bound.push_back(*entry);
    if (choice && !diagnostics.has_errors()) expansion = expand(library, *choice, bound, sink, diagnostics, limits);
  }

  Diagnostics diagnostics;
  Library library;
  RecordingSink sink;
  std::optional<Expansion> expansion;

  std::string messages() const { return diagnostics.text(); }
  std::vector<std::string> layers() const {
    std::vector<std::string> result;
    for (const LayerCall& call : sink.calls) result.push_back(call.path);
    return result;
  }
};

// A model around a list of layers.
inline std::string model_text(const std::string& layers, const std::string& more = "",
                              const std::string& outputs = R"({"y": "y"})") {
  return R"({"model": "m", "symbols": {"batch": {"max": 4}}, "inputs": {"x": {"shape": ["batch", 8, 8, 3]}}, )" + more +
         R"("layers": [)" + layers + R"(], "outputs": )" + outputs + "}";
}
inline SpecRun run_layers(const std::string& layers, const std::string& more = "",
                          const std::string& outputs = R"({"y": "y"})") {
  return SpecRun(Texts{{"m", model_text(layers, more, outputs)}});
}

}  // namespace specimen::gen
