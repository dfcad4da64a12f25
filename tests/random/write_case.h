// A random spec on disk: its files, the C++ that is generated from it, weights, inputs and right answers.
#pragma once

#include <set>
#include <string>

#include "random/mistakes.h"
#include "random/numbers.h"
#include "random/spec_maker.h"

namespace specimen::gen {

// directory/NAME.json ...       the spec and its blocks
// directory/case.json           name, rounding, symbols of each run, limits of ids
// directory/weights.safetensors, directory/runs.safetensors (0/input/NAME, 0/output/NAME, 1/...)
// directory/code/               what `specimen generate --runtime=shared` writes, not formatted
// Empty, or what failed.
std::string write_case(const std::string& directory, const RandomSpec& spec, const Graph& graph,
                       const Numbers& numbers);

// Parts of that.
std::string write_spec(const std::string& directory, const RandomSpec& spec);
std::string write_code(const std::string& directory, const Graph& graph);
// The code with a mistake in its plan or its text, if there is a place for it.
std::string write_mistaken(const std::string& directory, const Graph& graph, const Mistake& mistake);

// What the finished graph has that generated code must get right: kinds of ops, with padding, slices and lengths.
std::set<std::string> features(const Graph& finished);

}  // namespace specimen::gen
