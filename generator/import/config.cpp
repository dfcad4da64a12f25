#include "import/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "spec/json.h"
#include "spec/template.h"

namespace specimen::gen {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxConfig = 4u << 20;
constexpr const char* kEvery = "*";  // the row of a table that holds for all types

std::vector<std::string> keys_of(const Value& object) {
  std::vector<std::string> keys;
  for (const Value::Entry& entry : object.object()) keys.push_back(entry.key);
  return keys;
}

// `*` stands for any text.
bool fits(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

const Value& member(const Value& object, std::string_view key) {
  static const Value kNone{Value::Object{}};
  const Value* value = object.find(key);
  return value ? *value : kNone;
}

std::string shown(const Value& value) { return printable(to_json(value), 100); }

class Import {
 public:
  Import(const Value& config, const Value& tables, Diagnostics& diagnostics)
      : config_(config), tables_(tables), diagnostics_(diagnostics) {}

  std::optional<ImportedModel> run(const std::string& modules, const ConfigChoice& choice) {
    if (!config_.is_object()) {
      diagnostics_.error(Kind::config_unknown, config_.span, "a configuration is an object, not {}",
                         describe(config_.kind()));
      return std::nullopt;
    }
    if (!find_table(choice) || !find_architecture(modules, choice)) return std::nullopt;
    const int errors = diagnostics_.errors();
    check_unknown_keys();
    read_keys();
    for (const Value* values :
         {table_->find("values"), row_->find("values"), untyped_ ? table_->find("untyped") : nullptr})
      if (values) replace(*values);
    if (diagnostics_.errors() > errors) return std::nullopt;
    ImportedModel result{member(*row_, "model").text(), {}, architecture_};
    Value::Object arguments = member(*table_, "arguments").object();
    for (const Value::Entry& own : member(*row_, "arguments").object()) {
      std::erase_if(arguments, [&](const Value::Entry& other) { return other.key == own.key; });
      arguments.push_back(own);
    }
    evaluate(arguments, result.arguments);
    if (diagnostics_.errors() > errors) return std::nullopt;
    return result;
  }

 private:
  // Text that the command line or the file gives.
  std::optional<std::string> text_of(std::string_view key, const std::string& given) {
    const Value* value = given.empty() ? config_.find(key) : nullptr;
    if (!value || value->is_null()) return given;
    if (value->is_string()) return value->text();
    diagnostics_.error(Kind::config_value, value->span, "`{}` is {}, not a string", key, describe(value->kind()));
    return std::nullopt;
  }

  bool find_table(const ConfigChoice& choice) {
    const auto said = text_of("model_type", "");
    if (!said) return false;
    untyped_ = said->empty();
    if (!untyped_ && !choice.model_type.empty() && *said != choice.model_type) {
      return other_type(member(config_, "model_type").span,
                        fmt::format("the file says that the model is a `{}`, and `--type` says `{}`", printable(*said),
                                    printable(choice.model_type)));
    }
    const std::optional<std::string> type = untyped_ ? choice.model_type : *said;
    table_ = type->empty() || *type == kEvery ? nullptr : tables_.find(*type);
    if (table_ && table_->is_object()) return true;
    Diagnostic& error =
        type->empty() ? diagnostics_.error(Kind::config_unknown, config_.span, "the configuration has no `model_type`")
                      : diagnostics_.error(Kind::config_unknown, member(config_, "model_type").span,
                                           "models of the type `{}` are not supported", printable(*type));
    std::vector<std::string> known = keys_of(tables_);
    std::erase(known, kEvery);
    error.note("supported: {}{}", join(known, ", "), untyped_ ? "; `--type` says which one it is" : "");
    return false;
  }

  bool other_type(Span place, const std::string& message) {
    diagnostics_.error(Kind::config_unknown, place, "{}", message)
        .note("a model of another type computes something else with the same weights");
    return false;
  }

  // The first of `architectures`, which is what transformers makes.
  bool find_architecture(const std::string& modules, const ConfigChoice& choice) {
    std::string said;
    Span place = config_.span;
    if (const Value* list = config_.find("architectures"); list && !list->is_null()) {
      place = list->span;
      const bool text = !list->list().empty() && list->list().front().is_string();
      if (!list->is_list() || (!list->list().empty() && !text)) {
        diagnostics_.error(Kind::config_value, place, "`architectures` is a list of names");
        return false;
      }
      if (text) said = list->list().front().text();
    }
    const std::string& classes = member(*table_, "classes").text();
    if (!said.empty() && !said.starts_with(classes)) {
      return other_type(place, fmt::format("the file is of a `{}`, and the names of {} begin with `{}`",
                                           printable(said, 200), "its type's classes", classes));
    }
    architecture_ = !choice.architecture.empty() ? choice.architecture : !modules.empty() ? modules : said;
    const Value& rows = member(*table_, "architectures");
    row_ = rows.find(architecture_);
    if (row_ && row_->is_object()) return true;
    std::vector<std::string> known = keys_of(rows);
    std::erase(known, "");
    diagnostics_
        .error(Kind::config_unknown, place, "the architecture `{}` is not supported", printable(architecture_, 200))
        .suggest(nearest(architecture_, known));
    diagnostics_.note_last(Span(), "supported: " + join(known, "; ") + "; `--architecture` takes another one");
    return false;
  }

  bool is_ignored(const std::string& key) const {
    for (const Value* table : {table_, &member(tables_, kEvery)}) {
      const Value::List& patterns = member(*table, "ignored").list();
      if (std::any_of(patterns.begin(), patterns.end(),
                      [&](const Value& pattern) { return fits(pattern.text(), key); }))
        return true;
    }
    return false;
  }

  // The other model type whose key it is; "": nobody's.
  std::string type_of(const std::string& key) const {
    for (const Value::Entry& table : tables_.object())
      if (&table.value != table_ && member(table.value, "keys").find(key)) return table.key;
    return "";
  }

  // A key that is another type's, or that nothing is known of in a file that does not say its type, is no detail.
  void check_unknown_keys() {
    std::vector<std::string> names;
    Span first;
    for (const Value::Entry& entry : config_.object()) {
      if (member(*table_, "keys").find(entry.key) || is_ignored(entry.key)) continue;
      if (const std::string type = type_of(entry.key); !type.empty()) {
        other_type(entry.key_span, fmt::format("`{}` is a key of the model type `{}`", printable(entry.key), type));
        return;
      }
      if (names.empty()) first = entry.key_span;
      names.push_back("`" + printable(entry.key) + "`");
    }
    if (names.empty()) return;
    const std::string message = fmt::format("{} that nothing is known of: {}", count_of(names.size(), "key"),
                                            printable(join(names, ", "), 1000));
    if (untyped_) {
      other_type(first, message + ", in a file that does not say its `model_type`");
      return;
    }
    diagnostics_.error(Kind::config_key, first, "{}", message)
        .note("if they change what the model computes, the imported one computes something else");
  }

  // Every key of the table, by the configuration or by default.
  void read_keys() {
    for (const Value::Entry& key : member(*table_, "keys").object()) {
      const Value* given = config_.find(key.key);
      const Value& value = given ? *given : key.value;
      const bool good = key.value.is_null() || value.kind() == key.value.kind() ||
                        (key.value.is(Value::Kind::number) && value.is_number());
      if (!good)
        diagnostics_.error(Kind::config_value, value.span, "`{}` is {}, not {}", key.key, describe(key.value.kind()),
                           describe(value.kind()));
      values_.push_back({key.key, value, key.key_span});
    }
  }

  // Holds keys to the values that they may have, which may stand for others.
  void replace(const Value& table) {
    for (const Value::Entry& row : table.object()) {
      for (Value::Entry& key : values_) {
        if (key.key != row.key) continue;
        const Value::List& list = row.value.list();
        const Value* other =
            row.value.is_object() && key.value.is_string() ? row.value.find(key.value.text()) : nullptr;
        if (other) {
          key.value = other->at(key.value.span);
        } else if (std::find(list.begin(), list.end(), key.value) == list.end()) {
          std::vector<std::string> allowed;
          for (const Value& value : list) allowed.push_back(shown(value));
          if (row.value.is_object()) allowed = keys_of(row.value);
          diagnostics_
              .error(Kind::config_value, key.value.span, "`{}` is {}, which our `{}` cannot have", key.key,
                     shown(key.value), member(*row_, "model").text())
              .note("supported: {}", join(allowed, ", "));
        }
      }
    }
  }

  void evaluate(const Value::Object& arguments, Value::Object& result) {
    Scope scope;
    for (const Value::Entry& key : values_) scope.set(key.key, key.value);
    for (const Value::Entry& argument : arguments) {
      const auto expression = Template::value(argument.value, diagnostics_);
      const auto value = expression ? expression->evaluate(scope, diagnostics_) : std::nullopt;
      if (value) result.push_back({argument.key, *value, argument.key_span});
    }
  }

  const Value &config_, &tables_;
  Diagnostics& diagnostics_;
  const Value* table_ = nullptr;  // of the model type
  const Value* row_ = nullptr;    // of the architecture
  bool untyped_ = false;          // the file does not say its type
  std::string architecture_;
  Value::Object values_;
};

std::optional<Value> read_json(const std::string& path, Sources& sources, Diagnostics& diagnostics) {
  auto text = read_file(path, kMaxConfig, diagnostics);
  if (!text) return std::nullopt;
  return parse_json(*sources.add(path, std::move(*text)), diagnostics, {.bytes = kMaxConfig});
}

// Of the directory of a configuration; "" where it is not one of sentence-transformers. The first module is the
// transformer, whose own configuration this is.
std::optional<std::string> read_modules(const fs::path& directory, Sources& sources, Diagnostics& diagnostics) {
  const std::string path = (directory / "modules.json").string();
  if (!file_exists(path)) return "";
  const auto modules = read_json(path, sources, diagnostics);
  if (!modules) return std::nullopt;
  std::optional<Value> pooling;
  const std::string place = (directory / "1_Pooling" / "config.json").string();
  if (file_exists(place)) {
    pooling = read_json(place, sources, diagnostics);
    if (!pooling) return std::nullopt;
  }
  return modules_text(*modules, pooling ? &*pooling : nullptr, diagnostics);
}

// Puts what a directory of sentence-transformers says of the length of texts beside the keys of the configuration.
bool add_length(const fs::path& directory, Value& config, Sources& sources, Diagnostics& diagnostics) {
  const std::string path = (directory / "sentence_bert_config.json").string();
  if (!config.is_object() || !file_exists(path)) return true;
  const auto file = read_json(path, sources, diagnostics);
  if (!file) return false;
  constexpr const char* kKey = "max_seq_length";
  const Value* length = file->find(kKey);
  if (!length || length->is_null()) return true;
  if (!length->is(Value::Kind::integer) || length->integer() < 1) {
    diagnostics.error(Kind::config_value, length->span, "`{}` is a number of tokens, at least 1", kKey);
    return false;
  }
  Value::Object keys = config.object();
  std::erase_if(keys, [&](const Value::Entry& entry) { return entry.key == kKey; });
  keys.push_back({kKey, *length, length->span});
  const Span span = config.span;
  config = Value(std::move(keys));
  config.span = span;
  return true;
}

}  // namespace

// A module is a class by its full name; one that pools says how by a word ("pooling_mode": "mean") or, before version
// 5, by flags ("pooling_mode_mean_tokens": true).
std::optional<std::string> modules_text(const Value& modules, const Value* pooling, Diagnostics& diagnostics) {
  std::vector<std::string> parts;
  for (const Value& module : modules.list()) {
    const std::string& type = member(module, "type").text();
    std::string name = type.substr(type.rfind('.') + 1);
    if (name == "Pooling" && pooling) {
      std::vector<std::string> modes;
      for (const Value::Entry& entry : pooling->object()) {
        constexpr std::string_view kMode = "pooling_mode", kFlag = "pooling_mode_";
        if (entry.key == kMode && entry.value.is_string()) modes.push_back(entry.value.text());
        if (!entry.key.starts_with(kFlag) || !entry.value.boolean()) continue;
        std::string mode = entry.key.substr(kFlag.size());
        for (const char* end : {"_tokens", "_token"})
          if (mode.ends_with(end)) mode.resize(mode.size() - std::string_view(end).size());
        modes.push_back(mode);
      }
      name = join(modes, "+") + " " + name;
    }
    parts.push_back(name);
  }
  if (!parts.empty()) return join(parts, ", ");
  diagnostics.error(Kind::config_value, modules.span, "modules.json is a list of modules, each with its `type`");
  return std::nullopt;
}

std::optional<ImportedModel> import_config(const Value& config, const Value& tables, const std::string& modules,
                                           const ConfigChoice& choice, Diagnostics& diagnostics) {
  return Import(config, tables, diagnostics).run(modules, choice);
}

std::optional<ImportedModel> import_config(const std::string& path, const std::vector<std::string>& tables,
                                           const ConfigChoice& choice, Sources& sources, Diagnostics& diagnostics) {
  const std::string file = directory_exists(path) ? (fs::path(path) / "config.json").string() : path;
  auto config = read_json(file, sources, diagnostics);
  if (!config) return std::nullopt;
  Value::Object all;
  for (const std::string& table : tables) {
    const auto read = read_json(table, sources, diagnostics);
    if (!read) return std::nullopt;
    for (const Value::Entry& entry : read->object())
      if (std::none_of(all.begin(), all.end(), [&](const Value::Entry& other) { return other.key == entry.key; }))
        all.push_back(entry);
  }
  const auto modules = read_modules(fs::path(file).parent_path(), sources, diagnostics);
  if (!modules || (!modules->empty() && !add_length(fs::path(file).parent_path(), *config, sources, diagnostics)))
    return std::nullopt;
  return import_config(*config, Value(std::move(all)), *modules, choice, diagnostics);
}

}  // namespace specimen::gen
