#include "compiler/device.h"

#include <Halide.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

#include "kernels/algorithm.h"

namespace mnist::kernels {
namespace {

using Halide::Expr;
using Halide::Internal::Call;
using Halide::Internal::IRVisitor;
using Halide::Internal::LetStmt;

// The launch in the host's half of a lowered kernel. Halide's runtime would run that half; the product launches by
// itself, so that all it says beside the launch must be what a kernel without a runtime does not need.
class FindLaunch : public IRVisitor {
 public:
  std::vector<Expr> arguments;  // of halide_cuda_run, with all lets put in
  int launches = 0;
  std::string other;  // a call or allocation that nothing of ours does

 protected:
  using IRVisitor::visit;

  void visit(const LetStmt* op) override {
    op->value.accept(this);
    lets_[op->name] = Halide::Internal::substitute(lets_, op->value);
    op->body.accept(this);
  }
  void visit(const Halide::Internal::Allocate* op) override {
    other = "allocates " + op->name;
    IRVisitor::visit(op);
  }
  void visit(const Call* op) override {
    if (op->name == "halide_cuda_run") {
      ++launches;
      for (const Expr& argument : op->args) arguments.push_back(Halide::Internal::substitute(lets_, argument));
      return;
    }
    // Buffers are on the device, and the module is loaded when weights are opened.
    static const char* const kNeedless[] = {"halide_cuda_initialize_kernels", "halide_copy_to_device",
                                            "halide_cuda_device_interface",   "register_destructor",
                                            "_halide_buffer_get_host",        "_halide_buffer_get_extent",
                                            "_halide_buffer_get_min",         "_halide_buffer_get_stride",
                                            "_halide_buffer_set_device_dirty"};
    const bool runtime = op->name.compare(0, 7, "halide_") == 0;
    if (runtime && std::find(std::begin(kNeedless), std::end(kNeedless), op->name) == std::end(kNeedless))
      other = "calls " + op->name;
    IRVisitor::visit(op);
  }

 private:
  std::map<std::string, Expr> lets_;
};

// Gives extents of batches a value; everything else of a buffer is a constant of the kernel.
class SetRows : public Halide::Internal::IRMutator {
 public:
  explicit SetRows(int rows) : rows_(rows) {}

 protected:
  using IRMutator::visit;
  Expr visit(const Halide::Internal::Variable* op) override {
    return op->name.find(".extent.") != std::string::npos ? Expr(rows_) : Expr(op);
  }
  Expr visit(const Call* op) override {
    return op->name == "_halide_buffer_get_extent" ? Expr(rows_) : IRMutator::visit(op);
  }

