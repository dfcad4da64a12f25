// Models that read texts: which of their inputs a tokenizer fills.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plan/plan.h"

namespace specimen::gen {

struct TextInputs {
  std::size_t ids = 0;                        // the input with `from_text`
  std::optional<std::size_t> segments, mask;  // 0 and 1 for the texts of a pair; 1 for tokens that count
};

// None where no input is `from_text`, or where another input is not of tokens.
std::optional<TextInputs> text_inputs(const Plan& plan);

// The most tokens that the first function reads; 0: it reads none.
std::int64_t longest_sequence(const Plan& plan);
// The length that is commonly timed: 128 tokens, where a text may have as many; 0: it reads no texts.
std::int64_t timed_sequence(std::int64_t longest);
// What figures are of: "per example of 512 tokens", or "per example" without tokens.
std::string each_of(std::int64_t tokens);

}  // namespace specimen::gen
