#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/nearest.h"
#include "base/text.h"
#include "graph/shapes.h"
#include "graph/text.h"
#include "graph/traits.h"
#include "spec/meaning.h"

namespace specimen::gen {

namespace {

constexpr int kMostDepth = 256;

std::vector<std::string> op_names() {
  return {
#define OP(Kind, name, stage, fewest, most) #name,
#include "graph/ops.def"
#undef OP
  };
}

// Splits the text into words, quoted strings and single punctuation marks, each with its place. A comment goes from `#`
// to the end of its line.
class Tokens {
 public:
  explicit Tokens(const SourceFile& file) : file_(file), text_(file.text()) { advance(); }

  const std::string& peek() const { return token_; }
  bool quoted() const { return quoted_; }
  bool done() const { return token_.empty() && !quoted_; }
  Span span() const { return span_; }    // of the next token
  Span taken() const { return taken_; }  // of the token that was taken last

  std::string take() {
    std::string token = token_;
    taken_ = span_;
    advance();
    return token;
  }

 private:
  void advance() {
    quoted_ = false;
    token_.clear();
    skip_space();
    const std::size_t start = at_;
    if (at_ < text_.size()) read_token(start);
    span_ = {&file_, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at_)};
  }

  void skip_space() {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ' || text_[at_] == '\n') {
        ++at_;
      } else if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  void read_token(std::size_t start) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
      if (at_ >= text_.size()) at_ = text_.size() - 1;
      ++at_;
      const auto value = nlohmann::json::parse(text_.substr(start, at_ - start), nullptr, false);
      if (value.is_string()) token_ = value.get<std::string>();
      quoted_ = true;
    } else if (word(c)) {
      while (at_ < text_.size() && word(text_[at_])) ++at_;
      token_ = text_.substr(start, at_ - start);
    } else {
      token_ = text_.substr(at_, text_.compare(at_, 2, "//") == 0 ? 2 : 1);  // dimensions divide with `//`
      at_ += token_.size();
    }
  }

  static bool word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-' || c == '+';
  }

  const SourceFile& file_;
  const std::string& text_;
  std::size_t at_ = 0;
  std::string token_;
  Span span_, taken_;
  bool quoted_ = false;
};

class Parser {
 public:
  Parser(const SourceFile& file, Diagnostics& diagnostics) : tokens_(file), diagnostics_(diagnostics) {}

  std::optional<Graph> run() {
    expect("graph");
    graph_.model = string();
    expect("{");
    while (ok_ && !tokens_.done() && tokens_.peek() != "}") statement();
    expect("}");
    if (!tokens_.done()) fail("text after the graph");
    if (graph_.functions.empty()) fail_at(tokens_.taken(), "the graph has no function");
    for (std::size_t i = 0; ok_ && i < graph_.tensors.size(); ++i) {
      if (!defined_.count(static_cast<int>(i))) fail_at(tokens_.taken(), fmt::format("%{} is never defined", i));
    }
    if (!ok_) return std::nullopt;
    return std::move(graph_);
  }

 private:
  // The first mistake alone is reported: what follows may be its consequence.
  void fail_at(const Span& span, const std::string& what) {
    if (ok_) diagnostics_.error(Kind::graph_syntax, span, "{}", what);
    ok_ = false;
  }
  // At the next token, or at the one that was taken last.
  void fail(const std::string& what) { fail_at(tokens_.span(), what); }
  void fail_taken(const std::string& what) { fail_at(tokens_.taken(), what); }

  void suggest(const std::string& name, const std::vector<std::string>& known) {
    if (const std::string near = nearest(name, known); !near.empty())
      diagnostics_.note_last(Span(), "did you mean `" + near + "`?");
  }

