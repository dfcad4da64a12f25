// Runs a plan on contents that are numbers: a kernel writes a number made of its own name, its weights and what it
// reads. Two plans of one model compute the same if their outputs are the same numbers. What is read after something
// else was written over it, or with padding that is not filled, is a number of its own. Every channel has a number, so
// that slices of one buffer are told apart.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace specimen::gen {

class Machine {
 public:
  explicit Machine(const Plan& plan) : plan_(plan) {}

  // The contents of the outputs of an entry, and in training of all gradients.
  std::vector<std::uint64_t> run(std::size_t entry = 0) {
    const PlanFunction& forward = plan_.functions[plan_.entries[entry].function];
    // The fixed region behind the other, at a batch of one.
    cells_.assign(static_cast<std::size_t>((plan_.arena_bytes_per_example + plan_.arena_fixed_bytes) / kCell), {});
    std::vector<Memory> parameters;
    for (const PlanValue& value : forward.values) {
      if (value.place != PlanValue::Place::input && value.place != PlanValue::Place::output) continue;
      parameters.push_back(memory(value, static_cast<std::int64_t>(cells_.size()) * kCell));
      cells_.resize(cells_.size() + parameters.back().cells);
      if (value.place == PlanValue::Place::input) write(parameters.back(), hash({parameters.size()}));
    }
    gradients_.clear();
    call(plan_.entries[entry].function, {parameters, {0, plan_.arena_bytes_per_example}, {}, "w"});
    std::vector<std::uint64_t> contents;
    for (const Memory& parameter : parameters) contents.push_back(read(parameter));
    for (const auto& [name, memory] : gradients_) contents.push_back(read(memory));
    return contents;
  }

 private:
  static constexpr std::int64_t kCell = 64;

  struct Memory {
    std::size_t first = 0, cells = 0;
    std::uint64_t shape = 0;  // of the buffer: who knows another one reads other elements
    bool with_padding = false;
    std::size_t channel = 0, channels = 0, width = 0;  // a slice, among all that the buffer has
    // The same in the shape in which the buffer was sliced, where that is another one than it is stored in.
    std::size_t seen_channel = 0, seen_channels = 0, seen_width = 0;
  };
  struct Cell {
    std::uint64_t shape = 0, padding_shape = 0;
    std::vector<std::uint64_t> contents, padding;  // of each channel; 0: none
    std::uint64_t whole = 0;                       // of all that was written as one, in whatever shape it is read
  };

  static std::uint64_t hash(const std::vector<std::uint64_t>& values) {
    std::uint64_t result = 0xcbf29ce484222325u;
    for (std::uint64_t value : values) result = (result ^ value) * 0x100000001b3u + (result >> 29);
    return result;
  }
  static std::uint64_t number(const std::string& text) { return std::hash<std::string>()(text); }

  static Memory memory(const PlanValue& v, std::int64_t at) {
    EXPECT_EQ(at % kCell, 0);
    Memory m;
    m.first = static_cast<std::size_t>(at / kCell), m.cells = static_cast<std::size_t>(v.bytes / kCell);
    m.with_padding = !v.padding.none();
    m.width = static_cast<std::size_t>(v.storage.pixel), m.channels = static_cast<std::size_t>(v.channels);
    std::vector<std::uint64_t> parts;
    for (int number : {v.storage.pixel, v.storage.row, v.storage.example, v.padding.size.top, v.padding.size.left})
      parts.push_back(static_cast<std::uint64_t>(number));
    parts.push_back(m.first), parts.push_back(m.cells);
    m.shape = hash(parts);
    return m;
  }

  std::uint64_t garbage() {
    ADD_FAILURE() << "something reads what is not there";
    return hash({0xdead, ++garbage_});
  }

  // The numbers of a slice; empty where one is missing.
  static std::vector<std::uint64_t> numbers(const Memory& m, const std::vector<std::uint64_t>& channels) {
    std::vector<std::uint64_t> list(channels.begin() + static_cast<std::ptrdiff_t>(m.channel),
                                    channels.begin() + static_cast<std::ptrdiff_t>(m.channel + m.channels));
    if (std::count(list.begin(), list.end(), 0u) > 0) list.clear();
    return list;
  }

  std::uint64_t read(const Memory& m) {
    std::vector<std::uint64_t> contents, padding;
    for (std::size_t i = m.first; i < m.first + m.cells; ++i) {
      const Cell& cell = cells_[i];
      if (cell.shape != m.shape || (m.with_padding && cell.padding_shape != m.shape)) return garbage();
      std::vector<std::uint64_t> here = numbers(m, cell.contents);
      if (m.channels == m.width && cell.whole != 0 && !here.empty()) here = {cell.whole};
      const std::vector<std::uint64_t> around = m.with_padding ? numbers(m, cell.padding) : here;
      if (i == m.first) contents = here, padding = around;
      if (here.empty() || around.empty() || here != contents || around != padding) return garbage();
    }
    if (m.with_padding) contents.insert(contents.end(), padding.begin(), padding.end());
    return hash(contents);
  }

