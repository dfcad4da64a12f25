// The specs that exist: finds files below the spec directories and reads them when they are asked for.
//
// A block or model stands in a file of its name (`bottleneck.json`), anywhere below a directory. Earlier directories
// win.
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

// What a lower_case name stands for: one of the two is set.
struct BlockChoice {
  const BlockSpec* block = nullptr;
  ModelChoice model;

  bool valid() const { return block || model.model; }
  const Definition& definition() const { return block ? static_cast<const Definition&>(*block) : *model.model; }
};

class Library : public BlockNames {
 public:
  // Directories that do not exist are left out. The table outlives the library, the library all specs and spans.
  Library(const std::vector<std::string>& directories, const LayerTable& layers);
  ~Library() override;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // A spec from memory, before all directories; `path` is what messages show, and its last part names the spec.
  void add_text(std::string path, std::string text);
  // A model's file outside of the directories; specs beside it are found first from then on. No value after
  // diagnostics.
  std::optional<ModelChoice> open_file(const std::string& path, Diagnostics& diagnostics);

  // A model or variant by name, or by path when it ends with `.json`. No value after diagnostics: model_unknown with
  // the nearest name, or what is wrong with its file.
  std::optional<ModelChoice> find_model(std::string_view name, Diagnostics& diagnostics, const Span& span = {});
  // A block, model or variant. No value after diagnostics: block_unknown, or what is wrong with its file.
  std::optional<BlockChoice> find_block(std::string_view name, Diagnostics& diagnostics, const Span& span = {});

  // Read every file: all models and variants, base models with variants included, and all blocks; sorted by name.
  std::vector<ModelChoice> models(Diagnostics& diagnostics);
  std::vector<const BlockSpec*> blocks(Diagnostics& diagnostics);

  const LayerTable& layers() const { return layers_; }
  Sources& sources() { return sources_; }

  bool is_block(std::string_view name) const override;
  std::vector<std::string> block_names() const override;

 private:
  struct File {
    std::string path, stem;
    const SourceFile* source = nullptr;
    bool parsed = false, loaded = false, failed = false;
    bool extending = false;  // the spec that it extends is being read
    bool including = false;  // a model whose rules it takes is being read
    bool any_name = false;   // need not be named after its spec
    ParsedSpec spec;         // an extension, until it is loaded
  };

  File& add_file(std::string path, bool first);
  // Reads the file if that has not been done. False after diagnostics, each time.
  bool load(File& file, Diagnostics& diagnostics) const;
  bool parse(File& file, Diagnostics& diagnostics) const;
  // A parsed extension becomes what it extends to.
  bool extend(File& file, Diagnostics& diagnostics) const;
  bool include_rules(File& file, Diagnostics& diagnostics) const;
  // False after diagnostics: a name that this file defines is taken.
  bool check_names(const File& file, Diagnostics& diagnostics) const;
  void load_all(Diagnostics& diagnostics) const;
  File* find_file(std::string_view stem) const;
  // The file that defines a block, model or variant of that name; it may not have been loaded.
  File* defining_file(std::string_view name) const;
  // The model or variant of that name among those read.
  std::optional<ModelChoice> choice(std::string_view name) const;
  std::vector<std::string> model_names() const;

  const LayerTable& layers_;
  mutable Sources sources_;
  std::vector<std::unique_ptr<File>> files_;           // in order of precedence
  std::map<std::string, File*, std::less<>> by_stem_;  // file name without .json
};

}  // namespace specimen::gen
