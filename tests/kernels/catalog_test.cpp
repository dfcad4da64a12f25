// What every family answers without Halide: names, counts, JSON.
#include <gtest/gtest.h>

#include <set>

#include "kernels/catalog_json.h"
#include "kernels/common/reflect.h"
#include "kernels/device_code.h"
#include "kernels/target_rules.h"
#include "makers.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

std::vector<Problem> some_of_each() {
  std::vector<Problem> list;
  for (const auto& more : {random_conv2d(20), random_winograd(20), random_depthwise(20), random_dense(20),
                           random_pool2d(20), random_global_pool(20), random_elementwise(20), random_softmax(5),
                           random_pad(20), resnet50(), mobilenet_v2(), random_expand_depthwise(20), gemm_edges(),
                           attention_edges(), attention_of_keys_edges(), norm_edges(), resize_edges(), token_edges()}) {
    list.insert(list.end(), more.begin(), more.end());
  }
  return list;
}

TEST(Catalog, NamesFollowTheGrammar) {
  EXPECT_EQ(symbol_stem(convolution(56, 64, 64, 3, 1)), "f32_conv2d_3x3_56x56x64_64_relu");
  EXPECT_EQ(symbol_stem(convolution(14, 256, 1024, 1, 1, true)), "f32_conv2d_1x1_14x14x256_1024_add_relu");
  EXPECT_EQ(symbol_stem(convolution(28, 128, 128, 3, 2)), "f32_conv2d_3x3_28x28x128_128_s2_relu");
  EXPECT_EQ(symbol_stem(Softmax{10}), "f32_softmax_10");
  Dense dense;
  dense.inputs = 768, dense.units = 3072;
  EXPECT_EQ(symbol_stem(dense), "f32_dense_768_3072");
  dense.rows = 512;
  EXPECT_EQ(symbol_stem(dense), "f32_dense_768_3072_rows512");
}

TEST(Catalog, DifferentKernelsOfAModelHaveDifferentSymbols) {
  Conv2D dense = convolution(8, 16, 16, 1, 1), wide = dense;
  wide.out.pixel += 16;
  wide.out.row += 8 * 16;
  const std::vector<std::string> names = symbols({dense, wide, dense, Softmax{10}});
  EXPECT_NE(names[0], names[1]);
  EXPECT_EQ(names[0], names[2]);
  EXPECT_EQ(names[3], "f32_softmax_10");
  const std::vector<Problem> all = some_of_each();
  const std::vector<std::string> many = symbols(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_EQ(many[i] == many[j], all[i] == all[j]) << many[i];
  }
}

TEST(Catalog, FlopsAreTwoForEachMultiplyAdd) {
  EXPECT_EQ(flops(Problem(convolution(112, 3, 64, 7, 2))), 2ll * 112 * 112 * 64 * 3 * 49);
  Conv2D grouped = convolution(8, 32, 64, 3, 1);
  grouped.groups = 4;
  EXPECT_EQ(flops(Problem(grouped)), 2ll * 8 * 8 * 64 * 8 * 9);
}

TEST(Catalog, ResidualsRunInPlaceWhereOutputsLieAlike) {
  Conv2D w = convolution(14, 256, 1024, 1, 1, true);  // x, filter, bias, residual, y
  ASSERT_EQ(in_place(w).size(), 1u);
  EXPECT_EQ(in_place(w)[0].residual, 3);
  EXPECT_EQ(in_place(w)[0].output, 4);
  EXPECT_TRUE(in_place(convolution(14, 256, 1024, 1, 1)).empty());
  Conv2D apart = w;
  apart.residual.row += 1024;
  EXPECT_TRUE(in_place(apart).empty());
  // Both outputs of a pre-activation block; but no output that is written before the residual is read.
  Conv2D two = w;
  two.epilogue.steps[1].store = true;
  ASSERT_EQ(in_place(two).size(), 2u);
  EXPECT_EQ(in_place(two)[0].output, 4);
  EXPECT_EQ(in_place(two)[1].output, 5);
  two.epilogue.steps[1].store = false, two.epilogue.steps[0].store = true;
  ASSERT_EQ(in_place(two).size(), 1u);
  EXPECT_EQ(in_place(two)[0].output, 5);
  for (const Problem& problem : some_of_each()) {
    const auto* dense = std::get_if<Dense>(&problem);
    const bool may = std::holds_alternative<Conv2D>(problem) || std::holds_alternative<Elementwise>(problem) ||
                     std::holds_alternative<Embedding>(problem) || (dense && dense->rows > 1);
    for (const InPlace& pair : in_place(problem)) {
      EXPECT_TRUE(may) << symbol_stem(problem);
      const std::vector<KernelArgument> list = arguments(problem);
      EXPECT_EQ(list[pair.residual].role, Role::operand);
      EXPECT_EQ(list[pair.output].role, Role::output);
      EXPECT_TRUE(list[pair.residual].storage == list[pair.output].storage);
    }
  }
}