  // A channel of a value that was written as a whole has the same number in every way of cutting it.
  static void set(const Memory& m, std::vector<std::uint64_t>& channels, std::uint64_t number) {
    for (std::size_t c = 0; c < m.channels; ++c) channels[m.channel + c] = hash({number, c}) | 1;
  }

  void write(const Memory& m, std::uint64_t content) {
    for (std::size_t i = m.first; i < m.first + m.cells; ++i) {
      Cell& cell = cells_[i];
      if (cell.shape != m.shape) cell.contents.assign(m.width, 0);
      if (cell.padding_shape != m.shape) cell.padding_shape = 0;
      cell.shape = m.shape;
      set(m, cell.contents, content);
      cell.whole = m.channels == m.width ? content : 0;
    }
  }

  void fill(const Memory& m, std::uint64_t padding) {
    for (std::size_t i = m.first; i < m.first + m.cells; ++i) {
      Cell& cell = cells_[i];
      if (cell.padding_shape != m.shape) cell.padding.assign(m.width, 0);
      if (cell.shape != m.shape) cell.shape = 0;
      cell.padding_shape = m.shape;
      std::fill_n(cell.padding.begin() + static_cast<std::ptrdiff_t>(m.channel), m.channels, padding);
    }
  }

  static bool meet(const Memory& a, const Memory& b) {
    const bool slices = a.first == b.first && a.shape == b.shape;
    if (slices && a.seen_width != 0 && a.seen_width == b.seen_width)
      return a.seen_channel < b.seen_channel + b.seen_channels && b.seen_channel < a.seen_channel + a.seen_channels;
    if (slices) return a.channel < b.channel + b.channels && b.channel < a.channel + a.channels;
    return a.first < b.first + b.cells && b.first < a.first + a.cells;
  }

  void run(const KernelStep& step, const PlanFunction& f, const std::vector<Memory>& values,
           const std::string& weights) {
    const PlanKernel& kernel = plan_.kernels[step.kernel];
    const std::size_t first_output = step.arguments.size() - step.outputs;
    std::vector<std::uint64_t> parts = {number(kernel.symbol)};
    for (std::size_t i = 0; i < first_output; ++i) {
      const PlanArgument& a = step.arguments[i];
      if (!a.random.empty()) {
        parts.push_back(number(weights + " random " + a.random));
        continue;
      }
      if (a.value < 0) {
        parts.push_back(
            number(weights + "." + f.weights[a.weights].name + "." + f.weights[a.weights].tensors[a.tensor].member));
        continue;
      }
      parts.push_back(read(values[a.value]));
      // Outputs may be over an input only as the kernel allows.
      for (std::size_t o = first_output; o < step.arguments.size(); ++o) {
        const Memory &x = values[a.value], &y = values[step.arguments[o].value];
        if (!meet(x, y)) continue;
        bool allowed = false;
        for (const InPlace& pair : in_place(kernel.problem)) {
          allowed = allowed || (pair.residual == static_cast<int>(i) && pair.output == static_cast<int>(o));
        }
        EXPECT_TRUE(allowed && x.first == y.first && x.shape == y.shape && x.channel == y.channel)
            << kernel.symbol << " writes over what it reads";
      }
    }
    for (std::size_t o = first_output; o < step.arguments.size(); ++o) {
      const PlanArgument& a = step.arguments[o];
      std::vector<std::uint64_t> written = parts;
      written.push_back(o);
      if (std::holds_alternative<Pad>(kernel.problem)) fill(values[a.value], 1 + f.values[a.value].padding.lowest);
      write(values[a.value], hash(written));
    }
  }

  static ArenaBytes sum(const ArenaBytes& a, const ArenaBytes& b) {
    return {a.examples + b.examples, a.fixed + b.fixed};
  }

  // What a call of a function has: memory for its parameters, where its arena and what is saved begin, its weights.
  struct Frame {
    std::vector<Memory> values;
    ArenaBytes arena, saved;
    std::string weights;
  };

  // The memory of a slice of another value, of which `width` channels are side by side.
  static Memory slice_of(const PlanValue& value, const PlanValue& parent, Memory slice) {
    slice.channel += static_cast<std::size_t>(value.channel);
    slice.channels = static_cast<std::size_t>(value.channels);
    // Channels of a tensor that is stored in another shape, as an output that is a reshape: all of it stands for them.
    const auto width = static_cast<std::size_t>(parent.storage.pixel);
    if (width != slice.width) {
      slice.channel = 0, slice.channels = slice.width;
      if (slice.seen_width != width) slice.seen_channel = 0;
      slice.seen_channel += static_cast<std::size_t>(value.channel);
      slice.seen_channels = static_cast<std::size_t>(value.channels), slice.seen_width = width;
    }
    return slice;
  }

