// What every graph is held to, whoever made it.
#pragma once

#include <gtest/gtest.h>

#include "graph/text.h"
#include "graph/verify.h"

namespace specimen::gen {

// A text read as a graph, and what is said of it.
struct ReadText {
  explicit ReadText(const std::string& text) : file("text", text), graph(parse_graph(file, diagnostics)) {}
  std::string messages() const { return diagnostics.text(); }

  SourceFile file;
  Diagnostics diagnostics;
  std::optional<Graph> graph;
};

// The graph is sound, and its text is read back as the same graph. `when` is for the message.
inline void expect_read_back(const Graph& graph, const char* when) {
  EXPECT_EQ(verify(graph), "") << when;
  const std::string text = print(graph);
  const ReadText read(text);
  ASSERT_TRUE(read.graph) << when << ": " << read.messages();
  EXPECT_EQ(verify(*read.graph), "") << when;
  EXPECT_EQ(print(*read.graph), text) << when;
}

}  // namespace specimen::gen
