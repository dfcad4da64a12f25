// mnist: the C interface over the C++ one.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: d30f833d6be90025
#include "mnist_c.h"

#include <cstring>
#include <new>

#include "mnist.h"

struct mnist_weights {
  mnist::Weights weights;
};

struct mnist_context {
  mnist::Context context;
};

namespace {

using specimen::Status;
using specimen::StatusCode;

int32_t report(const Status& status, char* message, size_t size) {
  if (message && size > 0) {
    const size_t length = std::strlen(status.message());
    const size_t kept = length < size ? length : size - 1;
    std::memcpy(message, status.message(), kept);
    message[kept] = '\0';
  }
  return static_cast<int32_t>(status.code());
}

// Members that the caller's struct does not have yet keep their default.
mnist_options read(const mnist_options* given) {
  mnist_options options = {};
  if (given) std::memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  return options;
}

specimen::WeightsOptions weights_options(const mnist_options* given) {
  specimen::WeightsOptions options;
  options.level = static_cast<specimen::Level>(read(given).level);
  return options;
}

template <class Open>
int32_t open(mnist_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  mnist_weights* made = new (std::nothrow) mnist_weights;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the weights"), message, size);
  const Status status = with(made->weights);
  if (status) {
    *weights = made;
  } else {
    delete made;
  }
  return report(status, message, size);
}

}  // namespace

extern "C" {

int32_t mnist_abi_version(void) { return MNIST_ABI_VERSION; }

size_t mnist_arena_bytes(int32_t batch) {
  return specimen::Context::arena_bytes_for(mnist::info(), batch > 0 ? batch : mnist::kMaxBatch);
}

int32_t mnist_weights_open(const char* path, const mnist_options* options, mnist_weights** weights, char* message,
                           size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](mnist::Weights& w) { return w.open(path, weights_options(options)); });
}

int32_t mnist_weights_open_memory(const void* data, size_t size, const mnist_options* options, mnist_weights** weights,
                                  char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](mnist::Weights& w) { return w.open_memory(data, size, weights_options(options)); });
}

int32_t mnist_weights_save_prepared(const mnist_weights* weights, const char* path, char* message,
                                    size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_prepared(path), message, message_size);
}

void mnist_weights_close(mnist_weights* weights) { delete weights; }

int32_t mnist_context_create(const mnist_weights* weights, const mnist_options* options, mnist_context** context,
                             char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  mnist_context* made = new (std::nothrow) mnist_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  const mnist_options given = read(options);
  specimen::ContextOptions wanted;
  wanted.threads = given.threads;
  wanted.batch = given.batch;
  wanted.arena = given.arena;
  wanted.arena_bytes = given.arena_bytes;
  const Status status = made->context.create(weights->weights, wanted);
  if (status) {
    *context = made;
  } else {
    delete made;
  }
  return report(status, message, message_size);
}

void mnist_context_destroy(mnist_context* context) { delete context; }

int32_t mnist_forward(mnist_context* context, int64_t batch, const float* image, float* logits, char* message,
                      size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = mnist::forward(context->context, specimen::ConstTensor(image, {batch, 28, 28, 1}),
                                       specimen::Tensor(logits, {batch, 10}));
  return report(status, message, message_size);
}
}
