// Any text as a spec: as the only file, and beside a block that it may use. It is read, expanded into a sink that
// counts, and its messages are printed; nothing may crash, and what gives no model gives a diagnostic.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "spec/expand.h"
#include "spec/layer_table.h"
#include "spec/library.h"
#include "spec/schema.h"

namespace specimen_fuzz {
namespace {

using namespace specimen::gen;

const LayerTable& layers() {
  static const LayerList table({
      {"Conv2D",
       "",
       {Argument::needed("filters", "int").at_least(1),
        Argument::with_default("kernel_size", "int | list[int]", Value(3))}},
      {"Dense",
       "",
       {Argument::needed("units", "int").at_least(1), Argument::with_default("activation", "string", Value())}},
      {"Reshape", "", {Argument::needed("target_shape", "list[dim]")}},
      {"Add", "", {}, 2, -1},
      {"Split", ""},
  });
  return table;
}

class CountingSink : public LayerSink {
 public:
  Ref input(const std::string&, const std::string&, const std::vector<Dim>& shape, const InputMeaning& meaning,
            const Span&) override {
    bytes_ += to_json(meaning).size();
    return add(shape);
  }
  std::optional<Ref> state(const StateInfo& state) override {
    bytes_ += state.path.size();
    return add(state.shape);
  }
  std::optional<std::vector<Ref>> layer(const LayerCall& call) override {
    for (const LayerArgument& argument : call.arguments) bytes_ += to_json(argument.value).size();
    std::vector<Dim> shape =
        call.inputs.empty() ? std::vector<Dim>{1} : shapes_[static_cast<std::size_t>(call.inputs[0].index)];
    if (call.class_name == "Dense" && !shape.empty()) shape.back() = Dim(call.integer("units"));
    std::vector<Ref> refs = {add(shape)};
    if (call.class_name == "Split") refs.push_back(add(shape));
    return refs;
  }
  void enter_scope(const ScopeInfo&) override { ++depth_; }
  void leave_scope() override {
    if (--depth_ < 0) std::abort();
  }
  const std::vector<Dim>* shape(Ref ref) const override { return &shapes_[static_cast<std::size_t>(ref.index)]; }
  void output(const std::string&, Ref ref, const OutputMeaning& meaning, const Span&) override {
    if (static_cast<std::size_t>(ref.index) >= shapes_.size()) std::abort();
    bytes_ += to_json(meaning).size();
  }
  bool closed() const { return depth_ == 0; }

 private:
  Ref add(std::vector<Dim> shape) {
    shapes_.push_back(std::move(shape));
    return Ref(shapes_.size() - 1);
  }
  std::vector<std::vector<Dim>> shapes_;
  std::size_t bytes_ = 0;
  int depth_ = 0;
};

void run(Library& library, std::string_view name) {
  Diagnostics diagnostics;
  std::optional<ModelChoice> choice = library.find_model(name, diagnostics);
  if (choice) {
    ExpandLimits limits;
    limits.layers = 200;
    limits.repeats = 50;
    limits.steps = 500;
    CountingSink sink;
    std::optional<Expansion> expansion = expand(library, *choice, {}, sink, diagnostics, limits);
    if (!sink.closed() || expansion.has_value() == diagnostics.has_errors()) std::abort();
    if (expansion) {
      Scope scope = expansion->scope();
      CheckpointMapping all;  // as of a model that uses this one
      for (const CheckpointMapping& mapping : choice->model->checkpoints) {
        all.include({"", "backbone", "bert.", {}}, mapping);
        mapping.match("stage1/block2/conv/kernel", scope, diagnostics);
      }
      all.match("backbone/stage1/block2/conv/kernel", scope, diagnostics);
      all.ignores("bert.pooler.dense.kernel");
      renamed(choice->model->renamed, "stage1/block2/conv/kernel", scope, diagnostics);
    }
  } else if (!diagnostics.has_errors()) {
    std::abort();
  }
  for (char c : diagnostics.text())
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') std::abort();
  to_json(diagnostics);
}

}  // namespace

int spec(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  Library library({}, layers());
  library.add_text(
      "unit.json",
      R"J({"block": "unit", "inputs": ["a"], "outputs": ["p", "q"], "arguments": {"n": {"type": "int", "default": 1}},
    "layers": [{"Dense": {"units": "=n"}, "name": "p"}, {"Dense": {"units": 2}, "name": "q"}]})J");
  // A model to extend and edit: blocks in a repeat, a merge, a layer that the spec does not name.
  library.add_text(
      "base.json",
      R"J({"model": "base", "arguments": {"n": {"type": "int", "default": 2}}, "inputs": {"x": {"shape": [1, 8, 8, 3]}},
    "layers": [{"for": "i", "in": "=range(n)", "layers": [{"unit": {}, "name": "b{i + 1}/u", "from": {"a": "x"}},
      {"Add": {}, "from": ["b{i + 1}/u/p", "x"], "name": "b{i + 1}/sum"}]}, {"Dense": {"units": 3}}, {"Dense": {"units": "=n"}, "name": "y"}],
    "outputs": ["y"], "variants": {"base_three": {"n": 3}}})J");
  static const bool sound = [&] {  // else no edit would ever be reached
    Diagnostics none;
    CountingSink sink;
    const std::optional<ModelChoice> base = library.find_model("base", none);
    return base && expand(library, *base, {}, sink, none);
  }();
  if (!sound) std::abort();
  library.add_text("m.json", text);
  run(library, "m");
  run(library, "m_variant");
  Diagnostics diagnostics;
  write_schema(layers(), library.blocks(diagnostics));
  // The same text as a block, used by a model.
  Library other({}, layers());
  other.add_text("m.json", text);
  other.add_text(
      "user.json",
      R"J({"model": "user", "inputs": {"x": {"shape": [1, 8, 8, 3]}}, "layers": [{"m": {}, "name": "y"}], "outputs": ["y"]})J");
  run(other, "user");
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::spec(data, size);
}
#endif
