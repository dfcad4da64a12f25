// A layer that exists is not among those that are missing, and what is written instead is there.
#include "spec/missing_layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/layers/layer.h"

namespace specimen::gen {
namespace {

TEST(MissingLayers, AreMissing) {
  for (const std::string& name : missing_layers()) EXPECT_EQ(layer_table().find(name), nullptr) << name;
}

// Names in backquotes that begin with a capital are layers.
TEST(MissingLayers, WhatIsWrittenInsteadExists) {
  for (const std::string& name : missing_layers()) {
    Diagnostics diagnostics;
    report_missing_layer(name, {}, {}, diagnostics);
    std::string text;
    for (const auto& note : diagnostics.list()[0].notes) text += note.message;
    EXPECT_NE(text, "") << name;
    for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
      const std::size_t end = text.find('`', at + 1);
      const std::string word = text.substr(at + 1, end - at - 1);
      if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') {
        EXPECT_NE(layer_table().find(word), nullptr) << name << ": " << word;
      }
      at = end;
    }
  }
}

}  // namespace
}  // namespace specimen::gen
