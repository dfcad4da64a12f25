// mnist_train: where each parameter is in the buffer of all, how it starts, and what the step says of itself.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 46872204a3b89b0e
#include "mnist_train.h"
#include "mnist_train_kernels.h"

namespace mnist_train {

using specimen_v2::Distribution;
using specimen_v2::FanMode;

// Offsets are elements: each tensor begins at a whole vector of 16.
static void bind(Parameters& p, Real* all) {
  p.conv1.kernel = all + 0;
  p.conv1.bias = all + 800;
  p.conv2.kernel = all + 832;
  p.conv2.bias = all + 52032;
  p.hidden.kernel = all + 52096;
  p.hidden.bias = all + 3263360;
  p.classifier.kernel = all + 3264384;
  p.classifier.bias = all + 3274624;
}

Status TrainState::create(const TrainStateOptions& options) {
  if (Status status = specimen_v2::TrainState::create(train_info(), options); !status) return status;
  bind(p, parameters());
  bind(g, gradients());
  return Status();
}

Status Context::create(TrainState& state, const ContextOptions& options, Target target) {
  if (!state.info()) return Status(StatusCode::invalid_argument, "the state of mnist_train is not created");
  if (Status status = choose_kernels(target, &kernels_); !status) return status;
  ContextOptions own = options;
  if (own.batch == 0) own.batch = kDefaultBatch;
  if (Status status = specimen_v2::Context::create(mnist_train::info(), own); !status) return status;
  state_ = &state;
  return Status();
}

static constexpr TensorInfo kInputs[] = {
    {"image",
     DType::f32,
     4,
     {kBatch, 28, 28, 1},
     "{\"from_image\": {\"library\": \"tensorflow\", \"interpolation\": \"bilinear\", \"color\": \"grayscale\", "
     "\"scale\": 0.00392156862745098}}"},
    {"labels", DType::i32, 1, {kBatch}, "{}", 10},
};

static constexpr TensorInfo kOutputs[] = {
    {"loss", DType::f32, 0, {}, "{}"},
    {"logits", DType::f32, 2, {kBatch, 10}, "{\"kind\": \"logits\", \"labels\": \"digits\"}"},
};

// The ops in order of execution, with their FLOPs and bytes.
static constexpr OpInfo kOps[] = {
    {"conv1/filter", {0}, {6400}},
    {"image/padded", {0}, {7232}},
    {"conv1", {1254400}, {107776}},
    {"pool1", {25088}, {125440}},
    {"conv2/filter", {0}, {409600}},
    {"conv2", {20070400}, {296704}},
    {"pool2", {12544}, {62720}},
    {"hidden/filter", {0}, {25690112}},
    {"hidden", {6422528}, {12865792}},
    {"dropout", {1024}, {8212}},
    {"classifier/filter", {0}, {106496}},
    {"classifier", {20480}, {69712}},
    {"loss/cross_entropy", {40}, {88}},
    {"loss", {1}, {8}},
    {"classifier/bias/gradient", {10}, {80}},
    {"dropout/gradient/filter", {0}, {81920}},
    {"dropout/gradient", {20480}, {45096}},
    {"classifier/kernel/gradient", {20480}, {45096}},
    {"hidden/gradient", {1024}, {8212}},
    {"hidden/gradient", {1024}, {12288}},
    {"hidden/bias/gradient", {1024}, {8192}},
    {"flatten/gradient/filter", {0}, {25690112}},
    {"flatten/gradient", {6422528}, {12861696}},
    {"hidden/kernel/gradient", {6422528}, {12861696}},
    {"conv2/gradient", {12544}, {125440}},
    {"conv2/gradient", {12544}, {150528}},
    {"conv2/bias/gradient/1", {12544}, {50432}},
    {"conv2/bias/gradient", {64}, {512}},
    {"pool1/gradient/filter", {0}, {409600}},
    {"pool1/gradient", {20070400}, {280064}},
    {"conv2/kernel/gradient", {20070400}, {296448}},
    {"conv1/gradient", {25088}, {250880}},
    {"conv1/gradient", {25088}, {301056}},
    {"conv1/bias/gradient/1", {25088}, {100480}},
    {"conv1/bias/gradient", {32}, {256}},
    {"conv1/kernel/gradient", {1254400}, {107648}},
};

static constexpr FunctionInfo kFunctions[] = {
    {"loss_and_gradients", kInputs, 2, kOutputs, 2, kOps, 36, 82203795},
};

static constexpr SymbolInfo kSymbols[] = {
    {"batch", 65536},
};

const ModelInfo& info() {
  static constexpr ModelInfo kInfo = {
      "mnist_train", "7b804924d4d9e76c", kFunctions, 1,       kMaxBatch, kArenaBytesPerExample, 1519616, kPackedBytes,
      3274634,       kSymbols,           1,          nullptr, 0,         kArenaFixedBytes,
  };
  return kInfo;
}

static constexpr ParameterInfo kParameters[] = {
    {"conv1/kernel", 4, {5, 5, 1, 32}, 0, true, -1.0, {Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0}, {}},
    {"conv1/bias", 1, {32}, 800, true, -1.0, {Distribution::constant, FanMode::none, 1, 0, 0, 0, 0}, {}},
    {"conv2/kernel", 4, {5, 5, 32, 64}, 832, true, -1.0, {Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0}, {}},
    {"conv2/bias", 1, {64}, 52032, true, -1.0, {Distribution::constant, FanMode::none, 1, 0, 0, 0, 0}, {}},
    {"hidden/kernel", 2, {3136, 1024}, 52096, true, -1.0, {Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0}, {}},
    {"hidden/bias", 1, {1024}, 3263360, true, -1.0, {Distribution::constant, FanMode::none, 1, 0, 0, 0, 0}, {}},
    {"classifier/kernel",
     2,
     {1024, 10},
     3264384,
     true,
     -1.0,
     {Distribution::uniform, FanMode::fan_avg, 1, 0, 0, 0, 0},
     {}},
    {"classifier/bias", 1, {10}, 3274624, true, -1.0, {Distribution::constant, FanMode::none, 1, 0, 0, 0, 0}, {}},
};

const TrainInfo& train_info() {
  static const TrainInfo kInfo = {&info(), kParameters, 8, 3274640, 3274640};
  return kInfo;
}

}  // namespace mnist_train
