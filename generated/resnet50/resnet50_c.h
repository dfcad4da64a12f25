/* resnet50: the C interface. image (batch, 224, 224, 3) -> logits (batch, 1001).
 *
 * Functions return RESNET50_OK, or what went wrong with a message in the caller's buffer, which may be null. One
 * resnet50_weights serves any number of contexts in any threads; a context is used by one thread at a time. After
 * fork() a child may use and destroy both; it runs in the calling thread alone, unless it makes a context of its own.
 *
 * Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
 * specimen-hash: 0d53f76a2f5a12f0
 */
#ifndef SPECIMEN_V2_RESNET50_C_H
#define SPECIMEN_V2_RESNET50_C_H

#include <stddef.h>
#include <stdint.h>

#ifndef RESNET50_API
#if defined(RESNET50_EXPORTS)
#define RESNET50_API __attribute__((visibility("default")))
#else
#define RESNET50_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define RESNET50_ABI_VERSION 2

/* What functions return. The numbers never change. */
enum {
  RESNET50_OK = 0,
  RESNET50_INVALID_ARGUMENT = 1, /* the caller passed something wrong: null, another shape, an unknown option */
  RESNET50_NOT_FOUND = 2,        /* a file or a tensor that is not there */
  RESNET50_ALREADY_EXISTS = 3,   /* something is in the way */
  RESNET50_DATA_ERROR = 4,       /* a file that is damaged, or not what it says it is */
  RESNET50_UNSUPPORTED = 5,      /* valid, but not handled: another dtype, a processor below the lowest target */
  RESNET50_OUT_OF_MEMORY = 6,
  RESNET50_IO_ERROR = 7,    /* the operating system refused: open, read, write, map */
  RESNET50_INTERNAL = 8,    /* a bug of the library */
  RESNET50_OUT_OF_RANGE = 9 /* a state is full, or sizes break a constraint of the model */
};

#define RESNET50_MAX_BATCH 8
#define RESNET50_MAX_SEQUENCE 0 /* tokens; 0: the model has no sequences */
#define RESNET50_INPUTS 1
#define RESNET50_OUTPUTS 1

enum { RESNET50_FLOAT32 = 0, RESNET50_INT32 = 1 };
enum { RESNET50_BATCH = -1 }; /* extents that are known at run time */

/* An input or an output. Later versions may add members at the end. */
typedef struct resnet50_tensor {
  const char* name;
  int32_t dtype; /* RESNET50_FLOAT32 or RESNET50_INT32 */
  int32_t rank;
  int64_t extent[8];         /* below 0: known at run time */
  const char* json;          /* how raw data becomes this input, or what this output means; an object */
  const char* const* labels; /* the classes' names, in order; null: none are known */
  int32_t label_count;
} resnet50_tensor;

/* The caller's threads instead of the library's own: calls participate(loop, 0), in any thread, and as many as it likes
 * of participate(loop, 1) to participate(loop, participants - 1), at the same time or one after the other, and returns
 * when all these calls have. */
typedef void (*resnet50_parallel)(void* data, int participants, void (*participate)(void* loop, int index), void* loop);

typedef struct resnet50_weights resnet50_weights;
typedef struct resnet50_context resnet50_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct resnet50_options {
  size_t struct_size; /* sizeof(resnet50_options): tells which members there are; refused when it is 0 */
  int32_t threads;    /* 0: as many as the process may use. With `parallel`: the most that take part */
  int32_t batch;      /* the largest batch that will come; 0: RESNET50_MAX_BATCH */
  int32_t target;     /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* resnet50_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
  resnet50_parallel parallel;
  void* parallel_data; /* for `parallel` */
  int32_t verify;      /* not 0: packed weights are read through and compared with their checksum */
} resnet50_options;

RESNET50_API int32_t resnet50_abi_version(void); /* of the library; compare it with RESNET50_ABI_VERSION */
RESNET50_API const char* resnet50_status_name(int32_t status);      /* "data_error" */
RESNET50_API const resnet50_tensor* resnet50_input(int32_t index);  /* null after the last */
RESNET50_API const resnet50_tensor* resnet50_output(int32_t index); /* null after the last */
RESNET50_API size_t resnet50_arena_bytes(int32_t batch);            /* 0: of RESNET50_MAX_BATCH */

/* From a safetensors checkpoint or from packed weights; the memory may go away afterwards. `options` may be null. A
 * file of packed weights is mapped: replace it by renaming a new one over it. A file that is shortened in place takes
 * its pages away, and whoever reads them gets SIGBUS. */
RESNET50_API int32_t resnet50_weights_open(const char* path, const resnet50_options* options,
                                           resnet50_weights** weights, char* message, size_t message_size);
RESNET50_API int32_t resnet50_weights_open_memory(const void* data, size_t size, const resnet50_options* options,
                                                  resnet50_weights** weights, char* message, size_t message_size);
RESNET50_API int32_t resnet50_weights_save_packed(const resnet50_weights* weights, const char* path, char* message,
                                                  size_t message_size);
RESNET50_API int32_t resnet50_weights_target(const resnet50_weights* weights); /* of the kernels: 1, 3 or 4 */
RESNET50_API void resnet50_weights_close(resnet50_weights* weights); /* after all of its contexts; null is fine */

RESNET50_API int32_t resnet50_context_create(const resnet50_weights* weights, const resnet50_options* options,
                                             resnet50_context** context, char* message, size_t message_size);
RESNET50_API void resnet50_context_destroy(resnet50_context* context); /* null is fine */

/* Dense, per example; image: 150528 floats; logits: 1001 floats. */
RESNET50_API int32_t resnet50_forward(resnet50_context* context, int64_t batch, const float* image, float* logits,
                                      char* message, size_t message_size);

/* In the library resnet50_image: decodes the `size` bytes of a JPEG or PNG file, resizes and scales the image as the
 * spec says, and writes one image of `image`: 150528 floats. */
RESNET50_API int32_t resnet50_preprocess(const void* data, size_t size, float* image, char* message,
                                         size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* SPECIMEN_V2_RESNET50_C_H */
