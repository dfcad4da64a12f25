/* mnist: the C interface. image (batch, 28, 28, 1) -> logits (batch, 10).
 *
 * Functions return MNIST_OK, or what went wrong with a message in the caller's buffer, which may be null. One
 * mnist_weights serves any number of contexts in any threads; a context is used by one thread at a time. After fork() a
 * child may use and destroy both; it runs in the calling thread alone, unless it makes a context of its own.
 *
 * Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
 * specimen-hash: d75b35fc6b5bc6a4
 */
#ifndef SPECIMEN_V2_MNIST_C_H
#define SPECIMEN_V2_MNIST_C_H

#include <stddef.h>
#include <stdint.h>

#ifndef MNIST_API
#if defined(MNIST_EXPORTS)
#define MNIST_API __attribute__((visibility("default")))
#else
#define MNIST_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MNIST_ABI_VERSION 2

/* What functions return. The numbers never change. */
enum {
  MNIST_OK = 0,
  MNIST_INVALID_ARGUMENT = 1, /* the caller passed something wrong: null, another shape, an unknown option */
  MNIST_NOT_FOUND = 2,        /* a file or a tensor that is not there */
  MNIST_ALREADY_EXISTS = 3,   /* something is in the way */
  MNIST_DATA_ERROR = 4,       /* a file that is damaged, or not what it says it is */
  MNIST_UNSUPPORTED = 5,      /* valid, but not handled: another dtype, a processor below the lowest target */
  MNIST_OUT_OF_MEMORY = 6,
  MNIST_IO_ERROR = 7,    /* the operating system refused: open, read, write, map */
  MNIST_INTERNAL = 8,    /* a bug of the library */
  MNIST_OUT_OF_RANGE = 9 /* a state is full, or sizes break a constraint of the model */
};

#define MNIST_MAX_BATCH 8
#define MNIST_MAX_SEQUENCE 0 /* tokens; 0: the model has no sequences */
#define MNIST_INPUTS 1
#define MNIST_OUTPUTS 1

enum { MNIST_FLOAT32 = 0, MNIST_INT32 = 1 };
enum { MNIST_BATCH = -1 }; /* extents that are known at run time */

/* An input or an output. Later versions may add members at the end. */
typedef struct mnist_tensor {
  const char* name;
  int32_t dtype; /* MNIST_FLOAT32 or MNIST_INT32 */
  int32_t rank;
  int64_t extent[8];         /* below 0: known at run time */
  const char* json;          /* how raw data becomes this input, or what this output means; an object */
  const char* const* labels; /* the classes' names, in order; null: none are known */
  int32_t label_count;
} mnist_tensor;

/* The caller's threads instead of the library's own: calls participate(loop, 0), in any thread, and as many as it likes
 * of participate(loop, 1) to participate(loop, participants - 1), at the same time or one after the other, and returns
 * when all these calls have. */
typedef void (*mnist_parallel)(void* data, int participants, void (*participate)(void* loop, int index), void* loop);

typedef struct mnist_weights mnist_weights;
typedef struct mnist_context mnist_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct mnist_options {
  size_t struct_size; /* sizeof(mnist_options): tells which members there are; refused when it is 0 */
  int32_t threads;    /* 0: as many as the process may use. With `parallel`: the most that take part */
  int32_t batch;      /* the largest batch that will come; 0: MNIST_MAX_BATCH */
  int32_t target;     /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* mnist_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
  mnist_parallel parallel;
  void* parallel_data; /* for `parallel` */
  int32_t verify;      /* not 0: packed weights are read through and compared with their checksum */
} mnist_options;

MNIST_API int32_t mnist_abi_version(void);                 /* of the library; compare it with MNIST_ABI_VERSION */
MNIST_API const char* mnist_status_name(int32_t status);   /* "data_error" */
MNIST_API const mnist_tensor* mnist_input(int32_t index);  /* null after the last */
MNIST_API const mnist_tensor* mnist_output(int32_t index); /* null after the last */
MNIST_API size_t mnist_arena_bytes(int32_t batch);         /* 0: of MNIST_MAX_BATCH */

/* From a safetensors checkpoint or from packed weights; the memory may go away afterwards. `options` may be null. A
 * file of packed weights is mapped: replace it by renaming a new one over it. A file that is shortened in place takes
 * its pages away, and whoever reads them gets SIGBUS. */
MNIST_API int32_t mnist_weights_open(const char* path, const mnist_options* options, mnist_weights** weights,
                                     char* message, size_t message_size);
MNIST_API int32_t mnist_weights_open_memory(const void* data, size_t size, const mnist_options* options,
                                            mnist_weights** weights, char* message, size_t message_size);
MNIST_API int32_t mnist_weights_save_packed(const mnist_weights* weights, const char* path, char* message,
                                            size_t message_size);
MNIST_API int32_t mnist_weights_target(const mnist_weights* weights); /* of the kernels: 1, 3 or 4 */
MNIST_API void mnist_weights_close(mnist_weights* weights);           /* after all of its contexts; null is fine */

MNIST_API int32_t mnist_context_create(const mnist_weights* weights, const mnist_options* options,
                                       mnist_context** context, char* message, size_t message_size);
MNIST_API void mnist_context_destroy(mnist_context* context); /* null is fine */

/* Dense, per example; image: 784 floats; logits: 10 floats. */
MNIST_API int32_t mnist_forward(mnist_context* context, int64_t batch, const float* image, float* logits, char* message,
                                size_t message_size);

/* In the library mnist_image: decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as the spec
 * says, and writes one image of `image`: 784 floats. */
MNIST_API int32_t mnist_preprocess(const void* data, size_t size, float* image, char* message, size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* SPECIMEN_V2_MNIST_C_H */
