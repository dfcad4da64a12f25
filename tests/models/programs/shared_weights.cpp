// Two contexts of one mnist::Weights, each in a thread of its own at the same time: the bits of one thread, each time.
// Built with the references and -fsanitize=thread, which sees every access to memory.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "kernels/conv2d/reference.h"
#include "kernels/instances.h"
#include "mnist.h"
#include "mnist_kernels.h"
#include "runtime/core/imports.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"

namespace mnist {

extern const Kernels kReferenceKernels;  // kernels/references.cpp

}  // namespace mnist

namespace {

using mnist::Status;
using specimen_v2::Buffer;

constexpr int kRuns = 20;

// References run in one thread. This convolution's rows go through the pool, as those of compiled kernels do.
struct Rows {
  mnist::kernels::Conv2D row;
  const float *x, *filter, *bias;
  float* y;

  static const float* floats(const Buffer* buffer) { return reinterpret_cast<const float*>(buffer->host); }

  static int run_row(void*, int i, std::uint8_t* closure) {
    const Rows& rows = *reinterpret_cast<Rows*>(closure);
    float* const y = rows.y + i * rows.row.out.row;
    mnist::kernels::conv2d_reference(rows.row, 1, rows.x + i * rows.row.in.row, rows.filter, &rows.bias, &y);
    return 0;
  }

  static int run(const void* context, Buffer* x, Buffer* filter, Buffer* bias, Buffer* y) {
    Rows rows = {mnist::kernels::instances::conv2d_5x5_14x14x32_64_relu(), floats(x), floats(filter), floats(bias),
                 reinterpret_cast<float*>(y->host)};
    const int height = std::exchange(rows.row.out_height, 1);
    return specimen_v2_do_par_for(const_cast<void*>(context), run_row, 0, height,
                                  reinterpret_cast<std::uint8_t*>(&rows));
  }
};

struct Caller {
  mnist::Context context;
  std::vector<float> image, logits;
  Status status;

  Status create(const mnist::Weights& weights, int threads, specimen_v2::ThreadPool* pool) {
    mnist::ContextOptions options;
    options.threads = threads;
    options.batch = 1;
    options.pool = pool;
    image.resize(28 * 28);
    logits.resize(10);
    specimen_v2::fill_synthetic_input(1, mnist::info().functions[0].inputs[0], 0, image.size(), image.data());
    return context.create(weights, options);
  }

  void forward() {
    std::fill(logits.begin(), logits.end(), 0.0f);
    status = mnist::forward(context, mnist::ConstTensor(image.data(), {1, 28, 28, 1}),
                            mnist::Tensor(logits.data(), {1, 10}));
  }
};

// Runs that failed or gave other bits than `wanted`.
int wrong_runs(Caller& caller, const std::vector<float>& wanted) {
  int wrong = 0;
  for (int i = 0; i < kRuns; ++i) {
    caller.forward();
    wrong += !caller.status || std::memcmp(caller.logits.data(), wanted.data(), wanted.size() * sizeof(float)) != 0;
  }
  return wrong;
}

bool check(const char* what, const mnist::Weights& weights, specimen_v2::ThreadPool* pool,
           const std::vector<float>& wanted) {
  Caller callers[2];
  for (Caller& caller : callers) {
    if (Status status = caller.create(weights, 2, pool); !status) {
      std::printf("%s: %s\n", what, status.message());
      return false;
    }
  }
  int wrong[2];
  std::thread threads[] = {std::thread([&] { wrong[0] = wrong_runs(callers[0], wanted); }),
                           std::thread([&] { wrong[1] = wrong_runs(callers[1], wanted); })};
  for (std::thread& thread : threads) thread.join();
  std::printf("%s: %d and %d of %d runs are wrong\n", what, wrong[0], wrong[1], kRuns);
  return wrong[0] + wrong[1] == 0;
}

}  // namespace

int main() {
  mnist::Weights weights;
  specimen_v2::SyntheticSource source(1);
  Status status = weights.open_source(source.source());
  mnist::Kernels kernels = mnist::kReferenceKernels;
  kernels.conv2d_5x5_14x14x32_64_relu = Rows::run;
  weights.kernels = &kernels;

  Caller alone;
  if (status) status = alone.create(weights, 1, nullptr);
  if (status) alone.forward();
  specimen_v2::ThreadPool pool;
  if (status) status = alone.status;
  if (status) status = pool.start(2);
  if (!status) {
    std::printf("error: %s\n", status.message());
    return 1;
  }
  const bool own = check("a pool for each", weights, nullptr, alone.logits);
  const bool shared = check("one pool", weights, &pool, alone.logits);
  return own && shared ? 0 : 1;
}
