#include "chain.h"

#include <cstring>

#include "reflect.h"

namespace mnist::kernels {
namespace {

struct FnRow {
  const char* name;
  int arity;
};
constexpr FnRow kFunctions[] = {
#define FUNCTION(name, arity) {#name, arity},
#include "functions.def"
#undef FUNCTION
};
constexpr const char* kOperands[] = {"none", "constant", "channel", "example_channel", "tensor"};

std::string describe(const Step& step) {
  std::string operand;
  switch (step.operand) {
    case Operand::none:
      return to_string(step.fn);
    case Operand::constant:
      operand = shortest(step.parameter);
      break;
    case Operand::channel:
      operand = step.fn == Fn::add ? "bias" : step.fn == Fn::multiply ? "scale" : "channel";
      break;
    case Operand::example_channel:
      operand = "gate";
      break;
    case Operand::tensor:
      operand = "residual";
      break;
  }
  return step.fn == Fn::add ? operand : std::string(to_string(step.fn)) + " " + operand;
}

}  // namespace

const char* to_string(Fn fn) { return kFunctions[static_cast<int>(fn)].name; }
int arity(Fn fn) { return kFunctions[static_cast<int>(fn)].arity; }

bool parse(const char* text, Fn* out) {
  int index = 0;
  for (const FnRow& row : kFunctions) {
    if (std::strcmp(text, row.name) == 0) {
      *out = static_cast<Fn>(index);
      return true;
    }
    ++index;
  }
  return false;
}

const char* to_string(Operand operand) { return kOperands[static_cast<int>(operand)]; }

bool parse(const char* text, Operand* out) {
  int index = 0;
  for (const char* name : kOperands) {
    if (std::strcmp(text, name) == 0) {
      *out = static_cast<Operand>(index);
      return true;
    }
    ++index;
  }
  return false;
}

int Chain::outputs() const {
  int count = 1;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) count += steps[i].store ? 1 : 0;
  return count;
}

std::vector<Operand> Chain::operands() const {
  std::vector<Operand> list;
  for (const Step& step : steps) {
    if (step.operand != Operand::none && step.operand != Operand::constant) list.push_back(step.operand);
  }
  return list;
}

bool Chain::has(Operand operand) const {
  for (const Step& step : steps) {
    if (step.operand == operand) return true;
  }
  return false;
}

std::string describe(const Chain& chain) {
  std::string text;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    if (i) text += ", ";
    text += describe(chain.steps[i]);
    if (chain.steps[i].store && i + 1 < chain.steps.size()) text += " (kept)";
  }
  return text;
}

std::string description_after(const Chain& chain) { return chain.empty() ? "" : ", " + describe(chain); }

}  // namespace mnist::kernels
