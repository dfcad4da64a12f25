#include "catalog.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "common/reflect.h"

namespace specimen::gen {
namespace {

constexpr const char* kFamilies[] = {
#define FAMILY(Type, name) #name,
#include "families.def"
};

std::string short_hash(const std::string& text) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(hash ^ (hash >> 32)));
  return digits;
}

// Steps by name, each behind "_". The bias that opens nearly every epilogue goes without saying.
std::string chain_name(const Chain& chain, bool epilogue) {
  std::string name;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    const Step& step = chain.steps[i];
    std::string part = to_string(step.fn);
    if (step.operand == Operand::channel && step.fn == Fn::add) part = "bias";
    if (step.operand == Operand::channel && step.fn == Fn::multiply) part = "scale";
    if (epilogue && i == 0 && part == "bias" && !step.store) continue;
    name += "_" + part + (step.store ? "_store" : "");
  }
  return name;
}

}  // namespace

const char* family_name(const What& what) { return kFamilies[what.index()]; }

std::string symbol_stem(const What& what) {
  const KernelTraits t = traits(what);
  const std::string shape = std::visit([](const auto& w) { return shape_name(w); }, what);
  return std::string("f32_") + family_name(what) + (t.prologue ? chain_name(*t.prologue, false) : "") + "_" + shape +
         (t.result() ? chain_name(*t.result(), t.epilogue != nullptr) : "");
}

std::vector<std::string> symbols(const std::vector<What>& whats) {
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::size_t>> users;
  for (std::size_t i = 0; i < whats.size(); ++i) {
    names.push_back(symbol_stem(whats[i]));
    users[names.back()].push_back(i);
  }
  for (const auto& [stem, indices] : users) {
    bool differ = false;
    for (std::size_t i : indices) differ = differ || !(whats[i] == whats[indices[0]]);
    if (!differ) continue;
    for (std::size_t i : indices) {
      names[i] += "_" + std::visit([](const auto& w) { return short_hash(canonical_text(w)); }, whats[i]);
    }
  }
  return names;
}

std::int64_t flops(const What& what) {
  return std::visit([](const auto& w) { return flops(w); }, what);
}

std::int64_t bytes(const What& what) {
  std::int64_t floats = 0;
  for (const KernelArgument& argument : arguments(what)) {
    std::int64_t count = 1;
    for (int extent : argument.shape) count *= extent < 0 ? 1 : extent;
    floats += count;
  }
  return floats * static_cast<std::int64_t>(sizeof(float));
}

std::vector<KernelArgument> arguments(const What& what) {
  return std::visit([](const auto& w) { return arguments(w); }, what);
}

KernelTraits traits(const What& what) {
  return std::visit([](const auto& w) { return traits(w); }, what);
}

std::string describe(const What& what) {
  return std::visit([](const auto& w) { return describe(w); }, what);
}

std::vector<InPlace> in_place(const What& what) {
  const KernelTraits t = traits(what);
  if (!t.overwrites_residual || !t.result()) return {};
  const Chain& chain = *t.result();
  const std::vector<Operand> operands = chain.operands();
  if (std::count(operands.begin(), operands.end(), Operand::tensor) != 1) return {};
  const auto operand = std::find(operands.begin(), operands.end(), Operand::tensor) - operands.begin();
  const int described = static_cast<int>(arguments(what).size()), outputs = chain.outputs();
  const int residual = described - outputs - static_cast<int>(operands.size()) + static_cast<int>(operand);
  std::vector<InPlace> pairs;
  int output = described - outputs;
  bool read = false;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    read = read || chain.steps[i].operand == Operand::tensor;
    const bool last = i + 1 == chain.steps.size();
    if (!chain.steps[i].store && !last) continue;
    if (read) pairs.push_back({residual, output});  // not an output that is stored before the residual is read
    ++output;
  }
  return pairs;
}

How rule(const What& what, Level level) {
  return std::visit([&](const auto& w) -> How { return rule(w, level); }, what);
}

std::vector<How> candidates(const What& what, Level level) {
  return std::visit(
      [&](const auto& w) {
        std::vector<How> list;
        for (const auto& how : candidates(w, level)) list.push_back(how);
        return list;
      },
      what);
}

std::int64_t scratch_bytes(const What& what, const How& how, Level level) {
  return std::visit(
      [&](const auto& w) {
        using Schedule = decltype(rule(w, level));
        return scratch_bytes(w, std::get<Schedule>(how), level);
      },
      what);
}

std::string shape_class(const What& what) {
  const std::string shape = std::visit([](const auto& w) { return shape_name(w); }, what);
  return shape + (traits(what).flat ? "_flat" : "");
}

std::string tuned_key(const What& what) { return std::string(family_name(what)) + " " + shape_class(what); }

}  // namespace specimen::gen
