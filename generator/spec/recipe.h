// How a model is trained, as a file in specs/recipes says it: the model, the data, loss, optimizer, schedule, metrics.
// Names are Keras's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "spec/value.h"

namespace specimen::gen {

// A member of specimen::train::Recipe (runtime/train/recipe.h) and its value: `optimizer.momentum`, `0.5`.
struct RecipeMember {
  std::string path;
  std::string type;   // of an enumerator: OptimizerKind; empty: a number or a truth value
  std::string value;  // as C++ has it
};

// Other numbers for parameters whose names match: ParameterGroup of runtime/train/optimizer.h.
struct RecipeGroup {
  std::string pattern;
  std::vector<RecipeMember> members;
};

struct RecipeMetric {
  std::string name;  // accuracy: of MetricKind, too
  int k = 5;         // of top_k
};

// What a data set is read with.
enum class DataFormat { idx, cifar, texts };
inline constexpr const char* kDataFormats[] = {"idx", "cifar", "texts"};

struct Recipe {
  std::string name, doc, source;
  std::string path;                                     // relative to the directory of specs, or as it was given
  std::string model;                                    // a model or variant
  std::vector<std::pair<std::string, Value>> settings;  // of its arguments
  DataFormat format = DataFormat::idx;
  std::string data_name;
  double label_smoothing = 0;
  std::vector<RecipeMember> members;
  std::vector<RecipeMember> images;  // of specimen::train::ImageInput, in training
  std::vector<RecipeGroup> groups;
  std::vector<RecipeMetric> metrics;
};

// No value after diagnostics.
std::optional<Recipe> parse_recipe(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace specimen::gen
