#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "graph/shapes.h"
#include "graph/text.h"
#include "kernels/common/reflect.h"

namespace specimen::gen {

namespace {

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

std::string bracketed(const Shape& shape) {
  std::string text = to_string(shape);
  text.front() = '[';
  text.back() = ']';
  return text;
}

// The attributes of an op: `{name=value ...}`. Values that are defaults are left out, but for those of enumerations.
class AttributeText {
 public:
  template <class T>
  std::string run(const T& attributes) {
    structure(attributes, T{});
    return std::move(text_);
  }

 private:
  template <class T>
  void structure(const T& value, const T& defaults) {
    std::vector<const void*> standard;  // addresses of the defaults' members, which have the types of the value's
    const_cast<T&>(defaults).fields([&](const char*, const auto& member) { standard.push_back(&member); });
    text_ += '{';
    std::size_t next = 0;
    const_cast<T&>(value).fields([&](const char* name, const auto& member) {
      using Member = std::decay_t<decltype(member)>;
      const auto& given_by_default = *static_cast<const Member*>(standard[next++]);
      if (!std::is_enum_v<Member> && member == given_by_default) return;
      if (text_.back() != '{') text_ += ' ';
      text_ += std::string(name) + "=";
      write(member, given_by_default);
    });
    text_ += '}';
  }

  template <class T>
  void write(const T& value, const T& defaults) {
    if constexpr (requires { const_cast<T&>(value).fields([](const char*, const auto&) {}); }) {
      structure(value, defaults);
    } else if constexpr (requires { value.has_value(); }) {
      write(*value, *value);
    } else if constexpr (!std::is_same_v<T, std::string> && requires { value.begin(); }) {
      text_ += '[';
      for (const auto& item : value) {
        if (text_.back() != '[') text_ += ' ';
        write(item, std::decay_t<decltype(item)>{});
      }
      text_ += ']';
    } else {
      text_ += canonical_text(value);
    }
  }

  std::string text_;
};

class Printer {
 public:
  explicit Printer(const Graph& graph) : graph_(graph) {}

  std::string run() {
    line(fmt::format("graph {} {{", quoted(graph_.model)));
    ++depth_;
    line(fmt::format("doc {} {} {}", quoted(graph_.doc), quoted(graph_.source), quoted(graph_.spec_path)));
    for (const auto& [name, maximum] : graph_.symbol_maxima) line(fmt::format("symbol {} {}", name, maximum));
    for (const GraphConstraint& c : graph_.constraints)
      line(fmt::format("constraint {} {} {}", quoted(c.less.text()), quoted(c.more.text()), quoted(c.text)));
    for (std::size_t i = 0; i < graph_.tensors.size(); ++i) {
      const Tensor& t = graph_.tensors[i];
      if (t.kind == TensorKind::state) {
        line(fmt::format("%{} = state {}{} {} {}", i, quoted(t.name), suffix(TensorId(static_cast<int>(i))),
                         to_string(t.owner), canonical_text(t.initial_value)));
      }
      if (t.kind != TensorKind::weight) continue;
      line(fmt::format("%{} = weight {}{} {} {}{}{}", i, quoted(t.name), suffix(TensorId(static_cast<int>(i))),
                       t.trainable ? "trainable" : "fixed", quoted(t.initializer),
                       t.regularizer.empty() ? "" : " regularizer " + quoted(t.regularizer),
                       t.packed_as == DType::f32 ? "" : fmt::format(" packed {}", dtype_name(t.packed_as))));
    }
    if (!graph_.pack.empty()) {
      line("pack {");
      ++depth_;
      for (OpId id : graph_.pack) op(id);
      --depth_;
      line("}");
    }
    for (const Function& function : graph_.functions) this->function(function);
    --depth_;
    line("}");
    return std::move(text_);
  }

 private:
  void line(const std::string& text) {
    text_.append(2 * depth_, ' ');
    text_ += text;
    text_ += '\n';
  }

  std::string suffix(TensorId id) const {
    const Tensor& t = graph_[id];
    std::string text = " : " + bracketed(t.shape);
    if (t.dtype != DType::f32) text += fmt::format(" {}", dtype_name(t.dtype));
    if (!t.padding.size.none() || t.padding.lowest) {
      const Padding& p = t.padding.size;
      text += fmt::format(" padding {} {} {} {} {}", p.top, p.bottom, p.left, p.right,
                          t.padding.lowest ? "lowest" : "zero");
    }
    if (t.slice.of.valid()) text += fmt::format(" slice %{} {} {}", t.slice.of.index, t.slice.channel, t.slice.width);
    return text;
  }

  void op(OpId id) {
    const Op& op = graph_[id];
    std::string text;
    for (std::size_t i = 0; i < op.outputs.size(); ++i)
      text += fmt::format("{}%{}", i ? ", " : "", op.outputs[i].index);
    text += fmt::format(" = {}(", op_name(op.attributes));
    for (std::size_t i = 0; i < op.inputs.size(); ++i) text += fmt::format("{}%{}", i ? ", " : "", op.inputs[i].index);
    text += ") " + std::visit([](const auto& attributes) { return AttributeText().run(attributes); }, op.attributes);
    text += " " + quoted(op.path);
    if (!op.fused.empty()) {
      text += " fused [";
      for (std::size_t i = 0; i < op.fused.size(); ++i) text += (i ? " " : "") + quoted(op.fused[i]);
      text += "]";
    }
    if (!op.remarks.empty()) {
      text += " remarks [";
      for (std::size_t i = 0; i < op.remarks.size(); ++i) text += std::string(i ? " " : "") + to_string(op.remarks[i]);
      text += "]";
    }
    for (TensorId output : op.outputs) text += " " + quoted(graph_[output].name) + suffix(output);
    line(text);
  }

  void function(const Function& function) {
    line(
        fmt::format("function {}{} {{", quoted(function.name), function.doc.empty() ? "" : " " + quoted(function.doc)));
    ++depth_;
    for (const Input& input : function.inputs) {
      line(fmt::format("input %{} {}{} as {} {}{}", input.tensor.index, quoted(graph_[input.tensor].name),
                       suffix(input.tensor), quoted(input.name), quoted(to_json(input.meaning)),
                       input.random ? " random" : ""));
    }
    items(graph_[function.region]);
    for (const Output& output : function.outputs) {
      line(fmt::format("output {} %{} {}{}{}", quoted(output.name), output.tensor.index,
                       quoted(to_json(output.meaning)),
                       output.gradient_of.valid() ? fmt::format(" of %{}", output.gradient_of.index) : "",
                       output.momentum < 0 ? "" : " momentum " + canonical_text(output.momentum)));
    }
    --depth_;
    line("}");
  }

  void items(const Region& region) {
    for (const Region::Item& item : region.items) {
      if (item.op.valid()) {
        op(item.op);
      } else {
        this->region(graph_[item.region]);
      }
    }
  }

  void region(const Region& region) {
    line(fmt::format("{} {} {} {}{} {{", to_string(region.kind), quoted(region.path), quoted(region.block),
                     quoted(region.doc), region.backward ? " backward" : ""));
    ++depth_;
    items(region);
    --depth_;
    line("}");
  }

  const Graph& graph_;
  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string print(const Graph& graph) { return Printer(graph).run(); }

}  // namespace specimen::gen
