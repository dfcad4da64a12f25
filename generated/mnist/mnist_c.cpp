// mnist: the C interface over the C++ one.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 4b74e330798b4f07
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

using mnist::Status;
using mnist::StatusCode;

int32_t report(const Status& status, char* message, size_t size) {
  if (message && size > 0) {
    const size_t length = std::strlen(status.message());
    const size_t kept = length < size ? length : size - 1;
    std::memcpy(message, status.message(), kept);
    message[kept] = '\0';
  }
  return static_cast<int32_t>(status.code());
}

static_assert(MNIST_OUT_OF_RANGE == static_cast<int>(StatusCode::out_of_range), "the header numbers the status codes");
static_assert(specimen_v2::kMaxRank <= 8, "the header has room for the extents");
static_assert(MNIST_INT32 == static_cast<int>(mnist::DType::i32), "the header numbers the types");

mnist_tensor described(const mnist::TensorInfo& info) {
  mnist_tensor tensor = {info.name,       static_cast<int32_t>(info.dtype), info.rank, {}, info.json, info.labels,
                         info.label_count};
  for (int d = 0; d < info.rank; ++d) tensor.extent[d] = info.extent[d];
  return tensor;
}

constexpr size_t kLargestOptions = 4096;  // bytes: no version will have more

// Members that the caller's struct does not have yet keep their default; those that this library does not know are
// zero.
Status read(const mnist_options* given, mnist_options* options) {
  *options = {};
  if (!given) return Status();
  const size_t size = given->struct_size;
  if (size < sizeof given->struct_size || size > kLargestOptions) {
    return Status(StatusCode::invalid_argument, "options: struct_size is %zu; set it to sizeof(mnist_options)", size);
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
int32_t open(const mnist_options* given, mnist_weights** weights, char* message, size_t size, Open with) {
  if (!weights) return report(Status(StatusCode::invalid_argument, "`weights` is null"), message, size);
  *weights = nullptr;
  mnist_options read_options;
  if (Status status = read(given, &read_options); !status) return report(status, message, size);
  mnist::WeightsOptions options;
  options.target = static_cast<mnist::Target>(read_options.target);
  options.verify = read_options.verify != 0;
  mnist_weights* made = new (std::nothrow) mnist_weights;
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

int32_t mnist_abi_version(void) { return MNIST_ABI_VERSION; }

const char* mnist_status_name(int32_t status) { return status_code_name(static_cast<StatusCode>(status)); }

const mnist_tensor* mnist_input(int32_t index) {
  static const mnist_tensor tensors[] = {
      described(mnist::info().functions[0].inputs[0]),
  };
  return index >= 0 && index < MNIST_INPUTS ? &tensors[index] : nullptr;
}

const mnist_tensor* mnist_output(int32_t index) {
  static const mnist_tensor tensors[] = {
      described(mnist::info().functions[0].outputs[0]),
  };
  return index >= 0 && index < MNIST_OUTPUTS ? &tensors[index] : nullptr;
}

size_t mnist_arena_bytes(int32_t batch) {
  return specimen_v2::Context::arena_bytes_for(mnist::info(), batch > 0 ? batch : mnist::kMaxBatch);
}

int32_t mnist_weights_open(const char* path, const mnist_options* options, mnist_weights** weights, char* message,
                           size_t message_size) {
  if (!path) return report(Status(StatusCode::invalid_argument, "`path` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](mnist::Weights& w, const mnist::WeightsOptions& o) { return w.open(path, o); });
}

int32_t mnist_weights_open_memory(const void* data, size_t size, const mnist_options* options, mnist_weights** weights,
                                  char* message, size_t message_size) {
  if (!data) return report(Status(StatusCode::invalid_argument, "`data` is null"), message, message_size);
  return open(options, weights, message, message_size,
              [&](mnist::Weights& w, const mnist::WeightsOptions& o) { return w.open_memory(data, size, o); });
}

int32_t mnist_weights_save_packed(const mnist_weights* weights, const char* path, char* message, size_t message_size) {
  if (!weights || !path) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  return report(weights->weights.save_packed(path), message, message_size);
}

int32_t mnist_weights_target(const mnist_weights* weights) {
  return weights ? static_cast<int32_t>(weights->weights.target()) : 0;
}

void mnist_weights_close(mnist_weights* weights) { delete weights; }

int32_t mnist_context_create(const mnist_weights* weights, const mnist_options* options, mnist_context** context,
                             char* message, size_t message_size) {
  if (!weights || !context) return report(Status(StatusCode::invalid_argument, "null argument"), message, message_size);
  *context = nullptr;
  mnist_options given;
  if (Status status = read(options, &given); !status) return report(status, message, message_size);
  mnist_context* made = new (std::nothrow) mnist_context;
  if (!made) return report(Status(StatusCode::out_of_memory, "no memory for the context"), message, message_size);
  mnist::ContextOptions wanted;
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

void mnist_context_destroy(mnist_context* context) { delete context; }

int32_t mnist_forward(mnist_context* context, int64_t batch, const float* image, float* logits, char* message,
                      size_t message_size) {
  if (!context) return report(Status(StatusCode::invalid_argument, "`context` is null"), message, message_size);
  const Status status = mnist::forward(context->context, mnist::ConstTensor(image, {batch, 28, 28, 1}),
                                       mnist::Tensor(logits, {batch, 10}));
  return report(status, message, message_size);
}
}
