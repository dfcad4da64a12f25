// Plan -> generated files, in memory. The text of the files is in templates/; what they print is in the view.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/device_code.h"
#include "plan/plan.h"

namespace specimen::gen {

struct GeneratedFile {
  std::string path;  // relative to the generated directory: resnet50.cpp, runtime/core/tensor.h
  std::string text;
  std::string template_name;        // what made it: model.cpp.mustache; empty for files that are copied as they are
  std::vector<int> template_lines;  // the template's line (from 1) of each line of `text`
};

struct EmitOptions {
  bool shared_runtime = false;                   // the model's own files only; CMake finds the runtime
  std::map<std::string, std::string> templates;  // by file name: model.cpp.mustache
  // Files of the runtime and the kernels, by path in the generated directory. Those that the model needs are copied,
  // with the files that they include.
  std::map<std::string, std::string> bundled;
  // Of each output the names of its classes, in order; empty where none are known.
  std::vector<std::vector<std::string>> labels;
  CompiledKernels device;  // of a plan for GPUs: every kernel for every target
  // The plan of a step of training; null: the directory has none.
  const Plan* training = nullptr;
  // By name of a parameter, of how it starts and is regularized: members of InitializerInfo
  // (runtime/core/initializer.h) and of RegularizerInfo (runtime/train/parameters.h), as C++.
  struct ParameterText {
    std::string initializer, regularizer;
  };
  std::map<std::string, ParameterText> parameters;
  // How it is trained; none: the directory has no training program.
  struct RecipeText {
    using Members = std::vector<std::pair<std::string, std::string>>;  // and their values in C++
    std::string name, doc, path;
    std::string exported;                              // what is written beside the exported weights
    Members members;                                   // of runtime/train/recipe.h
    std::vector<std::pair<std::string, int>> metrics;  // and k of top_k
    bool from_logits = false;                          // what metrics read
    bool each_class = false;                           // each value is a class of its own, and not one of several
    struct Data {
      std::string name, format;                                               // what reads it: idx, csv
      std::vector<std::pair<std::string, std::string>> training, evaluation;  // fields, or "", and files
      std::vector<std::string> columns;                                       // of a table without a header
      std::vector<std::pair<std::string, std::vector<std::string>>> inputs;   // of the model, and their fields
      std::vector<std::string> labels;                                        // fields
      std::string weight;                                                     // a field, or ""
      int label_offset = 0;
      Members images;      // of runtime/train/image_source.h, in training
      bool crops = false;  // images are cropped at random, in training
      Members crop;        // of runtime/data/distorted_crop.h
    } data;
    struct Group {
      std::string pattern;
      std::vector<std::pair<std::string, std::string>> members;
    };
    std::vector<Group> groups;  // of runtime/train/optimizer.h
  };
  std::optional<RecipeText> recipe;
};

// All files of a model's directory, sorted by path. False, with a message, when a template does not fit the view: a bug
// of this program.
bool emit(const Plan& plan, const EmitOptions& options, std::vector<GeneratedFile>* files, std::string* error);

// The view as JSON text (`--emit=view`).
std::string view_text(const Plan& plan, const EmitOptions& options);

// Writes the hash of the text into its header; to be called again when the text was formatted.
std::string stamp(std::string text);
// The text has the hash that it was written with.
bool is_as_generated(const std::string& text);

}  // namespace specimen::gen
