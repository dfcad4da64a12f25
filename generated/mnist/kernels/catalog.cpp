#include "catalog.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "common/reflect.h"

namespace mnist::kernels {
namespace {

// What a family declares for its structs, by their exact types: a function that is missing must not be found through
// the variant, to which every struct converts, and call itself for ever.
template <class P, class S>
constexpr bool is_declared() {
  [[maybe_unused]] std::string (*const shape_name_of)(const P&) = shape_name;
  [[maybe_unused]] std::int64_t (*const flops_of)(const P&) = flops;
  [[maybe_unused]] std::vector<KernelArgument> (*const arguments_of)(const P&) = arguments;
  [[maybe_unused]] KernelTraits (*const traits_of)(const P&) = traits;
  [[maybe_unused]] std::string (*const description_of)(const P&) = describe;
  [[maybe_unused]] S (*const rule_of)(const P&, Target) = rule;
  [[maybe_unused]] std::vector<S> (*const candidates_of)(const P&, Target) = candidates;
  [[maybe_unused]] std::int64_t (*const workspace_of)(const P&, const S&, Target) = workspace_bytes;
  return true;
}

#define FAMILY(Type, name) static_assert(is_declared<Type, Type##Schedule>());
#include "families.def"

template <class P, class S>
constexpr bool is_declared_for_gpus() {
  [[maybe_unused]] S (*const rule_of)(const P&, Target) = gpu_rule;
  [[maybe_unused]] std::vector<S> (*const candidates_of)(const P&, Target) = gpu_candidates;
  return true;
}

#define GPU_FAMILY(Type, name) static_assert(is_declared_for_gpus<Type, Type##GpuSchedule>());
#include "families.def"

// By families: where its schedule for GPUs is in Schedule; -1: it has none.
int gpu_schedule_index(std::size_t family) {
  static const std::vector<int> places = [] {
    const std::vector<std::string> gpu = {
#define GPU_FAMILY(Type, name) #name,
#include "families.def"
    };
    std::vector<int> list;
    const std::vector<std::string> all = {
#define FAMILY(Type, name) #name,
#include "families.def"
    };
    for (const std::string& name : all) {
      const auto at = std::find(gpu.begin(), gpu.end(), name);
      list.push_back(at == gpu.end() ? -1 : static_cast<int>(all.size() + (at - gpu.begin())));
    }
    return list;
  }();
  return places[family];
}

// The rule of a family for GPUs, and its candidates: empty of one without a schedule for them.
template <class P>
std::vector<Schedule> gpu_schedules(const P& problem, Target target, bool all) {
  std::vector<Schedule> list;
  if constexpr (requires { gpu_rule(problem, target); }) {
    if (!all) return {gpu_rule(problem, target)};
    for (const auto& schedule : gpu_candidates(problem, target)) list.push_back(schedule);
  }
  return list;
}

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

const char* family_name(const Problem& problem) { return kFamilies[problem.index()]; }

std::string symbol_stem(const Problem& problem) {
  const KernelTraits t = traits(problem);
  const std::string shape = std::visit([](const auto& w) { return shape_name(w); }, problem);
  return std::string("f32_") + family_name(problem) + (t.prologue ? chain_name(*t.prologue, false) : "") + "_" + shape +
         (t.result() ? chain_name(*t.result(), t.epilogue != nullptr) : "");
}

std::vector<std::string> symbols(const std::vector<Problem>& problems) {
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::size_t>> users;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    names.push_back(symbol_stem(problems[i]));
    users[names.back()].push_back(i);
  }
  for (const auto& [stem, indices] : users) {
    bool differ = false;
    for (std::size_t i : indices) differ = differ || !(problems[i] == problems[indices[0]]);
    if (!differ) continue;
    for (std::size_t i : indices) {
      names[i] += "_" + std::visit([](const auto& w) { return short_hash(canonical_text(w)); }, problems[i]);
    }
  }
  return names;
}

std::int64_t flops(const Problem& problem) {
  return std::visit([](const auto& w) { return flops(w); }, problem);
}

std::int64_t bytes(const Problem& problem) {
  std::int64_t bytes = 0;
  for (const KernelArgument& argument : arguments(problem)) {
    std::int64_t count = 1;
    for (int extent : argument.shape) count *= extent < 0 ? 1 : extent;
    bytes += count * dtype_bytes(argument.type);
  }
  return bytes;
}

std::vector<KernelArgument> arguments(const Problem& problem) {
  return std::visit([](const auto& w) { return arguments(w); }, problem);
}

KernelTraits traits(const Problem& problem) {
  return std::visit([](const auto& w) { return traits(w); }, problem);
}

std::string describe(const Problem& problem) {
  return std::visit([](const auto& w) { return describe(w); }, problem);
}

std::vector<InPlace> in_place(const Problem& problem) {
  const KernelTraits t = traits(problem);
  if (!t.overwrites_residual || !t.result()) return {};
  const Chain& chain = *t.result();
  const std::vector<Operand> operands = chain.operands();
  if (std::count(operands.begin(), operands.end(), Operand::tensor) != 1) return {};
  const auto operand = std::find(operands.begin(), operands.end(), Operand::tensor) - operands.begin();
  const int described = static_cast<int>(arguments(problem).size()), outputs = chain.outputs();
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

bool has_schedule(const Problem& problem, TargetKind kind) {
  return schedule_index(problem.index(), kind).has_value() && !traits(problem).reference_only;
}

std::optional<std::size_t> schedule_index(std::size_t family, TargetKind kind) {
  switch (kind) {
    case TargetKind::cpu:
      return family;
    case TargetKind::gpu:
      if (const int index = gpu_schedule_index(family); index >= 0) return index;
      return std::nullopt;
  }
  return std::nullopt;
}

Schedule rule(const Problem& problem, Target target) {
  return std::visit(
      [&](const auto& w) -> Schedule {
        return kind_of(target) == TargetKind::gpu ? gpu_schedules(w, target, false).at(0) : Schedule(rule(w, target));
      },
      problem);
}

std::vector<Schedule> candidates(const Problem& problem, Target target) {
  return std::visit(
      [&](const auto& w) {
        if (kind_of(target) == TargetKind::gpu) return gpu_schedules(w, target, true);
        std::vector<Schedule> list;
        for (const auto& schedule : candidates(w, target)) list.push_back(schedule);
        return list;
      },
      problem);
}

std::int64_t workspace_bytes(const Problem& problem, const Schedule& schedule, Target target) {
  if (kind_of(target) == TargetKind::gpu) return 0;
  return std::visit(
      [&](const auto& w) {
        using Chosen = decltype(rule(w, target));
        return workspace_bytes(w, std::get<Chosen>(schedule), target);
      },
      problem);
}

std::string shape_class(const Problem& problem) {
  const std::string shape = std::visit([](const auto& w) { return shape_name(w); }, problem);
  return shape + (traits(problem).flat ? "_flat" : "");
}

std::string tuned_key(const Problem& problem) { return std::string(family_name(problem)) + " " + shape_class(problem); }

}  // namespace mnist::kernels
