#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "emit/text.h"
#include "emit/view.h"

namespace specimen::gen {

namespace {

const char* enum_name(Pooling) { return "Pooling"; }
const char* enum_name(ConvAlgorithm) { return "ConvAlgorithm"; }
const char* enum_name(Norm) { return "Norm"; }
const char* enum_name(Lookup) { return "Lookup"; }
const char* enum_name(Reduction) { return "Reduction"; }
const char* enum_name(LossFn) { return "LossFn"; }
const char* enum_name(Along) { return "Along"; }
const char* enum_name(Sampling) { return "Sampling"; }

const char* type_name_of(const OwnPadding&) { return "OwnPadding"; }

// Writes the fields of a struct that differ from their defaults as assignments: `k.out_height = 28`.
class Assignments {
 public:
  View list = View::array();

  template <class T>
  void write(const std::string& path, const T& value, const T& fallback) {
    if constexpr (std::is_same_v<T, std::vector<Step>>) {
      if (!value.empty()) add(path, steps(value));
    } else if constexpr (std::is_enum_v<T>) {
      if (value != fallback) add(path, fmt::format("{}::{}", enum_name(value), to_string(value)));
    } else if constexpr (std::is_same_v<T, bool>) {
      if (value != fallback) add(path, value ? "true" : "false");
    } else if constexpr (std::is_integral_v<T>) {
      if (value != fallback) add(path, std::to_string(value));
    } else if constexpr (std::is_floating_point_v<T>) {
      if (value != fallback) add(path, number_text(value));
    } else if constexpr (std::is_same_v<T, std::optional<DType>>) {
      if (value && value != fallback) add(path, fmt::format("DType::{}", to_string(*value)));
    } else if constexpr (requires { value.has_value(); }) {
      if (value && value != fallback) {
        std::string members;
        auto append = [&](const char*, const auto& member) {
          members += (members.empty() ? "" : ", ") + fmt::format("{}", member);
        };
        const_cast<T&>(value)->fields(append);
        add(path, fmt::format("{}{{{}}}", type_name_of(*value), members));
      }
    } else {
      Fields<T> fields{*this, path, fallback, 0};
      const_cast<T&>(value).fields(fields);
    }
  }

 private:
  // The same field of the default is found by its place in the struct.
  template <class S>
  struct Fields {
    Assignments& out;
    const std::string& path;
    const S& fallback;
    int index;

    template <class T>
    void operator()(const char* name, T& value) {
      Nth<T> nth{index++};
      const_cast<S&>(fallback).fields(nth);
      out.write(path + "." + name, value, *nth.found);
    }
  };
  template <class T>
  struct Nth {
    int wanted;
    int at = 0;
    const T* found = nullptr;

    template <class U>
    void operator()(const char*, U& member) {
      if constexpr (std::is_same_v<T, U>) {
        if (at == wanted) found = &member;
      }
      ++at;
    }
  };

  static std::string steps(const std::vector<Step>& steps) {
    std::vector<std::string> texts;
    for (const Step& step : steps) {
      texts.push_back(fmt::format("{{Fn::{}, Operand::{}, {}, {}}}", to_string(step.fn), to_string(step.operand),
                                  number_text(step.parameter), step.store ? "true" : "false"));
    }
    return fmt::format("{{{}}}", fmt::join(texts, ", "));
  }

  void add(const std::string& path, const std::string& value) { list.push_back({{"text", path + " = " + value}}); }
};

// The struct's type, and how it differs from its default.
template <class Variant>
void add_struct(const Variant& variant, View& view) {
  Assignments assignments;
  std::visit(
      [&](const auto& value) {
        view["type"] = type_name(value);
        assignments.write("k", value, std::decay_t<decltype(value)>());
      },
      variant);
  view["assignments"] = std::move(assignments.list);
}

std::string argument_name(const std::vector<KernelArgument>& list, std::size_t index) { return list[index].name; }

// How many images, or rows, there are; of kernels that know sequences, their lengths too. Outputs say it first.
std::string extents(const std::vector<KernelArgument>& list) {
  // The last one that has a batch.
  const auto last =
      std::find_if(list.rbegin(), list.rend(), [](const KernelArgument& a) { return a.shape[0] == kBatch; });
  if (last == list.rend()) return "1";
  const KernelArgument& y = *last;
  std::string extents = fmt::format("{}->dim[{}].extent", y.name, y.shape.size() - 1);
  for (int length : {kSequence, kKeys}) {
    const auto at =
        std::find_if(list.rbegin(), list.rend(), [&](const KernelArgument& a) { return length_of(a) == length; });
    if (at != list.rend()) extents += fmt::format(", {}->dim[{}].extent", at->name, at->shape.size() - 2);
  }
  return extents;
}

View instance(const std::string& model, const PlanKernel& kernel) {
  View view = {{"name", Calls::kernel_name(kernel)},
               {"symbol", kernel.symbol},
               {"family", family_name(kernel.problem)},
               {"doc", comment_text(kernel.doc)}};
  add_struct(kernel.problem, view);
  view["symbol_literal"] = cpp_literal(model + "_" + kernel.symbol);
  view["is_plain"] = kernel.schedule.empty();
  view["schedules"] = View::array();
  for (const auto& [target, schedule] : kernel.schedule) {
    View row = {{"target", to_string(target)}};
    add_struct(schedule, row);
    view["schedules"].push_back(std::move(row));
  }

  // The reference's arguments: inputs and weights by name, then lists of operands and outputs.
  const std::vector<KernelArgument> list = arguments(kernel.problem);
  std::vector<std::string> parameters, reads, operands, outputs;
  view["places"] = View::array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = argument_name(list, i);
    parameters.push_back("Buffer* " + name);
    view["places"].push_back({{"name", name}, {"place", i}});
    if (list[i].role == Role::operand) {
      operands.push_back(fmt::format("reals({})", name));
    } else if (list[i].role == Role::output) {
      outputs.push_back(fmt::format("{}({})", list[i].type == DType::i32 ? "tokens" : "reals", name));
    } else {
      const bool other = list[i].type != DType::i32 && list[i].type != DType::f32;
      reads.push_back(other ? fmt::format("reinterpret_cast<const {}*>({}->host)", element_type(list[i].type), name)
                            : fmt::format("const_{}({})", list[i].type == DType::i32 ? "tokens" : "reals", name));
    }
  }
  view["parameters"] = fmt::format("{}", fmt::join(parameters, ", "));
  view["reads"] = fmt::format("{}", fmt::join(reads, ", "));
  view["has_operands"] = !operands.empty();
  view["operands"] = fmt::format("{}", fmt::join(operands, ", "));
  view["operands_argument"] = operands.empty() ? "kNoOperands" : "operands";
  view["outputs"] = fmt::format("{}", fmt::join(outputs, ", "));
  view["output_type"] = list.back().type == DType::i32 ? "std::int32_t" : "Real";
  view["extents"] = extents(list);
  return view;
}

}  // namespace

View instances_view(const Plan& plan) {
  View list = View::array();
  for (const PlanKernel& kernel : plan.kernels) list.push_back(instance(plan.model, kernel));
  return list;
}

}  // namespace specimen::gen