 private:
  int rows_;
};

int value_at(const Expr& number, int rows) {
  const Expr value = Halide::Internal::simplify(SetRows(rows).mutate(number));
  const auto constant = Halide::Internal::as_const_int(value);
  if (!constant) {
    std::ostringstream text;
    text << value;
    throw std::runtime_error("a number of the launch depends on more than the batch: " + text.str());
  }
  return static_cast<int>(*constant);
}

// The form of LaunchNumber that gives the same for every number of rows up to kTried.
LaunchNumber launch_number(const Expr& number) {
  constexpr int kTried = 130;
  std::vector<int> values;
  for (int rows = 1; rows <= kTried; ++rows) values.push_back(value_at(number, rows));
  const auto agrees = [&](const LaunchNumber& n) {
    for (int rows = 1; rows <= kTried; ++rows) {
      if (n.at(rows) != values[rows - 1]) return false;
    }
    return true;
  };
  // The first number of rows that needs more says how many share one.
  const auto more = std::find_if(values.begin(), values.end(), [&](int value) { return value != values[0]; });
  LaunchNumber n{values[0], 0, 1};
  if (more != values.end()) {
    n.times = *more - values[0];
    n.each = static_cast<int>(more - values.begin());
    n.fixed = values[0] - n.times;
  }
  if (!agrees(n)) throw std::runtime_error("a number of the launch does not grow with the batch in equal steps");
  return n;
}

int constant(const Expr& number) {
  const LaunchNumber n = launch_number(number);
  if (n.times != 0) throw std::runtime_error("threads of a block and shared memory must not depend on the batch");
  return n.fixed;
}

const std::vector<Expr>& members(const Expr& expression) {
  const Call* call = expression.as<Call>();
  if (!call || !call->is_intrinsic(Call::make_struct)) throw std::runtime_error("a list of the launch is no struct");
  return call->args;
}

DeviceCode device_code(const HalideKernel& kernel, const Halide::Module& module) {
  FindLaunch found;
  for (const auto& function : module.functions()) function.body.accept(&found);
  if (!found.other.empty()) throw std::runtime_error("the host's half of the kernel " + found.other);
  if (found.launches != 1) throw std::runtime_error(std::to_string(found.launches) + " launches; a kernel is one");
  // halide_cuda_run(state, entry, grid x 3, block x 3, shared bytes, sizes, arguments, which are buffers)
  const std::vector<Expr>& run = found.arguments;
  if (run.size() != 12) throw std::runtime_error("Halide launches with other arguments than version 21");
  const auto* entry = run[1].as<Halide::Internal::StringImm>();
  if (!entry) throw std::runtime_error("the kernel's entry has no name");
  DeviceCode code;
  for (int d = 0; d < 3; ++d) code.grid[d] = launch_number(run[2 + d]), code.block[d] = constant(run[5 + d]);
  code.shared_bytes = constant(run[8]);

  std::map<std::string, int> buffers;
  for (std::size_t i = 0; i < kernel.arguments.size(); ++i) buffers[kernel.arguments[i].name] = static_cast<int>(i);
  int index = static_cast<int>(kernel.arguments.size());
  for (const Halide::Argument& output : module.functions().back().args) {
    if (output.is_output()) buffers[output.name] = index++;
  }
  const std::vector<Expr>&sizes = members(run[9]), &values = members(run[10]);
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {  // the last one ends the list
    LaunchArgument argument;
    if (const auto* variable = values[i].as<Halide::Internal::Variable>()) {
      std::string name = variable->name;
      if (name.size() > 7 && name.compare(name.size() - 7, 7, ".buffer") == 0) name.resize(name.size() - 7);
      const auto at = buffers.find(name);
      if (at == buffers.end()) throw std::runtime_error("the kernel reads a buffer that is no argument: " + name);
      argument.buffer = at->second;
    } else {
      if (constant(sizes[i]) != 4) throw std::runtime_error("a number of the kernel is no int32");
      argument.number = launch_number(members(values[i]).at(0));
    }
    code.arguments.push_back(argument);
  }

  for (const auto& buffer : module.buffers()) {
    const std::string text(reinterpret_cast<const char*>(buffer.data()), buffer.size_in_bytes());
    if (text.find(".visible .entry") != std::string::npos) code.ptx = text.substr(0, text.find('\0'));
  }
  if (code.ptx.empty()) throw std::runtime_error("Halide made no PTX");
  for (std::size_t at = code.ptx.find(entry->value); at != std::string::npos; at = code.ptx.find(entry->value, at + 1))
    code.ptx.replace(at, entry->value.size(), kNeutralEntry);
  return code;
}

}  // namespace

bool compile_device(const Problem& problem, const Schedule& schedule, Target target, DeviceCode* code,
                    std::string* error) {
  try {
    HalideKernel kernel = build_kernel(problem, schedule, target);
    const Halide::Module module = kernel.pipeline.compile_to_module(kernel.arguments, "kernel", kernel_target(target),
                                                                    Halide::LinkageType::External);
    *code = device_code(kernel, module);
    return true;
  } catch (const Halide::Error& failure) {  // no std::exception
    *error = failure.what();
  } catch (const std::exception& failure) {
    *error = failure.what();
  }
  return false;
}

}  // namespace mnist::kernels
