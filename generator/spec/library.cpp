#include "spec/library.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "spec/extend.h"
#include "spec/json.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

constexpr int kMostExtensions = 32;  // of one another

// The variant of that name, or else the model as it stands.
ModelChoice model_choice(const ModelSpec& model, std::string_view name) {
  for (const VariantSpec& variant : model.variants)
    if (variant.name == name) return {&model, &variant};
  return {&model, nullptr};
}

// Directories beside the specs that hold JSON of other kinds.
bool is_spec_path(const std::string& path, const std::string& directory) {
  std::vector<std::string> parts = split(std::string_view(path).substr(std::min(directory.size(), path.size())), '/');
  for (const std::string& part : parts)
    if (part == "targets" || part == "recipes" || part == "labels" || part == "configs") return false;
  return !parts.empty() && parts.back() != "schema.json";
}

}  // namespace

Library::Library(const std::vector<std::string>& directories, const LayerTable& layers) : layers_(layers) {
  for (const std::string& directory : directories)
    for (const std::string& path : files_below(directory, ".json"))
      if (is_spec_path(path, directory)) add_file(path, false);
}

Library::~Library() = default;

Library::File& Library::add_file(std::string path, bool first) {
  auto file = std::make_unique<File>();
  file->stem = fs::path(path).stem().string();
  file->path = std::move(path);
  File& result = *file;
  if (first)
    by_stem_.insert_or_assign(result.stem, &result);
  else
    by_stem_.emplace(result.stem, &result);
  files_.insert(first ? files_.begin() : files_.end(), std::move(file));
  return result;
}

void Library::add_text(std::string path, std::string text) {
  File& file = add_file(path, true);
  file.source = sources_.add(std::move(path), std::move(text));
}

bool Library::parse(File& file, Diagnostics& diagnostics) const {
  if (file.parsed) return true;
  if (!file.source) {
    std::optional<std::string> text = read_file(file.path, JsonLimits().bytes, diagnostics);
    if (text) file.source = sources_.add(file.path, std::move(*text));
  }
  std::optional<ParsedSpec> spec = file.source ? parse_spec(*file.source, diagnostics) : std::nullopt;
  if (spec) file.spec = std::move(*spec);
  return file.parsed = spec.has_value();
}

bool Library::load(File& file, Diagnostics& diagnostics) const {
  if (file.loaded) return true;
  file.loaded = parse(file, diagnostics) && (!file.spec.extension || extend(file, diagnostics)) &&
                check_names(file, diagnostics) && include_rules(file, diagnostics);
  file.failed = !file.loaded;
  return file.loaded;
}

bool Library::extend(File& file, Diagnostics& diagnostics) const {
  const ExtensionSpec& extension = *file.spec.extension;
  const Span& place = extension.base_span;
  const char* kind = extension.is_block ? "block" : "model";
  File* base = defining_file(extension.base);
  if (!base) {
    std::vector<std::string> names;
    for (const auto& other : files_)
      for (const auto& [name, span] : other->spec.names())
        if (other.get() != &file) names.push_back(name);
    diagnostics
        .error(extension.is_block ? Kind::block_unknown : Kind::model_unknown, place, "there is no {} `{}` to extend",
               kind, printable(extension.base))
        .suggest(nearest(extension.base, names));
    return false;
  }
  file.extending = true;
  bool good = !base->extending;
  if (!good) {
    Diagnostic& d = diagnostics.error(Kind::extends_cycle, place, "`{}` extends itself", printable(extension.name));
    if (base == &file) d.note("a spec of your own needs a name of its own");
    for (const auto& other : files_)
      if (other->extending && other.get() != &file)
        d.note_at(other->spec.extension->base_span, "`{}` extends `{}`", printable(other->spec.extension->name),
                  printable(other->spec.extension->base));
  } else if (std::count_if(files_.begin(), files_.end(), [](const auto& f) { return f->extending; }) >
             kMostExtensions) {
    diagnostics.error(Kind::limit_depth, place, "more than {} specs extend one another", kMostExtensions);
    good = false;
  } else {
    good = load(*base, diagnostics);
  }
  file.extending = false;
  if (!good) return false;
  BlockChoice choice{base->spec.block.get(), ModelChoice{base->spec.model.get(), nullptr}};
  if (extension.is_block != (choice.block != nullptr)) {
    diagnostics.error(extension.is_block ? Kind::block_unknown : Kind::model_unknown, place, "`{}` is a {}, not a {}",
                      printable(extension.base), extension.is_block ? "model" : "block", kind);
    return false;
  }
  if (choice.model.model) choice.model = model_choice(*choice.model.model, extension.base);
  ParsedSpec whole = specimen::gen::extend(extension, choice, diagnostics);
  if (!whole.block && !whole.model) return false;
  file.spec = std::move(whole);
  return true;
}

