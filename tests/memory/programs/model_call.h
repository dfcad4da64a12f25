// How the programs of this directory call the model that the compiler's command line names: MODEL, MODEL_HEADER,
// INPUT_FLOATS and OUTPUT_FLOATS; of models that read token ids, segment ids and a padding mask also TOKENS.
#pragma once

#include <cstdint>
#include <cstdio>

#include MODEL_HEADER

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define API(name) JOIN(MODEL, name)

#ifdef TOKENS
using Element = std::int32_t;
constexpr Element kElement = 1;  // an id, a segment, a token that counts
#define FORWARD(context, batch, input, output, message) \
  API(_forward)(context, batch, TOKENS, input, input, input, output, message, sizeof message)
#else
using Element = float;
constexpr Element kElement = 0.5f;
#define FORWARD(context, batch, input, output, message) \
  API(_forward)(context, batch, input, output, message, sizeof message)
#endif

inline int fail(const char* what, int code, const char* message) {
  std::fprintf(stderr, "%s: %d: %s\n", what, code, message);
  return 1;
}
