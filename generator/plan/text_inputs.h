// Models that read texts: which of their inputs a tokenizer fills.
#pragma once

#include <optional>

#include "plan/plan.h"

namespace specimen::gen {

struct TextInputs {
  std::size_t ids = 0;                        // the input with `from_text`
  std::optional<std::size_t> segments, mask;  // 0 and 1 for the texts of a pair; 1 for tokens that count
};

// None where no input is `from_text` with a tokenizer that the runtime has, or where another input is not of tokens.
std::optional<TextInputs> text_inputs(const Plan& plan);

}  // namespace specimen::gen
