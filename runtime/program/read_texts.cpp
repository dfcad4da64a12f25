#include "read_texts.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "../core/mapped_file.h"

namespace specimen_v2::program {
namespace {

Status read_standard_input(bool pair, std::vector<Text>* texts) {
  std::string all;
  char part[4096];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, stdin)) > 0;) all.append(part, n);
  if (std::ferror(stdin)) return Status(StatusCode::io_error, "standard input cannot be read");
  return split_lines(all, "standard input", pair, texts);
}

Status read_file(const char* path, bool pair, std::vector<Text>* texts) {
  MappedFile file;
  if (Status status = file.open(path); !status) return status;
  return split_lines({reinterpret_cast<const char*>(file.data()), file.size()}, path, pair, texts);
}

}  // namespace

Status split_lines(std::string_view all, const char* name, bool pair, std::vector<Text>* texts) {
  for (std::size_t line = 1; !all.empty(); ++line) {
    const std::string_view text = all.substr(0, all.find('\n'));
    all.remove_prefix(std::min(text.size() + 1, all.size()));
    const std::size_t tab = pair ? text.find('\t') : text.size();
    if (tab == std::string_view::npos) {
      return Status(StatusCode::data_error, "%s, line %zu: no tab between the two texts of a pair", name, line);
    }
    std::string place = name;
    place += ", line ";
    place += std::to_string(line);
    texts->push_back(
        {std::move(place), std::string(text.substr(0, tab)), std::string(text.substr(std::min(tab + 1, text.size())))});
  }
  return Status();
}

Status read_texts(const Arguments& arguments, std::vector<Text>* texts) {
  bool open = false;  // the last text is the first of a pair
  for (const char* input : arguments.inputs) {
    if (!is_text(input)) continue;
    if (std::strcmp(input, "-") == 0) {
      if (Status status = read_standard_input(arguments.pair, texts); !status) return status;
    } else if (input[0] == '@') {
      if (Status status = read_file(input + 1, arguments.pair, texts); !status) return status;
    } else if (open) {
      texts->back().second = input;
      open = false;
    } else {
      std::string place = "text ";
      place += std::to_string(texts->size() + 1);
      texts->push_back({std::move(place), input, ""});
      open = arguments.pair;
    }
  }
  if (!open) return Status();
  return Status(StatusCode::invalid_argument, "%s: --pair takes texts two by two", texts->back().place.c_str());
}

}  // namespace specimen_v2::program
