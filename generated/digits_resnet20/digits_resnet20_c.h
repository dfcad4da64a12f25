/* digits_resnet20: the C interface. image (batch, 8, 8, 1) -> logits (batch, 10).
 *
 * Functions return DIGITS_RESNET20_OK, or what went wrong with a message in the caller's buffer, which may be null. One
 * digits_resnet20_weights serves any number of contexts in any threads; a context is used by one thread at a time.
 * After fork() a child may use and destroy both; it runs in the calling thread alone, unless it makes a context of its
 * own.
 *
 * Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
 * edited files. specimen-hash: d9ba644b86b24cd1
 */
#ifndef SPECIMEN_V2_DIGITS_RESNET20_C_H
#define SPECIMEN_V2_DIGITS_RESNET20_C_H

#include <stddef.h>
#include <stdint.h>

#ifndef DIGITS_RESNET20_API
#if defined(DIGITS_RESNET20_EXPORTS)
#define DIGITS_RESNET20_API __attribute__((visibility("default")))
#else
#define DIGITS_RESNET20_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DIGITS_RESNET20_ABI_VERSION 2

/* What functions return. The numbers never change. */
enum {
  DIGITS_RESNET20_OK = 0,
  DIGITS_RESNET20_INVALID_ARGUMENT = 1, /* the caller passed something wrong: null, another shape, an unknown option */
  DIGITS_RESNET20_NOT_FOUND = 2,        /* a file or a tensor that is not there */
  DIGITS_RESNET20_ALREADY_EXISTS = 3,   /* something is in the way */
  DIGITS_RESNET20_DATA_ERROR = 4,       /* a file that is damaged, or not what it says it is */
  DIGITS_RESNET20_UNSUPPORTED = 5,      /* valid, but not handled: another dtype, a processor below the lowest target */
  DIGITS_RESNET20_OUT_OF_MEMORY = 6,
  DIGITS_RESNET20_IO_ERROR = 7,    /* the operating system refused: open, read, write, map */
  DIGITS_RESNET20_INTERNAL = 8,    /* a bug of the library */
  DIGITS_RESNET20_OUT_OF_RANGE = 9 /* a state is full, or sizes break a constraint of the model */
};

#define DIGITS_RESNET20_MAX_BATCH 8
#define DIGITS_RESNET20_MAX_SEQUENCE 0 /* tokens; 0: the model has no sequences */
#define DIGITS_RESNET20_INPUTS 1
#define DIGITS_RESNET20_OUTPUTS 1

enum { DIGITS_RESNET20_FLOAT32 = 0, DIGITS_RESNET20_INT32 = 1 };
enum { DIGITS_RESNET20_BATCH = -1 }; /* extents that are known at run time */

/* An input or an output. Later versions may add members at the end. */
typedef struct digits_resnet20_tensor {
  const char* name;
  int32_t dtype; /* DIGITS_RESNET20_FLOAT32 or DIGITS_RESNET20_INT32 */
  int32_t rank;
  int64_t extent[8];         /* below 0: known at run time */
  const char* json;          /* how raw data becomes this input, or what this output means; an object */
  const char* const* labels; /* the classes' names, in order; null: none are known */
  int32_t label_count;
} digits_resnet20_tensor;

/* The caller's threads instead of the library's own: calls participate(loop, 0), in any thread, and as many as it likes
 * of participate(loop, 1) to participate(loop, participants - 1), at the same time or one after the other, and returns
 * when all these calls have. */
typedef void (*digits_resnet20_parallel)(void* data, int participants, void (*participate)(void* loop, int index),
                                         void* loop);

typedef struct digits_resnet20_weights digits_resnet20_weights;
typedef struct digits_resnet20_context digits_resnet20_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct digits_resnet20_options {
  size_t struct_size; /* sizeof(digits_resnet20_options): tells which members there are; refused when it is 0 */
  int32_t threads;    /* 0: as many as the process may use. With `parallel`: the most that take part */
  int32_t batch;      /* the largest batch that will come; 0: DIGITS_RESNET20_MAX_BATCH */
  int32_t target;     /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* digits_resnet20_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
  digits_resnet20_parallel parallel;
  void* parallel_data; /* for `parallel` */
  int32_t verify;      /* not 0: packed weights are read through and compared with their checksum */
} digits_resnet20_options;

DIGITS_RESNET20_API int32_t
digits_resnet20_abi_version(void); /* of the library; compare it with DIGITS_RESNET20_ABI_VERSION */
DIGITS_RESNET20_API const char* digits_resnet20_status_name(int32_t status);             /* "data_error" */
DIGITS_RESNET20_API const digits_resnet20_tensor* digits_resnet20_input(int32_t index);  /* null after the last */
DIGITS_RESNET20_API const digits_resnet20_tensor* digits_resnet20_output(int32_t index); /* null after the last */
DIGITS_RESNET20_API size_t digits_resnet20_arena_bytes(int32_t batch); /* 0: of DIGITS_RESNET20_MAX_BATCH */

/* From a safetensors checkpoint or from packed weights; the memory may go away afterwards. `options` may be null. A
 * file of packed weights is mapped: replace it by renaming a new one over it. A file that is shortened in place takes
 * its pages away, and whoever reads them gets SIGBUS. */
DIGITS_RESNET20_API int32_t digits_resnet20_weights_open(const char* path, const digits_resnet20_options* options,
                                                         digits_resnet20_weights** weights, char* message,
                                                         size_t message_size);
DIGITS_RESNET20_API int32_t digits_resnet20_weights_open_memory(const void* data, size_t size,
                                                                const digits_resnet20_options* options,
                                                                digits_resnet20_weights** weights, char* message,
                                                                size_t message_size);
DIGITS_RESNET20_API int32_t digits_resnet20_weights_save_packed(const digits_resnet20_weights* weights,
                                                                const char* path, char* message, size_t message_size);
DIGITS_RESNET20_API int32_t
digits_resnet20_weights_target(const digits_resnet20_weights* weights); /* of the kernels: 1, 3 or 4 */
DIGITS_RESNET20_API void digits_resnet20_weights_close(
    digits_resnet20_weights* weights); /* after all of its contexts; null is fine */

DIGITS_RESNET20_API int32_t digits_resnet20_context_create(const digits_resnet20_weights* weights,
                                                           const digits_resnet20_options* options,
                                                           digits_resnet20_context** context, char* message,
                                                           size_t message_size);
DIGITS_RESNET20_API void digits_resnet20_context_destroy(digits_resnet20_context* context); /* null is fine */

/* Dense, per example; image: 64 floats; logits: 10 floats. */
DIGITS_RESNET20_API int32_t digits_resnet20_forward(digits_resnet20_context* context, int64_t batch, const float* image,
                                                    float* logits, char* message, size_t message_size);

/* In the library digits_resnet20_image: decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as
 * the spec says, and writes one image of `image`: 64 floats. */
DIGITS_RESNET20_API int32_t digits_resnet20_preprocess(const void* data, size_t size, float* image, char* message,
                                                       size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* SPECIMEN_V2_DIGITS_RESNET20_C_H */
