// Every family on every target, by rule, against its reference in double.
#include <gtest/gtest.h>

#include "check.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

class Families : public testing::TestWithParam<Target> {};

std::string target_name(const testing::TestParamInfo<Target>& info) { return to_string(info.param); }

TEST_P(Families, Conv2DEdges) { check_all(conv2d_edges(), GetParam()); }
TEST_P(Families, Conv2DRandom) { check_all(random_conv2d(random_count()), GetParam()); }
TEST_P(Families, WinogradEdges) { check_all(winograd_edges(), GetParam()); }
TEST_P(Families, WinogradRandom) { check_all(random_winograd(random_count()), GetParam()); }
TEST_P(Families, DepthwiseEdges) { check_all(depthwise_edges(), GetParam()); }
TEST_P(Families, DepthwiseRandom) { check_all(random_depthwise(random_count()), GetParam()); }
TEST_P(Families, ExpandDepthwiseEdges) { check_all(expand_depthwise_edges(), GetParam()); }
TEST_P(Families, ExpandDepthwiseRandom) { check_all(random_expand_depthwise(random_count()), GetParam()); }
TEST_P(Families, DenseEdges) { check_all(dense_edges(), GetParam()); }
TEST_P(Families, DenseRandom) { check_all(random_dense(random_count()), GetParam()); }
TEST_P(Families, Pool2DEdges) { check_all(pool2d_edges(), GetParam()); }
TEST_P(Families, Pool2DRandom) { check_all(random_pool2d(random_count()), GetParam()); }
TEST_P(Families, OtherEdges) { check_all(other_edges(), GetParam()); }
TEST_P(Families, ResizeEdges) { check_all(resize_edges(), GetParam()); }
TEST_P(Families, GlobalPoolRandom) { check_all(random_global_pool(random_count()), GetParam()); }
TEST_P(Families, ElementwiseRandom) { check_all(random_elementwise(random_count()), GetParam()); }
TEST_P(Families, SoftmaxRandom) { check_all(random_softmax(random_count()), GetParam()); }
TEST_P(Families, PadRandom) { check_all(random_pad(random_count()), GetParam()); }

INSTANTIATE_TEST_SUITE_P(Targets, Families, testing::Values(Target::v3, Target::v4), target_name);

}  // namespace
}  // namespace specimen::gen
