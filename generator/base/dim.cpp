#include "base/dim.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace specimen::gen {
namespace {

constexpr std::size_t kMostTerms = 256;
constexpr int kMostPower = 16;
constexpr int kDeepest = 16;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {  // b > 0
  std::int64_t q = a / b;
  return a % b < 0 ? q - 1 : q;
}

}  // namespace

// A symbol, or a floor division where the symbol is empty.
struct Dim::Atom {
  std::string symbol;
  Dim numerator, denominator;

  bool is_symbol() const { return !symbol.empty(); }
};

Dim::Dim(std::int64_t value) {
  // The one integer whose negative does not fit counts as overflow everywhere.
  if (value == std::numeric_limits<std::int64_t>::min())
    valid_ = false;
  else if (value != 0)
    terms_.push_back({value, {}});
}

Dim Dim::invalid() {
  Dim result;
  result.valid_ = false;
  return result;
}

Dim Dim::from_atom(Atom atom) {
  Dim result;
  result.terms_.push_back({1, {{std::make_shared<const Atom>(std::move(atom)), 1}}});
  return result.depth() > kDeepest ? invalid() : result;
}

Dim Dim::symbol(std::string name) { return from_atom({std::move(name), {}, {}}); }

int Dim::compare(const Atom& a, const Atom& b) {
  if (&a == &b) return 0;
  if (a.is_symbol() != b.is_symbol()) return a.is_symbol() ? -1 : 1;
  if (a.is_symbol()) return a.symbol.compare(b.symbol);
  int numerators = a.numerator.compare(b.numerator);
  return numerators != 0 ? numerators : a.denominator.compare(b.denominator);
}

int Dim::compare_factors(const std::vector<Factor>& a, const std::vector<Factor>& b) {
  auto degree = [](const std::vector<Factor>& factors) {
    int sum = 0;
    for (const Factor& f : factors) sum += f.power;
    return sum;
  };
  int degrees = degree(b) - degree(a);
  if (degrees != 0) return degrees;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    int atoms = compare(*a[i].atom, *b[i].atom);
    if (atoms != 0) return atoms;
    if (a[i].power != b[i].power) return b[i].power - a[i].power;
  }
  return static_cast<int>(a.size()) - static_cast<int>(b.size());
}

int Dim::compare(const Dim& other) const {
  if (valid_ != other.valid_) return valid_ ? -1 : 1;
  if (terms_.size() != other.terms_.size()) return terms_.size() < other.terms_.size() ? -1 : 1;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    int factors = compare_factors(terms_[i].factors, other.terms_[i].factors);
    if (factors != 0) return factors;
    if (terms_[i].coefficient != other.terms_[i].coefficient)
      return terms_[i].coefficient < other.terms_[i].coefficient ? -1 : 1;
  }
  return 0;
}

Dim Dim::from_terms(std::vector<Term> terms) {
  std::sort(terms.begin(), terms.end(),
            [](const Term& a, const Term& b) { return compare_factors(a.factors, b.factors) < 0; });
  Dim result;
  for (Term& term : terms) {
    if (!result.terms_.empty() && compare_factors(result.terms_.back().factors, term.factors) == 0) {
      std::int64_t& sum = result.terms_.back().coefficient;
      if (__builtin_add_overflow(sum, term.coefficient, &sum)) return invalid();
    } else {
      if (!result.terms_.empty() && result.terms_.back().coefficient == 0) result.terms_.pop_back();
      result.terms_.push_back(std::move(term));
    }
  }
  if (!result.terms_.empty() && result.terms_.back().coefficient == 0) result.terms_.pop_back();
  for (const Term& term : result.terms_)
    if (term.coefficient == std::numeric_limits<std::int64_t>::min()) return invalid();
  return result.terms_.size() > kMostTerms ? invalid() : result;
}

Dim operator+(const Dim& a, const Dim& b) {
  if (!a.valid_ || !b.valid_) return Dim::invalid();
  std::vector<Dim::Term> terms = a.terms_;
  terms.insert(terms.end(), b.terms_.begin(), b.terms_.end());
  return Dim::from_terms(std::move(terms));
}

