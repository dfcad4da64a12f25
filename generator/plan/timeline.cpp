#include "plan/timeline.h"

#include "plan/steps.h"

namespace specimen::gen {

namespace {

using Place = PlanValue::Place;

// Enough iterations to see every lifetime that a buffer of the loop can have, and the loop's result in its last place.
int iterations(const LoopStep& loop) { return loop.count <= 3 ? loop.count : 2 + loop.count % 2; }

}  // namespace

void Timeline::Buffer::read(int now) {
  if (lives.empty()) lives.push_back({filled < 0 ? now : filled, now});
  lives.back().last = now;
  filled = -1;
}

void Timeline::Buffer::write(int now) {
  // Written in place: the buffer stays alive.
  const bool goes_on = !lives.empty() && (sliced || lives.back().last == now);
  if (goes_on) {
    lives.back().last = now;
  } else {
    lives.push_back({filled < 0 ? now : filled, now});
  }
  filled = -1;
}

Timeline::Timeline(const std::vector<PlanFunction>& functions, const std::vector<bool>& shared, int root,
                   ArenaRegion region)
    : functions_(functions), shared_(shared), region_(region) {
  const int instance = add_instance(root, -1, 0);
  std::vector<int> parameters;
  for (const PlanValue& value : functions[root].values) {
    const bool parameter = value.place == Place::input || value.place == Place::output;
    if (parameter) parameters.push_back(add_buffer(value, -1, 0));
  }
  walk(instance, parameters);
}

std::vector<Block> Timeline::blocks() const {
  std::vector<Block> blocks(owners_.size());
  for (const Buffer& buffer : buffers_) {
    if (buffer.block >= 0 && !buffer.lives.empty())
      blocks[buffer.block].push_back({buffer.offset, buffer.bytes, buffer.lives});
  }
  return blocks;
}

int Timeline::add_block(Owner owner) {
  owners_.push_back(owner);
  return static_cast<int>(owners_.size()) - 1;
}

int Timeline::add_buffer(const PlanValue& value, int block, std::int64_t offset) {
  Buffer buffer;
  buffer.block = block;
  buffer.offset = offset;
  buffer.bytes = value.bytes;
  buffers_.push_back(std::move(buffer));
  return static_cast<int>(buffers_.size()) - 1;
}

int Timeline::add_instance(int function, int block, std::int64_t base) {
  Instance instance;
  instance.function = function;
  instance.block = block;
  instance.base = base;
  const std::vector<PlanValue>& values = functions_[function].values;
  for (std::size_t v = 0; v < values.size(); ++v) {
    const bool local = values[v].place == Place::local && values[v].last_step >= 0;
    if (!local) {
      instance.locals.push_back(-1);
    } else if (values[v].region != region_) {
      instance.locals.push_back(add_buffer(values[v], -1, 0));
    } else if (block < 0) {
      instance.locals.push_back(add_buffer(values[v], add_block({function, static_cast<int>(v)}), 0));
    } else {
      instance.locals.push_back(add_buffer(values[v], block, base + values[v].offset));
    }
  }
  instances_.push_back(std::move(instance));
  return static_cast<int>(instances_.size()) - 1;
}

// `parameters`: buffers of the inputs, then the outputs.
void Timeline::walk(int instance, const std::vector<int>& parameters) {
  const PlanFunction& function = functions_[instances_[instance].function];
  std::vector<int> buffers = instances_[instance].locals;
  std::copy(parameters.begin(), parameters.end(), buffers.begin());
  for (std::size_t v = 0; v < buffers.size(); ++v) {
    // States, gradients and what is saved are in memory of their own.
    const Place place = function.values[v].place;
    if (place == Place::state || place == Place::gradient || place == Place::saved)
      buffers[v] = add_buffer(function.values[v], -1, 0);
  }
  for (std::size_t v = 0; v < buffers.size(); ++v) {
    const int parent = function.values[v].parent;
    if (parent < 0) continue;
    buffers[v] = buffers[parent];
    buffers_[buffers[v]].sliced = true;
  }
  auto of = [&](const std::vector<int>& values) {
    std::vector<int> list;
    for (int value : values) list.push_back(buffers[value]);
    return list;
  };
  for (std::size_t i = 0; i < function.steps.size(); ++i) {
    const auto& problem = function.steps[i].action;
    const int at = static_cast<int>(i);
    if (const auto* kernel = std::get_if<KernelStep>(&problem)) {
      run(*kernel, buffers);
    } else if (const auto* fill = std::get_if<FillStep>(&problem)) {
      buffers_[buffers[fill->value]].fill(++now_);
    } else if (const auto* step = std::get_if<CallStep>(&problem)) {
      call(instance, at, step->function, step->arena.in(region_), of(step->inputs), of(step->outputs), of(step->saved));
    } else {
      const LoopStep& loop = std::get<LoopStep>(problem);
      for (int iteration = 0; iteration < iterations(loop); ++iteration) {
        const auto now = [&](const std::vector<LoopArgument>& arguments) {
          std::vector<int> list;
          for (const LoopArgument& a : arguments) list.push_back(buffers[a.at(iteration)]);
          return list;
        };
        call(instance, at, loop.function, loop.arena.in(region_), now(loop.inputs), now(loop.outputs), now(loop.saved));
      }
    }
  }
}

void Timeline::call(int caller, int step, int function, std::int64_t arena, const std::vector<int>& inputs,
                    const std::vector<int>& outputs, const std::vector<int>& saved) {
  const auto known = instances_[caller].callees.find(step);
  int callee = known == instances_[caller].callees.end() ? -1 : known->second;
  if (callee < 0) {
    int block = instances_[caller].block;
    std::int64_t base = 0;
    if (block >= 0) {
      base = instances_[caller].base + arena;
    } else if (shared_[function]) {
      block = add_block({instances_[caller].function, -1, step});
    }
    callee = add_instance(function, block, base);
    instances_[caller].callees[step] = callee;
  }
  std::vector<int> parameters = inputs;
  parameters.insert(parameters.end(), outputs.begin(), outputs.end());
  const bool backward = functions_[function].backward;
  for (int buffer : saved) {
    if (!backward) buffers_[buffer].write(now_ + 1);
  }
  walk(callee, parameters);
  for (int buffer : saved) {
    if (backward) buffers_[buffer].read(now_);
  }
}

void Timeline::run(const KernelStep& step, const std::vector<int>& buffers) {
  ++now_;
  for (int value : inputs_of(step)) buffers_[buffers[value]].read(now_);
  for (int value : outputs_of(step)) buffers_[buffers[value]].write(now_);
}

}  // namespace specimen::gen
