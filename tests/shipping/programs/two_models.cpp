// Two models of two versions of the runtime, used in one source file: the same numbers, since they are one network.
#include <cstdio>
#include <vector>

#include "mnist.h"
#include "mnist_c.h"
#include "mnist_other.h"
#include "mnist_other_c.h"
#include "runtime/core/synthetic_source.h"

namespace {

constexpr int kPixels = 28 * 28, kClasses = 10;

template <class Weights, class Context, class Tensor, class ConstTensor, class Forward, class Open>
std::vector<float> logits(Weights& weights, Open open, Forward forward) {
  std::vector<float> image(kPixels), y(kClasses);
  for (int i = 0; i < kPixels; ++i) image[static_cast<std::size_t>(i)] = static_cast<float>(i % 17) / 17.0F;
  Context context;
  auto status = open();
  if (status) status = context.create(weights);
  if (status) status = forward(context, ConstTensor(image.data(), {1, 28, 28, 1}), Tensor(y.data(), {1, kClasses}));
  if (!status) std::printf("%s\n", status.message());
  return status ? y : std::vector<float>();
}

}  // namespace

int main() {
  specimen_v2::SyntheticSource source(1);
  mnist::Weights weights;
  const std::vector<float> first = logits<mnist::Weights, mnist::Context, mnist::Tensor, mnist::ConstTensor>(
      weights, [&] { return weights.open_source(source.source()); }, mnist::forward);
  mnist_other::Weights other_weights;
  const mnist_other::TensorSource other_source = {
      [](void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
        const mnist::Status status = static_cast<mnist::TensorSource*>(data)->get(
            static_cast<mnist::TensorSource*>(data)->data, name, shape, rank, values);
        return mnist_other::Status(static_cast<mnist_other::StatusCode>(status.code()), "%s", status.message());
      },
      nullptr};
  mnist::TensorSource inner = source.source();
  mnist_other::TensorSource given = other_source;
  given.data = &inner;
  const std::vector<float> second =
      logits<mnist_other::Weights, mnist_other::Context, mnist_other::Tensor, mnist_other::ConstTensor>(
          other_weights, [&] { return other_weights.open_source(given); }, mnist_other::forward);
  if (mnist_abi_version() != MNIST_ABI_VERSION || mnist_other_abi_version() != MNIST_OTHER_ABI_VERSION) return 1;
  if (first.empty() || first != second) {
    std::printf("the two versions differ\n");
    return 1;
  }
  std::printf("%g %g\n", static_cast<double>(first[0]), static_cast<double>(second[0]));
  return 0;
}
