#include "plan/structs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "plan/names.h"
#include "plan/steps.h"

namespace specimen::gen {

namespace {

bool same(const ScopedName& a, const ScopedName& b) { return a.scope == b.scope && a.relative == b.relative; }

bool same(const std::vector<std::vector<ScopedName>>& a, const std::vector<std::vector<ScopedName>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const auto& p, const auto& q) { return same(p, q); });
  });
}

bool same(const PlanWeight& a, const PlanWeight& b) {
  return a.member == b.member && a.shape == b.shape && a.dtype == b.dtype;
}

bool same(const PackStep& a, const PackStep& b) {
  return a.function == b.function && a.results == b.results && a.epsilon == b.epsilon && a.algorithm == b.algorithm &&
         a.type == b.type &&
         std::equal(a.sources.begin(), a.sources.end(), b.sources.begin(), b.sources.end(),
                    [](const auto& x, const auto& y) {
                      return x.role == y.role && same(x.name, y.name) && x.shape == y.shape && x.stored == y.stored;
                    });
}

std::vector<PackStep> steps_of(const PlanFunction& f, int weights) {
  std::vector<PackStep> steps;
  for (const PackStep& step : f.pack) {
    if (step.weights == weights) steps.push_back(step);
  }
  return steps;
}

class Structs {
 public:
  explicit Structs(Plan& plan) : plan_(plan) {
    for (std::size_t f = 0; f < plan.functions.size(); ++f) {
      owner_.push_back(static_cast<int>(f));
      std::vector<int> members;
      for (std::size_t m = 0; m < plan.functions[f].weights.size(); ++m) members.push_back(static_cast<int>(m));
      moved_.push_back(std::move(members));
    }
    places_.resize(plan.functions.size());
    for (const PlanEntry& entry : plan.entries) find_places(entry.function, plan.functions[entry.function].scopes);
  }

  void run() {
    for (std::size_t e = 1; e < plan_.entries.size(); ++e) join(plan_.entries[0].function, plan_.entries[e].function);
    for (std::size_t f = 0; f < plan_.functions.size(); ++f) {
      PlanFunction& function = plan_.functions[f];
      const PlanFunction& owner = plan_.functions[owner_[f]];
      if (&owner != &function) {
        function.weights = owner.weights;
        function.pack = owner.pack;
        function.weights_struct = owner.weights_struct;
      }
      for (PlanStep& step : function.steps) move_weights(step, moved_[f]);
    }
  }

 private:
  void find_places(int function, const std::vector<std::string>& scopes) {
    if (!places_[function].insert(scopes).second) return;
    for (const PlanWeights& member : plan_.functions[function].weights) {
      for (const std::vector<ScopedName>& one : member.scopes) find_places(member.function, resolve(one, scopes));
    }
  }

  // Members of both in the struct of `a`; false: they differ in what their names mean.
  bool join(int a, int b) {
    a = owner_[a], b = owner_[b];
    if (a == b) return true;
    const PlanFunction& from = plan_.functions[b];
    // Where one is used and the other is not, there would be members without a tensor.
    if (from.scopes != plan_.functions[a].scopes || places_[a] != places_[b]) return false;
    std::vector<int> where;
    for (std::size_t m = 0; m < from.weights.size(); ++m) where.push_back(add(a, from, static_cast<int>(m)));
    for (std::size_t f = 0; f < owner_.size(); ++f) {
      if (owner_[f] != b) continue;
      owner_[f] = a;
      for (int& member : moved_[f]) member = where[static_cast<std::size_t>(member)];
    }
    return true;
  }

  // The index in the struct of `a` of a member of `from`, which may be there.
  int add(int a, const PlanFunction& from, int index) {
    const PlanWeights& member = from.weights[index];
    std::set<std::string> taken = header_names();
    for (std::size_t m = 0; m < plan_.functions[a].weights.size(); ++m) {
      const PlanWeights& known = plan_.functions[a].weights[m];
      if (known.name == member.name && fits(a, static_cast<int>(m), from, index)) return static_cast<int>(m);
      taken.insert(known.name);
    }
    const int added = static_cast<int>(plan_.functions[a].weights.size());
    PlanWeights copy = member;
    copy.name = UniqueNames(std::move(taken)).take(member.name);
    plan_.functions[a].weights.push_back(std::move(copy));
    for (PackStep step : steps_of(from, index)) {
      step.weights = added;
      plan_.functions[a].pack.push_back(std::move(step));
    }
    return added;
  }

  bool fits(int a, int m, const PlanFunction& from, int index) {
    const PlanWeights known = plan_.functions[a].weights[m];
    const PlanWeights& member = from.weights[index];
    if (known.function >= 0 && member.function >= 0)
      return known.count == member.count && same(known.scopes, member.scopes) && join(known.function, member.function);
    if (known.function >= 0 || member.function >= 0) return false;
    const std::vector<PackStep> x = steps_of(plan_.functions[a], m), y = steps_of(from, index);
    return std::equal(known.tensors.begin(), known.tensors.end(), member.tensors.begin(), member.tensors.end(),
                      [](const auto& p, const auto& q) { return same(p, q); }) &&
           std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const auto& p, const auto& q) { return same(p, q); });
  }

  Plan& plan_;
  std::vector<int> owner_;                                  // of each function: the one whose struct it reads
  std::vector<std::vector<int>> moved_;                     // of each function: where its members are in that struct
  std::vector<std::set<std::vector<std::string>>> places_;  // of each function: the scopes of its uses in the model
};

