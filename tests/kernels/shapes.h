// The kernels that tests compile: for each family, shapes around the edges of its tiles, and random ones from a fixed
// seed.
#pragma once

#include <vector>

#include "kernels/catalog.h"

namespace specimen::gen {

// 60, or 300 where the environment has SPECIMEN_FULL=1.
int random_count();

std::vector<What> conv2d_edges();
std::vector<What> winograd_edges();
std::vector<What> depthwise_edges();
std::vector<What> expand_depthwise_edges();
std::vector<What> dense_edges();
std::vector<What> pool2d_edges();
std::vector<What> other_edges();  // global_pool, elementwise, softmax, pad

// Of sequence models: the dense layer of many rows; attention; norms over rows; embeddings and pooling.
std::vector<What> gemm_edges();
std::vector<What> attention_edges();
std::vector<What> norm_edges();
std::vector<What> token_edges();

std::vector<What> random_conv2d(int count);
std::vector<What> random_winograd(int count);
std::vector<What> random_depthwise(int count);
std::vector<What> random_expand_depthwise(int count);
std::vector<What> random_dense(int count);
std::vector<What> random_gemm(int count);
std::vector<What> random_pool2d(int count);
std::vector<What> random_global_pool(int count);
std::vector<What> random_elementwise(int count);
std::vector<What> random_softmax(int count);
std::vector<What> random_pad(int count);

// Every convolution and other kernel of ResNet-50 v1.5 at 224x224, distinct ones once.
std::vector<What> resnet50();

// The same of MobileNetV2, width 1, at 224x224.
std::vector<What> mobilenet_v2();

// The matrix products and attentions of BERT-base and MiniLM, and a product for each form of register tile.
std::vector<What> bert();

}  // namespace specimen::gen