// Rules of models that this one uses as blocks, of the same kind of checkpoint.
bool Library::include_rules(File& file, Diagnostics& diagnostics) const {
  if (!file.spec.model) return true;
  for (CheckpointMapping& mapping : file.spec.model->checkpoints) {
    const std::vector<CheckpointUse> uses = std::exchange(mapping.uses, {});
    for (const CheckpointUse& use : uses) {
      File* other = defining_file(use.model);
      const bool known = other && other != &file && !other->including;
      file.including = true;
      const bool loaded = known && load(*other, diagnostics);
      file.including = false;
      const CheckpointMapping* theirs =
          loaded && other->spec.model ? other->spec.model->checkpoint(mapping.kind) : nullptr;
      if (!theirs) {
        diagnostics.error(Kind::model_unknown, use.span, "there is no model `{}` with rules of `{}`",
                          printable(use.model), printable(mapping.kind));
        return false;
      }
      mapping.include(use, *theirs);
    }
  }
  return true;
}

bool Library::check_names(const File& file, Diagnostics& diagnostics) const {
  int errors = diagnostics.errors();
  const Definition& definition = *file.spec.definition();
  if (definition.name != file.stem && !file.any_name)
    diagnostics
        .error(Kind::spec_file_name, definition.name_span, "`{}` stands in a file named `{}.json`",
               printable(definition.name), printable(file.stem))
        .note("specs are found by the names of their files: rename one of the two");
  const std::vector<std::pair<std::string, Span>> ours = file.spec.names();
  for (const auto& other : files_) {
    // An earlier directory hides what has the same file name in a later one.
    if (!other->loaded || other->stem == file.stem) continue;
    const std::vector<std::pair<std::string, Span>> theirs = other->spec.names();
    for (const auto& [name, span] : ours)
      for (const auto& [taken, place] : theirs)
        if (taken == name)
          diagnostics.error(Kind::spec_defined_twice, span, "there are two specs of the name `{}`", printable(name))
              .note_at(place, "it was first given here");
  }
  for (std::size_t i = 1; i < ours.size(); ++i)
    if (ours[i].first == definition.name)
      diagnostics.error(Kind::spec_defined_twice, ours[i].second, "the variant has the name of its model");
  return diagnostics.errors() == errors;
}

void Library::load_all(Diagnostics& diagnostics) const {
  for (const auto& file : files_)
    if (find_file(file->stem) == file.get()) load(*file, diagnostics);
}

Library::File* Library::find_file(std::string_view stem) const {
  auto found = by_stem_.find(stem);
  return found == by_stem_.end() ? nullptr : found->second;
}

Library::File* Library::defining_file(std::string_view name) const {
  if (File* file = find_file(name)) return file;
  for (const auto& file : files_) {
    Diagnostics broken;
    if (find_file(file->stem) != file.get() || !parse(*file, broken)) continue;
    for (const auto& [defined, place] : file->spec.names())
      if (defined == name) return file.get();
  }
  return nullptr;
}

std::optional<ModelChoice> Library::choice(std::string_view name) const {
  for (const auto& file : files_) {
    if (!file->loaded || !file->spec.model || find_file(file->stem) != file.get()) continue;
    ModelChoice found = model_choice(*file->spec.model, name);
    if (found.name() == name) return found;
  }
  return std::nullopt;
}

