/* minilm: the C interface. token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch, sequence)
 * -> embedding (batch, 384).
 *
 * Functions return MINILM_OK, or what went wrong with a message in the caller's buffer, which may be null. One
 * minilm_weights serves any number of contexts in any threads; a context is used by one thread at a time. After fork()
 * a child may use and destroy both; it runs in the calling thread alone, unless it makes a context of its own.
 *
 * Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
 * files. specimen-hash: dde9453986e3291d
 */
#ifndef SPECIMEN_V2_MINILM_C_H
#define SPECIMEN_V2_MINILM_C_H

#include <stddef.h>
#include <stdint.h>

#ifndef MINILM_API
#if defined(MINILM_EXPORTS)
#define MINILM_API __attribute__((visibility("default")))
#else
#define MINILM_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define MINILM_ABI_VERSION 2

/* What functions return. The numbers never change. */
enum {
  MINILM_OK = 0,
  MINILM_INVALID_ARGUMENT = 1, /* the caller passed something wrong: null, another shape, an unknown option */
  MINILM_NOT_FOUND = 2,        /* a file or a tensor that is not there */
  MINILM_ALREADY_EXISTS = 3,   /* something is in the way */
  MINILM_DATA_ERROR = 4,       /* a file that is damaged, or not what it says it is */
  MINILM_UNSUPPORTED = 5,      /* valid, but not handled: another dtype, a processor below the lowest target */
  MINILM_OUT_OF_MEMORY = 6,
  MINILM_IO_ERROR = 7,    /* the operating system refused: open, read, write, map */
  MINILM_INTERNAL = 8,    /* a bug of the library */
  MINILM_OUT_OF_RANGE = 9 /* a state is full, or sizes break a constraint of the model */
};

#define MINILM_MAX_BATCH 32
#define MINILM_MAX_SEQUENCE 256 /* tokens */
#define MINILM_INPUTS 3
#define MINILM_OUTPUTS 1

enum { MINILM_FLOAT32 = 0, MINILM_INT32 = 1 };
enum { MINILM_BATCH = -1, MINILM_SEQUENCE = -2 }; /* extents that are known at run time */

/* An input or an output. Later versions may add members at the end. */
typedef struct minilm_tensor {
  const char* name;
  int32_t dtype; /* MINILM_FLOAT32 or MINILM_INT32 */
  int32_t rank;
  int64_t extent[8];         /* below 0: known at run time */
  const char* json;          /* how raw data becomes this input, or what this output means; an object */
  const char* const* labels; /* the classes' names, in order; null: none are known */
  int32_t label_count;
} minilm_tensor;

/* The caller's threads instead of the library's own: calls participate(loop, 0), in any thread, and as many as it likes
 * of participate(loop, 1) to participate(loop, participants - 1), at the same time or one after the other, and returns
 * when all these calls have. */
typedef void (*minilm_parallel)(void* data, int participants, void (*participate)(void* loop, int index), void* loop);

typedef struct minilm_weights minilm_weights;
typedef struct minilm_context minilm_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct minilm_options {
  size_t struct_size; /* sizeof(minilm_options): tells which members there are; refused when it is 0 */
  int32_t threads;    /* 0: as many as the process may use. With `parallel`: the most that take part */
  int32_t batch;      /* the largest batch that will come; 0: MINILM_MAX_BATCH */
  int32_t target;     /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* minilm_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
  minilm_parallel parallel;
  void* parallel_data; /* for `parallel` */
  int32_t verify;      /* not 0: packed weights are read through and compared with their checksum */
} minilm_options;

MINILM_API int32_t minilm_abi_version(void);                  /* of the library; compare it with MINILM_ABI_VERSION */
MINILM_API const char* minilm_status_name(int32_t status);    /* "data_error" */
MINILM_API const minilm_tensor* minilm_input(int32_t index);  /* null after the last */
MINILM_API const minilm_tensor* minilm_output(int32_t index); /* null after the last */
MINILM_API size_t minilm_arena_bytes(int32_t batch);          /* 0: of MINILM_MAX_BATCH */

/* From a safetensors checkpoint or from packed weights; the memory may go away afterwards. `options` may be null. A
 * file of packed weights is mapped: replace it by renaming a new one over it. A file that is shortened in place takes
 * its pages away, and whoever reads them gets SIGBUS. */
MINILM_API int32_t minilm_weights_open(const char* path, const minilm_options* options, minilm_weights** weights,
                                       char* message, size_t message_size);
MINILM_API int32_t minilm_weights_open_memory(const void* data, size_t size, const minilm_options* options,
                                              minilm_weights** weights, char* message, size_t message_size);
MINILM_API int32_t minilm_weights_save_packed(const minilm_weights* weights, const char* path, char* message,
                                              size_t message_size);
MINILM_API int32_t minilm_weights_target(const minilm_weights* weights); /* of the kernels: 1, 3 or 4 */
MINILM_API void minilm_weights_close(minilm_weights* weights);           /* after all of its contexts; null is fine */

MINILM_API int32_t minilm_context_create(const minilm_weights* weights, const minilm_options* options,
                                         minilm_context** context, char* message, size_t message_size);
MINILM_API void minilm_context_destroy(minilm_context* context); /* null is fine */

/* Dense, per example; token_ids: sequence int32; segment_ids: sequence int32; padding_mask: sequence int32; embedding:
 * 384 floats. */
MINILM_API int32_t minilm_forward(minilm_context* context, int64_t batch, int64_t sequence, const int32_t* token_ids,
                                  const int32_t* segment_ids, const int32_t* padding_mask, float* embedding,
                                  char* message, size_t message_size);

/* In the library minilm_text: the tokenizer that belongs to the weights, of a directory as Hugging Face saves it, or of
 * its tokenizer.json or vocab.txt. `keep_capitals` holds where no file says whether capitals count. Any number of
 * threads may share an open one. */
typedef struct minilm_tokenizer minilm_tokenizer;
MINILM_API int32_t minilm_tokenizer_open(const char* path, int32_t keep_capitals, minilm_tokenizer** tokenizer,
                                         char* message, size_t message_size);
MINILM_API void minilm_tokenizer_close(minilm_tokenizer* tokenizer); /* null is fine */
/* `batch` texts in UTF-8, or pairs where `second` is not null, as the inputs of minilm_forward: each array has room for
 * batch * MINILM_MAX_SEQUENCE numbers and gets batch rows of *sequence. What is longer than the model reads is cut. */
MINILM_API int32_t minilm_tokenize(const minilm_tokenizer* tokenizer, const char* const* first,
                                   const char* const* second, int64_t batch, int64_t* sequence, int32_t* token_ids,
                                   int32_t* segment_ids, int32_t* padding_mask, char* message, size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* SPECIMEN_V2_MINILM_C_H */
