#include "graph/shapes_sequences.h"

#include <fmt/format.h>

#include <tuple>

namespace specimen::gen {

namespace {

std::string check_mask(const char* op, const std::vector<Dim>& mask, const std::vector<Dim>& x) {
  if (mask.size() == 2 && mask[0] == x[0] && mask[1] == x[1]) return "";
  return fmt::format("{}: the mask of {} is ({}, {}), not {}", op, to_string(x), x[0].text(), x[1].text(),
                     to_string(mask));
}

}  // namespace

Shapes result(std::vector<Dim> y) {
  if (example_elements(y) > kMostElements) return fail(fmt::format("{} is too large for one example", to_string(y)));
  return {{std::move(y)}, ""};
}

std::vector<Dim> rows(const std::vector<Dim>& x) { return {x.begin(), x.end() - 1}; }

std::string needs_sequence(const char* op, const std::vector<Dim>& x) {
  if (x.size() == 3 && number(x[2]) > 0) return "";
  return fmt::format("{} needs a sequence (batch, sequence, features), got {}", op, to_string(x));
}

Shapes infer(const EmbeddingOp&, const InputShapes& in) {
  if (in[0].empty() || in[0].size() > 3 || (in[0].size() == 3 && example_elements(in[0]) < 0))
    return fail(
        fmt::format("Embedding needs ids (batch), (batch, sequence) or (batch, n, m) of constant n and m, got {}",
                    to_string(in[0])));
  if (in[1].size() != 2) return fail("Embedding: the table is (vocabulary, features)");
  std::vector<Dim> y = in[0];
  y.push_back(in[1][1]);
  return result(y);
}

Shapes infer(const PositionEmbeddingOp& op, const InputShapes& in) {
  if (op.whole) {
    if (in[0].empty() || in[1].size() != 2)
      return fail(fmt::format("the rows of {} for each example of {}", to_string(in[1]), to_string(in[0])));
    return result({in[0][0], in[1][0], in[1][1]});
  }
  if (std::string error = needs_sequence("PositionEmbedding", in[0]); !error.empty()) return fail(error);
  if (in[1].size() != 2 || in[1][1] != in[0][2]) {
    return fail(
        fmt::format("PositionEmbedding: the table is {}, not (positions, {})", to_string(in[1]), in[0][2].text()));
  }
  return {{in[0]}, ""};
}

Shapes infer(const AttentionOp& op, const InputShapes& in) {
  for (int i = 0; i < 3; ++i) {
    if (std::string error = needs_sequence("attention", in[i]); !error.empty()) return fail(error);
  }
  if (in[1][0] != in[0][0] || in[2][0] != in[0][0] || in[1][1] != in[2][1]) {
    return fail(
        fmt::format("attention: of query {}, key {} and value {} the batches are equal, and there are as many "
                    "keys as values",
                    to_string(in[0]), to_string(in[1]), to_string(in[2])));
  }
  if (op.heads < 1 || op.group < 1 || op.heads % op.group != 0)
    return fail(fmt::format("attention: {} heads of queries are no groups of {}", op.heads, op.group));
  const int kv_heads = op.heads / op.group;
  for (const auto& [name, input, heads] :
       {std::tuple("query", 0, op.heads), std::tuple("key", 1, kv_heads), std::tuple("value", 2, kv_heads)}) {
    if (number(in[input][2]) % heads != 0)
      return fail(
          fmt::format("attention: the {} features of the {} are no {} heads", number(in[input][2]), name, heads));
  }
  if (number(in[0][2]) / op.heads != number(in[1][2]) / kv_heads) {
    return fail(fmt::format("attention: {} heads of query {} and {} of key {} differ in size", op.heads,
                            to_string(in[0]), kv_heads, to_string(in[1])));
  }
  if (!(op.dropout >= 0 && op.dropout <= 1))
    return fail(fmt::format("attention: the dropout {} is not between 0 and 1", op.dropout));
  if (in.size() != 3u + op.masked + !op.layer.empty()) return fail("attention: wrong number of inputs");
  if (!op.layer.empty() && in.back() != std::vector<Dim>{Dim(4)})
    return fail(fmt::format("attention: what random numbers depend on is (4), not {}", to_string(in.back())));
  if (std::string error = op.masked ? check_mask("attention", in[3], in[1]) : ""; !error.empty()) return fail(error);
  return result({in[0][0], in[0][1], Dim(number(in[2][2]) / kv_heads * op.heads)});
}

Shapes infer(const SequencePoolOp& op, const InputShapes& in) {
  if (std::string error = needs_sequence("GlobalAveragePooling1D", in[0]); !error.empty()) return fail(error);
  if (in.size() != 1u + op.masked) return fail("GlobalAveragePooling1D: wrong number of inputs");
  if (std::string error = op.masked ? check_mask("GlobalAveragePooling1D", in[1], in[0]) : ""; !error.empty())
    return fail(error);
  return {{{in[0][0], in[0][2]}}, ""};
}

Shapes infer(const SelectTokenOp& op, const InputShapes& in) {
  if (std::string error = needs_sequence("SelectToken", in[0]); !error.empty()) return fail(error);
  // A sequence whose length is known at run time has one token at least.
  const std::int64_t length = number(in[0][1]);
  if (op.index < 0 || (length < 0 ? op.index > 0 : op.index >= length)) {
    return fail(fmt::format("SelectToken: there may be no token {} in {}", op.index, to_string(in[0])));
  }
  return {{{in[0][0], in[0][2]}}, ""};
}

Shapes infer(const EmbeddingBackwardOp& op, const InputShapes& in) {
  if (in[1].size() < 2 || in[0] != rows(in[1]) || number(in[1].back()) < 1 || op.vocabulary < 1)
    return fail(fmt::format("the gradient of an embedding of {} is not {}", to_string(in[0]), to_string(in[1])));
  return {{{Dim(op.vocabulary), in[1].back()}}, ""};
}

Shapes infer(const PositionEmbeddingBackwardOp& op, const InputShapes& in) {
  if (std::string error = needs_sequence("the gradient of PositionEmbedding", in[0]); !error.empty())
    return fail(error);
  if (op.positions < 1 || number(in[0][1]) > op.positions)
    return fail(fmt::format("the gradient of {} positions is not {}", op.positions, to_string(in[0])));
  return {{{Dim(op.positions), in[0][2]}}, ""};
}

Shapes infer(const AttentionBackwardOp& op, const InputShapes& in) {
  InputShapes forward(in.begin(), in.begin() + 3);
  forward.insert(forward.end(), in.begin() + 4, in.end());
  Shapes y = infer(op.layer, forward);
  if (!y.error.empty()) return y;
  if (op.layer.group != 1 || in[1] != in[0] || in[2] != in[0] || in[3] != in[0])
    return fail(
        fmt::format("the gradient of attention needs query, key, value and gradient of one shape, got {}, {}, "
                    "{} and {}",
                    to_string(in[0]), to_string(in[1]), to_string(in[2]), to_string(in[3])));
  return {{in[0], in[0], in[0]}, ""};
}

Shapes infer(const SequencePoolBackwardOp& op, const InputShapes& in) {
  InputShapes forward = {in[0]};
  forward.insert(forward.end(), in.begin() + 2, in.end());
  Shapes y = infer(SequencePoolOp{op.masked}, forward);
  if (!y.error.empty()) return y;
  if (in[1] != y.outputs[0])
    return fail(fmt::format("the gradient of a mean over {} is not {}", to_string(in[0]), to_string(in[1])));
  return {{in[0]}, ""};
}

Shapes infer(const SelectTokenBackwardOp& op, const InputShapes& in) {
  Shapes y = infer(SelectTokenOp{op.index}, {in[0]});
  if (!y.error.empty()) return y;
  if (in[1] != y.outputs[0])
    return fail(fmt::format("the gradient of a token of {} is not {}", to_string(in[0]), to_string(in[1])));
  return {{in[0]}, ""};
}

}  // namespace specimen::gen
