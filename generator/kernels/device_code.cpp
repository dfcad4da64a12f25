#include "device_code.h"

#include <sstream>

namespace specimen::gen {
namespace {

constexpr int kMostArguments = 256;

void write(std::ostream& out, const LaunchNumber& n) { out << ' ' << n.fixed << ' ' << n.times << ' ' << n.each; }

bool read(std::istream& in, LaunchNumber* n) { return in >> n->fixed >> n->times >> n->each && n->each > 0; }

}  // namespace

std::string to_text(const DeviceCode& code) {
  std::ostringstream out;
  out << kDeviceCodeHead << "\ngrid";
  for (const LaunchNumber& n : code.grid) write(out, n);
  out << "\nblock";
  for (int n : code.block) out << ' ' << n;
  out << "\nshared " << code.shared_bytes << "\narguments " << code.arguments.size();
  for (const LaunchArgument& argument : code.arguments) {
    out << ' ' << argument.buffer;
    write(out, argument.number);
  }
  out << "\nptx " << code.ptx.size() << "\n" << code.ptx;
  return out.str();
}

bool parse(const std::string& text, DeviceCode* code) {
  std::istringstream in(text);
  std::string line, word;
  if (!std::getline(in, line) || line != kDeviceCodeHead || !(in >> word) || word != "grid") return false;
  for (LaunchNumber& n : code->grid) {
    if (!read(in, &n)) return false;
  }
  if (!(in >> word) || word != "block") return false;
  for (int& n : code->block) {
    if (!(in >> n)) return false;
  }
  std::size_t count = 0, size = 0;
  if (!(in >> word >> code->shared_bytes >> line >> count) || word != "shared" || line != "arguments" ||
      count > kMostArguments)
    return false;
  code->arguments.resize(count);
  for (LaunchArgument& argument : code->arguments) {
    if (!(in >> argument.buffer) || !read(in, &argument.number)) return false;
  }
  if (!(in >> word >> size) || word != "ptx" || in.get() != '\n' || size > text.size()) return false;
  code->ptx.resize(size);
  return static_cast<bool>(in.read(code->ptx.data(), static_cast<std::streamsize>(size)));
}

std::string named_ptx(const DeviceCode& code, const std::string& entry) {
  const std::string neutral = kNeutralEntry;
  std::string ptx = code.ptx;
  for (std::size_t at = ptx.find(neutral); at != std::string::npos; at = ptx.find(neutral, at + entry.size()))
    ptx.replace(at, neutral.size(), entry);
  return ptx;
}

}  // namespace specimen::gen
