#include "json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "../core/printable.h"

namespace specimen_v2 {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 2u << 20;

// What nlohmann's parser calls. Methods return false to stop it; the names are the library's.
class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  TreeBuilder(const char* file, Json* root) : file_(file), root_(root) {}

  const Status& status() const { return status_; }

  bool null() { return add(Json::Kind::null, 0) != nullptr; }
  bool boolean(bool value) { return add(Json::Kind::boolean, value ? 1 : 0) != nullptr; }
  bool number_integer(number_integer_t value) { return add(Json::Kind::integer, value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return add(Json::Kind::real, 0) != nullptr;
    return add(Json::Kind::integer, static_cast<std::int64_t>(value)) != nullptr;
  }
  bool number_float(number_float_t, const string_t&) { return add(Json::Kind::real, 0) != nullptr; }
  bool string(string_t& value) {
    Json* added = add(Json::Kind::string, 0);
    if (added != nullptr) added->text = value;
    return added != nullptr;
  }
  bool binary(binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::Kind::object); }
  bool start_array(std::size_t) { return open(Json::Kind::array); }
  bool key(string_t& name) {
    key_ = name;
    return true;
  }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool end_object() {
    const std::vector<Json>& members = open_.back()->children;
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const Json& member : members) names.push_back(member.key);
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
      return fail(StatusCode::data_error, std::string("the key \"") + Printable(*twice).text() + "\" stands twice");
    }
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
    return fail(StatusCode::data_error, "byte " + std::to_string(position) + ": this is not JSON in UTF-8");
  }

 private:
  bool fail(StatusCode code, const std::string& message) {
    status_ = Status(code, "%s: %s", file_, message.c_str());
    return false;
  }

  Json* add(Json::Kind kind, std::int64_t number) {
    if (++values_ > kMaxValues) {
      fail(StatusCode::unsupported, "over " + std::to_string(kMaxValues) + " values, which no tokenizer.json has");
      return nullptr;
    }
    Json* added = root_;
    if (!open_.empty()) {
      // Only the last child of an open value is ever open itself, so growing moves none that is pointed to.
      added = &open_.back()->children.emplace_back();
      if (open_.back()->kind == Json::Kind::object) added->key = key_;
    }
    added->kind = kind;
    added->number = number;
    return added;
  }

  bool open(Json::Kind kind) {
    if (open_.size() == kMaxDepth) {
      return fail(StatusCode::unsupported, "nested over " + std::to_string(kMaxDepth) + " levels deep");
    }
    Json* added = add(kind, 0);
    if (added != nullptr) open_.push_back(added);
    return added != nullptr;
  }

  const char* file_;
  Json* root_;
  std::vector<Json*> open_;  // from the root to the innermost object or array
  std::string key_;
  std::size_t values_ = 0;
  Status status_;
};

}  // namespace

const Json& Json::operator[](std::string_view name) const {
  static const Json kNull;
  if (kind != Kind::object) return kNull;
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Json& member) { return member.key == name; });
  return found == children.end() ? kNull : *found;
}

Status parse_json(std::string_view text, const char* file, Json* out) {
  *out = Json();
  TreeBuilder builder(file, out);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder) && builder.status().ok()) {
    return Status(StatusCode::data_error, "%s: this is not JSON", file);
  }
  return builder.status();
}

}  // namespace specimen_v2
