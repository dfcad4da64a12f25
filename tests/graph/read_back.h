// What every graph is held to, whoever made it.
#pragma once

#include <gtest/gtest.h>

#include "graph/text.h"
#include "graph/verify.h"

namespace specimen::gen {

// The graph is sound, and its text is read back as the same graph. `when` is for the message.
inline void expect_read_back(const Graph& graph, const char* when) {
  EXPECT_EQ(verify(graph), "") << when;
  const std::string text = print(graph);
  Graph parsed;
  std::string error;
  ASSERT_TRUE(parse(text, &parsed, &error)) << when << ": " << error;
  EXPECT_EQ(verify(parsed), "") << when;
  EXPECT_EQ(print(parsed), text) << when;
}

}  // namespace specimen::gen
