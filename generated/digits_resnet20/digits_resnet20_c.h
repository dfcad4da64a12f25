/* digits_resnet20: the C interface. image (batch, 8, 8, 1) -> logits (batch, 10).
 *
 * Functions return 0, or the code of what went wrong (specimen::StatusCode) with a message in the caller's buffer,
 * which may be null. One digits_resnet20_weights serves any number of contexts in any threads; a context is used by one
 * thread at a time.
 *
 * Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
 * edited files. specimen-hash: 0b97eb5665864297
 */
#ifndef DIGITS_RESNET20_C_H
#define DIGITS_RESNET20_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DIGITS_RESNET20_ABI_VERSION 1

typedef struct digits_resnet20_weights digits_resnet20_weights;
typedef struct digits_resnet20_context digits_resnet20_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct digits_resnet20_options {
  size_t struct_size; /* sizeof(digits_resnet20_options): tells which members there are */
  int32_t threads;    /* 0: as many as the process may use */
  int32_t batch;      /* the largest batch that will come; 0: 8 */
  int32_t level;      /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* digits_resnet20_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
} digits_resnet20_options;

int32_t digits_resnet20_abi_version(void); /* of the library; compare it with DIGITS_RESNET20_ABI_VERSION */
size_t digits_resnet20_arena_bytes(int32_t batch);

/* From a safetensors checkpoint or from prepared weights; the memory may go away afterwards. `options` may be null. */
int32_t digits_resnet20_weights_open(const char* path, const digits_resnet20_options* options,
                                     digits_resnet20_weights** weights, char* message, size_t message_size);
int32_t digits_resnet20_weights_open_memory(const void* data, size_t size, const digits_resnet20_options* options,
                                            digits_resnet20_weights** weights, char* message, size_t message_size);
int32_t digits_resnet20_weights_save_prepared(const digits_resnet20_weights* weights, const char* path, char* message,
                                              size_t message_size);
void digits_resnet20_weights_close(digits_resnet20_weights* weights); /* after all of its contexts; null is fine */

int32_t digits_resnet20_context_create(const digits_resnet20_weights* weights, const digits_resnet20_options* options,
                                       digits_resnet20_context** context, char* message, size_t message_size);
void digits_resnet20_context_destroy(digits_resnet20_context* context); /* null is fine */

/* Dense f32; image: 64 floats an image; logits: 10 floats an image. */
int32_t digits_resnet20_forward(digits_resnet20_context* context, int64_t batch, const float* image, float* logits,
                                char* message, size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* DIGITS_RESNET20_C_H */