// The tensors that the struct at a place of the model holds, each once.
class PackedTensors {
 public:
  explicit PackedTensors(const Plan& plan) : plan_(plan) {}

  void add(int function, const std::vector<std::string>& scopes) {
    const PlanFunction& f = plan_.functions[function];
    for (const PackStep& step : f.pack) {
      // As runtime/core/packer.cpp tells packed tensors apart.
      std::string key = fmt::format("{} {} {}", to_string(step.function), to_string(step.algorithm), step.epsilon);
      for (int extent : step.sources[0].shape) key += " " + std::to_string(extent);
      for (const PackStep::Source& source : step.sources)
        key += "\n" + join_path(scopes[source.name.scope], source.name.relative);
      if (!seen_.insert(key).second) continue;
      for (const PlanWeight& tensor : f.weights[step.weights].tensors) {
        if (std::count(step.results.begin(), step.results.end(), tensor.member) > 0) bytes += tensor.bytes;
      }
    }
    for (const PlanWeights& weights : f.weights) {
      for (const std::vector<ScopedName>& one : weights.scopes) add(weights.function, resolve(one, scopes));
    }
  }

  std::int64_t bytes = 0;

 private:
  const Plan& plan_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> resolve(const std::vector<ScopedName>& names, const std::vector<std::string>& scopes) {
  std::vector<std::string> paths;
  for (const ScopedName& name : names) paths.push_back(join_path(scopes[name.scope], name.relative));
  return paths;
}

void share_structs(Plan& plan) {
  if (plan.entries.size() > 1) Structs(plan).run();
}

std::vector<int> struct_owners(const Plan& plan) {
  std::vector<int> owners;
  std::set<std::string> done, wanted;
  for (const PlanFunction& f : plan.functions) {
    if (!f.weights.empty()) wanted.insert(f.weights_struct);
  }
  while (done.size() < wanted.size()) {
    for (std::size_t i = 0; i < plan.functions.size(); ++i) {
      const PlanFunction& f = plan.functions[i];
      const bool ready = std::all_of(f.weights.begin(), f.weights.end(), [&](const PlanWeights& member) {
        return member.function < 0 || done.count(plan.functions[member.function].weights_struct) > 0;
      });
      if (f.weights.empty() || !ready || !done.insert(f.weights_struct).second) continue;
      owners.push_back(static_cast<int>(i));
    }
  }
  return owners;
}

namespace {

std::string state_text(const Plan& plan, const PlanState& state) {
  if (state.function < 0) return fmt::format("{}/{} {}", state.path.scope, state.path.relative, to_string(state.shape));
  std::string text = fmt::format("{} x {}", plan.functions[state.function].states_struct, state.count);
  for (const std::vector<ScopedName>& one : state.scopes) text += fmt::format(" {}/{}", one[0].scope, one[0].relative);
  return text;
}

}  // namespace

void share_states(Plan& plan) {
  std::map<std::string, std::string> structs;  // of blocks: by what they hold
  std::vector<PlanState> all;                  // of entries
  std::set<std::string> names = header_names(), taken = header_names();
  for (const PlanFunction& f : plan.functions) taken.insert(f.weights_struct);
  UniqueNames types(std::move(taken));
  for (PlanFunction& f : plan.functions) {
    if (f.states.empty()) continue;
    if (f.block.empty()) {
      std::vector<int> moved;
      for (PlanState& state : f.states) {
        const auto same = std::find_if(all.begin(), all.end(), [&](const PlanState& known) {
          return state_text(plan, known) == state_text(plan, state);
        });
        moved.push_back(static_cast<int>(same - all.begin()));
        if (same != all.end()) continue;
        UniqueNames unique(names);
        state.name = unique.take(state.name);
        names.insert(state.name);
        all.push_back(state);
      }
      move_states(f, moved);
      continue;
    }
    std::string text;
    for (const PlanState& state : f.states) text += state.name + ": " + state_text(plan, state) + "\n";
    std::string& type = structs[text];
    if (type.empty()) type = types.take(type_name(f.name) + "State");
    f.states_struct = type;
  }
  for (const PlanEntry& entry : plan.entries) {
    PlanFunction& f = plan.functions[entry.function];
    f.states = all;
    f.states_struct = all.empty() ? "" : "State";
  }
}

std::vector<int> state_owners(const Plan& plan) {
  std::vector<int> owners;
  std::set<std::string> done;
  for (std::size_t i = 0; i < plan.functions.size(); ++i) {
    const PlanFunction& f = plan.functions[i];
    if (!f.states.empty() && done.insert(f.states_struct).second) owners.push_back(static_cast<int>(i));
  }
  return owners;
}

std::int64_t packed_bytes(const Plan& plan) {
  PackedTensors tensors(plan);
  tensors.add(plan.entries[0].function, plan.functions[plan.entries[0].function].scopes);
  return tensors.bytes;
}

}  // namespace specimen::gen
