/* minilm: the C interface. token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch, sequence)
 * -> embedding (batch, 384).
 *
 * Functions return 0, or the code of what went wrong (specimen::StatusCode) with a message in the caller's buffer,
 * which may be null. One minilm_weights serves any number of contexts in any threads; a context is used by one thread
 * at a time.
 *
 * Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
 * files. specimen-hash: 4d3e783956eedabc
 */
#ifndef MINILM_C_H
#define MINILM_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MINILM_ABI_VERSION 1

typedef struct minilm_weights minilm_weights;
typedef struct minilm_context minilm_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct minilm_options {
  size_t struct_size; /* sizeof(minilm_options): tells which members there are */
  int32_t threads;    /* 0: as many as the process may use */
  int32_t batch;      /* the largest batch that will come; 0: 32 */
  int32_t level;      /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* minilm_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
} minilm_options;

int32_t minilm_abi_version(void); /* of the library; compare it with MINILM_ABI_VERSION */
size_t minilm_arena_bytes(int32_t batch);

/* From a safetensors checkpoint or from prepared weights; the memory may go away afterwards. `options` may be null. */
int32_t minilm_weights_open(const char* path, const minilm_options* options, minilm_weights** weights, char* message,
                            size_t message_size);
int32_t minilm_weights_open_memory(const void* data, size_t size, const minilm_options* options,
                                   minilm_weights** weights, char* message, size_t message_size);
int32_t minilm_weights_save_prepared(const minilm_weights* weights, const char* path, char* message,
                                     size_t message_size);
void minilm_weights_close(minilm_weights* weights); /* after all of its contexts; null is fine */

int32_t minilm_context_create(const minilm_weights* weights, const minilm_options* options, minilm_context** context,
                              char* message, size_t message_size);
void minilm_context_destroy(minilm_context* context); /* null is fine */

/* Dense, for each text; token_ids: sequence int32; segment_ids: sequence int32; padding_mask: sequence int32;
 * embedding: 384 floats. */
int32_t minilm_forward(minilm_context* context, int64_t batch, int64_t sequence, const int32_t* token_ids,
                       const int32_t* segment_ids, const int32_t* padding_mask, float* embedding, char* message,
                       size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* MINILM_C_H */
