// The ops of training, evaluated as those in ops.cpp.
#pragma once

#include <vector>

#include "graph/evaluate/taps.h"

namespace specimen::gen {

std::vector<DenseArray> run(const CrossEntropyOp& op, const Inputs& in);
std::vector<DenseArray> run(const TargetLossOp& op, const Inputs& in);
std::vector<DenseArray> run(const DenseBackwardKernelOp& op, const Inputs& in);
std::vector<DenseArray> run(const Conv2DBackwardKernelOp& op, const Inputs& in);
std::vector<DenseArray> run(const BatchNormStatisticsOp& op, const Inputs& in);
std::vector<DenseArray> run(const BatchNormScaleOp& op, const Inputs& in);
std::vector<DenseArray> run(const BatchNormTrainingOp& op, const Inputs& in);
std::vector<DenseArray> run(const BatchNormBackwardSumsOp& op, const Inputs& in);
std::vector<DenseArray> run(const BatchNormBackwardDataOp& op, const Inputs& in);
std::vector<DenseArray> run(const DepthwiseBackwardDataOp& op, const Inputs& in);
std::vector<DenseArray> run(const DepthwiseBackwardKernelOp& op, const Inputs& in);
std::vector<DenseArray> run(const GlobalPoolBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const LayerNormBackwardSumsOp& op, const Inputs& in);
std::vector<DenseArray> run(const LayerNormBackwardDataOp& op, const Inputs& in);
std::vector<DenseArray> run(const EmbeddingBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const PositionEmbeddingBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const AttentionBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const SequencePoolBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const SelectTokenBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const SpreadOp& op, const Inputs& in);
std::vector<DenseArray> run(const ResizeBackwardOp& op, const Inputs& in);
std::vector<DenseArray> run(const Pool2DBackwardOp& op, const Inputs& in);

}  // namespace specimen::gen
