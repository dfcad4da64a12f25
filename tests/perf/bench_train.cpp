// Our half of bench_train.py: whole steps of training of a generated model, on request.
//
//   bench_train                                                     lists the parameters: name, offset, extents
//   bench_train THREADS BATCH OPTIMIZER RATE PARAMETERS INPUT... LABELS
//
// OPTIMIZER is sgd (momentum 0.9) or adam. The files hold the parameters in the order of the state and one batch, a
// file for each input, little-endian float32; ids, masks and labels int32. One command a line on standard input, one
// line of answer on standard output. The model is made when the first of them but `load` comes:
//   load         ok: the files are read
//   run N        ms T1 T2 ... TN      milliseconds of N more steps: loss, gradients, update
//   losses N     ok L1 L2 ... LN      of the first N steps from the parameters of the file
//   gradients FILE    ok L            the loss of those parameters; their gradients to the file
//   profile N         a table: of N steps the median time of each op, and of the update
//
// MODEL is the namespace of the model's training, HEADER its header. Of a model of texts TOKENS is the length of all.
#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include HEADER
#include "runtime/program/profile.h"
#include "runtime/train/train_step.h"

namespace {

namespace train = specimen_v2::train;

constexpr std::uint64_t kSeed = 1;
constexpr double kMomentum = 0.9;

[[noreturn]] void fail(const char* message) {
  std::printf("error %s\n", message);
  std::exit(1);
}

template <class T>
std::vector<T> read(const char* path, std::int64_t count) {
  std::vector<T> values(static_cast<std::size_t>(count));
  std::ifstream file(path, std::ios::binary);
  const auto bytes = static_cast<std::streamsize>(values.size() * sizeof(T));
  if (!file.read(reinterpret_cast<char*>(values.data()), bytes)) fail(path);
  return values;
}

void list_parameters() {
  const MODEL::TrainInfo& info = MODEL::train_info();
  for (int i = 0; i < info.parameter_count; ++i) {
    const MODEL::ParameterInfo& p = info.parameters[i];
    std::printf("%s %" PRId64, p.name, p.offset);
    for (int d = 0; d < p.rank; ++d) std::printf(" %" PRId64, p.extent[d]);
    std::printf("\n");
  }
}

struct Trainer {
  train::Optimizer optimizer;
  train::Updater updater;
  train::StepOptions options;
  MODEL::TrainState state;
  MODEL::Context context;
  MODEL::ContextOptions context_options;
  std::vector<MODEL::Real> start, logits;
#ifdef TOKENS
  std::vector<std::int32_t> ids, segments, mask;
#else
  std::vector<MODEL::Real> images;
#endif
  std::vector<std::int32_t> labels;
  std::int64_t batch = 1;

  explicit Trainer(char** words) {
    const MODEL::TrainInfo& info = MODEL::train_info();
    const specimen_v2::FunctionInfo& function = info.model->functions[0];
    context_options.threads = std::atoi(words[0]);
    context_options.batch = std::atoi(words[1]);
    batch = context_options.batch;
    if (std::strcmp(words[2], "adam") == 0) {
      optimizer.kind = train::OptimizerKind::adam;
    } else {
      optimizer.momentum = kMomentum;
    }
    options.learning_rate = std::atof(words[3]);
    start = read<MODEL::Real>(words[4], info.elements);
    char** files = words + 5;
#ifdef TOKENS
    for (auto* input : {&ids, &segments, &mask}) *input = read<std::int32_t>(*files++, batch * TOKENS);
#else
    images = read<MODEL::Real>(*files++, elements(function.inputs[0]));
#endif
    labels = read<std::int32_t>(*files, batch);
    logits.resize(static_cast<std::size_t>(elements(function.outputs[1])));
  }

  void make() {
    specimen_v2::TrainStateOptions memory;
    memory.slots = train::slots_of(optimizer);
    MODEL::Status status = updater.create(MODEL::train_info(), optimizer);
    if (status) status = state.create(memory);
    if (status) status = context.create(state, context_options);
    if (!status) fail(status.message());
    restart();
  }

  std::int64_t elements(const MODEL::TensorInfo& tensor) const {
    std::int64_t count = batch;
    for (int d = 1; d < tensor.rank; ++d) count *= tensor.extent[d];
    return count;
  }