  std::string seen() const { return tokens_.done() ? "the end" : "`" + printable(tokens_.peek()) + "`"; }
  void expect(const char* token) {
    if (tokens_.quoted() || tokens_.peek() != token) {
      fail(fmt::format("expected `{}`, got {}", token, seen()));
    } else if (ok_) {
      tokens_.take();
    }
  }
  bool accept(const char* token) {
    if (tokens_.quoted() || tokens_.peek() != token) return false;
    tokens_.take();
    return true;
  }
  std::string string() {
    if (!tokens_.quoted()) fail("expected a string, got " + seen());
    return tokens_.take();
  }
  template <class T>
  T parse_number() {
    const std::string token = tokens_.take();
    T value{};
    const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (code != std::errc() || end != token.data() + token.size())
      fail_taken("`" + printable(token) + "` is not a number");
    return value;
  }

  TensorId reference() {
    expect("%");
    const int index = parse_number<int>();
    if (index < 0 || index > 10'000'000) {
      fail_taken(fmt::format("%{} is out of range", index));
      return TensorId(0);
    }
    if (index >= static_cast<int>(graph_.tensors.size())) {
      if (index > static_cast<int>(graph_.tensors.size()) + 100'000) {
        fail_taken(fmt::format("%{} is out of range", index));
        return TensorId(0);
      }
      graph_.tensors.resize(index + 1);
    }
    return TensorId(index);
  }

  TensorId definition() {
    const TensorId id = reference();
    define(id, tokens_.taken());
    return id;
  }

  void define(TensorId id, const Span& at) {
    if (ok_ && !defined_.insert(id.index).second) fail_at(at, fmt::format("%{} is defined twice", id.index));
  }

  void use(TensorId id) {
    if (ok_ && !defined_.count(id.index)) fail_taken(fmt::format("%{} is used before its definition", id.index));
  }

  void shape_and_padding(Tensor& tensor) {
    expect(":");
    expect("[");
    while (ok_ && !accept("]")) {
      std::string text;
      Span span = tokens_.span();
      int depth = 0;
      while (ok_ && !tokens_.done() && !(depth == 0 && (tokens_.peek() == "," || tokens_.peek() == "]"))) {
        depth += tokens_.peek() == "(";
        depth -= tokens_.peek() == ")";
        text += (text.empty() ? "" : " ") + tokens_.take();
        span.end = tokens_.taken().end;
      }
      const std::optional<Dim> dim = Dim::parse(text);
      if (!dim) fail_at(span, "`" + printable(text) + "` is not a dimension");
      tensor.shape.push_back(dim.value_or(Dim()));
      if (tokens_.done()) fail("a shape does not end");
      accept(",");
    }
    for (int i = 0; i < kDTypes; ++i) {
      if (accept(dtype_name(static_cast<DType>(i)))) tensor.dtype = static_cast<DType>(i);
    }
    if (accept("padding")) {
      Padding& p = tensor.padding.size;
      for (int* side : {&p.top, &p.bottom, &p.left, &p.right}) *side = parse_number<int>();
      tensor.padding.lowest = accept("lowest");
      if (!tensor.padding.lowest) expect("zero");
    }
    if (accept("slice")) {
      tensor.slice.of = reference();
      tensor.slice.channel = parse_number<int>();
      tensor.slice.width = parse_number<int>();
    }
  }

  void statement() {
    const std::string& token = tokens_.peek();
    if (accept("doc")) {
      graph_.doc = string();
      graph_.source = string();
      graph_.spec_path = string();
    } else if (accept("symbol")) {
      const std::string name = tokens_.take();
      graph_.symbol_maxima[name] = parse_number<std::int64_t>();
    } else if (accept("constraint")) {
      GraphConstraint constraint;
      constraint.less = dimension();
      constraint.more = dimension();
      constraint.text = string();
      graph_.constraints.push_back(std::move(constraint));
    } else if (token == "%") {
      const TensorId id = definition();
      if (!ok_) return;
      expect("=");
      if (accept("state")) {
        graph_[id] = state();
        return;
      }
      expect("weight");
      Tensor tensor;
      tensor.kind = TensorKind::weight;
      tensor.name = string();
      shape_and_padding(tensor);
      tensor.trainable = accept("trainable");
      if (!tensor.trainable) expect("fixed");
      tensor.initializer = string();
      if (accept("regularizer")) tensor.regularizer = string();
      if (accept("packed") && !parse_dtype_name(tokens_.take().c_str(), &tensor.packed_as))
        fail_taken("no element type is called like that");
      graph_[id] = tensor;
    } else if (accept("pack")) {
      expect("{");
      while (ok_ && !accept("}")) graph_.pack.push_back(op(RegionId{}));
    } else if (accept("function")) {
      function();
    } else {
      fail(seen() + " starts no statement");
    }
  }

