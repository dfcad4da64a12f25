#include "cli/exported_model.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "cli/say.h"

namespace specimen::gen {

namespace {

constexpr std::uint64_t kLargestFile = 1 << 20;  // bytes
constexpr const char* kFile = "/model.json";

}  // namespace

std::string exported_text(const ModelArguments& model, const std::string& name) {
  // A spec of one's own is found from anywhere.
  const bool path = model.model.ends_with(".json");
  nlohmann::ordered_json json = {{"model", path ? std::filesystem::absolute(model.model).string() : model.model},
                                 {"set", model.settings},
                                 {"weights", name + ".safetensors"}};
  return json_text(json) + "\n";
}

bool is_exported(const std::string& directory) { return directory_exists(directory) && file_exists(directory + kFile); }

std::optional<ExportedModel> read_exported(Session& session, const std::string& directory) {
  const std::string path = directory + kFile;
  const auto text = read_file(path, kLargestFile, session.diagnostics);
  if (!text) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  const auto is_text = [&](const char* key) { return json.contains(key) && json[key].is_string(); };
  const bool good =
      json.is_object() && is_text("model") && is_text("weights") && json.contains("set") && json["set"].is_array() &&
      std::all_of(json["set"].begin(), json["set"].end(), [](const auto& one) { return one.is_string(); });
  if (!good) {
    session.diagnostics.error(Kind::file_unreadable, Span{}, "{} is not what a run of training exports",
                              printable(path, 400));
    return std::nullopt;
  }
  ExportedModel exported;
  exported.model.model = json["model"];
  exported.model.settings = json["set"].get<std::vector<std::string>>();
  exported.weights = directory + "/" + json["weights"].get<std::string>();
  return exported;
}

}  // namespace specimen::gen
