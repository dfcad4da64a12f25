// How a model is trained, as a file in specs/recipes says it: the model, the data, loss, optimizer, schedule, metrics.
// Names are Keras's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/loss.h"
#include "base/source.h"
#include "spec/expand.h"
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
enum class DataFormat { idx, cifar, npy, csv, tsv, json_lines, tfrecord, image_directory, synthetic, texts };
inline constexpr const char* kDataFormats[] = {"idx",      "cifar",           "npy",       "csv",  "tsv", "json_lines",
                                               "tfrecord", "image_directory", "synthetic", "texts"};

// A file of a data set; of npy, the field that it holds.
struct RecipeFile {
  std::string field, path;
};

// Fields of an example that are one input of the model, one behind the other; names may be patterns: `pixel*`.
struct RecipeInput {
  std::string input;  // of the model; empty: its first
  std::vector<std::string> fields;
};

struct RecipeData {
  DataFormat format = DataFormat::idx;
  std::string name;                              // in logs
  std::vector<RecipeFile> training, evaluation;  // relative to the directory of the data; empty: the format's own
  std::vector<std::string> columns;              // of a table without a header
  std::vector<RecipeInput> inputs;               // empty: fields are called as the model's inputs
  std::vector<std::string> labels;               // fields
  std::string weight;                            // the field with the weight of an example; empty: all count alike
  std::vector<RecipeMember> images;              // of specimen::train::ImageInput, in training
  bool crops = false;                            // images are cropped as ImageNet's references do
  std::vector<RecipeMember> crop;                // of specimen::data::DistortedCrop, in training
  int label_offset = 0;
};

struct Recipe {
  std::string name, doc, source;
  std::string path;                                     // relative to the directory of specs, or as it was given
  std::string model;                                    // a model or variant
  std::string exported;                                 // model.json of the export: cli/exported_model.h
  std::vector<std::pair<std::string, Value>> settings;  // of its arguments
  RecipeData data;
  Loss loss;
  std::vector<RecipeMember> members;
  std::vector<RecipeGroup> groups;
  std::vector<RecipeMetric> metrics;
  std::vector<std::string> freeze;  // patterns of layers that are not trained
};

// The file of the recipe that another one extends; null after a diagnostic.
using FindRecipe = std::function<const SourceFile*(const std::string& name, const Span& span)>;

// `settings` are of arguments of the recipe; those of other names are left there, for the model. No value after
// diagnostics.
std::optional<Recipe> parse_recipe(const SourceFile& file, const FindRecipe& find, Settings* settings,
                                   Diagnostics& diagnostics);

}  // namespace specimen::gen
