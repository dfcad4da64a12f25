#include "emit/bundle.h"

#include "base/text.h"

namespace specimen::gen {

namespace {

// a/b/../c/./d -> a/c/d
std::string normal(const std::string& path) {
  std::vector<std::string> parts;
  for (const std::string& part : split(path, '/')) {
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (part != "." && !part.empty()) {
      parts.push_back(part);
    }
  }
  return join(parts, "/");
}

std::vector<std::string> included_names(const std::string& text) {
  std::vector<std::string> names;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view trimmed = trim(line);
    if (trimmed.substr(0, 1) != "#" || trim(trimmed.substr(1)).substr(0, 7) != "include") continue;
    const std::size_t first = trimmed.find('"'), last = trimmed.rfind('"');
    if (first != std::string_view::npos && last > first)
      names.emplace_back(trimmed.substr(first + 1, last - first - 1));
  }
  return names;
}

}  // namespace

std::vector<std::string> closure(const std::map<std::string, std::string>& files, const std::vector<std::string>& roots,
                                 bool with_sources) {
  std::set<std::string> found;
  std::vector<std::string> open = roots;
  while (!open.empty()) {
    const std::string path = open.back();
    open.pop_back();
    const auto at = files.find(path);
    if (at == files.end() || !found.insert(path).second) continue;
    const std::string directory = path.substr(0, path.rfind('/') + 1);
    for (const std::string& name : included_names(at->second)) {
      open.push_back(name);
      open.push_back(normal(directory + name));
    }
    if (with_sources && path.size() > 2 && path.compare(path.size() - 2, 2, ".h") == 0) {
      open.push_back(path.substr(0, path.size() - 2) + ".cpp");
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace specimen::gen
