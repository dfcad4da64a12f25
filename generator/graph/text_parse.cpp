#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "graph/shapes.h"
#include "graph/text.h"
#include "graph/traits.h"
#include "spec/meaning.h"

namespace specimen::gen {

namespace {

constexpr int kMostDepth = 256;

// Splits the text into words, quoted strings and single punctuation marks; keeps the line for messages.
class Tokens {
 public:
  explicit Tokens(const std::string& text) : text_(text) { advance(); }

  const std::string& peek() const { return token_; }
  bool quoted() const { return quoted_; }
  bool done() const { return token_.empty() && !quoted_; }
  int line() const { return line_; }

  std::string take() {
    std::string token = token_;
    advance();
    return token;
  }

 private:
  void advance() {
    quoted_ = false;
    token_.clear();
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) line_ += text_[at_++] == '\n';
    if (at_ == text_.size()) return;
    const std::size_t start = at_;
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
      token_ = text_.substr(at_++, 1);
    }
  }

  static bool word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-' || c == '+';
  }

  const std::string& text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::string token_;
  bool quoted_ = false;
};

class Parser {
 public:
  Parser(const std::string& text, Graph* graph) : tokens_(text), graph_(*graph) {}

  bool run() {
    graph_ = Graph{};
    expect("graph");
    graph_.model = string();
    expect("{");
    while (ok() && tokens_.peek() != "}") statement();
    expect("}");
    if (ok() && !tokens_.done()) fail("text after the graph");
    if (ok() && !graph_.function.region.valid()) fail("the graph has no function");
    for (std::size_t i = 0; ok() && i < graph_.tensors.size(); ++i) {
      if (!defined_.count(static_cast<int>(i))) fail("%" + std::to_string(i) + " is never defined");
    }
    return ok();
  }

  std::string error;

 private:
  bool ok() const { return error.empty(); }
  void fail(const std::string& what) {
    if (ok()) error = "line " + std::to_string(tokens_.line()) + ": " + what;
  }
  void expect(const char* token) {
    if (ok() && (tokens_.quoted() || tokens_.peek() != token)) {
      fail(std::string("expected `") + token + "`, got `" + tokens_.peek() + "`");
    } else {
      tokens_.take();
    }
  }
  bool accept(const char* token) {
    if (tokens_.quoted() || tokens_.peek() != token) return false;
    tokens_.take();
    return true;
  }
  std::string string() {
    if (!tokens_.quoted()) fail("expected a string, got `" + tokens_.peek() + "`");
    return tokens_.take();
  }
  template <class T>
  T parse_number() {
    const std::string token = tokens_.take();
    T value{};
    const auto [end, code] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (code != std::errc() || end != token.data() + token.size()) fail("`" + token + "` is not a number");
    return value;
  }

  TensorId reference() {
    expect("%");
    const int index = parse_number<int>();
    if (index < 0 || index > 10'000'000) {
      fail("%" + std::to_string(index) + " is out of range");
      return TensorId(0);
    }
    if (index >= static_cast<int>(graph_.tensors.size())) {
      if (index > static_cast<int>(graph_.tensors.size()) + 100'000) {
        fail("%" + std::to_string(index) + " is out of range");
        return TensorId(0);
      }
      graph_.tensors.resize(index + 1);
    }
    return TensorId(index);
  }

  TensorId definition() {
    const TensorId id = reference();
    if (ok() && !defined_.insert(id.index).second) fail("%" + std::to_string(id.index) + " is defined twice");
    return id;
  }

  void use(TensorId id) {
    if (ok() && !defined_.count(id.index)) fail("%" + std::to_string(id.index) + " is used before its definition");
  }

  void shape_and_halo(Tensor& tensor) {
    expect(":");
    expect("[");
    while (ok() && !accept("]")) {
      std::string text;
      int depth = 0;
      while (ok() && !tokens_.done() && !(depth == 0 && (tokens_.peek() == "," || tokens_.peek() == "]"))) {
        depth += tokens_.peek() == "(";
        depth -= tokens_.peek() == ")";
        text += tokens_.take() + " ";
      }
      const std::optional<Dim> dim = Dim::parse(text);
      if (!dim) fail("`" + text + "` is not a dimension");
      tensor.shape.push_back(dim.value_or(Dim()));
      if (tokens_.done()) fail("a shape does not end");
      accept(",");
    }
    if (accept("int32")) tensor.dtype = DType::i32;
    if (accept("halo")) {
      Padding& p = tensor.halo.size;
      for (int* side : {&p.top, &p.bottom, &p.left, &p.right}) *side = parse_number<int>();
      tensor.halo.lowest = tokens_.take() == "lowest";
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
    } else if (token == "%") {
      const TensorId id = definition();
      if (!ok()) return;
      expect("=");
      Tensor tensor;
      if (accept("input")) {
        tensor.kind = TensorKind::input;
        tensor.name = string();
        shape_and_halo(tensor);
        expect("as");
        Input input;
        input.tensor = id;
        input.name = string();
        const auto meaning = parse_input_meaning(string());
        if (!meaning) fail("what input `" + input.name + "` means is malformed");
        input.meaning = meaning.value_or(InputMeaning());
        graph_.function.inputs.push_back(input);
      } else {
        expect("weight");
        tensor.kind = TensorKind::weight;
        tensor.name = string();
        shape_and_halo(tensor);
        tensor.trainable = tokens_.take() == "trainable";
        tensor.initializer = string();
        if (accept("regularizer")) tensor.regularizer = string();
      }
      graph_[id] = tensor;
    } else if (accept("prepare")) {
      expect("{");
      while (ok() && !accept("}")) graph_.prepare.push_back(op(RegionId{}));
    } else if (accept("output")) {
      Output output;
      output.name = string();
      output.tensor = reference();
      use(output.tensor);
      const auto meaning = parse_output_meaning(string());
      if (!meaning) fail("what output `" + output.name + "` means is malformed");
      output.meaning = meaning.value_or(OutputMeaning());
      graph_.function.outputs.push_back(output);
    } else if (token == "function" && !graph_.function.region.valid()) {
      graph_.function.region = region(RegionId{}, 0);
    } else {
      fail("`" + token + "` starts no statement");
    }
  }

