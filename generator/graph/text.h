// The text form of a graph: everything that a graph holds, and it parses back to an equal graph.
//
//   graph "resnet20" {
//     symbol batch 8
//     %0 = input "image" : [batch, 32, 32, 3] {}
//     %1 = weight "stem/conv/kernel" : [3, 3, 3, 16] initializer="glorot_uniform"
//     block "stem" conv_bn {
//       %5 = conv2d(%0, %1) {filters=16 window={height=3 width=3 padding={top=1 ...}}} "stem/conv" : [batch, 32, 32,
//       16]
//     }
//     output "logits" %40 {}
//   }
#pragma once

#include <string>

#include "graph/graph.h"

namespace specimen::gen {

std::string print(const Graph& graph);

// False, with the line and what is wrong with it in `error`, when the text is not a graph's.
bool parse(const std::string& text, Graph* graph, std::string* error);

}  // namespace specimen::gen