  // Where a local or a saved value begins; of several in a row, one of them.
  static std::int64_t begin_of(const PlanValue& value, const Frame& frame, int element = 0) {
    const ArenaBytes& base = value.place == PlanValue::Place::saved ? frame.saved : frame.arena;
    return base.in(value.region) + value.offset + element * (value.bytes / value.count);
  }

  static Memory one_of(PlanValue value, const Frame& frame, int element) {
    const std::int64_t begin = begin_of(value, frame, element);
    value.bytes /= value.count;
    return memory(value, begin);
  }

  Memory memory_of(const PlanFunction& f, int index, const Frame& frame) {
    const PlanValue& value = f.values[index];
    switch (value.place) {
      case PlanValue::Place::input:
      case PlanValue::Place::output:
        return frame.values[index];
      case PlanValue::Place::slice:
        return slice_of(value, f.values[value.parent], memory_of(f, value.parent, frame));
      case PlanValue::Place::reshape:
        return memory_of(f, value.parent, frame);
      case PlanValue::Place::element:
        return one_of(f.values[value.parent], frame, value.element);
      case PlanValue::Place::gradient:
        return gradient(value, frame.weights + "." + f.weights[value.weights].name + "." +
                                   f.weights[value.weights].tensors[value.tensor].member);
      default:
        return one_of(value, frame, 0);
    }
  }

  // Gradients of parameters are in memory of their own.
  Memory gradient(const PlanValue& value, const std::string& name) {
    const auto [at, added] = gradients_.try_emplace(name);
    if (added) {
      at->second = memory(value, static_cast<std::int64_t>(cells_.size()) * kCell);
      cells_.resize(cells_.size() + at->second.cells);
    }
    return at->second;
  }

  // What a function that is called keeps, or reads of that: where it begins.
  static void add_saved(const PlanFunction& f, int index, int element, const Frame& frame, ArenaBytes& begin) {
    const PlanValue& value = f.values[index];
    const bool is_element = value.place == PlanValue::Place::element;
    begin.in(value.region) =
        begin_of(is_element ? f.values[value.parent] : value, frame, is_element ? value.element : element);
  }

  void call(int function, const Frame& frame) {
    const PlanFunction& f = plan_.functions[function];
    std::vector<Memory> values;
    for (std::size_t v = 0; v < f.values.size(); ++v) {
      const bool there = f.values[v].last_step >= 0 || v < frame.values.size();
      values.push_back(there ? memory_of(f, static_cast<int>(v), frame) : Memory());
    }
    auto below = [&](int member, int element) {
      if (member < 0) return frame.weights;
      const PlanWeights& weights = f.weights[member];
      return frame.weights + "." + weights.name + (weights.count > 1 ? std::to_string(element) : "");
    };
    for (const PlanStep& step : f.steps) {
      if (const auto* kernel = std::get_if<KernelStep>(&step.action)) {
        run(*kernel, f, values, frame.weights);
      } else if (const auto* padding = std::get_if<FillStep>(&step.action)) {
        fill(values[padding->value], 1 + f.values[padding->value].padding.lowest);
      } else if (const auto* inner = std::get_if<CallStep>(&step.action)) {
        Frame next{{}, sum(frame.arena, inner->arena), {}, below(inner->weights, inner->element)};
        for (int value : inner->inputs) next.values.push_back(values[value]);
        for (int value : inner->outputs) next.values.push_back(values[value]);
        for (int value : inner->saved) add_saved(f, value, 0, frame, next.saved);
        call(inner->function, next);
      } else {
        const LoopStep& loop = std::get<LoopStep>(step.action);
        for (int i = 0; i < loop.count; ++i) {
          const int element = loop.backward ? loop.first - i : loop.first + i;
          Frame next{{}, sum(frame.arena, loop.arena), {}, below(loop.weights, element)};
          for (const auto* list : {&loop.inputs, &loop.outputs}) {
            for (const LoopArgument& argument : *list) {
              const PlanValue& value = f.values[argument.value];
              next.values.push_back(value.count > 1 ? one_of(value, frame, element + argument.element)
                                                    : values[argument.at(i)]);
            }
          }
          for (const LoopArgument& argument : loop.saved)
            add_saved(f, argument.value, element + argument.element, frame, next.saved);
          call(loop.function, next);
        }
      }
    }
  }

  const Plan& plan_;
  std::vector<Cell> cells_;
  std::map<std::string, Memory> gradients_;
  std::uint64_t garbage_ = 0;
};

}  // namespace specimen::gen