  Tensor state() {
    Tensor tensor;
    tensor.kind = TensorKind::state;
    tensor.name = string();
    shape_and_padding(tensor);
    if (!parse(tokens_.peek(), &tensor.owner)) fail("expected `context` or `model`, got " + seen());
    tokens_.take();
    tensor.initial_value = parse_number<double>();
    return tensor;
  }

  Dim dimension() {
    const std::string text = string();
    const std::optional<Dim> dim = Dim::parse(text);
    if (!dim) fail_taken("`" + printable(text) + "` is not a dimension");
    return dim.value_or(Dim());
  }

  void function() {
    Function function;
    function.name = string();
    if (tokens_.quoted()) function.doc = string();
    function.region = RegionId(static_cast<int>(graph_.regions.size()));
    Region region;
    region.kind = RegionKind::function;
    graph_.regions.push_back(region);
    expect("{");
    while (ok_ && !accept("}")) {
      if (accept("input")) {
        function.inputs.push_back(input());
      } else if (accept("output")) {
        function.outputs.push_back(output());
      } else {
        region.items.push_back(item(function.region, 0));
      }
    }
    graph_[function.region].items = std::move(region.items);
    graph_.functions.push_back(std::move(function));
  }

  Input input() {
    Input input;
    input.tensor = definition();
    if (!ok_) return input;
    Tensor tensor;
    tensor.kind = TensorKind::input;
    tensor.name = string();
    shape_and_padding(tensor);
    expect("as");
    input.name = string();
    const auto meaning = parse_input_meaning(string());
    if (!meaning) fail_taken("what input `" + printable(input.name) + "` means is malformed");
    input.meaning = meaning.value_or(InputMeaning());
    input.random = accept("random");
    graph_[input.tensor] = tensor;
    return input;
  }

  Output output() {
    Output output;
    output.name = string();
    output.tensor = reference();
    use(output.tensor);
    const auto meaning = parse_output_meaning(string());
    if (!meaning) fail_taken("what output `" + printable(output.name) + "` means is malformed");
    output.meaning = meaning.value_or(OutputMeaning());
    if (accept("of")) {
      output.gradient_of = reference();
      if (ok_ && graph_[output.gradient_of].kind != TensorKind::weight)
        fail_taken("`" + printable(output.name) + "` is the gradient of what is no weight");
      if (accept("momentum")) output.momentum = parse_number<double>();
    }
    return output;
  }

  Region::Item item(RegionId parent, int depth) {
    if (tokens_.peek() == "%") return {op(parent), {}};
    return {{}, region(parent, depth + 1)};
  }

  RegionId region(RegionId parent, int depth) {
    const RegionId id(static_cast<int>(graph_.regions.size()));
    if (depth > kMostDepth) {
      fail("regions nest too deep");
      return id;
    }
    graph_.regions.emplace_back();
    Region region;
    if (!parse(tokens_.take().c_str(), &region.kind) || region.kind == RegionKind::function)
      fail_taken("expected `block`, `model`, `repeat`, `iteration` or an op");
    region.path = string();
    region.block = string();
    region.doc = string();
    region.backward = accept("backward");
    region.parent = parent;
    expect("{");
    while (ok_ && !accept("}")) region.items.push_back(item(id, depth));
    graph_[id] = std::move(region);
    return id;
  }