  RegionId region(RegionId parent, int depth) {
    const RegionId id(static_cast<int>(graph_.regions.size()));
    if (depth > kMostDepth) {
      fail("regions nest too deep");
      return id;
    }
    graph_.regions.emplace_back();
    Region region;
    if (!parse(tokens_.take().c_str(), &region.kind)) fail("unknown kind of region");
    region.path = string();
    region.block = string();
    region.doc = string();
    region.parent = parent;
    expect("{");
    while (ok() && !accept("}")) {
      Region::Item item;
      if (tokens_.peek() == "%") {
        item.op = op(id);
      } else {
        item.region = this->region(id, depth + 1);
      }
      region.items.push_back(item);
    }
    graph_[id] = std::move(region);
    return id;
  }

  OpId op(RegionId region) {
    const OpId id(static_cast<int>(graph_.ops.size()));
    Op op;
    op.region = region;
    do op.outputs.push_back(definition());
    while (ok() && accept(","));
    expect("=");
    const std::string name = tokens_.take();
    if (ok() && !op_from_name(name, &op.attributes)) fail("no op is called `" + name + "`");
    expect("(");
    while (ok() && !accept(")")) {
      op.inputs.push_back(reference());
      use(op.inputs.back());
      accept(",");
    }
    std::visit([&](auto& attributes) { structure(attributes); }, op.attributes);
    op.path = string();
    if (accept("fused")) value(op.fused);
    if (accept("alone")) value(op.alone);
    for (TensorId output : op.outputs) {
      if (!ok()) break;
      Tensor tensor;
      tensor.name = string();
      tensor.producer = id;
      shape_and_halo(tensor);
      graph_[output] = tensor;
    }
    if (ok()) check(op);
    graph_.ops.push_back(std::move(op));
    return id;
  }

  // Shapes are stated, so that a reader sees them; the rules have the last word.
  void check(const Op& op) {
    std::vector<Shape> inputs;
    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
      const DType wanted = input_dtype(op.attributes, i), given = graph_[op.inputs[i]].dtype;
      if (given != wanted) return fail(std::string("reads ") + dtype_name(given) + " as " + dtype_name(wanted));
      inputs.push_back(graph_[op.inputs[i]].shape);
    }
    const Shapes shapes = infer_shapes(op.attributes, inputs);
    if (!shapes.error.empty()) return fail(shapes.error);
    if (shapes.outputs.size() != op.outputs.size()) return fail("wrong number of outputs");
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
      if (graph_[op.outputs[i]].shape != shapes.outputs[i])
        return fail("the shape should be " + to_string(shapes.outputs[i]));
    }
  }

  // A value by its type: what CanonicalText wrote.
  template <class T>
  void value(T& out) {
    if (!ok()) return;
    if constexpr (std::is_same_v<T, std::string>) {
      out = string();
    } else if constexpr (std::is_same_v<T, bool>) {
      const std::string token = tokens_.take();
      if (token != "true" && token != "false") fail("`" + token + "` is not true or false");
      out = token == "true";
    } else if constexpr (std::is_enum_v<T>) {
      const std::string token = tokens_.take();
      if (!parse(token.c_str(), &out)) fail("`" + token + "` is not a value of this attribute");
    } else if constexpr (std::is_arithmetic_v<T>) {
      out = parse_number<T>();
    } else if constexpr (requires { out.begin(); }) {
      out.clear();
      expect("[");
      while (ok() && !accept("]")) value(out.emplace_back());
    } else {
      structure(out);
    }
  }

  template <class T>
  void structure(T& out) {
    expect("{");
    while (ok() && !accept("}")) {
      const std::string name = tokens_.take();
      expect("=");
      bool found = false;
      out.fields([&](const char* field, auto& member) {
        if (!found && ok() && name == field) {
          found = true;
          value(member);
        }
      });
      if (ok() && !found) fail("no attribute is called `" + name + "`");
    }
  }

  Tokens tokens_;
  Graph& graph_;
  std::set<int> defined_;
};

}  // namespace

bool parse(const std::string& text, Graph* graph, std::string* error) {
  Parser parser(text, graph);
  const bool ok = parser.run();
  *error = parser.error;
  return ok;
}

}  // namespace specimen::gen
