// The kernels of training that tests compile: shapes around the edges of their tiles, and random ones.
#pragma once

#include "shapes.h"

namespace specimen::gen {

std::vector<Problem> pack_filter_edges();
std::vector<Problem> dense_backward_kernel_edges();
std::vector<Problem> conv2d_backward_kernel_edges();
std::vector<Problem> conv2d_backward_kernel_candidates();  // of which every schedule is tried
std::vector<Problem> random_conv2d_backward_kernel(int count);
std::vector<Problem> pool2d_backward_edges();
std::vector<Problem> cross_entropy_edges();
std::vector<Problem> target_loss_edges();
std::vector<Problem> dropout_edges();
std::vector<Problem> resize_backward_edges();
std::vector<Problem> grouped_conv2d_transpose_edges();
std::vector<Problem> batch_norm_scale_edges();
std::vector<Problem> depthwise_backward_edges();
std::vector<Problem> batch_norm_edges();
std::vector<Problem> layer_norm_backward_edges();
std::vector<Problem>
token_backward_edges();  // embedding_backward, sequence_pool_backward, select_token_backward, dropout
std::vector<Problem> attention_backward_edges();

}  // namespace specimen::gen