TEST(Catalog, InstancesReadBackFromJson) {
  std::vector<Instance> instances;
  for (const Problem& problem : some_of_each()) {
    for (Target target : {Target::v3, Target::v4})
      instances.push_back({symbol_stem(problem), problem, rule(problem, target), target});
  }
  const std::string text = to_json(instances).dump();
  const std::vector<Instance> again = instances_from_json(nlohmann::ordered_json::parse(text), "file.json");
  ASSERT_EQ(again.size(), instances.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].symbol, instances[i].symbol);
    EXPECT_TRUE(again[i].problem == instances[i].problem && again[i].schedule == instances[i].schedule &&
                again[i].target == instances[i].target);
  }
}

std::string error_of(const std::string& text) {
  try {
    instances_from_json(nlohmann::ordered_json::parse(text), "k.json");
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}

TEST(Catalog, BadJsonIsNamedByItsPath) {
  EXPECT_EQ(error_of("[]"), "k.json: expected an object, found array");
  EXPECT_EQ(error_of("{}"), "k.json: key `instances` is missing");
  EXPECT_EQ(error_of(R"({"instances": 3})"), "k.json.instances: expected an array, found number");
  const auto instance = [](const std::string& problem, const std::string& schedule) {
    return R"({"instances": [{"symbol": "a", "target": "v4", "family": "softmax", "problem": )" + problem +
           R"(, "schedule": )" + schedule + "}]}";
  };
  EXPECT_EQ(error_of(instance("{}", "{}")), "k.json.instances[0].problem: key `classes` is missing");
  EXPECT_EQ(error_of(instance(R"({"classes": 1.5})", "{}")),
            "k.json.instances[0].problem.classes: expected an integer in range, found 1.5");
  EXPECT_EQ(error_of(instance(R"({"classes": 99999999999})", "{}")),
            "k.json.instances[0].problem.classes: expected an integer in range, found 99999999999");
  EXPECT_EQ(error_of(instance(R"({"classes": 5, "extra": 1})", "{}")),
            "k.json.instances[0].problem: unknown key `extra`");
  EXPECT_EQ(
      error_of(
          R"({"instances": [{"symbol": "a", "target": "v5", "family": "softmax", "problem": {}, "schedule": {}}]})"),
      R"(k.json.instances[0].target: "v5" is not one of its names)");
  EXPECT_EQ(
      error_of(R"({"instances": [{"symbol": "a", "target": "v4", "family": "lstm", "problem": {}, "schedule": {}}]})"),
      "k.json.instances[0].family: no family is named `lstm`");
}

TEST(Catalog, TunedTablesReadBack) {
  const Problem problem = convolution(14, 256, 1024, 1, 1);
  Conv2DSchedule schedule = std::get<Conv2DSchedule>(rule(problem, Target::v4));
  schedule.rows = 3;
  const TunedTable table = {{tuned_key(problem), schedule}};
  nlohmann::ordered_json json = to_json(table);
  EXPECT_EQ(json["conv2d"][shape_class(problem)], to_json(Schedule(schedule)));
  EXPECT_TRUE(tuned_from_json(json, "v4.json", Target::v4) == table);
  json["conv2d"][shape_class(problem)].erase("rows");
  EXPECT_THROW(tuned_from_json(json, "v4.json", Target::v4), std::runtime_error);
  EXPECT_THROW(tuned_from_json({{"lstm", {}}}, "v4.json", Target::v4), std::runtime_error);
  EXPECT_THROW(tuned_from_json({{"conv2d", 3}}, "v4.json", Target::v4), std::runtime_error);
  EXPECT_THROW(tuned_from_json(3, "v4.json", Target::v4), std::runtime_error);
}

TEST(Catalog, CandidatesBeginWithTheRule) {
  for (const Problem& problem : some_of_each()) {
    for (Target target : {Target::v3, Target::v4})
      EXPECT_TRUE(candidates(problem, target).at(0) == rule(problem, target));
  }
}

TEST(Catalog, WinogradIsChosenWhereItWins) {
  EXPECT_EQ(rules_of(TargetKind::cpu).algorithm_of(convolution(56, 64, 64, 3, 1)), ConvAlgorithm::winograd_4);
  EXPECT_EQ(rules_of(TargetKind::cpu).algorithm_of(convolution(7, 512, 512, 3, 1)), ConvAlgorithm::winograd_2);
  EXPECT_EQ(rules_of(TargetKind::cpu).algorithm_of(convolution(56, 64, 64, 3, 2)), ConvAlgorithm::direct);
  EXPECT_EQ(rules_of(TargetKind::cpu).algorithm_of(convolution(56, 64, 64, 1, 1)), ConvAlgorithm::direct);
  EXPECT_EQ(rules_of(TargetKind::cpu).algorithm_of(convolution(32, 16, 16, 3, 1)), ConvAlgorithm::direct);
}

// A group of rows starts with its first row: one without rows would read beyond the image.
TEST(Catalog, NoGroupOfRowsIsEmpty) {
  for (int height = 1; height <= 120; ++height) {
    GlobalPool w;
    w.pooling = Pooling::max;
    w.height = height, w.width = 40, w.channels = 24;
    for (const Schedule& schedule : candidates(Problem(w), Target::v4)) {
      const int groups = std::get<GlobalPoolSchedule>(schedule).row_groups;
      if (groups == 0) continue;
      const int rows = (height + groups - 1) / groups;
      EXPECT_LT((groups - 1) * rows, height) << height << " rows in " << groups << " groups";
    }
  }
}

// Two of DenseNet-121, which has 36 of them: one task is one thread's work, whatever the number of threads.
TEST(Catalog, WinogradOfFewChannelsHasTasksForTwoThreads) {
  for (const int size : {14, 28}) {
    Conv2D w = convolution(size, 128, 32, 3, 1);
    w.algorithm = ConvAlgorithm::winograd_4;
    for (Target target : {Target::v3, Target::v4}) {
      const auto schedule = std::get<Conv2DSchedule>(rule(Problem(w), target));
      EXPECT_LE(2 * schedule.rows, (size + 3) / 4) << size << " " << to_string(target);
    }
  }
}

TEST(Targets, AreNamedAndOfAKind) {
  Target target = Target::v3;
  EXPECT_TRUE(parse("cuda-sm90", &target));
  EXPECT_EQ(target, Target::cuda_sm90);
  EXPECT_TRUE(parse("cuda_sm80", &target));
  EXPECT_EQ(compute_capability(target), 80);
  EXPECT_FALSE(parse("cuda-sm", &target));
  for (TargetKind kind : all_target_kinds()) {
    TargetKind read = TargetKind::cpu;
    EXPECT_TRUE(parse(to_string(kind), &read));
    EXPECT_EQ(read, kind);
    EXPECT_FALSE(targets_of(kind).empty());
    for (Target each : targets_of(kind)) EXPECT_EQ(kind_of(each), kind);
  }
}

TEST(Targets, SchedulesAreOfTheirKind) {
  for (const Problem& problem : some_of_each()) {
    EXPECT_TRUE(has_schedule(problem, TargetKind::cpu));
    if (!has_schedule(problem, TargetKind::gpu)) continue;
    for (Target target : targets_of(TargetKind::gpu)) {
      const Schedule schedule = rule(problem, target);
      EXPECT_EQ(schedule.index(), *schedule_index(problem.index(), TargetKind::gpu));
      EXPECT_TRUE(candidates(problem, target).at(0) == schedule);
      EXPECT_EQ(workspace_bytes(problem, schedule, target), 0);
      const std::vector<Instance> one = {{"one", problem, schedule, target}};
      EXPECT_TRUE(instances_from_json(to_json(one), "one.json").at(0).schedule == schedule);
    }
  }
  EXPECT_FALSE(has_schedule(Attention(), TargetKind::gpu));
}

TEST(Targets, GpusPadInKernels) {
  const TargetRules& rules = rules_of(TargetKind::gpu);
  EXPECT_EQ(rules.algorithm_of(convolution(56, 64, 64, 3, 1)), ConvAlgorithm::direct);
  EXPECT_TRUE(rules.pads_itself(WindowKernel::convolution, 58, 58));
  EXPECT_FALSE(rules_of(TargetKind::cpu).pads_itself(WindowKernel::convolution, 58, 58));
}

// What is in the kernel's own padding is written and read back; without it there is no key.
TEST(Targets, OwnPaddingIsOptional) {
  Conv2D conv = convolution(28, 1, 32, 5, 1);
  EXPECT_EQ(to_json(Problem(conv)).count("own_padding"), 0u);
  conv.own_padding = OwnPadding{28, 28, 2, 2};
  const auto json = to_json(Problem(conv));
  EXPECT_EQ(json.at("own_padding").at("top"), 2);
  EXPECT_TRUE(from_json<Conv2D>(json, "conv") == conv);
  EXPECT_NE(canonical_text(conv).find("own_padding={height=28 width=28 top=2 left=2 zeros=true}"), std::string::npos);
}

}  // namespace
}  // namespace specimen::gen
