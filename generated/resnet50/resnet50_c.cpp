// resnet50: the C interface over the C++ one.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: a2cd9a145a8b4511
#include "resnet50_c.h"

#include <cstring>
#include <new>

#include "resnet50.h"

struct resnet50_weights {
  resnet50::Weights weights;
};

struct resnet50_context {
  resnet50::Context context;
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
resnet50_options read(const resnet50_options* given) {
  resnet50_options options = {};
  if (given) std::memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  return options;
}

specimen::WeightsOptions weights_options(const resnet50_options* given) {
  specimen::WeightsOptions options;
  options.level = static_cast<specimen::Level>(read(given).level);
  return options;
}

template <class Open>
int32_t open(resnet50_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  resnet50_weights* made = new (std::nothrow) resnet50_weights;
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

int32_t resnet50_abi_version(void) { return RESNET50_ABI_VERSION; }

size_t resnet50_arena_bytes(int32_t batch) {
  return specimen::Context::arena_bytes_for(resnet50::info(), batch > 0 ? batch : resnet50::kMaxBatch);
}

int32_t resnet50_weights_open(const char* path, const resnet50_options* options, resnet50_weights** weights,
                              char* message, size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](resnet50::Weights& w) { return w.open(path, weights_options(options)); });
}

int32_t resnet50_weights_open_memory(const void* data, size_t size, const resnet50_options* options,
                                     resnet50_weights** weights, char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](resnet50::Weights& w) { return w.open_memory(data, size, weights_options(options)); });
}

int32_t resnet50_weights_save_prepared(const resnet50_weights* weights, const char* path, char* message,
                                       size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_prepared(path), message, message_size);
}

void resnet50_weights_close(resnet50_weights* weights) { delete weights; }

int32_t resnet50_context_create(const resnet50_weights* weights, const resnet50_options* options,
                                resnet50_context** context, char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  resnet50_context* made = new (std::nothrow) resnet50_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  const resnet50_options given = read(options);
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

void resnet50_context_destroy(resnet50_context* context) { delete context; }

int32_t resnet50_forward(resnet50_context* context, int64_t batch, const float* image, float* logits, char* message,
                         size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = resnet50::forward(context->context, specimen::ConstTensor(image, {batch, 224, 224, 3}),
                                          specimen::Tensor(logits, {batch, 1001}));
  return report(status, message, message_size);
}
}