Dim operator-(const Dim& a, const Dim& b) {
  if (!a.valid_ || !b.valid_) return Dim::invalid();
  std::vector<Dim::Term> terms = a.terms_;
  for (Dim::Term term : b.terms_) {
    term.coefficient = -term.coefficient;
    terms.push_back(std::move(term));
  }
  return Dim::from_terms(std::move(terms));
}

Dim operator*(const Dim& a, const Dim& b) {
  if (!a.valid_ || !b.valid_ || a.terms_.size() * b.terms_.size() > kMostTerms * 4) return Dim::invalid();
  std::vector<Dim::Term> terms;
  for (const Dim::Term& x : a.terms_) {
    for (const Dim::Term& y : b.terms_) {
      Dim::Term product;
      if (__builtin_mul_overflow(x.coefficient, y.coefficient, &product.coefficient)) return Dim::invalid();
      product.factors = x.factors;
      for (const Dim::Factor& factor : y.factors) {
        auto place = std::find_if(product.factors.begin(), product.factors.end(),
                                  [&](const Dim::Factor& f) { return Dim::compare(*f.atom, *factor.atom) >= 0; });
        if (place != product.factors.end() && Dim::compare(*place->atom, *factor.atom) == 0) {
          place->power += factor.power;
          if (place->power > kMostPower) return Dim::invalid();
        } else {
          product.factors.insert(place, factor);
        }
      }
      if (product.factors.size() > static_cast<std::size_t>(kMostPower)) return Dim::invalid();
      terms.push_back(std::move(product));
    }
  }
  return Dim::from_terms(std::move(terms));
}

// a / b where b is one term that divides every term of a, or where a is a whole multiple of b.
std::optional<Dim> Dim::exact_quotient(const Dim& a, const Dim& b) {
  const Term& divisor = b.terms_[0];
  if (b.terms_.size() > 1) {
    if (a.terms_.size() != b.terms_.size() || divisor.coefficient == -1) return std::nullopt;
    Dim ratio(a.terms_[0].coefficient / divisor.coefficient);
    return a == ratio * b ? std::optional<Dim>(ratio) : std::nullopt;
  }
  Dim result;
  for (const Term& term : a.terms_) {
    if (divisor.coefficient == -1 || term.coefficient % divisor.coefficient != 0) return std::nullopt;
    Term quotient{term.coefficient / divisor.coefficient, {}};
    std::size_t found = 0;
    for (const Factor& factor : term.factors) {
      int power = factor.power;
      for (const Factor& out : divisor.factors)
        if (compare(*out.atom, *factor.atom) == 0) power -= out.power, ++found;
      if (power < 0) return std::nullopt;
      if (power > 0) quotient.factors.push_back({factor.atom, power});
    }
    if (found != divisor.factors.size()) return std::nullopt;
    result.terms_.push_back(std::move(quotient));
  }
  return from_terms(std::move(result.terms_));
}

Dim Dim::floor_divide(const Dim& a, const Dim& b) {
  if (!a.valid_ || !b.valid_ || b == 0) return invalid();
  if (a == 0) return 0;
  if (!b.is_constant()) {
    std::optional<Dim> exact = exact_quotient(a, b);
    return exact ? *exact : from_atom({"", a, b});
  }
  std::int64_t d = b.value();
  if (d < 1) return floor_divide(-a, Dim(-d));
  if (d == 1) return a;

  // Whole multiples of d leave the division: (2x + 5) // 2 is x + 2 + 1 // 2, and 1 // 2 is 0.
  std::vector<Term> whole, rest;
  std::int64_t common = d;
  for (const Term& term : a.terms_) {
    std::int64_t quotient = floor_div(term.coefficient, d), remainder = term.coefficient - quotient * d;
    if (quotient != 0) whole.push_back({quotient, term.factors});
    if (remainder != 0) rest.push_back({remainder, term.factors});
    if (remainder != 0 && !term.factors.empty()) common = std::gcd(common, remainder);
  }
  Dim quotient = from_terms(std::move(whole));
  if (rest.empty() || (rest.size() == 1 && rest[0].factors.empty())) return quotient;

  // (4x + 3) // 6 is (2x + 1) // 3.
  std::vector<Term> reduced;
  for (Term& term : rest) {
    term.coefficient /= common;
    if (term.coefficient != 0) reduced.push_back(std::move(term));
  }
  d /= common;
  Dim numerator = from_terms(std::move(reduced));
  if (!numerator.valid_) return invalid();

  // (x // a + c) // d is (x + c * a) // (a * d).
  const Term& first = numerator.terms_[0];
  bool one_atom = first.coefficient == 1 && first.factors.size() == 1 && first.factors[0].power == 1;
  bool constant_after =
      numerator.terms_.size() == 1 || (numerator.terms_.size() == 2 && numerator.terms_[1].factors.empty());
  if (one_atom && constant_after && !first.factors[0].atom->is_symbol() &&
      first.factors[0].atom->denominator.is_constant()) {
    const Atom& inner = *first.factors[0].atom;
    Dim offset = numerator.terms_.size() == 2 ? Dim(numerator.terms_[1].coefficient) : Dim(0);
    return quotient + floor_divide(inner.numerator + offset * inner.denominator, inner.denominator * Dim(d));
  }
  return quotient + from_atom({"", numerator, Dim(d)});
}

