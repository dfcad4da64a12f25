#include <fmt/format.h>

#include <set>

#include "emit/text.h"
#include "emit/view.h"
#include "plan/text_inputs.h"

namespace specimen::gen {

namespace {

using From = WrapperArgument::From;

using Kind = WrapperArgument::Kind;

const char* argument_type(const WrapperArgument& argument) {
  constexpr const char* kTypes[] = {"ImageArgument",  "RowsArgument",   "SequenceArgument",
                                    "TokensArgument", "VectorArgument", "WeightArgument"};
  return kTypes[static_cast<int>(argument.kind)];
}

std::string address_text(const Wrapper& wrapper, const WrapperArgument& a) {
  if (a.from == From::weight && !wrapper.group.empty()) return "w." + a.member;
  if (a.from == From::weight) return wrapper.parameters.empty() ? a.name : "p." + a.member;
  if (!a.extents.empty()) return wrapper.gradients.empty() ? a.name : "g." + a.member;
  if (a.offset == 0) return a.name + ".data";
  return fmt::format("{}.data {} {}", a.name, a.offset < 0 ? "-" : "+", a.offset < 0 ? -a.offset : a.offset);
}

// The view of an argument: where a gradient is, with the extents that it has.
std::string view_of(const Wrapper& wrapper, const WrapperArgument& a) {
  if (a.extents.empty()) return a.name;
  return fmt::format("{}({}, {{{}}})", a.from == From::output ? "Tensor" : "ConstTensor",
                     wrapper.gradients.empty() ? a.name : "g." + a.member, a.extents);
}

// What the argument is made of; `y` has the extents that all share, and `shape` is a weight's.
std::string argument_value(const Wrapper& wrapper, const WrapperArgument& a, const std::string& y,
                           const std::vector<int>& shape) {
  if (a.from == From::weight) return fmt::format("{}, {{{}}}", address_text(wrapper, a), fmt::join(shape, ", "));
  if (a.from == From::random) return "ConstTokens(random.words, {5}), 5";
  std::string view = view_of(wrapper, a);
  if (a.kind == Kind::tokens || a.kind == Kind::sequence) return view;
  if (a.kind == Kind::vector) return fmt::format("{0}, {0}.elements()", view);
  if (a.own_count) return fmt::format("{0}, {0}.rows()", view);
  return fmt::format("{}, {}.{}(){}", view, a.own_batch ? view : y, a.per_row ? "rows" : "batch",
                     a.offset != 0 ? ", " + std::to_string(a.offset) : "");
}

// Outputs, then inputs; a layer's parameters, or its gradients, where the first of them would be.
std::string wrapper_parameters(const Wrapper& wrapper) {
  std::vector<std::string> list = {"Context& ctx"};
  std::set<std::string> known;
  const auto add_group = [&](const std::string& type, const char* name) {
    if (known.insert(name).second) list.push_back(fmt::format("const {}& {}", type, name));
  };
  for (const bool written : {true, false}) {
    for (const WrapperArgument& a : wrapper.arguments) {
      if ((a.from == From::output) != written) continue;
      const bool gradient = !a.extents.empty();
      if (gradient && !wrapper.gradients.empty()) {
        add_group(wrapper.gradients, "g");
      } else if (a.from == From::random) {
        list.push_back("const Random& random");
      } else if (a.from == From::weight && !wrapper.group.empty()) {
        add_group(wrapper.group, "w");
      } else if (a.from == From::weight && !wrapper.parameters.empty()) {
        add_group(wrapper.parameters, "p");
      } else if (gradient || a.from == From::weight) {
        list.push_back((written ? "Real* " : "const Real* ") + a.name);
      } else if (written) {
        list.push_back((a.type == DType::i32 ? "Indices " : "Tensor ") + a.name);
      } else {
        list.push_back((a.type == DType::i32 ? "ConstTokens " : "ConstTensor ") + a.name);
      }
    }
  }
  return fmt::format("{}", fmt::join(list, ", "));
}

}  // namespace

View kernels_view(const Plan& plan) {
  View list = View::array();
  for (const PlanKernel& kernel : plan.kernels) {
    list.push_back({{"name", Calls::kernel_name(kernel)},
                    {"symbol", kernel.symbol},
                    {"doc", comment_text(kernel.doc)},
                    {"is_plain", kernel.schedule.empty()},
                    {"family", family_name(kernel.problem)},
                    {"buffers", arguments(kernel.problem).size()},
                    {"calls", kernel.calls},
                    {"flops", flops_text(kernel.flops)},
                    {"bytes", bytes_text(kernel.bytes)}});
  }
  return list;
}

View wrappers_view(const Plan& plan, const Calls& calls) {
  View list = View::array();
  for (const Wrapper& wrapper : calls.wrappers()) {
    const PlanKernel& kernel = plan.kernels[wrapper.kernel];
    const WrapperArgument* y = &wrapper.arguments.back();
    for (const WrapperArgument& a : wrapper.arguments) {
      if (a.from == From::output) y = &a;  // the last one is the op's own value
    }
    View view = {{"name", wrapper.name},
                 {"kernel", Calls::kernel_name(kernel)},
                 {"parameters", wrapper_parameters(wrapper)},
                 {"result", view_of(wrapper, *y)}};
    const char* plain = kernel.schedule.empty() ? ", in plain C++" : "";
    view["doc"] = comment_text(fmt::format("{}{}; {} and {} {}.", kernel.doc, plain, flops_text(kernel.flops),
                                           bytes_text(kernel.bytes), each_of(longest_sequence(plan))));
    view["arguments"] = View::array();
    std::vector<std::string> passed;
    const std::vector<KernelArgument> described = arguments(kernel.problem);
    for (std::size_t i = 0; i < wrapper.arguments.size(); ++i) {
      const WrapperArgument& a = wrapper.arguments[i];
      view["arguments"].push_back({{"type", argument_type(a)},
                                   {"name", a.name},
                                   {"value", argument_value(wrapper, a, view_of(wrapper, *y), described[i].shape)}});
      passed.push_back(a.name + "_");
    }
    std::vector<std::string> addresses;  // for a kernel that takes no buffers, but where they are
    for (const WrapperArgument& a : wrapper.arguments) addresses.push_back(address_text(wrapper, a));
    view["addresses"] = fmt::format("{}", fmt::join(addresses, ", "));
    view["rows"] = fmt::format("{}.{}()", view_of(wrapper, *y), wrapper.arguments.back().per_row ? "rows" : "batch");
    view["passed"] = fmt::format("{}", fmt::join(passed, ", "));
    list.push_back(std::move(view));
  }
  return list;
}

}  // namespace specimen::gen
