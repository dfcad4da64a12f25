#include "plan/text_inputs.h"

#include <fmt/format.h>

namespace specimen::gen {

namespace {

bool is_of_tokens(const PlanInput& input) {
  return input.dtype == DType::i32 && input.shape.size() == 2 && !input.shape[1].is_constant();
}

}  // namespace

std::optional<TextInputs> text_inputs(const Plan& plan) {
  const std::vector<PlanInput>& inputs = plan.entries[0].inputs;
  std::optional<std::size_t> ids, segments, mask;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const PlanInput& input = inputs[i];
    if (!is_of_tokens(input)) return std::nullopt;
    auto& role = std::holds_alternative<FromText>(input.meaning) ? ids : input.is_mask ? mask : segments;
    if (role) return std::nullopt;
    role = i;
  }
  if (!ids) return std::nullopt;
  return TextInputs{*ids, segments, mask};
}

std::int64_t longest_sequence(const Plan& plan) {
  const auto found = plan.symbol_maxima.find(plan.entries[0].sequence);
  return found == plan.symbol_maxima.end() ? 0 : found->second;
}

std::int64_t timed_sequence(std::int64_t longest) { return std::min<std::int64_t>(128, longest); }

std::string each_of(std::int64_t tokens) {
  return tokens > 0 ? fmt::format("per example of {} tokens", tokens) : "per example";
}

}  // namespace specimen::gen
