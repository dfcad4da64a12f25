#include "graph/ops.h"

#include <type_traits>

namespace specimen::gen {

namespace {

enum class Gradient { later, none };

const char* gradient_text(Gradient gradient) { return gradient == Gradient::later ? "later" : "none"; }

struct Row {
  const char* name;
  Gradient gradient;
  Attributes defaults;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
#define OP(Kind, name, fewest, most, gradient) {#name, Gradient::gradient, Kind{}},
#include "graph/ops.def"
#undef OP
  };
  return table;
}

}  // namespace

const char* op_name(const Attributes& attributes) {
  return attributes.index() < rows().size() ? rows()[attributes.index()].name : "none";
}

const char* op_gradient(const Attributes& attributes) { return gradient_text(rows()[attributes.index()].gradient); }

bool is_prepare(const Attributes& attributes) { return rows()[attributes.index()].gradient == Gradient::none; }

bool op_from_name(const std::string& name, Attributes* out) {
  for (const Row& row : rows()) {
    if (name == row.name) {
      *out = row.defaults;
      return true;
    }
  }
  return false;
}

Chain* chain_of(Attributes& attributes) {
  return std::visit(
      [](auto& op) -> Chain* {
        if constexpr (requires { op.epilogue; })
          return &op.epilogue;
        else if constexpr (requires { op.chain; })
          return &op.chain;
        else
          return nullptr;
      },
      attributes);
}

const Chain* chain_of(const Attributes& attributes) { return chain_of(const_cast<Attributes&>(attributes)); }

int fixed_inputs(const Attributes& attributes) {
  static const int fewest_inputs[] = {
#define OP(Kind, name, fewest, most, gradient) fewest,
#include "graph/ops.def"
#undef OP
      0};
  const auto* conv = std::get_if<Conv2DOp>(&attributes);
  return fewest_inputs[attributes.index()] + (conv ? static_cast<int>(conv->prologue.operands().size()) : 0);
}

const Window* window_of(const Attributes& attributes) {
  return std::visit(
      [](const auto& op) -> const Window* {
        if constexpr (requires { op.window; })
          return &op.window;
        else
          return nullptr;
      },
      attributes);
}

}  // namespace specimen::gen
