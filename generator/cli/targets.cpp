#include "cli/targets.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "kernels/catalog_json.h"

namespace specimen::gen {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargestTable = 16 << 20;

std::vector<std::string> directories(const Session& session) {
  std::vector<std::string> list = {(fs::path(Session::data_directory()) / "specs" / "targets").string()};
  // The first of the user's directories is searched first: it comes last here, over the others.
  for (auto directory = session.spec_directories.rbegin(); directory != session.spec_directories.rend(); ++directory)
    list.push_back((fs::path(*directory) / "targets").string());
  return list;
}

std::vector<std::string> processors(const std::vector<std::string>& directories) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const std::string& directory : directories) {
    for (const auto& entry : fs::directory_iterator(directory, ignored)) {
      if (entry.is_directory(ignored)) names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<Target> every_target() {
  std::vector<Target> list;
  for (TargetKind kind : all_target_kinds()) list.insert(list.end(), targets_of(kind).begin(), targets_of(kind).end());
  return list;
}

bool overlay(Session& session, const std::string& directory, std::map<Target, TunedTable>* tables) {
  for (Target target : every_target()) {
    const std::string path = directory + "/" + to_string(target) + ".json";
    if (!file_exists(path)) continue;
    const auto text = read_file(path, kLargestTable, session.diagnostics);
    if (!text) return false;
    try {
      for (auto& [key, how] : tuned_from_json(nlohmann::ordered_json::parse(*text), path, target))
        (*tables)[target].insert_or_assign(key, how);
    } catch (const std::exception& error) {
      session.diagnostics.error(Kind::target_malformed, Span{}, "`{}` is no table of tuned schedules", path)
          .note("{}", error.what())
          .note("`specimen tune` writes such files; without this one the rules decide");
      return false;
    }
  }
  return true;
}

}  // namespace

std::vector<std::string> target_options(bool with_reference) {
  std::vector<std::string> names = {"auto"};
  for (Target target : targets_of(TargetKind::cpu)) names.push_back(to_string(target));
  if (with_reference) names.emplace_back("reference");
  return names;
}

std::optional<TargetChoice> chosen_targets(Session& session, const std::vector<std::string>& names) {
  TargetChoice choice;
  std::optional<TargetKind> first;
  for (const std::string& name : names) {
    TargetKind kind = TargetKind::cpu;
    Target target = Target::v3;
    if (parse(name.c_str(), &kind)) {
      choice.targets.insert(choice.targets.end(), targets_of(kind).begin(), targets_of(kind).end());
    } else if (parse(name.c_str(), &target)) {
      kind = kind_of(target);
      choice.targets.push_back(target);
    } else {
      std::vector<std::string> known;
      for (TargetKind each : all_target_kinds()) known.emplace_back(to_string(each));
      for (Target each : every_target()) known.emplace_back(to_string(each));
      session.diagnostics.error(Kind::target_unnamed, Span{}, "there is no target `{}`", printable(name))
          .suggest(nearest(name, known))
          .note("the targets are {}; `cpu` and `gpu` stand for all of a kind", join(known, ", "));
      return std::nullopt;
    }
    if (first && *first != kind) {
      session.diagnostics
          .error(Kind::target_mixed, Span{}, "`--target` names targets of two kinds, {} and {}", to_string(*first),
                 to_string(kind))
          .note("targets of a kind share a plan; generate a directory for each kind");
      return std::nullopt;
    }
    first = kind;
  }
  choice.kind = first.value_or(TargetKind::cpu);
  std::sort(choice.targets.begin(), choice.targets.end());
  choice.targets.erase(std::unique(choice.targets.begin(), choice.targets.end()), choice.targets.end());
  return choice;
}

std::string targets_directory(const Session& session) {
  return session.spec_directories.empty() ? directories(session).front()
                                          : session.spec_directories.front() + "/targets";
}

std::optional<std::map<Target, TunedTable>> read_targets(Session& session, const std::string& cpu) {
  const std::vector<std::string> all = directories(session), known = processors(all);
  // Only names that were found become paths.
  if (!cpu.empty() && std::find(known.begin(), known.end(), cpu) == known.end()) {
    auto& error = session.diagnostics.error(Kind::target_unknown, Span{},
                                            "there are no tuned tables for the processor `{}`", cpu);
    const std::string near = nearest(cpu, known);
    if (!near.empty()) error.note("did you mean `{}`?", near);
    error.note("`specimen tune MODEL --cpu {}` measures schedules on this machine and writes them", cpu);
    return std::nullopt;
  }
  std::vector<std::string> layers = all;
  if (!cpu.empty())
    for (const std::string& directory : all) layers.push_back(directory + "/" + cpu);
  std::map<Target, TunedTable> tables;
  for (const std::string& directory : layers) {
    if (!overlay(session, directory, &tables)) return std::nullopt;
  }
  return tables;
}

}  // namespace specimen::gen