  void restart() {
    std::memcpy(state.parameters(), start.data(), start.size() * sizeof(MODEL::Real));
    const auto trainable = static_cast<std::size_t>(state.info()->trainable_elements);
    for (int i = 0; i < state.slots(); ++i) std::memset(state.slot(i), 0, trainable * sizeof(MODEL::Real));
    updater.start(state);
    state.seed = kSeed;
    state.step = 0;
  }

  double step() { return step(context); }

  double step(MODEL::Context& ctx) {
    const specimen_v2::FunctionInfo& function = MODEL::train_info().model->functions[0];
    const MODEL::ConstTokens classes(labels.data(), {batch});
    const MODEL::Tensor y(logits.data(), {batch, function.outputs[1].extent[1]});
    train::StepResult result;
    const MODEL::Status status = train::train_step(ctx, state, updater, options, &result, [&](MODEL::Tensor loss) {
#ifdef TOKENS
      const auto tokens = [&](const std::vector<std::int32_t>& values) {
        return MODEL::ConstTokens(values.data(), {batch, TOKENS});
      };
      return MODEL::loss_and_gradients(ctx, tokens(ids), tokens(segments), tokens(mask), classes, loss, y);
#else
      const std::int64_t* image = function.inputs[0].extent;
      const MODEL::ConstTensor x(images.data(), {batch, image[1], image[2], image[3]});
      return MODEL::loss_and_gradients(ctx, x, classes, loss, y);
#endif
    });
    if (!status) fail(status.message());
    return result.loss;
  }

  // FLOPs and bytes of the table are those of one example.
  void print_profile(int count) {
    specimen_v2::program::Profile profile(*MODEL::train_info().model, false);
    context_options.observer = profile.observer();
    MODEL::Context watched;
    if (const MODEL::Status status = watched.create(state, context_options); !status) fail(status.message());
    step(watched);
    profile.start(0);
    std::vector<double> updates;
    for (int i = 0; i < count; ++i) {
      step(watched);
      const auto begin = std::chrono::steady_clock::now();
      train::UpdateResult result;
      if (const MODEL::Status status = updater.update(watched, state, options.learning_rate, &result); !status) {
        fail(status.message());
      }
      const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - begin;
      updates.push_back(passed.count());
    }
    std::sort(updates.begin(), updates.end());
    std::printf("%s  update: %.4f ms\n", profile.table().c_str(), updates[updates.size() / 2]);
    std::exit(std::fflush(stdout) == 0 ? 0 : 1);
  }

  void write_gradients(const char* path) {
    restart();
    options.update = false;
    const double loss = step();
    options.update = true;
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(state.gradients()),
               static_cast<std::streamsize>(start.size() * sizeof(MODEL::Real)));
    if (!file.flush()) fail(path);
    std::printf("ok %.9g", loss);
  }

  void answer(const std::string& line) {
    const int count = std::atoi(line.c_str() + line.find(' '));
    const bool loads = line == "load";
    if (!loads && !state.info()) make();
    if (loads) {
      std::printf("ok");
    } else if (line.rfind("run ", 0) == 0) {
      std::printf("ms");
      for (int i = 0; i < count; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        step();
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - begin;
        std::printf(" %.6f", passed.count());
      }
    } else if (line.rfind("losses ", 0) == 0) {
      restart();
      std::printf("ok");
      for (int i = 0; i < count; ++i) std::printf(" %.9g", step());
    } else if (line.rfind("gradients ", 0) == 0) {
      write_gradients(line.c_str() + line.find(' ') + 1);
    } else if (line.rfind("profile ", 0) == 0) {
      print_profile(count);
    } else {
      fail("unknown command");
    }
    std::printf("\n");
    std::fflush(stdout);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    list_parameters();
    return 0;
  }
#ifdef TOKENS
  constexpr int kInputs = 3;
#else
  constexpr int kInputs = 1;
#endif
  if (argc != 7 + kInputs) fail("wanted: THREADS BATCH OPTIMIZER RATE PARAMETERS INPUT... LABELS");
  Trainer trainer(argv + 1);
  for (std::string line; std::getline(std::cin, line);) trainer.answer(line);
  return 0;
}
