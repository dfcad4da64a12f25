// digits_resnet20: the C interface over the C++ one.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: ba8601fed365b10d
#include "digits_resnet20_c.h"

#include <cstring>
#include <new>

#include "digits_resnet20.h"

struct digits_resnet20_weights {
  digits_resnet20::Weights weights;
};

struct digits_resnet20_context {
  digits_resnet20::Context context;
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
digits_resnet20_options read(const digits_resnet20_options* given) {
  digits_resnet20_options options = {};
  if (given) std::memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  return options;
}

specimen::WeightsOptions weights_options(const digits_resnet20_options* given) {
  specimen::WeightsOptions options;
  options.level = static_cast<specimen::Level>(read(given).level);
  return options;
}

template <class Open>
int32_t open(digits_resnet20_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  digits_resnet20_weights* made = new (std::nothrow) digits_resnet20_weights;
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

int32_t digits_resnet20_abi_version(void) { return DIGITS_RESNET20_ABI_VERSION; }

size_t digits_resnet20_arena_bytes(int32_t batch) {
  return specimen::Context::arena_bytes_for(digits_resnet20::info(), batch > 0 ? batch : digits_resnet20::kMaxBatch);
}

int32_t digits_resnet20_weights_open(const char* path, const digits_resnet20_options* options,
                                     digits_resnet20_weights** weights, char* message, size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](digits_resnet20::Weights& w) { return w.open(path, weights_options(options)); });
}

int32_t digits_resnet20_weights_open_memory(const void* data, size_t size, const digits_resnet20_options* options,
                                            digits_resnet20_weights** weights, char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](digits_resnet20::Weights& w) { return w.open_memory(data, size, weights_options(options)); });
}

int32_t digits_resnet20_weights_save_prepared(const digits_resnet20_weights* weights, const char* path, char* message,
                                              size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_prepared(path), message, message_size);
}

void digits_resnet20_weights_close(digits_resnet20_weights* weights) { delete weights; }

int32_t digits_resnet20_context_create(const digits_resnet20_weights* weights, const digits_resnet20_options* options,
                                       digits_resnet20_context** context, char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  digits_resnet20_context* made = new (std::nothrow) digits_resnet20_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  const digits_resnet20_options given = read(options);
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

void digits_resnet20_context_destroy(digits_resnet20_context* context) { delete context; }

int32_t digits_resnet20_forward(digits_resnet20_context* context, int64_t batch, const float* image, float* logits,
                                char* message, size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = digits_resnet20::forward(context->context, specimen::ConstTensor(image, {batch, 8, 8, 1}),
                                                 specimen::Tensor(logits, {batch, 10}));
  return report(status, message, message_size);
}
}
