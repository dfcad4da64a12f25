// What a reference implementation answered: tests/golden/<model>.json, as tests/oracles/golden.py writes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spec/expand.h"

namespace specimen::gen {

// What an input is made of.
struct GoldenInput {
  std::string role;  // input; ids: of synthetic.h; mask: ones, then zeros
  std::vector<std::int64_t> shape;
  std::int32_t below = 0;             // of ids
  std::vector<std::int64_t> lengths;  // of a mask: how many ones each example has
};

struct GoldenOutput {
  std::vector<std::int64_t> shape;
  std::int64_t stride = 1;         // of the last dimension: which values are stored
  std::vector<std::int64_t> rows;  // which of all dimensions but the last are stored; empty: all
  double max_abs = 0;              // over all values
  std::vector<float> data;         // empty: only the shape is known
};

struct GoldenCase {
  Settings arguments;
  std::map<std::string, GoldenInput> inputs;
  std::map<std::string, GoldenOutput> outputs;

  std::string text() const;  // arguments and input shapes, for messages
  std::int64_t input_elements() const;
  std::int64_t batch() const { return inputs.begin()->second.shape[0]; }
};

struct Golden {
  std::string model;
  std::string checkpoint;  // the set of names in the spec's `checkpoints`, or `specimen`: our names
  std::uint64_t seed = 1;
  double gain = 1;
  std::int64_t tensors = 0, trainable = 0, total = 0;
  std::string names;  // hash of the reference's names and shapes
  std::int64_t multiply_adds = 0;
  double tolerance = 0;
  std::vector<GoldenCase> cases;
  std::map<std::string, double> sensitivity;  // tensor -> by how many tolerances the output moves when it changes
};

// Every golden, by model; the process ends with a message when a file cannot be read.
const std::vector<Golden>& goldens();
// And those of which only weights and shapes are known.
const std::vector<Golden>& shape_only_goldens();
// And those of single layers, whose specs are in tests/layers/specs.
const std::vector<Golden>& layer_goldens();
const Golden& golden(const std::string& model);

// Little-endian float32 in base64.
std::vector<float> decode_floats(const std::string& base64);

// max|a - b| / max|b| over the stored values; infinite when the number of values differs, or one is not a number.
double difference(const std::vector<double>& values, const GoldenOutput& output);

}  // namespace specimen::gen
