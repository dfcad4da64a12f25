// resnet50: the C interface over the C++ one.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 3c8e977ef5046a14
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

using resnet50::Status;
using resnet50::StatusCode;

int32_t report(const Status& status, char* message, size_t size) {
  if (message && size > 0) {
    const size_t length = std::strlen(status.message());
    const size_t kept = length < size ? length : size - 1;
    std::memcpy(message, status.message(), kept);
    message[kept] = '\0';
  }
  return static_cast<int32_t>(status.code());
}

static_assert(RESNET50_OUT_OF_RANGE == static_cast<int>(StatusCode::out_of_range),
              "the header numbers the status codes");
static_assert(specimen_v2::kMaxRank <= 8, "the header has room for the extents");
static_assert(RESNET50_INT32 == static_cast<int>(resnet50::DType::i32), "the header numbers the types");

resnet50_tensor described(const resnet50::TensorInfo& info) {
  resnet50_tensor tensor = {info.name,       static_cast<int32_t>(info.dtype), info.rank, {}, info.json, info.labels,
                            info.label_count};
  for (int d = 0; d < info.rank; ++d) tensor.extent[d] = info.extent[d];
  return tensor;
}

constexpr size_t kLargestOptions = 4096;  // bytes: no version will have more

// Members that the caller's struct does not have yet keep their default; those that this library does not know are
// zero.
Status read(const resnet50_options* given, resnet50_options* options) {
  *options = {};
  if (!given) return Status();
  const size_t size = given->struct_size;
  if (size < sizeof given->struct_size || size > kLargestOptions) {
    return Status(StatusCode::invalid_argument, "options: struct_size is %zu; set it to sizeof(resnet50_options)",
                  size);
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
int32_t open(const resnet50_options* given, resnet50_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  resnet50_options read_options;
  if (Status status = read(given, &read_options); !status) return report(status, message, size);
  resnet50::WeightsOptions options;
  options.target = static_cast<resnet50::Target>(read_options.target);
  options.verify = read_options.verify != 0;
  resnet50_weights* made = new (std::nothrow) resnet50_weights;
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

int32_t resnet50_abi_version(void) { return RESNET50_ABI_VERSION; }

const char* resnet50_status_name(int32_t status) { return status_code_name(static_cast<StatusCode>(status)); }

const resnet50_tensor* resnet50_input(int32_t index) {
  static const resnet50_tensor tensors[] = {
      described(resnet50::info().functions[0].inputs[0]),
  };
  return index >= 0 && index < RESNET50_INPUTS ? &tensors[index] : nullptr;
}

const resnet50_tensor* resnet50_output(int32_t index) {
  static const resnet50_tensor tensors[] = {
      described(resnet50::info().functions[0].outputs[0]),
  };
  return index >= 0 && index < RESNET50_OUTPUTS ? &tensors[index] : nullptr;
}

size_t resnet50_arena_bytes(int32_t batch) {
  return specimen_v2::Context::arena_bytes_for(resnet50::info(), batch > 0 ? batch : resnet50::kMaxBatch);
}

int32_t resnet50_weights_open(const char* path, const resnet50_options* options, resnet50_weights** weights,
                              char* message, size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](resnet50::Weights& w, const resnet50::WeightsOptions& o) { return w.open(path, o); });
}

int32_t resnet50_weights_open_memory(const void* data, size_t size, const resnet50_options* options,
                                     resnet50_weights** weights, char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](resnet50::Weights& w, const resnet50::WeightsOptions& o) { return w.open_memory(data, size, o); });
}

int32_t resnet50_weights_save_packed(const resnet50_weights* weights, const char* path, char* message,
                                     size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_packed(path), message, message_size);
}

int32_t resnet50_weights_target(const resnet50_weights* weights) {
  return weights ? static_cast<int32_t>(weights->weights.target()) : 0;
}

void resnet50_weights_close(resnet50_weights* weights) { delete weights; }

int32_t resnet50_context_create(const resnet50_weights* weights, const resnet50_options* options,
                                resnet50_context** context, char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  resnet50_options given;
  if (Status status = read(options, &given); !status) return report(status, message, message_size);
  resnet50_context* made = new (std::nothrow) resnet50_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  resnet50::ContextOptions wanted;
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

void resnet50_context_destroy(resnet50_context* context) { delete context; }

int32_t resnet50_forward(resnet50_context* context, int64_t batch, const float* image, float* logits, char* message,
                         size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = resnet50::forward(context->context, resnet50::ConstTensor(image, {batch, 224, 224, 3}),
                                          resnet50::Tensor(logits, {batch, 1001}));
  return report(status, message, message_size);
}
}
