// minilm: the C interface over the C++ one.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 6a6f0380031a140c
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

using minilm::Status;
using minilm::StatusCode;

int32_t report(const Status& status, char* message, size_t size) {
  if (message && size > 0) {
    const size_t length = std::strlen(status.message());
    const size_t kept = length < size ? length : size - 1;
    std::memcpy(message, status.message(), kept);
    message[kept] = '\0';
  }
  return static_cast<int32_t>(status.code());
}

static_assert(MINILM_OUT_OF_RANGE == static_cast<int>(StatusCode::out_of_range), "the header numbers the status codes");
static_assert(specimen_v2::kMaxRank <= 8, "the header has room for the extents");
static_assert(MINILM_INT32 == static_cast<int>(minilm::DType::i32), "the header numbers the types");

minilm_tensor described(const minilm::TensorInfo& info) {
  minilm_tensor tensor = {info.name,       static_cast<int32_t>(info.dtype), info.rank, {}, info.json, info.labels,
                          info.label_count};
  for (int d = 0; d < info.rank; ++d) tensor.extent[d] = info.extent[d];
  return tensor;
}

constexpr size_t kLargestOptions = 4096;  // bytes: no version will have more

// Members that the caller's struct does not have yet keep their default; those that this library does not know are
// zero.
Status read(const minilm_options* given, minilm_options* options) {
  *options = {};
  if (!given) return Status();
  const size_t size = given->struct_size;
  if (size < sizeof given->struct_size || size > kLargestOptions) {
    return Status(StatusCode::invalid_argument, "options: struct_size is %zu; set it to sizeof(minilm_options)", size);
  }
  const size_t known = size < sizeof *options ? size : sizeof *options;
  std::memcpy(options, given, known);
  for (size_t i = known; i < size; ++i) {
    if (reinterpret_cast<const unsigned char*>(given)[i] == 0) continue;
    return Status(StatusCode::unsupported, "options: byte %zu is set, and this library knows %zu", i, known);
  }
  return Status();
}

template <class Open>
int32_t open(const minilm_options* given, minilm_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  minilm_options read_options;
  if (Status status = read(given, &read_options); !status) return report(status, message, size);
  minilm::WeightsOptions options;
  options.target = static_cast<minilm::Target>(read_options.target);
  options.verify = read_options.verify != 0;
  minilm_weights* made = new (std::nothrow) minilm_weights;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the weights"), message, size);
  const Status status = with(made->weights, options);
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

const char* minilm_status_name(int32_t status) { return status_code_name(static_cast<StatusCode>(status)); }

const minilm_tensor* minilm_input(int32_t index) {
  static const minilm_tensor tensors[] = {
      described(minilm::info().functions[0].inputs[0]),
      described(minilm::info().functions[0].inputs[1]),
      described(minilm::info().functions[0].inputs[2]),
  };
  return index >= 0 && index < MINILM_INPUTS ? &tensors[index] : nullptr;
}

const minilm_tensor* minilm_output(int32_t index) {
  static const minilm_tensor tensors[] = {
      described(minilm::info().functions[0].outputs[0]),
  };
  return index >= 0 && index < MINILM_OUTPUTS ? &tensors[index] : nullptr;
}

size_t minilm_arena_bytes(int32_t batch) {
  return specimen_v2::Context::arena_bytes_for(minilm::info(), batch > 0 ? batch : minilm::kMaxBatch);
}

int32_t minilm_weights_open(const char* path, const minilm_options* options, minilm_weights** weights, char* message,
                            size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](minilm::Weights& w, const minilm::WeightsOptions& o) { return w.open(path, o); });
}

int32_t minilm_weights_open_memory(const void* data, size_t size, const minilm_options* options,
                                   minilm_weights** weights, char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](minilm::Weights& w, const minilm::WeightsOptions& o) { return w.open_memory(data, size, o); });
}

int32_t minilm_weights_save_packed(const minilm_weights* weights, const char* path, char* message,
                                   size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_packed(path), message, message_size);
}

int32_t minilm_weights_target(const minilm_weights* weights) {
  return weights ? static_cast<int32_t>(weights->weights.target()) : 0;
}

void minilm_weights_close(minilm_weights* weights) { delete weights; }

int32_t minilm_context_create(const minilm_weights* weights, const minilm_options* options, minilm_context** context,
                              char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  minilm_options given;
  if (Status status = read(options, &given); !status) return report(status, message, message_size);
  minilm_context* made = new (std::nothrow) minilm_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  minilm::ContextOptions wanted;
  wanted.threads = given.threads;
  wanted.batch = given.batch;
  wanted.arena = given.arena;
  wanted.arena_bytes = given.arena_bytes;
  wanted.parallel = {given.parallel, given.parallel_data};
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
  const Status status =
      minilm::forward(context->context, minilm::ConstTokens(token_ids, {batch, sequence}),
                      minilm::ConstTokens(segment_ids, {batch, sequence}),
                      minilm::ConstTokens(padding_mask, {batch, sequence}), minilm::Tensor(embedding, {batch, 384}));
  return report(status, message, message_size);
}
}