Dim Dim::modulo(const Dim& a, const Dim& b) { return a - b * floor_divide(a, b); }

int Dim::depth() const {
  int deepest = 0;
  for (const Term& term : terms_)
    for (const Factor& factor : term.factors)
      if (!factor.atom->is_symbol())
        deepest = std::max(deepest, 1 + std::max(factor.atom->numerator.depth(), factor.atom->denominator.depth()));
  return deepest;
}

void Dim::collect(std::vector<std::string>& names) const {
  for (const Term& term : terms_) {
    for (const Factor& factor : term.factors) {
      if (factor.atom->is_symbol()) {
        names.push_back(factor.atom->symbol);
      } else {
        factor.atom->numerator.collect(names);
        factor.atom->denominator.collect(names);
      }
    }
  }
}

std::vector<std::string> Dim::symbols() const {
  std::vector<std::string> names;
  collect(names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Dim Dim::substitute(const std::map<std::string, Dim>& replacements) const {
  if (!valid_) return *this;
  Dim sum;
  for (const Term& term : terms_) {
    Dim product(term.coefficient);
    for (const Factor& factor : term.factors) {
      const Atom& atom = *factor.atom;
      Dim value;
      if (atom.is_symbol()) {
        auto found = replacements.find(atom.symbol);
        value = found == replacements.end() ? from_atom(atom) : found->second;
      } else {
        value = floor_divide(atom.numerator.substitute(replacements), atom.denominator.substitute(replacements));
      }
      for (int i = 0; i < factor.power; ++i) product = product * value;
    }
    sum = sum + product;
  }
  return sum;
}

std::optional<std::int64_t> Dim::evaluate(const Bindings& bindings) const {
  if (!valid_) return std::nullopt;
  std::int64_t sum = 0;
  for (const Term& term : terms_) {
    std::int64_t product = term.coefficient;
    for (const Factor& factor : term.factors) {
      const Atom& atom = *factor.atom;
      std::int64_t value = 0;
      if (atom.is_symbol()) {
        auto found = bindings.find(atom.symbol);
        if (found == bindings.end()) return std::nullopt;
        value = found->second;
      } else {
        std::optional<std::int64_t> a = atom.numerator.evaluate(bindings), b = atom.denominator.evaluate(bindings);
        if (!a || !b || *b == 0) return std::nullopt;
        Dim quotient = floor_divide(Dim(*a), Dim(*b));
        if (!quotient.is_constant()) return std::nullopt;
        value = quotient.value();
      }
      for (int i = 0; i < factor.power; ++i)
        if (__builtin_mul_overflow(product, value, &product)) return std::nullopt;
    }
    if (__builtin_add_overflow(sum, product, &sum)) return std::nullopt;
  }
  return sum;
}

std::optional<Dim::Range> Dim::range(const Bindings& maxima) const {
  if (!valid_) return std::nullopt;
  auto multiply = [](Range a, Range b) -> std::optional<Range> {
    std::int64_t corners[4];
    if (__builtin_mul_overflow(a.low, b.low, &corners[0]) || __builtin_mul_overflow(a.low, b.high, &corners[1]) ||
        __builtin_mul_overflow(a.high, b.low, &corners[2]) || __builtin_mul_overflow(a.high, b.high, &corners[3]))
      return std::nullopt;
    return Range{*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
  };
  Range sum;
  for (const Term& term : terms_) {
    Range product{term.coefficient, term.coefficient};
    for (const Factor& factor : term.factors) {
      const Atom& atom = *factor.atom;
      Range value;
      if (atom.is_symbol()) {
        auto found = maxima.find(atom.symbol);
        if (found == maxima.end()) return std::nullopt;
        value = {0, found->second};
      } else {
        std::optional<Range> a = atom.numerator.range(maxima), b = atom.denominator.range(maxima);
        if (!a || !b || b->low < 0 || b->high < 1) return std::nullopt;
        b->low = std::max<std::int64_t>(b->low, 1);  // a division by zero has no value to bound
        std::int64_t corners[4] = {floor_div(a->low, b->low), floor_div(a->low, b->high), floor_div(a->high, b->low),
                                   floor_div(a->high, b->high)};
        value = {*std::min_element(corners, corners + 4), *std::max_element(corners, corners + 4)};
      }
      for (int i = 0; i < factor.power; ++i) {
        std::optional<Range> next = multiply(product, value);
        if (!next) return std::nullopt;
        product = *next;
      }
    }
    if (__builtin_add_overflow(sum.low, product.low, &sum.low) ||
        __builtin_add_overflow(sum.high, product.high, &sum.high))
      return std::nullopt;
  }
  return sum;
}

std::optional<std::int64_t> Dim::maximum(const Bindings& maxima) const {
  std::optional<Range> bounds = range(maxima);
  return bounds ? std::optional<std::int64_t>(bounds->high) : std::nullopt;
}

std::string Dim::text() const {
  if (!valid_) return "invalid";
  if (terms_.empty()) return "0";
  auto operand = [](const Dim& dim) {
    bool simple = (dim.is_constant() && dim.value() >= 0) ||
                  (dim.terms_.size() == 1 && dim.terms_[0].coefficient == 1 && dim.terms_[0].factors.size() == 1 &&
                   dim.terms_[0].factors[0].power == 1 && dim.terms_[0].factors[0].atom->is_symbol());
    return simple ? dim.text() : "(" + dim.text() + ")";
  };
  std::string result;
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    const Term& term = terms_[t];
    bool negative = term.coefficient < 0;
    if (t > 0)
      result += negative ? " - " : " + ";
    else if (negative)
      result += "-";
    std::string digits = std::to_string(term.coefficient);
    if (negative) digits.erase(0, 1);
    std::size_t count = 0;
    for (const Factor& factor : term.factors) count += static_cast<std::size_t>(factor.power);
    // "-x // 2" would be read as (-x) // 2: such a division is written as -1 * (x // 2).
    bool leading_minus = t == 0 && negative && !term.factors.empty() && !term.factors[0].atom->is_symbol();
    std::vector<std::string> parts;
    if (digits != "1" || count == 0 || leading_minus) parts.push_back(digits);
    for (const Factor& factor : term.factors) {
      std::string text = factor.atom->symbol;
      if (!factor.atom->is_symbol()) {
        text = operand(factor.atom->numerator) + " // " + operand(factor.atom->denominator);
        if (count > 1 || !parts.empty()) text = "(" + text + ")";
      }
      for (int i = 0; i < factor.power; ++i) parts.push_back(text);
    }
    for (std::size_t i = 0; i < parts.size(); ++i) result += (i > 0 ? " * " : "") + parts[i];
  }
  return result;
}

std::string to_string(const std::vector<Dim>& shape) {
  std::string result = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) result += (i > 0 ? ", " : "") + shape[i].text();
  return result + ")";
}

Dim batch_symbol() {
  static const Dim batch = Dim::symbol("batch");
  return batch;
}

bool has_batch(const std::vector<Dim>& shape) { return !shape.empty() && shape[0] == batch_symbol(); }

}  // namespace specimen::gen
