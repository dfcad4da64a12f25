#include "compiler/assembly.h"

#include <map>
#include <sstream>

namespace specimen::gen {
namespace {

struct Line {
  std::string text;
  std::string operation;  // empty: a label or a directive
};

bool starts_with(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

bool has_vector_register(const std::string& text) {
  return text.find("%xmm") != std::string::npos || text.find("%ymm") != std::string::npos ||
         text.find("%zmm") != std::string::npos;
}

// A move between a vector register and a fixed place in the frame; an index register makes it an array on the stack.
bool is_stack_move(const Line& line) {
  return starts_with(line.operation, "vmov") && has_vector_register(line.text) &&
         line.text.find("(%rsp)") != std::string::npos;
}

std::vector<Line> read_lines(const std::string& assembly) {
  std::vector<Line> lines;
  std::istringstream stream(assembly);
  for (std::string text; std::getline(stream, text);) {
    Line line;
    line.text = text.substr(0, text.find('#'));
    std::istringstream words(line.text);
    std::string word;
    words >> word;
    const bool label = !word.empty() && word.back() == ':';
    if (!label && !word.empty() && word[0] != '.') line.operation = word;
    if (label) line.text = word;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::vector<HotLoop> hot_loops(const std::string& assembly) {
  const std::vector<Line> lines = read_lines(assembly);
  std::map<std::string, std::size_t> labels;
  std::vector<HotLoop> loops;
  std::string function;
  std::size_t last_begin = 0;  // of the loop that ended last: one that begins before it encloses it
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (!line.text.empty() && line.text.back() == ':') {
      labels[line.text.substr(0, line.text.size() - 1)] = i;
      if (line.text[0] != '.') function = line.text.substr(0, line.text.size() - 1);
      continue;
    }
    if (line.operation.empty() || line.operation[0] != 'j') continue;
    const std::string target = line.text.substr(line.text.find_last_of(" \t") + 1);
    const auto found = labels.find(target);
    if (found == labels.end()) continue;
    const std::size_t begin = found->second;
    if (begin < last_begin) continue;
    last_begin = begin;
    HotLoop loop;
    loop.function = function;
    loop.label = target;
    int vectors = 0;
    for (std::size_t j = begin; j <= i; ++j) {
      loop.text += lines[j].text + "\n";
      if (lines[j].operation.empty()) continue;
      ++loop.instructions;
      vectors += has_vector_register(lines[j].text) ? 1 : 0;
      loop.multiply_adds +=
          starts_with(lines[j].operation, "vfmadd") || starts_with(lines[j].operation, "vfnmadd") ? 1 : 0;
      loop.stack_moves += is_stack_move(lines[j]) ? 1 : 0;
    }
    if (loop.multiply_adds >= 8 && 2 * loop.multiply_adds >= vectors) loops.push_back(std::move(loop));
  }
  return loops;
}

}  // namespace specimen::gen
