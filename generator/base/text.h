// Small helpers for text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

// Fit for a message: control characters and bytes that are not UTF-8 become \xNN, and long text is cut in the middle.
std::string printable(std::string_view text, std::size_t limit = 80);

std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

// [A-Za-z_][A-Za-z0-9_]*
bool is_identifier(std::string_view text);
// [a-z][a-z0-9_]*
bool is_lower_name(std::string_view text);
// [A-Z][A-Za-z0-9]*
bool is_upper_camel(std::string_view text);
// Keras's rule: Conv2D -> conv2d, MaxPooling2D -> max_pooling2d.
std::string snake_case(std::string_view upper_camel);
// The shortest text that reads back as the same double, always with a point or an exponent: 1.0, 0.001, 1e-05.
std::string number_text(double value);
// `text` with ", \ and control characters escaped, in double quotes.
std::string json_string(std::string_view text);

// `outer/inner`, or one of them where the other is empty.
std::string join_path(const std::string& outer, const std::string& inner);

// "1 layer", "3 layers".
std::string count_of(std::size_t count, std::string_view noun);

}  // namespace specimen::gen
