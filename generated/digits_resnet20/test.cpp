// digits_resnet20: checks the kernels of this build against the plain references, op by op, on synthetic weights and
// inputs.
//
//   digits_resnet20_test [--target=v3|v4]     prints what it checks; 0 when all is well
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 5999d922b7266364
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "digits_resnet20.h"
#include "digits_resnet20_kernels.h"
#include "runtime/core/synthetic_input.h"
#include "runtime/core/synthetic_source.h"

namespace digits_resnet20 {

extern const Kernels kReferenceKernels;  // kernels/references.cpp

}  // namespace digits_resnet20

namespace {

using digits_resnet20::Status;

constexpr double kTolerance = 1e-4;  // of the largest value of an op's output

int failures = 0;

void check(bool ok, const char* what) {
  std::printf("%s  %s\n", ok ? "ok    " : "FAILED", what);
  if (!ok) ++failures;
}

struct Recorded {
  std::string path;
  std::vector<double> values;
};

template <class View>
void copy(const View& y, std::vector<double>* values) {
  std::int64_t index[specimen_v2::kMaxRank] = {};
  for (std::int64_t i = 0; i < y.elements(); ++i) {
    std::int64_t rest = i, offset = 0;
    for (int d = y.rank - 1; d >= 0; --d) {
      index[d] = rest % y.extent[d];
      rest /= y.extent[d];
      offset += index[d] * y.stride[d];
    }
    values->push_back(y.data[offset]);
  }
}

// Copies what each op wrote.
void record(void* data, const digits_resnet20::ObservedOp& seen) {
  Recorded op;
  op.path = seen.path;
  if (seen.value.data) copy(seen.value, &op.values);
  static_cast<std::vector<Recorded>*>(data)->push_back(std::move(op));
}

struct Result {
  Status status;
  std::vector<Recorded> ops;
  std::vector<std::vector<float>> floats;    // outputs, those of float32
  std::vector<std::vector<double>> outputs;  // all
  std::int64_t heap_allocations = 0;
};

// One run of a function. The inputs of image b are the same in every batch.
struct Run {
  int threads = 1, batch = 1, first_image = 0;
  bool with_ops = false;
};

Result run_forward(const digits_resnet20::Weights& weights, const Run& run) {
  Result result;
  digits_resnet20::Context context;
  digits_resnet20::ContextOptions options;
  options.threads = run.threads;
  options.batch = run.batch;
  if (run.with_ops) options.observer = {record, &result.ops};
  result.status = context.create(weights, options);
  if (!result.status) return result;
  const digits_resnet20::FunctionInfo& function = digits_resnet20::info().functions[0];
  const std::int64_t batch = run.batch;
  std::vector<float> image(static_cast<std::size_t>(batch) * 64);
  specimen_v2::fill_synthetic_input(1, function.inputs[0], static_cast<std::size_t>(run.first_image) * 64, image.size(),
                                    image.data());
  result.floats.resize(1);
  result.floats[0].resize(static_cast<std::size_t>(batch) * 10);
  result.status = digits_resnet20::forward(context, digits_resnet20::ConstTensor(image.data(), {batch, 8, 8, 1}),
                                           digits_resnet20::Tensor(result.floats[0].data(), {batch, 10}));
  result.outputs.emplace_back(result.floats[0].begin(), result.floats[0].end());
  result.heap_allocations = context.heap_allocations();
  return result;
}

// Largest difference, relative to the largest value.
double difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    largest = std::fmax(largest, std::fabs(b[i]));
    const double d = std::fabs(a[i] - b[i]);
    if (!(d <= worst)) worst = d;  // also when it is no number
  }
  return worst == 0 ? 0 : worst / largest;
}

bool same_bits(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].size() != b[i].size() || std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(double)) != 0)
      return false;
  }
  return true;
}

void check_ops(const Result& fast, const Result& reference, int ops) {
  check(fast.ops.size() == reference.ops.size() && fast.ops.size() == static_cast<std::size_t>(ops),
        "every op is observed");
  double worst = 0;
  for (std::size_t i = 0; i < fast.ops.size() && i < reference.ops.size(); ++i) {
    const double d = difference(fast.ops[i].values, reference.ops[i].values);
    if (!(d <= kTolerance)) std::printf("        %s differs by %.3g\n", fast.ops[i].path.c_str(), d);
    if (!(d <= worst)) worst = d;
  }
  std::printf("        the largest difference of an op is %.3g\n", worst);
  check(worst <= kTolerance, "every op equals its reference");
}

// `by_example`: outputs of which an example's part depends on no other example.
void check_function(const digits_resnet20::FunctionInfo& info,
                    Result (*function)(const digits_resnet20::Weights&, const Run&),
                    const digits_resnet20::Weights& weights, const digits_resnet20::Weights& plain,
                    const std::vector<std::size_t>& by_example) {
  Run with_ops;
  with_ops.with_ops = true;
  Run all_threads = with_ops;
  all_threads.threads = 0;
  const Result fast = function(weights, with_ops);
  const Result reference = function(plain, all_threads);
  check(fast.status.ok() && reference.status.ok(), "runs");
  check_ops(fast, reference, info.op_count);
  check(fast.heap_allocations == 0, "kernels stay within the memory that was planned");

  for (int threads : {2, 5}) {
    Run run;
    run.threads = threads;
    check(same_bits(function(weights, run).outputs, fast.outputs),
          threads == 2 ? "the same bits with 2 threads" : "the same bits with 5 threads");
  }
  if (digits_resnet20::kMaxBatch >= 2) {
    Run two, later;
    two.threads = two.batch = 2;
    later.first_image = 1;
    const Result both = function(weights, two), second = function(weights, later);
    double worst = 0;
    for (std::size_t i : by_example) {
      const std::vector<double>& output = both.outputs[i];
      const auto middle = output.begin() + static_cast<std::ptrdiff_t>(output.size() / 2);
      worst = std::fmax(worst, difference({output.begin(), middle}, fast.outputs[i]));
      worst = std::fmax(worst, difference({middle, output.end()}, second.outputs[i]));
    }
    check(both.status.ok() && worst <= kTolerance, "a batch of two is two images");
  }
  Run larger;
  larger.batch = digits_resnet20::kMaxBatch + 1;
  check(function(weights, larger).status.code() == digits_resnet20::StatusCode::invalid_argument,
        "a batch that is too large is refused");
}

}  // namespace

int main(int argc, char** argv) {
  digits_resnet20::WeightsOptions options;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--target=", 9) != 0 || !parse_target(argv[i] + 9, &options.target)) {
      std::fprintf(stderr, "usage: %s [--target=v3|v4]\n", argv[0]);
      return 2;
    }
  }
  digits_resnet20::Weights weights, plain;
  {
    specimen_v2::SyntheticSource source(1);
    Status status = weights.open_source(source.source(), options);
    if (status) status = plain.open_source(source.source(), options);
    if (!status) {
      std::fprintf(stderr, "error: %s\n", status.message());
      return 1;
    }
  }
  plain.kernels = &digits_resnet20::kReferenceKernels;
  std::printf("digits_resnet20, target %s\n", target_name(weights.kernels->target));

  check_function(digits_resnet20::info().functions[0], run_forward, weights, plain, {0});

  std::printf(failures == 0 ? "all is well\n" : "%d checks failed\n", failures);
  return failures == 0 ? 0 : 1;
}