  OpId op(RegionId region) {
    const OpId id(static_cast<int>(graph_.ops.size()));
    Op op;
    op.region = region;
    const Span first = tokens_.span();
    do op.outputs.push_back(reference());
    while (ok_ && accept(","));
    expect("=");
    const std::string name = tokens_.take();
    const Span at = tokens_.taken();
    if (ok_ && !op_from_name(name, &op.attributes)) {
      fail_at(at, "no op is called `" + printable(name) + "`");
      suggest(name, op_names());
    }
    expect("(");
    while (ok_ && !accept(")")) {
      op.inputs.push_back(reference());
      use(op.inputs.back());
      accept(",");
    }
    for (TensorId output : op.outputs) define(output, first);
    std::visit([&](auto& attributes) { structure(attributes); }, op.attributes);
    op.path = string();
    if (accept("fused")) value(op.fused);
    if (accept("remarks")) value(op.remarks);
    for (TensorId output : op.outputs) {
      if (!ok_) break;
      Tensor tensor;
      tensor.name = string();
      tensor.producer = id;
      shape_and_padding(tensor);
      graph_[output] = tensor;
    }
    if (ok_) check(op, at);
    graph_.ops.push_back(std::move(op));
    return id;
  }

  // Shapes are stated, so that a reader sees them; the rules have the last word.
  void check(const Op& op, const Span& at) {
    std::vector<Shape> inputs;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      const DType wanted = input_dtype(op.attributes, i), given = graph_[op.inputs[i]].dtype;
      if (given != wanted) return fail_at(at, fmt::format("reads {} as {}", dtype_name(given), dtype_name(wanted)));
      inputs.push_back(graph_[op.inputs[i]].shape);
    }
    const Shapes shapes = infer_shapes(op.attributes, inputs);
    if (!shapes.error.empty()) return fail_at(at, shapes.error);
    if (shapes.outputs.size() != op.outputs.size())
      return fail_at(at, "the op has " + count_of(shapes.outputs.size(), "output"));
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
      if (graph_[op.outputs[i]].shape != shapes.outputs[i])
        return fail_at(at, "the shape should be " + to_string(shapes.outputs[i]));
      const DType given = graph_[op.outputs[i]].dtype, made = output_dtype(op.attributes, i);
      if (given != made) return fail_at(at, fmt::format("it makes {}, not {}", dtype_name(made), dtype_name(given)));
    }
  }

  // A value by its type. What the text of a structure leaves out keeps its default.
  template <class T>
  void value(T& out) {
    if (!ok_) return;
    if constexpr (std::is_same_v<T, std::string>) {
      out = string();
    } else if constexpr (std::is_same_v<T, bool>) {
      const std::string token = tokens_.take();
      if (token != "true" && token != "false") fail_taken("`" + printable(token) + "` is not true or false");
      out = token == "true";
    } else if constexpr (std::is_enum_v<T>) {
      const std::string token = tokens_.take();
      if (!parse(token.c_str(), &out)) fail_taken("`" + printable(token) + "` is not a value of this attribute");
    } else if constexpr (std::is_arithmetic_v<T>) {
      out = parse_number<T>();
    } else if constexpr (requires { out.has_value(); }) {
      value(out.emplace());
    } else if constexpr (requires { out.begin(); }) {
      out.clear();
      expect("[");
      while (ok_ && !accept("]")) value(out.emplace_back());
    } else {
      structure(out);
    }
  }

  template <class T>
  void structure(T& out) {
    expect("{");
    while (ok_ && !accept("}")) {
      const std::string name = tokens_.take();
      const Span at = tokens_.taken();
      expect("=");
      bool found = false;
      out.fields([&](const char* field, auto& member) {
        if (!found && ok_ && name == field) {
          found = true;
          value(member);
        }
      });
      if (found || !ok_) continue;
      std::vector<std::string> known;
      out.fields([&](const char* field, const auto&) { known.emplace_back(field); });
      fail_at(at, "no attribute is called `" + printable(name) + "`");
      suggest(name, known);
    }
  }

  Tokens tokens_;
  Diagnostics& diagnostics_;
  bool ok_ = true;
  Graph graph_;
  std::set<int> defined_;
};

}  // namespace

std::optional<Graph> parse_graph(const SourceFile& file, Diagnostics& diagnostics) {
  return Parser(file, diagnostics).run();
}

}  // namespace specimen::gen
