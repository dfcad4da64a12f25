// The text form of a graph: everything that a graph holds, and it parses back to an equal graph. docs/ir.md describes
// it.
//
//   graph "resnet20" {
//     symbol batch 8
//     %1 = weight "stem/conv/kernel" : [3, 3, 3, 16] trainable "glorot_uniform"
//     function "forward" {
//       input %0 "image" : [batch, 32, 32, 3] as "image" "{}"
//       block "stem" "conv_bn" "" {
//         %5 = conv2d(%0, %1) {filters=16 window={height=3 width=3 padding={top=1 ...}}} "stem/conv" "stem/conv" :
//         [batch, 32, 32, 16]
//       }
//       output "logits" %40 "{}"
//     }
//   }
#pragma once

#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "graph/graph.h"

namespace specimen::gen {

std::string print(const Graph& graph);

// Nothing, after a diagnostic, when the text is not a graph's.
std::optional<Graph> parse_graph(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace specimen::gen
