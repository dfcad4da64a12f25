// Random specs of the real language. Each statement is proposed with arguments and inputs that may well be wrong, and
// stays where Specimen itself accepts it: so the specs are what users can write, today's layers and tomorrow's.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "random/arguments.h"

namespace specimen::gen {

// Files by name; the first defines the model.
struct RandomSpec {
  std::string name;
  std::vector<std::pair<std::string, std::string>> files;
};

// What the specs of a run have had so far: what is rare is proposed more.
struct Usage {
  std::map<std::string, int> layers, blocks;  // in how many statements
  std::set<std::string> arguments;            // Conv2D.strides: with another value than its default
};

// The spec of that name, made of these dice alone (and of what `usage` has least). No value: nothing came of it.
std::optional<RandomSpec> make_spec(const std::string& name, Dice& dice, const Usage& usage);

// Adds what the spec has.
void count_usage(const RandomSpec& spec, Usage* usage);

}  // namespace specimen::gen
