#include "spec/names.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "spec/expression.h"

namespace specimen::gen {
namespace {

// C++20's keywords and alternative tokens, C's keywords that headers for both languages trip over, and macros that the
// standard headers or compilers define.
const std::set<std::string, std::less<>>& cpp_words() {
  static const std::set<std::string, std::less<>> words = {
      "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
      "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "concept", "const",
      "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double",
      "dynamic_cast", "else", "enum", "explicit", "export", "extern", "false", "final", "float", "for", "friend",
      "goto", "if", "import", "inline", "int", "long", "module", "mutable", "namespace", "new", "noexcept", "not",
      "not_eq", "nullptr", "operator", "or", "or_eq", "override", "private", "protected", "public", "register",
      "reinterpret_cast", "requires", "restrict", "return", "short", "signed", "sizeof", "static", "static_assert",
      "static_cast", "std", "struct", "switch", "template", "this", "thread_local", "throw", "true", "try", "typedef",
      "typeid", "typename", "typeof", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while",
      "xor", "xor_eq",
      // Macros.
      "BUFSIZ", "EOF", "HUGE_VAL", "I", "INFINITY", "NAN", "NDEBUG", "NULL", "assert", "complex", "errno", "i386",
      "imaginary", "linux", "main", "offsetof", "stderr", "stdin", "stdout", "unix", "va_arg", "va_copy", "va_end",
      "va_list", "va_start"};
  return words;
}

}  // namespace

bool is_cpp_word(std::string_view name) {
  bool reserved = name.find("__") != std::string_view::npos ||
                  (name.size() > 1 && name[0] == '_' && name[1] >= 'A' && name[1] <= 'Z');
  return reserved || cpp_words().count(name) != 0;
}

bool check_identifier(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  if (name.size() > kLongestName || !is_identifier(name)) {
    diagnostics.error(Kind::name_invalid, span, "`{}` is not a name for {}", printable(name, 60), what)
        .note("a name has letters, digits and underscores, begins with no digit, and is at most {} characters long",
              kLongestName);
    return false;
  }
  if (is_cpp_word(name)) {
    diagnostics
        .error(Kind::name_keyword, span, "{} cannot be named `{}`: C++ keeps that name for itself", what,
               printable(name))
        .note("a longer name is free, such as `{}_1`", printable(name));
    return false;
  }
  return true;
}

bool check_lower_name(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  if (!check_identifier(name, what, span, diagnostics)) return false;
  if (is_lower_name(name)) return true;
  diagnostics.error(Kind::name_invalid, span, "`{}` is not a name for {}", printable(name, 60), what)
      .note("it begins with a small letter and has small letters, digits and underscores");
  return false;
}

bool check_model_name(std::string_view name, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  if (!check_lower_name(name, what, span, diagnostics)) return false;
  static const std::set<std::string, std::less<>> taken = {
      // Targets of CMake and its generators.
      "all", "clean", "depend", "edit_cache", "help", "install", "list_install_components", "package", "rebuild_cache",
      "test",
      // Names in the generated text.
      "int8_t", "int16_t", "int32_t", "int64_t", "ptrdiff_t", "size_t", "specimen", "uint8_t", "uint16_t", "uint32_t",
      "uint64_t", "weights"};
  if (!taken.count(name)) return true;
  diagnostics
      .error(Kind::name_keyword, span, "{} cannot be named `{}`: generated directories use that name themselves", what,
             name)
      .note("a longer name is free, such as `{}_1`", name);
  return false;
}

bool check_path(std::string_view path, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  bool good = path.size() <= kLongestName;
  for (const std::string& part : split(path.substr(0, kLongestName + 1), '/')) {
    if (!is_identifier(part)) good = false;
    if (!good) break;
    if (!check_identifier(part, what, span, diagnostics)) return false;
  }
  if (good) return true;
  diagnostics.error(Kind::name_invalid, span, "`{}` is not a name for {}", printable(path, 60), what)
      .note(
          "a name has letters, digits and underscores, begins with no digit, and may have parts with `/` between them; "
          "at most {} "
          "characters in all",
          kLongestName);
  return false;
}

bool NameTable::add(const std::string& path, std::string_view what, const Span& span, Diagnostics& diagnostics) {
  if (auto known = names_.find(path); known != names_.end()) {
    diagnostics.error(Kind::name_duplicate, span, "there are two of the name `{}` here", printable(path))
        .note_at(known->second, "it was first given here");
    return false;
  }
  auto collide = [&](const std::string& other, const char* why) {
    diagnostics.error(Kind::name_collision, span, "{} `{}` and `{}` {}", what, printable(path), printable(other), why)
        .note_at(names_[other], "`{}` was given here", printable(other));
    return false;
  };
  if (auto inside = inner_.find(path); inside != inner_.end())
    return collide(inside->second, "cannot both stand: one name is inside the other");
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
    if (names_.count(path.substr(0, slash)) != 0)
      return collide(path.substr(0, slash), "cannot both stand: one name is inside the other");
  std::string flat = path;
  std::replace(flat.begin(), flat.end(), '/', '_');
  if (auto same = flat_.find(flat); same != flat_.end()) return collide(same->second, "give one C++ identifier");

  names_.emplace(path, span);
  flat_.emplace(std::move(flat), path);
  for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
    inner_.emplace(path.substr(0, slash), path);
  return true;
}

}  // namespace specimen::gen
