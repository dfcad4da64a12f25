#include "spec/constraints.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace specimen::gen {

namespace {

// So that no sum of at most 256 products with a symbol, which is at most 2^31, overflows.
constexpr std::int64_t kLargestFactor = std::int64_t{1} << 20, kLargestConstant = std::int64_t{1} << 58;
// Of a difference: more than any two symbols differ by, so it says nothing.
constexpr std::int64_t kLargestRoom = std::int64_t{1} << 33;
constexpr int kRounds = 32;  // of bounds that follow from bounds: some rise by one a round, without end

// constant + sum of factor * symbol, not negative.
struct Linear {
  std::size_t constraint = 0;
  std::int64_t constant = 0;
  std::map<std::string, std::int64_t> factors;
};

bool within(std::int64_t value, std::int64_t most) { return -most <= value && value <= most; }

std::optional<Linear> linear(std::size_t constraint, const Dim& room) {
  Linear form{constraint, 0, {}};
  Dim rest = room;
  for (const std::string& name : room.symbols()) {
    const Dim symbol = Dim::symbol(name);
    const Dim factor = room.substitute({{name, symbol + 1}}) - room;
    if (!factor.is_constant() || !within(factor.value(), kLargestFactor)) return std::nullopt;
    form.factors[name] = factor.value();
    rest = rest - factor * symbol;
  }
  if (!rest.is_constant() || !within(rest.value(), kLargestConstant)) return std::nullopt;
  form.constant = rest.value();
  return form;
}

std::vector<std::size_t> sorted(const std::set<std::size_t>& set) { return {set.begin(), set.end()}; }

// to <= from + room, which a constraint says, or a maximum.
struct Difference {
  std::string from, to;  // "": zero
  std::int64_t room = 0;
  std::optional<std::size_t> constraint;
};

// A ring of differences whose rooms sum up to less than nothing (Bellman and Ford).
std::vector<std::size_t> negative_ring(const std::vector<Linear>& forms, const Dim::Bindings& maxima) {
  std::vector<Difference> differences;
  for (const auto& [name, most] : maxima) {
    differences.push_back({"", name, most, {}});
    differences.push_back({name, "", 0, {}});
  }
  for (const Linear& form : forms) {
    Difference d{"", "", form.constant, form.constraint};
    bool fits = form.factors.size() <= 2 && within(form.constant, kLargestRoom);
    for (const auto& [name, factor] : form.factors) {
      std::string& end = factor == 1 ? d.from : d.to;
      fits = fits && (factor == 1 || factor == -1) && end.empty();
      end = name;
    }
    if (fits) differences.push_back(d);
  }
  std::map<std::string, std::int64_t> distance = {{"", 0}};
  for (const auto& [name, most] : maxima) distance[name] = 0;
  std::map<std::string, const Difference*> last;
  std::string changed;
  bool any = true;
  for (std::size_t round = 0; any && round <= maxima.size() + 1; ++round) {
    any = false;
    for (const Difference& d : differences) {
      if (distance[d.from] + d.room >= distance[d.to]) continue;
      distance[d.to] = distance[d.from] + d.room;
      last[d.to] = &d;
      changed = d.to;
      any = true;
    }
  }
  if (!any) return {};
  // Back by as many steps as there are symbols: what is there is on a ring.
  for (std::size_t i = 0; i <= maxima.size(); ++i) changed = last.at(changed)->from;
  std::set<std::size_t> ring;
  std::string at = changed;
  do {
    if (last.at(at)->constraint) ring.insert(*last.at(at)->constraint);
    at = last.at(at)->from;
  } while (at != changed);
  return sorted(ring);
}

// What is known of a symbol, and the constraints that it follows from.
struct Bounds {
  std::int64_t low = 0, high = 0;
  std::set<std::size_t> because_low, because_high;
};

std::int64_t floor_quotient(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

// Bounds of symbols that follow from the bounds of others, until one is empty.
std::vector<std::size_t> empty_range(const std::vector<Linear>& forms, const Dim::Bindings& maxima) {
  std::map<std::string, Bounds> known;
  for (const auto& [name, most] : maxima) known[name].high = most;
  for (int round = 0; round < kRounds; ++round) {
    bool any = false;
    for (const Linear& form : forms) {
      std::int64_t most = form.constant;
      std::set<std::size_t> because = {form.constraint};
      for (const auto& [name, factor] : form.factors) {
        const Bounds& b = known.at(name);
        most += factor * (factor > 0 ? b.high : b.low);
        const std::set<std::size_t>& more = factor > 0 ? b.because_high : b.because_low;
        because.insert(more.begin(), more.end());
      }
      if (most < 0) return sorted(because);
      for (const auto& [name, factor] : form.factors) {
        Bounds& b = known.at(name);
        if (factor > 0) {  // factor * symbol >= -(the most that the others are)
          const std::int64_t low = -floor_quotient(most - factor * b.high, factor);
          if (low <= b.low) continue;
          b.low = low, b.because_low = because;
        } else {
          const std::int64_t high = floor_quotient(most - factor * b.low, -factor);
          if (high >= b.high) continue;
          b.high = high, b.because_high = because;
        }
        any = true;
      }
    }
    if (!any) break;
  }
  return {};
}

}  // namespace

std::vector<std::size_t> contradiction(const std::vector<Dim>& rooms, const Dim::Bindings& maxima) {
  std::vector<Linear> forms;
  Dim::Bindings used;
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    std::optional<Linear> form = linear(i, rooms[i]);
    if (!form) continue;
    for (const auto& [name, factor] : form->factors) used[name] = maxima.at(name);
    forms.push_back(std::move(*form));
  }
  std::vector<std::size_t> ring = negative_ring(forms, used);
  return ring.empty() ? empty_range(forms, used) : ring;
}

}  // namespace specimen::gen
