// From a model's config.json of another library to a model of ours with its arguments, by a table of data
// (specs/configs/huggingface.json says what is in it).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "spec/value.h"

namespace specimen::gen {

struct ConfigChoice {
  std::string model_type;    // in place of what the file says; "": as it says
  std::string architecture;  // likewise
};

struct ImportedModel {
  std::string model;  // ours, to be extended
  Value::Object arguments;
  std::string architecture;  // theirs
};

// Reads the file at `path`, or config.json in the directory `path`. Where it is in a directory of
// sentence-transformers, the modules of that are the architecture: "Transformer, mean Pooling, Normalize". The first of
// `tables` that has the model type counts. Keys that no table knows are a warning. Spans are into `sources`.
// Diagnostics: file_*, json_*, config_*, spec_* for a table that is wrong.
std::optional<ImportedModel> import_config(const std::string& path, const std::vector<std::string>& tables,
                                           const ConfigChoice& choice, Sources& sources, Diagnostics& diagnostics);

// The same of values that have been read. `config` and `modules` (a directory's, or "") may hold anything.
std::optional<ImportedModel> import_config(const Value& config, const Value& tables, const std::string& modules,
                                           const ConfigChoice& choice, Diagnostics& diagnostics);

// What the modules of a sentence-transformers directory are in one line: of modules.json, and of the config.json of its
// pooling module. No value after diagnostics.
std::optional<std::string> modules_text(const Value& modules, const Value* pooling, Diagnostics& diagnostics);

}  // namespace specimen::gen
