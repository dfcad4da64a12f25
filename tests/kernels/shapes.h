// The kernels that tests compile: for each family, shapes around the edges of its tiles, and random ones from a fixed
// seed.
#pragma once

#include <vector>

#include "kernels/catalog.h"

namespace specimen::gen {

// 60, or 300 where the environment has SPECIMEN_FULL=1.
int random_count();

std::vector<Problem> conv2d_edges();
std::vector<Problem> winograd_edges();
std::vector<Problem> depthwise_edges();
std::vector<Problem> expand_depthwise_edges();
std::vector<Problem> dense_edges();
std::vector<Problem> pool2d_edges();
std::vector<Problem> other_edges();  // global_pool, elementwise, softmax, pad

// Of sequence models: the dense layer of many rows; attention, of as many keys as queries and of others; norms over
// rows; embeddings and pooling.
std::vector<Problem> gemm_edges();
std::vector<Problem> attention_edges();
std::vector<Problem> attention_of_keys_edges();
std::vector<Problem> norm_edges();
std::vector<Problem> resize_edges();
std::vector<Problem> token_edges();
std::vector<Problem> reduction_edges();  // reduce, arg_max

std::vector<Problem> random_conv2d(int count);
std::vector<Problem> random_winograd(int count);
std::vector<Problem> random_depthwise(int count);
std::vector<Problem> random_expand_depthwise(int count);
std::vector<Problem> random_dense(int count);
std::vector<Problem> random_gemm(int count);
std::vector<Problem> random_pool2d(int count);
std::vector<Problem> random_global_pool(int count);
std::vector<Problem> random_elementwise(int count);
std::vector<Problem> random_softmax(int count);
std::vector<Problem> random_pad(int count);

// Every convolution and other kernel of ResNet-50 v1.5 at 224x224, distinct ones once.
std::vector<Problem> resnet50();

// The same of MobileNetV2, width 1, at 224x224.
std::vector<Problem> mobilenet_v2();

// The matrix products and attentions of BERT-base and MiniLM, and a product for each form of register tile.
std::vector<Problem> bert();

}  // namespace specimen::gen
