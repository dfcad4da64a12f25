#include "plan/function.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/shapes.h"
#include "graph/traits.h"
#include "kernels/common/reflect.h"
#include "plan/in_place.h"
#include "plan/loops.h"
#include "plan/pack.h"
#include "plan/select.h"
#include "plan/steps.h"

namespace specimen::gen {

namespace {

// Counts each element once; arguments with a batch have `rows` rows per example, or `keys`.
std::int64_t bytes_of(const Problem& problem, std::int64_t rows, std::int64_t keys) {
  std::int64_t bytes = 0;
  for (const KernelArgument& argument : arguments(problem)) {
    const bool batched = !argument.shape.empty() && argument.shape[0] == kBatch;
    std::int64_t count = length_of(argument) == kKeys ? keys : batched ? rows : 1;
    for (int extent : argument.shape) count *= extent < 0 ? 1 : extent;
    // Of a table no more rows than there are tokens.
    if (argument.table) count = std::min<std::int64_t>(rows, argument.shape[0]) * argument.shape[1];
    bytes += count * dtype_bytes(argument.type);
  }
  return bytes;
}

// A polynomial in the tokens that a function reads, of at most their square; other symbols are at their maxima.
PlanCost cost_of(const Dim& cost, const std::string& tokens, const Dim::Bindings& maxima) {
  std::int64_t at[3];
  for (int count = 0; count < 3; ++count) {
    Dim::Bindings values = maxima;
    if (!tokens.empty()) values[tokens] = count;
    at[count] = cost.evaluate(values).value_or(0);
  }
  const std::int64_t pairs = (at[2] - 2 * at[1] + at[0]) / 2;
  return {at[0], at[1] - at[0] - pairs, pairs};
}

// All dimensions but the last: how many rows there are for each example.
Dim rows_of(const Shape& shape) {
  Dim rows(1);
  for (std::size_t d = 1; d + 1 < shape.size(); ++d) rows = rows * shape[d];
  return rows;
}

// Exact where all symbols are at their maxima, and elsewhere where no table has fewer rows than there are tokens.
Dim bytes_dim(const Problem& problem, const Rows& rows, const Rows& keys) {
  const std::int64_t all = bytes_of(problem, rows.most, keys.most);
  Dim bytes(all);
  const auto follows = [&](const Rows& counted, std::int64_t each) {
    if (!counted.count.is_constant()) bytes = bytes - Dim(each * counted.most) + Dim(each) * counted.count;
  };
  follows(rows, all - bytes_of(problem, rows.most - 1, keys.most));
  follows(keys, all - bytes_of(problem, rows.most, keys.most - 1));
  return bytes;
}

// Rows of `features`: dimensions at the end that have as many together are one. A tensor without a batch has one row
// for each of the others.
std::vector<Dim> rows_shape(std::vector<Dim> shape, std::int64_t features) {
  std::int64_t last = 1;
  const std::size_t fewest = has_batch(shape) ? 1 : 0;
  if (shape.size() > fewest && shape.back() == features) {
    last = features;
    shape.pop_back();
  }
  while (last != features && shape.size() > fewest) {
    last *= number(shape.back());
    shape.pop_back();
  }
  if (shape.empty()) shape.push_back(Dim(1));
  shape.push_back(Dim(features));
  return shape;
}

// The shape in which a kernel sees a tensor: ids and masks are (batch, tokens), sequences (batch, tokens, features),
// whatever the dimensions are between the batch and the features.
std::vector<Dim> shape_for(const KernelArgument& argument, const std::vector<Dim>& shape) {
  const bool ids = is_tokens(argument);
  if (argument.shape.empty() || argument.shape[0] != kBatch) {
    // A tensor without a batch is handed over as it is; what kernels see as a vector may be one of more dimensions.
    if (argument.shape.size() == 1) return {Dim(argument.shape[0])};
    return shape;
  }
  if (argument.shape.size() == 2 && !ids) return rows_shape(shape, argument.shape[1]);
  // Without a batch, as many images of one pixel as there are rows.
  if (is_image(argument) && !has_batch(shape) && shape.size() != 4) {
    Dim images(1);
    for (std::size_t d = 0; d + 1 < shape.size(); ++d) images = images * shape[d];
    return {images, shape.empty() ? Dim(1) : shape.back()};
  }
  if (!ids && !is_sequence(argument)) return shape;
  Dim tokens(1);
  for (std::size_t d = 1; d + (ids ? 0 : 1) < shape.size(); ++d) tokens = tokens * shape[d];
  return ids ? std::vector<Dim>{shape[0], tokens} : std::vector<Dim>{shape[0], tokens, shape.back()};
}

}  // namespace

int KernelTable::add(const Problem& problem, const Rows& rows, const Rows& keys) {
  const std::string text = std::visit([](const auto& w) { return canonical_text(w); }, problem);
  const auto [at, added] = by_text_.try_emplace(family_name(problem) + text, static_cast<int>(kernels.size()));
  if (added) {
    PlanKernel kernel;
    kernel.problem = problem;
    schedule(kernel);
    kernel.doc = describe(problem);
    kernels.push_back(std::move(kernel));
  }
  // Of pairs of tokens the catalog counts a whole sequence, of everything else an example or a row.
  PlanKernel& kernel = kernels[at->second];
  const bool whole = traits(problem).queries > 0;
  kernel.rows = std::max(kernel.rows, rows.most);
  kernel.of_sequence = kernel.of_sequence || !rows.count.is_constant() || !keys.count.is_constant();
  kernel.flops = std::max(kernel.flops, flops(problem) * (whole ? 1 : rows.most));
  kernel.bytes = std::max(kernel.bytes, bytes_of(problem, rows.most, keys.most));
  return at->second;
}

// By the tuned tables where they have the shape, else by rule.
void KernelTable::schedule(PlanKernel& kernel) const {
  std::string tuned_for;
  for (Target target : targets_) {
    if (!has_schedule(kernel.problem, kind_of(target))) continue;
    const auto table = tuned_.find(target);
    const auto entry =
        table == tuned_.end() ? TunedTable::const_iterator() : table->second.find(tuned_key(kernel.problem));
    const bool found = table != tuned_.end() && entry != table->second.end();
    kernel.schedule.emplace(target, found ? entry->second : rule(kernel.problem, target));
    if (found) tuned_for += std::string(tuned_for.empty() ? "" : ", ") + to_string(target);
  }
  if (traits(kernel.problem).reference_only) {
    kernel.reason = "reference: no schedule reads weights of that type";
    return;
  }
  kernel.reason = tuned_for.empty() ? "rule" : "tuned for " + tuned_for;
}

std::vector<int> KernelTable::finish() {
  std::vector<Problem> problems;
  for (const PlanKernel& kernel : kernels) problems.push_back(kernel.problem);
  const std::vector<std::string> names = symbols(problems);
  for (std::size_t i = 0; i < kernels.size(); ++i) kernels[i].symbol = names[i];
  std::vector<int> order(kernels.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::sort(order.begin(), order.end(), [&](int a, int b) { return kernels[a].symbol < kernels[b].symbol; });
  std::vector<int> where(kernels.size());
  std::vector<PlanKernel> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    where[order[i]] = static_cast<int>(i);
    sorted.push_back(std::move(kernels[order[i]]));
  }
  kernels = std::move(sorted);
  return where;
}

FunctionBuilder::FunctionBuilder(const Graph& graph, const Outlines& outlines,
                                 const std::vector<PlanFunction>& functions,
                                 const std::map<std::string, int>& function_of, KernelTable& kernels, TargetKind kind,
                                 const PlanOptions& options)
    : graph_(graph),
      outlines_(outlines),
      functions_(functions),
      function_of_(function_of),
      kernels_(kernels),
      kind_(kind),
      options_(options) {}

PlanFunction FunctionBuilder::build(const Outline& outline) {
  outline_ = &outline;
  function_.block = graph_[outline.region].kind == RegionKind::function ? "" : graph_[outline.region].block;
  function_.scopes = {outline.scopes[0]};
  const bool whole = function_.block.empty();
  const Function& entry = graph_.function_of(outline.region);
  // Names that the function's text uses itself, and of the whole network's the C interface.
  std::set<std::string> used = header_names();
  used.insert({"ctx", "w", "s", "n", "i", "arena", "block", "status"});
  if (whole) {
    used.insert({"context", "weights", "batch"});
    // In C a symbol is a parameter.
    for (const auto& [symbol, maximum] : graph_.symbol_maxima) used.insert(symbol);
  }
  value_names_ = UniqueNames(std::move(used));
  weight_names_ = state_names_ = UniqueNames(header_names());
  function_.backward = graph_[outline.region].backward;
  for (std::size_t i = 0; i < outline.inputs.size(); ++i) {
    const TensorId id = outline.inputs[i];
    add_value(id, PlanValue::Place::input, whole ? identifier(entry.inputs[i].name) : input_name(id));
  }
  for (std::size_t i = 0; i < outline.outputs.size(); ++i) {
    const std::string name = function_.backward ? "dx" : "y";
    add_value(outline.outputs[i], PlanValue::Place::output, whole ? identifier(entry.outputs[i].name) : name);
  }
  // What kernels write is the tensor that an output is a reshape of.
  for (TensorId id : outline.outputs) {
    for (TensorId shown = id; is_reshape(graph_, shown);) {
      shown = graph_[graph_[shown].producer].inputs[0];
      add_reshape(values_.at(id), shown, local_name(shown));
    }
  }
  if (outlines_.is_training()) {
    declare_parameters();
    place_saved();
  }
  for (const Region::Item& item : outline.items) {
    if (item.op.valid()) {
      add_op(item.op);
    } else {
      add_call(item.region);
    }
  }
  roll_loops(function_, functions_, outlines_.is_training());
  find_steps(function_);
  if (options_.memory != MemoryPlanner::trivial) run_in_place(function_, functions_, kernels_.kernels);
  return std::move(function_);
}

std::string FunctionBuilder::input_name(TensorId id) const {
  // Ids and masks come from the model's own inputs, by whose name a reader knows them.
  if (graph_[id].dtype == DType::i32) return identifier(graph_[id].name);
  if (!function_.backward || !outline_->mirror.valid()) return "x";
  const Outline& forward = outlines_.of(outline_->mirror);
  const auto is_one_of = [&](const std::vector<TensorId>& list) {
    return std::count(list.begin(), list.end(), id) > 0;
  };
  return is_one_of(forward.inputs) ? "x" : is_one_of(forward.outputs) ? "y" : "dy";
}

int FunctionBuilder::add_value(TensorId id, PlanValue::Place place, const std::string& preferred) {
  const Tensor& tensor = graph_[id];
  PlanValue value;
  value.name = value_names_.take(preferred);
  value.path = tensor.name;
  value.place = place;
  value.dtype = tensor.dtype;
  value.shape = tensor.shape;
  value.channels = features_of(tensor);
  if (tensor.shape.size() == 4) {
    value.height = static_cast<int>(number(tensor.shape[1]));
    value.width = static_cast<int>(number(tensor.shape[2]));
  }
  value.padding = tensor.padding;
  value.storage = storage_of(tensor);
  value.capacity = capacity_of(graph_, id);
  value.region = has_batch(tensor.shape) ? ArenaRegion::examples : ArenaRegion::fixed;
  value.bytes = image_bytes(graph_, id);  // of a slice: of all that it is in
  function_.values.push_back(std::move(value));
  values_[id] = static_cast<int>(function_.values.size()) - 1;
  return values_[id];
}

std::string FunctionBuilder::local_name(TensorId id) const {
  const OpId producer = graph_[id].producer;
  // What gradients find saved has the name that it had where it was written.
  const bool forward = function_.backward && !graph_[graph_[producer].region].backward && outline_->mirror.valid();
  std::string name = identifier(short_path(graph_, producer, forward ? outline_->mirror : outline_->region));
  if (graph_[producer].outputs[0] == id) return name;
  // A second result may have a name of its own.
  const std::string numbered = graph_[producer].path + "/";
  const std::string& own = graph_[id].name;
  const bool has_name = outlines_.is_training() && own.compare(0, numbered.size(), numbered) != 0;
  return has_name ? identifier(below(own, graph_[outline_->region].path)) : name + "_out";
}

int FunctionBuilder::add_reshape(int value, TensorId id, const std::string& preferred) {
  if (function_.values[value].place == PlanValue::Place::reshape) value = function_.values[value].parent;
  function_.values[value].viewed = true;
  const int reshape = add_value(id, PlanValue::Place::reshape, preferred);
  function_.values[reshape].parent = value;
  return reshape;
}

int FunctionBuilder::shaped(int value, const KernelArgument& argument) {
  const std::vector<Dim> shape = shape_for(argument, function_.values[value].shape);
  if (function_.values[value].shape == shape) return value;
  const auto [at, added] = shaped_.try_emplace({value, to_string(shape)}, -1);
  if (!added) return at->second;
  PlanValue view = function_.values[value];
  if (view.place == PlanValue::Place::reshape) value = view.parent;
  function_.values[value].viewed = true;
  view.name = value_names_.take(view.name + (is_tokens(argument) || is_sequence(argument) ? "_tokens" : "_rows"));
  view.place = PlanValue::Place::reshape;
  view.parent = value;
  view.state = -1;
  view.shape = shape;
  view.viewed = false;
  view.height = view.width = 1;
  view.channels = is_tokens(argument) ? 1 : static_cast<int>(number(shape.back()));
  view.storage = {view.channels, view.channels, view.channels};
  function_.values.push_back(std::move(view));
  return at->second = static_cast<int>(function_.values.size()) - 1;
}

int FunctionBuilder::value_of(TensorId id) {
  const auto at = values_.find(id);
  if (at != values_.end()) return at->second;
  if (is_reshape(graph_, id)) return add_reshape(value_of(graph_[graph_[id].producer].inputs[0]), id, local_name(id));
  if (outlines_.is_state(id, outline_->region)) return add_state(id);
  if (const TensorId weight = outlines_.weight_of(id); weight.valid()) return add_gradient(id, weight);
  int channel = 0;
  const TensorId whole = outlines_.parent(*outline_, id, &channel);
  if (whole == id) {
    const auto saved = saved_.find(id);
    if (saved == saved_.end()) return add_value(id, PlanValue::Place::local, local_name(id));
    const int value = add_value(id, PlanValue::Place::saved, local_name(id));
    function_.values[value].offset = saved->second;
    return value;
  }
  const int parent = value_of(whole);
  function_.values[parent].viewed = true;
  const int slice = add_value(id, PlanValue::Place::slice, local_name(id));
  function_.values[slice].parent = parent;
  function_.values[slice].channel = channel;
  return slice;
}

int FunctionBuilder::add_state(TensorId id) {
  const TensorId state = state_of(graph_, id);
  const Tensor& tensor = graph_[state];
  const ScopedName path = scoped(tensor.name, function_.scopes, false);
  const auto [member, added] = states_.try_emplace(state, static_cast<int>(function_.states.size()));
  if (added) {
    function_.states.push_back({state_names_.take(identifier(path.relative)), path, tensor.shape, -1, 1, {}});
  }
  // What it holds before and after it is written is at one place.
  for (std::size_t v = 0; v < function_.values.size(); ++v) {
    const PlanValue& known = function_.values[v];
    if (known.state == member->second && known.shape == graph_[id].shape) return values_[id] = static_cast<int>(v);
  }
  const int value = add_value(id, PlanValue::Place::state, identifier(path.relative));
  function_.values[value].state = member->second;
  return value;
}

int FunctionBuilder::add_gradient(TensorId id, TensorId weight) {
  const PlanArgument& parameter = parameters_.at(weight);
  const int value = add_value(id, PlanValue::Place::gradient, identifier(graph_[id].name));
  function_.values[value].weights = parameter.weights;
  function_.values[value].tensor = parameter.tensor;
  return value;
}

void FunctionBuilder::declare_parameters() {
  for (const Region::Item& item : outlines_.of_both(*outline_)) {
    if (item.op.valid()) {
      for (TensorId weight : outlines_.weights_of(graph_[item.op])) declare_layer(weight);
      continue;
    }
    const Outline& callee = outlines_.of(item.region);
    const std::string& path = graph_[item.region].path;
    const int function = function_of_.at(callee.signature);
    if (functions_[function].weights.empty() || blocks_.count(path) > 0) continue;
    PlanWeights member;
    member.name = weight_names_.take(identifier(below(path, graph_[outline_->region].path)));
    member.function = function;
    member.scopes.emplace_back();
    for (const std::string& scope : callee.scopes) member.scopes[0].push_back(scoped(scope, function_.scopes, true));
    blocks_[path] = static_cast<int>(function_.weights.size());
    function_.weights.push_back(std::move(member));
  }
}

void FunctionBuilder::declare_layer(TensorId id) {
  if (parameters_.count(id) > 0) return;
  const Tensor& tensor = graph_[id];
  const ScopedName name = scoped(tensor.name, function_.scopes, false);
  const std::size_t slash = name.relative.rfind('/');
  std::string layer = slash == std::string::npos ? "own" : name.relative.substr(0, slash);
  if (name.scope > 0) layer = identifier(function_.scopes[name.scope]);
  const auto [member, added] = layers_.try_emplace(layer, static_cast<int>(function_.weights.size()));
  if (added) {
    function_.weights.emplace_back();
    function_.weights.back().name = weight_names_.take(identifier(layer));
  }
  PlanWeights& weights = function_.weights[member->second];
  PlanWeight weight;
  weight.member = identifier(name.relative.substr(slash == std::string::npos ? 0 : slash + 1));
  weight.bytes = dtype_bytes(tensor.dtype);
  for (const Dim& dim : tensor.shape) {
    weight.shape.push_back(static_cast<int>(number(dim)));
    weight.bytes *= weight.shape.back();
  }
  weight.bytes = align(weight.bytes);
  PackStep step;
  step.weights = member->second;
  step.results = {weight.member};
  step.sources = {{PackRole::values, name, weight.shape, {}}};
  PlanArgument& argument = parameters_[id];
  argument.weights = member->second;
  argument.tensor = static_cast<int>(weights.tensors.size());
  weights.tensors.push_back(std::move(weight));
  function_.pack.push_back(std::move(step));
}

// First the block's own tensors, then what the blocks keep that it calls, each in the order of the forward pass.
void FunctionBuilder::place_saved() {
  const bool whole = function_.block.empty();
  if (whole || !outline_->mirror.valid()) return;
  const Outline& forward = function_.backward ? outlines_.of(outline_->mirror) : *outline_;
  ArenaBytes next;
  for (TensorId id : forward.saved) {
    std::int64_t& end = next.in(has_batch(graph_[id].shape) ? ArenaRegion::examples : ArenaRegion::fixed);
    saved_[id] = end;
    end += align(image_bytes(graph_, id));
  }
  for (const Region::Item& item : forward.items) {
    if (!item.region.valid()) continue;
    saved_blocks_[graph_[item.region].path] = next;
    const ArenaBytes& callee = functions_[function_of_.at(outlines_.of(item.region).signature)].saved_bytes;
    next.examples += callee.examples;
    next.fixed += callee.fixed;
  }
  function_.saved_bytes = next;
}

std::vector<int> FunctionBuilder::saved_by(RegionId region) {
  const std::string& path = graph_[region].path;
  const ArenaBytes bytes = functions_[function_of_.at(outlines_.of(region).signature)].saved_bytes;
  if (bytes.empty()) return {};
  const auto [known, added] = opaque_.try_emplace(path);
  if (!added) return known->second;
  for (ArenaRegion region : {ArenaRegion::examples, ArenaRegion::fixed}) {
    if (bytes.in(region) == 0) continue;
    PlanValue value;
    value.name = value_names_.take(identifier(below(path, graph_[outline_->region].path)) + "_saved");
    value.path = path;
    value.opaque = true;
    value.region = region;
    value.bytes = bytes.in(region);
    const auto at = saved_blocks_.find(path);
    value.place = at == saved_blocks_.end() ? PlanValue::Place::local : PlanValue::Place::saved;
    if (at != saved_blocks_.end()) value.offset = at->second.in(region);
    known->second.push_back(static_cast<int>(function_.values.size()));
    function_.values.push_back(std::move(value));
  }
  return known->second;
}

int FunctionBuilder::add_appended(int value, const std::vector<Dim>& shape) {
  PlanValue view = function_.values[value];
  function_.values[value].viewed = true;
  view.name = value_names_.take(view.name + "_end");
  view.place = PlanValue::Place::appended;
  view.parent = value;
  view.state = -1;
  view.shape = shape;
  view.viewed = false;
  function_.values.push_back(std::move(view));
  return static_cast<int>(function_.values.size()) - 1;
}

void FunctionBuilder::add_op(OpId id) {
  const Op& op = graph_[id];
  const std::string path = short_path(graph_, id, outline_->region);
  int weights = -1;
  std::vector<TensorId> read;
  for (TensorId input : op.inputs) {
    // Of two layers that share their weights and run in one kernel: packed once.
    const bool known = std::find(read.begin(), read.end(), input) != read.end();
    if (outlines_.is_weight(input) && !known) read.push_back(input);
  }
  if (!read.empty() && !outlines_.is_training()) {
    PackedWeights packed = plan_pack(graph_, read, function_.scopes);
    weights = static_cast<int>(function_.weights.size());
    PlanWeights member;
    member.name = weight_names_.take(identifier(path));
    member.tensors = std::move(packed.tensors);
    function_.weights.push_back(std::move(member));
    for (PackStep& step : packed.steps) {
      step.weights = weights;
      function_.pack.push_back(std::move(step));
    }
  }
  std::vector<std::string> fused, remarks;
  for (const std::string& layer : op.fused) fused.push_back(below(layer, graph_[outline_->region].path));
  for (Remark remark : op.remarks) remarks.push_back(text_of(remark));
  for (const SelectedKernel& selected : select(graph_, op, kind_)) {
    const std::vector<KernelArgument> described = arguments(selected.problem);
    const bool of_images =
        std::any_of(described.begin(), described.end(), [](const KernelArgument& a) { return is_image(a); });
    Rows rows, keys;
    const auto count = [&](const Shape& shape, Rows* counted) {
      const std::int64_t most = most_rows(graph_, shape);
      if (most >= counted->most) counted->count = rows_of(shape);
      counted->most = std::max(counted->most, most);
    };
    for (std::size_t i = 0; i < selected.arguments.size(); ++i) {
      const TensorId id = selected.arguments[i].tensor;
      const Shape& shape = graph_[id].shape;
      if (is_sequence(described[i]) && length_of(described[i]) == kKeys) count(shape, &keys);
      // Of an op that writes a state, what it adds counts.
      const bool batched = !described[i].shape.empty() && described[i].shape[0] == kBatch;
      const bool counts = batched && (traits(op.attributes).writes_state ? id == op.inputs[1]
                                                                         : id == op.inputs[0] || id == op.outputs[0]);
      if (counts && !(of_images && shape.size() == 4)) count(shape_for(described[i], shape), &rows);
    }
    KernelStep step;
    step.kernel = kernels_.add(selected.problem, rows, keys);
    step.outputs = selected.outputs;
    step.weights = weights;
    const KernelTraits of = traits(selected.problem);
    const Dim work =
        of.queries == 0 ? Dim(flops(selected.problem)) * rows.count
                        : Dim(flops(selected.problem) / (std::int64_t{of.queries} * of.keys)) * rows.count * keys.count;
    const std::string tokens = sequence_symbol(graph_, graph_.function_of(outline_->region));
    step.flops = cost_of(work, tokens, graph_.symbol_maxima);
    step.bytes = cost_of(bytes_dim(selected.problem, rows, keys), tokens, graph_.symbol_maxima);
    for (std::size_t i = 0; i < selected.arguments.size(); ++i) {
      const SelectedArgument& selected_argument = selected.arguments[i];
      PlanArgument argument;
      if (outlines_.is_random(selected_argument.tensor)) {
        argument.random = below(*random_layer(op.attributes), graph_[outline_->region].path);
      } else if (outlines_.is_weight(selected_argument.tensor) && outlines_.is_training()) {
        argument = parameters_.at(sources_of(graph_, selected_argument.tensor)[0]);
      } else if (outlines_.is_weight(selected_argument.tensor)) {
        argument.weights = weights;
        argument.tensor =
            static_cast<int>(std::find(read.begin(), read.end(), selected_argument.tensor) - read.begin());
      } else {
        int value = value_of(selected_argument.tensor);
        if (selected_argument.appended) value = add_appended(value, graph_[op.inputs.back()].shape);
        argument.value = shaped(value, described[i]);
      }
      argument.row = selected_argument.row;
      argument.column = selected_argument.column;
      step.arguments.push_back(argument);
    }
    // The padding first: the kernel that follows writes the inside only.
    if (!traits(selected.problem).writes_padding) {
      for (std::size_t i = step.arguments.size() - step.outputs; i < step.arguments.size(); ++i) {
        const int value = step.arguments[i].value;
        if (!function_.values[value].padding.none()) {
          function_.steps.push_back({FillStep{value}, path, "", {}, {}});
        }
      }
    }
    function_.steps.push_back({std::move(step), path, describe(selected.problem), fused, remarks});
  }
}

void FunctionBuilder::add_call(RegionId region) {
  const Outline& callee = outlines_.of(region);
  CallStep step;
  step.function = function_of_.at(callee.signature);
  for (TensorId id : callee.inputs) step.inputs.push_back(value_of(id));
  for (TensorId id : callee.outputs) step.outputs.push_back(value_of(id));
  for (const std::string& scope : callee.scopes) step.scopes.push_back(scoped(scope, function_.scopes, true));
  const std::string path = below(graph_[region].path, graph_[outline_->region].path);
  step.saved = saved_by(region);
  if (outlines_.is_training()) {
    const auto member = blocks_.find(graph_[region].path);
    if (member != blocks_.end()) step.weights = member->second;
  } else if (!functions_[step.function].weights.empty()) {
    step.weights = static_cast<int>(function_.weights.size());
    PlanWeights member;
    member.name = weight_names_.take(identifier(path));
    member.function = step.function;
    member.scopes = {step.scopes};
    function_.weights.push_back(std::move(member));
  }
  if (!functions_[step.function].states.empty()) {
    step.states = static_cast<int>(function_.states.size());
    function_.states.push_back({state_names_.take(identifier(path)), {}, {}, step.function, 1, {step.scopes}});
  }
  const std::string& doc = functions_[step.function].doc;
  function_.steps.push_back({std::move(step), path, doc, {}, {}});
}

}  // namespace specimen::gen
