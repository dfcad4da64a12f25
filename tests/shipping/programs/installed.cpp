// A program of two installed models, of two versions of the runtime, and the code for images of one.
#include <cstdio>
#include <vector>

#include "mnist.h"
#include "mnist_image.h"
#include "mnist_other.h"

int main() {
  mnist::Weights weights;
  mnist::Context context;
  mnist::ThreadPool pool;
  std::vector<float> image(28 * 28);
  const mnist::Status no_weights = context.create(weights);
  const mnist::Status no_image = mnist::preprocess("no image", 10, mnist::Tensor(image.data(), {1, 28, 28, 1}));
  const mnist::Status wrong_view = mnist::preprocess("no image", 10, mnist::Tensor(image.data(), {1, 28, 28}));
  const mnist_other::Status other = mnist_other::Weights().open("/nowhere");
  std::printf("%s\n%s\n%s\n", no_weights.message(), no_image.message(), other.message());
  const bool right = no_weights.code() == mnist::StatusCode::invalid_argument && !no_image && !wrong_view &&
                     other.code() == mnist_other::StatusCode::not_found && pool.start(2) && pool.threads() == 2 &&
                     mnist::info().max_batch == mnist_other::info().max_batch;
  return right ? 0 : 1;
}
