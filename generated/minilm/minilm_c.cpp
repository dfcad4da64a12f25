// minilm: the C interface over the C++ one.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 1539def48b11b8e8
#include "minilm_c.h"

#include <cstring>
#include <new>

#include "minilm.h"

struct minilm_weights {
  minilm::Weights weights;
};

struct minilm_context {
  minilm::Context context;
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
minilm_options read(const minilm_options* given) {
  minilm_options options = {};
  if (given) std::memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  return options;
}

specimen::WeightsOptions weights_options(const minilm_options* given) {
  specimen::WeightsOptions options;
  options.level = static_cast<specimen::Level>(read(given).level);
  return options;
}

template <class Open>
int32_t open(minilm_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  minilm_weights* made = new (std::nothrow) minilm_weights;
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

int32_t minilm_abi_version(void) { return MINILM_ABI_VERSION; }

size_t minilm_arena_bytes(int32_t batch) {
  return specimen::Context::arena_bytes_for(minilm::info(), batch > 0 ? batch : minilm::kMaxBatch);
}

int32_t minilm_weights_open(const char* path, const minilm_options* options, minilm_weights** weights, char* message,
                            size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](minilm::Weights& w) { return w.open(path, weights_options(options)); });
}

int32_t minilm_weights_open_memory(const void* data, size_t size, const minilm_options* options,
                                   minilm_weights** weights, char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(weights, message, message_size,
              [&](minilm::Weights& w) { return w.open_memory(data, size, weights_options(options)); });
}

int32_t minilm_weights_save_prepared(const minilm_weights* weights, const char* path, char* message,
                                     size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_prepared(path), message, message_size);
}

void minilm_weights_close(minilm_weights* weights) { delete weights; }

int32_t minilm_context_create(const minilm_weights* weights, const minilm_options* options, minilm_context** context,
                              char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  minilm_context* made = new (std::nothrow) minilm_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  const minilm_options given = read(options);
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

void minilm_context_destroy(minilm_context* context) { delete context; }

int32_t minilm_forward(minilm_context* context, int64_t batch, int64_t sequence, const int32_t* token_ids,
                       const int32_t* segment_ids, const int32_t* padding_mask, float* embedding, char* message,
                       size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = minilm::forward(context->context, specimen::ConstTokens(token_ids, {batch, sequence}),
                                        specimen::ConstTokens(segment_ids, {batch, sequence}),
                                        specimen::ConstTokens(padding_mask, {batch, sequence}),
                                        specimen::Tensor(embedding, {batch, 384}));
  return report(status, message, message_size);
}
}
