/* resnet50: the C interface. image (batch, 224, 224, 3) -> logits (batch, 1001).
 *
 * Functions return 0, or the code of what went wrong (specimen::StatusCode) with a message in the caller's buffer,
 * which may be null. One resnet50_weights serves any number of contexts in any threads; a context is used by one thread
 * at a time.
 *
 * Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
 * specimen-hash: d4c34ecd3c1f05e3
 */
#ifndef RESNET50_C_H
#define RESNET50_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RESNET50_ABI_VERSION 1

typedef struct resnet50_weights resnet50_weights;
typedef struct resnet50_context resnet50_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct resnet50_options {
  size_t struct_size; /* sizeof(resnet50_options): tells which members there are */
  int32_t threads;    /* 0: as many as the process may use */
  int32_t batch;      /* the largest batch that will come; 0: 8 */
  int32_t level;      /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* resnet50_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
} resnet50_options;

int32_t resnet50_abi_version(void); /* of the library; compare it with RESNET50_ABI_VERSION */
size_t resnet50_arena_bytes(int32_t batch);

/* From a safetensors checkpoint or from prepared weights; the memory may go away afterwards. `options` may be null. */
int32_t resnet50_weights_open(const char* path, const resnet50_options* options, resnet50_weights** weights,
                              char* message, size_t message_size);
int32_t resnet50_weights_open_memory(const void* data, size_t size, const resnet50_options* options,
                                     resnet50_weights** weights, char* message, size_t message_size);
int32_t resnet50_weights_save_prepared(const resnet50_weights* weights, const char* path, char* message,
                                       size_t message_size);
void resnet50_weights_close(resnet50_weights* weights); /* after all of its contexts; null is fine */

int32_t resnet50_context_create(const resnet50_weights* weights, const resnet50_options* options,
                                resnet50_context** context, char* message, size_t message_size);
void resnet50_context_destroy(resnet50_context* context); /* null is fine */

/* Dense f32; image: 150528 floats an image; logits: 1001 floats an image. */
int32_t resnet50_forward(resnet50_context* context, int64_t batch, const float* image, float* logits, char* message,
                         size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* RESNET50_C_H */
