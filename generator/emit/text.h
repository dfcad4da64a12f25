// How the view writes numbers, names and texts of others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace specimen::gen {

std::string grouped(std::int64_t n);         // 25,612,201
std::string flops_text(std::int64_t flops);  // 8.18 GFLOP
std::string bytes_text(std::int64_t bytes);  // 2.41 MB
std::string upper(std::string_view name);    // MNIST
// A C++ string literal, whatever the text holds.
std::string cpp_literal(std::string_view text);
// One line of a comment: control characters become spaces, a backslash at the end and trigraphs cannot join lines.
std::string comment_text(std::string_view text);
// Text in Markdown that shows as it is.
std::string markdown_text(std::string_view text);

}  // namespace specimen::gen
