/* mnist: the C interface. image (batch, 28, 28, 1) -> logits (batch, 10).
 *
 * Functions return 0, or the code of what went wrong (specimen::StatusCode) with a message in the caller's buffer,
 * which may be null. One mnist_weights serves any number of contexts in any threads; a context is used by one thread at
 * a time.
 *
 * Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
 * specimen-hash: 80ec6e9a2a7241e6
 */
#ifndef MNIST_C_H
#define MNIST_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MNIST_ABI_VERSION 1

typedef struct mnist_weights mnist_weights;
typedef struct mnist_context mnist_context;

/* Zero everywhere but in struct_size is the default. */
typedef struct mnist_options {
  size_t struct_size; /* sizeof(mnist_options): tells which members there are */
  int32_t threads;    /* 0: as many as the process may use */
  int32_t batch;      /* the largest batch that will come; 0: 8 */
  int32_t level;      /* kernels: 0 the best, 1 reference, 3 x86-64-v3, 4 x86-64-v4 */
  void* arena;        /* mnist_arena_bytes() bytes, aligned to 64; null: allocated */
  size_t arena_bytes;
} mnist_options;

int32_t mnist_abi_version(void); /* of the library; compare it with MNIST_ABI_VERSION */
size_t mnist_arena_bytes(int32_t batch);

/* From a safetensors checkpoint or from prepared weights; the memory may go away afterwards. `options` may be null. */
int32_t mnist_weights_open(const char* path, const mnist_options* options, mnist_weights** weights, char* message,
                           size_t message_size);
int32_t mnist_weights_open_memory(const void* data, size_t size, const mnist_options* options, mnist_weights** weights,
                                  char* message, size_t message_size);
int32_t mnist_weights_save_prepared(const mnist_weights* weights, const char* path, char* message, size_t message_size);
void mnist_weights_close(mnist_weights* weights); /* after all of its contexts; null is fine */

int32_t mnist_context_create(const mnist_weights* weights, const mnist_options* options, mnist_context** context,
                             char* message, size_t message_size);
void mnist_context_destroy(mnist_context* context); /* null is fine */

/* Dense f32; image: 784 floats an image; logits: 10 floats an image. */
int32_t mnist_forward(mnist_context* context, int64_t batch, const float* image, float* logits, char* message,
                      size_t message_size);

#ifdef __cplusplus
}
#endif

#endif /* MNIST_C_H */
