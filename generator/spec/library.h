// The specs that exist: finds files below the spec folders and reads them when they are asked for.
//
// A block or model stands in a file of its name (`bottleneck.json`), anywhere below a folder. Earlier folders win.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"
#include "spec/argument.h"
#include "spec/layer_table.h"
#include "spec/spec.h"

namespace specimen::gen {

// A model with the arguments of one of its variants.
struct ModelChoice {
  const ModelSpec* model = nullptr;
  const VariantSpec* variant = nullptr;  // null: the model as it stands

  const std::string& name() const { return variant ? variant->name : model->name; }
  const std::string& doc() const { return variant && !variant->doc.empty() ? variant->doc : model->doc; }
};

class Library : public BlockNames {
 public:
  // Folders that do not exist are left out. The table outlives the library, the library all specs and spans.
  Library(std::vector<std::string> folders, const LayerTable& layers);
  ~Library() override;

  // A spec from memory, as if it stood in a file before all folders.
  void add_text(std::string path, std::string text);
  // A spec file outside of the folders; its own folder is searched first from then on. No value after diagnostics.
  std::optional<ModelChoice> open_file(const std::string& path, Diagnostics& diagnostics);

  // A model or variant by name, or by path when it ends with `.json`. No value after diagnostics (model_unknown with
  // the nearest name, or what is wrong with its file).
  std::optional<ModelChoice> find_model(std::string_view name, Diagnostics& diagnostics, const Span& span = {});
  const BlockSpec* find_block(std::string_view name, Diagnostics& diagnostics, const Span& span = {});
  // Without diagnostics for a name that does not exist.
  bool has_block(std::string_view name);
  bool has_model(std::string_view name);

  // Reads every file. All models and variants sorted by name, base models with variants included.
  std::vector<ModelChoice> models(Diagnostics& diagnostics);
  std::vector<const BlockSpec*> blocks(Diagnostics& diagnostics);

  const LayerTable& layers() const { return layers_; }
  Sources& sources() { return sources_; }

  bool is_block(std::string_view name) const override;
  std::vector<std::string> block_names() const override;

 private:
  struct File;
  void load(File& file, Diagnostics& diagnostics);
  void load_all();
  std::vector<std::string> model_names();

  const LayerTable& layers_;
  Sources sources_;
  std::vector<std::unique_ptr<File>> files_;                 // in order of precedence
  std::map<std::string, File*, std::less<>> by_stem_;        // file name without .json
  std::map<std::string, ModelChoice, std::less<>> choices_;  // of the models read so far
  bool all_loaded_ = false;
};

}  // namespace specimen::gen
