// A dimension: an integer expression over symbols, always in canonical form, so that equal expressions compare equal.
//
// The form is a polynomial with integer coefficients whose atoms are symbols and floor divisions: `batch * sequence`,
// `(h + 1) // 2`. `a % b` is `a - b * (a // b)`. Numbers are 64-bit; a result that does not fit (or grows beyond
// 256 terms or 16 nested divisions) makes the Dim invalid, and everything computed from it too.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

class Dim {
 public:
  using Bindings = std::map<std::string, std::int64_t>;

  Dim() = default;  // 0
  Dim(std::int64_t value);
  Dim(int value) : Dim(static_cast<std::int64_t>(value)) {}
  static Dim symbol(std::string name);
  static Dim invalid();

  // `batch * (h + 1) // 2`: integers, symbols, + - * // %, parentheses. On failure: no value, and what is wrong at
  // which byte.
  struct Failure {
    std::string message;
    std::size_t offset = 0;
  };
  static std::optional<Dim> parse(std::string_view text, Failure* failure = nullptr);
  // Canonical; parses back to an equal Dim. "invalid" for an invalid one.
  std::string text() const;

  bool valid() const { return valid_; }
  bool is_constant() const { return valid_ && (terms_.empty() || (terms_.size() == 1 && terms_[0].factors.empty())); }
  // Of a constant; 0 otherwise (see is_constant).
  std::int64_t value() const { return is_constant() && !terms_.empty() ? terms_[0].coefficient : 0; }
  bool operator==(std::int64_t v) const { return is_constant() && value() == v; }
  bool operator==(int v) const { return *this == static_cast<std::int64_t>(v); }
  bool operator==(const Dim& other) const { return compare(other) == 0; }
  bool operator<(const Dim& other) const { return compare(other) < 0; }  // some total order, for maps
  int compare(const Dim& other) const;

  friend Dim operator+(const Dim& a, const Dim& b);
  friend Dim operator-(const Dim& a, const Dim& b);
  friend Dim operator*(const Dim& a, const Dim& b);
  Dim operator-() const { return Dim(0) - *this; }
  // Rounds towards minus infinity; by zero: invalid.
  static Dim floor_divide(const Dim& a, const Dim& b);
  static Dim modulo(const Dim& a, const Dim& b);
  static Dim ceil_divide(const Dim& a, const Dim& b) { return -floor_divide(-a, b); }

  // Sorted names of all symbols in it.
  std::vector<std::string> symbols() const;
  // With every symbol bound; no value where one is missing, on overflow, and on division by zero.
  std::optional<std::int64_t> evaluate(const Bindings& bindings) const;
  // With some symbols replaced by other dimensions.
  Dim substitute(const std::map<std::string, Dim>& replacements) const;
  // An upper bound when every symbol is between 0 and its maximum: exact where the expression rises in all symbols.
  // No value on overflow, and where a divisor may be negative.
  std::optional<std::int64_t> maximum(const Bindings& maxima) const;

 private:
  struct Atom;
  struct Factor {
    std::shared_ptr<const Atom> atom;
    int power = 1;
  };
  struct Term {
    std::int64_t coefficient = 0;
    std::vector<Factor> factors;  // sorted, powers at least 1
  };
  struct Range {
    std::int64_t low = 0, high = 0;
  };

  static int compare(const Atom& a, const Atom& b);
  static int compare_factors(const std::vector<Factor>& a, const std::vector<Factor>& b);
  static Dim from_terms(std::vector<Term> terms);
  static Dim from_atom(Atom atom);
  static std::optional<Dim> exact_quotient(const Dim& a, const Dim& b);
  std::optional<Range> range(const Bindings& maxima) const;
  int depth() const;
  void collect(std::vector<std::string>& names) const;

  bool valid_ = true;
  std::vector<Term> terms_;  // sorted: higher degree first, then by atoms; no zero coefficients
};

inline std::string to_string(const Dim& dim) { return dim.text(); }
// (batch, 56, 56, 64)
std::string to_string(const std::vector<Dim>& shape);

// The symbol of the first dimension of everything that a model computes for each example.
Dim batch_symbol();
// Whether the first dimension is the batch. Scalars and what is reduced over the batch have none.
bool has_batch(const std::vector<Dim>& shape);

}  // namespace specimen::gen
