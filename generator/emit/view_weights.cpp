#include <fmt/format.h>

#include "emit/text.h"
#include "emit/view.h"
#include "plan/structs.h"

namespace specimen::gen {

namespace {

std::string tensor_text(const PlanWeight& tensor) {
  const std::string type = tensor.dtype == DType::f32 ? "" : std::string(" ") + dtype_name(tensor.dtype);
  return fmt::format("{} ({}){}", tensor.member, fmt::join(tensor.shape, ", "), type);
}

// Where in the model a member's elements are: as a function that reads the struct says it.
std::string loop_comment(const Plan& plan, const std::string& structure, int weights) {
  for (const PlanFunction& f : plan.functions) {
    if (f.weights_struct != structure) continue;
    for (const PlanStep& step : f.steps) {
      const auto* loop = std::get_if<LoopStep>(&step.action);
      if (loop && loop->weights == weights) return step.path;
      const auto* call = std::get_if<CallStep>(&step.action);
      if (call && call->weights == weights) return step.path;
    }
  }
  return "";
}

}  // namespace

const char* element_type(DType dtype) {
  switch (dtype) {
    case DType::f32:
      return "Real";
    case DType::i32:
      return "std::int32_t";
    case DType::bf16:
      return "Bfloat16";
    case DType::i8:
      return "std::int8_t";
    case DType::f16:
    case DType::u8:
    case DType::boolean:
      break;
  }
  return "void";  // no plan has such a tensor yet
}

View members_view(const Plan& plan, const Calls& calls, int function) {
  const PlanFunction& f = plan.functions[function];
  View list = View::array();
  for (std::size_t i = 0; i < f.weights.size(); ++i) {
    const PlanWeights& weights = f.weights[i];
    View member = {{"name", weights.name}, {"array", weights.count > 1 ? fmt::format("[{}]", weights.count) : ""}};
    if (weights.function >= 0) {
      member["type"] = plan.functions[weights.function].weights_struct;
      member["comment"] = comment_text(loop_comment(plan, f.weights_struct, static_cast<int>(i)));
    } else {
      member["type"] = calls.group(function, static_cast<int>(i));
      std::vector<std::string> tensors;
      for (const PlanWeight& tensor : weights.tensors) tensors.push_back(tensor_text(tensor));
      member["comment"] = comment_text(fmt::format("{}", fmt::join(tensors, ", ")));
    }
    list.push_back(std::move(member));
  }
  return list;
}

View structs_view(const Plan& plan, const Calls& calls) {
  View list = View::array();
  for (int f : struct_owners(plan)) {
    const PlanFunction& function = plan.functions[f];
    if (is_entry(plan, f)) continue;
    list.push_back({{"name", function.weights_struct},
                    {"doc", comment_text(function.block + ": " + function.doc)},
                    {"members", members_view(plan, calls, f)}});
  }
  return list;
}

}  // namespace specimen::gen