std::vector<std::string> Library::model_names() const {
  std::vector<std::string> names;
  for (const auto& file : files_) {
    if (!file->loaded || !file->spec.model) continue;
    names.push_back(file->spec.model->name);
    for (const VariantSpec& variant : file->spec.model->variants) names.push_back(variant.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<ModelChoice> Library::open_file(const std::string& path, Diagnostics& diagnostics) {
  File* file = nullptr;
  for (const auto& known : files_)
    if (known->path == path) file = known.get();
  if (!file) {
    // Blocks of one's own stand beside the model.
    std::error_code failure;
    fs::path directory = fs::path(path).parent_path();
    std::vector<std::string> beside;
    for (fs::directory_iterator walk(directory.empty() ? "." : directory, failure), end; !failure && walk != end;
         walk.increment(failure)) {
      std::error_code ignored;
      if (walk->path().extension() == ".json" && walk->is_regular_file(ignored))
        beside.push_back((directory / walk->path().filename()).generic_string());
    }
    std::sort(beside.begin(), beside.end());
    for (const std::string& other : beside)
      if (other != path && is_spec_path(fs::path(other).filename().string(), "")) add_file(other, true);
    file = &add_file(path, true);
    file->any_name = true;
  }
  if (!load(*file, diagnostics)) return std::nullopt;
  if (file->spec.model) return ModelChoice{file->spec.model.get(), nullptr};
  diagnostics.error(Kind::model_unknown, file->spec.block->name_span, "`{}` is a block, not a model",
                    file->spec.block->name);
  return std::nullopt;
}

std::optional<ModelChoice> Library::find_model(std::string_view name, Diagnostics& diagnostics, const Span& span) {
  if (name.size() > 5 && name.substr(name.size() - 5) == ".json") return open_file(std::string(name), diagnostics);
  if (File* file = find_file(name)) {
    if (!load(*file, diagnostics)) return std::nullopt;
    if (file->spec.model) return ModelChoice{file->spec.model.get(), nullptr};
    diagnostics.error(Kind::model_unknown, span, "`{}` is a block, not a model", printable(name));
    return std::nullopt;
  }
  if (std::optional<ModelChoice> known = choice(name)) return known;
  Diagnostics broken;
  load_all(broken);
  if (std::optional<ModelChoice> known = choice(name)) return known;
  // A variant of a spec that has errors: these are what to correct.
  const std::string quoted = '"' + std::string(name) + '"';
  for (const auto& file : files_) {
    if (!file->failed || !file->source || file->source->text().find(quoted) == std::string::npos) continue;
    load(*file, diagnostics);
    return std::nullopt;
  }
  Diagnostic& d = diagnostics.error(Kind::model_unknown, span, "there is no model `{}`", printable(name))
                      .suggest(nearest(name, model_names()));
  for (const auto& file : files_)
    if (file->failed) d.note("`{}` could not be read", printable(file->path, 200));
  return std::nullopt;
}

std::optional<BlockChoice> Library::find_block(std::string_view name, Diagnostics& diagnostics, const Span& span) {
  if (File* file = find_file(name)) {
    if (!load(*file, diagnostics)) return std::nullopt;
    return BlockChoice{file->spec.block.get(), ModelChoice{file->spec.model.get(), nullptr}};
  }
  std::optional<ModelChoice> known = choice(name);
  if (!known) {
    Diagnostics broken;
    load_all(broken);
    known = choice(name);
  }
  if (known) return BlockChoice{nullptr, *known};
  std::vector<std::string> names = block_names();
  diagnostics.error(Kind::block_unknown, span, "there is no block `{}`", printable(name)).suggest(nearest(name, names));
  return std::nullopt;
}

std::vector<ModelChoice> Library::models(Diagnostics& diagnostics) {
  load_all(diagnostics);
  std::vector<ModelChoice> result;
  for (const std::string& name : model_names())
    if (std::optional<ModelChoice> known = choice(name)) result.push_back(*known);
  return result;
}

std::vector<const BlockSpec*> Library::blocks(Diagnostics& diagnostics) {
  load_all(diagnostics);
  std::vector<const BlockSpec*> result;
  for (const auto& [stem, file] : by_stem_)
    if (file->loaded && file->spec.block) result.push_back(file->spec.block.get());
  return result;
}

bool Library::is_block(std::string_view name) const {
  if (layers_.find(name) || find_file(name) || choice(name)) return true;
  Diagnostics broken;
  load_all(broken);
  return choice(name).has_value();
}

std::vector<std::string> Library::block_names() const {
  std::vector<std::string> names = model_names();
  for (const auto& [stem, file] : by_stem_) names.push_back(stem);
  for (const LayerInfo* layer : layers_.all()) names.push_back(layer->name);
  return names;
}

}  // namespace specimen::gen
