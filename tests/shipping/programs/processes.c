/* A library that is opened by dlopen(): threads with small stacks, forked children, and memory that is given back.
 *
 *   processes LIBRARY WEIGHTS PACKED      says what it found; 0 when all is well
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mnist_c.h"

enum { kPixels = 28 * 28, kClasses = 10, kSmallStack = 128 * 1024 };

typedef int32_t (*open_function)(const char*, const mnist_options*, mnist_weights**, char*, size_t);
typedef int32_t (*save_function)(const mnist_weights*, const char*, char*, size_t);
typedef void (*close_function)(mnist_weights*);
typedef int32_t (*create_function)(const mnist_weights*, const mnist_options*, mnist_context**, char*, size_t);
typedef void (*destroy_function)(mnist_context*);
typedef int32_t (*forward_function)(mnist_context*, int64_t, const float*, float*, char*, size_t);
typedef const mnist_tensor* (*tensor_function)(int32_t);

static struct {
  open_function open;
  save_function save;
  close_function close;
  create_function create;
  destroy_function destroy;
  forward_function forward;
  tensor_function input, output;
} library;

static const char* weights_path;
static float image[kPixels], right[kClasses];
static char message[256];
static int failures = 0;

static void check(int ok, const char* what) {
  printf("%s  %s\n", ok ? "ok    " : "FAILED", what);
  if (!ok) printf("        %s\n", message);
  fflush(stdout);
  if (!ok) ++failures;
}

static void* symbol(void* handle, const char* name) {
  void* found = dlsym(handle, name);
  if (!found) {
    printf("%s\n", dlerror());
    exit(1);
  }
  return found;
}

static mnist_options options_of(int threads) {
  mnist_options options;
  memset(&options, 0, sizeof options);
  options.struct_size = sizeof options;
  options.threads = threads;
  options.batch = 1;
  return options;
}

/* Opens, runs, compares with `right` and gives everything back. */
static int whole_use(const char* path, const mnist_options* options) {
  mnist_weights* weights = NULL;
  mnist_context* context = NULL;
  float logits[kClasses];
  int ok = library.open(path, options, &weights, message, sizeof message) == MNIST_OK &&
           library.create(weights, options, &context, message, sizeof message) == MNIST_OK &&
           library.forward(context, 1, image, logits, message, sizeof message) == MNIST_OK &&
           memcmp(logits, right, sizeof right) == 0;
  library.destroy(context);
  library.close(weights);
  return ok;
}

static void* in_small_stack(void* result) {
  const mnist_options options = options_of(2);
  *(int*)result = whole_use(weights_path, &options);
  return NULL;
}

/* Runs the participants one after the other, the last first. */
static void backwards(void* data, int participants, void (*participate)(void*, int), void* loop) {
  ++*(int*)data;
  for (int i = participants - 1; i >= 0; --i) participate(loop, i);
}

/* What a child may do with what its parent made. */
static int in_child(mnist_context* context, mnist_weights* weights, int use, int destroy) {
  float logits[kClasses];
  alarm(20);
  if (use) {
    if (library.forward(context, 1, image, logits, message, sizeof message) != MNIST_OK) return 1;
    if (memcmp(logits, right, sizeof right) != 0) return 2;
  }
  if (destroy) {
    library.destroy(context);
    library.close(weights);
  }
  return 0;
}

static void check_children(mnist_context* context, mnist_weights* weights) {
  for (int kind = 0; kind < 4; ++kind) {
    static const char* const what[] = {"a child exits", "a child uses and exits", "a child destroys",
                                       "a child uses and destroys"};
    const pid_t child = fork();
    int status = -1;
    if (child == 0) exit(in_child(context, weights, kind % 2, kind / 2));
    waitpid(child, &status, 0);
    snprintf(message, sizeof message, "status %d", status);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0, what[kind]);
  }
}

static void check_options(void) {
  struct {
    mnist_options options;
    char more[64];
  } large;
  mnist_weights* weights = NULL;
  memset(&large, 0, sizeof large);
  check(library.open(weights_path, &large.options, &weights, message, sizeof message) == MNIST_INVALID_ARGUMENT && !weights,
        "struct_size 0 is refused");
  large.options.struct_size = sizeof large;
  check(library.open(weights_path, &large.options, &weights, message, sizeof message) == MNIST_OK,
        "options of a later version are fine while they are zero");
  library.close(weights);
  large.more[40] = 1;
  check(library.open(weights_path, &large.options, &weights, message, sizeof message) == MNIST_UNSUPPORTED,
        "an option that this version does not have is refused");
}

static void check_packed(const mnist_weights* weights, const char* path) {
  mnist_options options = options_of(1);
  FILE* file;
  check(library.save(weights, path, message, sizeof message) == MNIST_OK, "packed weights are saved");
  options.verify = 1;
  check(whole_use(path, &options), "packed weights have their checksum");
  file = fopen(path, "r+b");
  fseek(file, -5, SEEK_END);
  fputc(77, file);
  fclose(file);
  mnist_weights* damaged = NULL;
  check(library.open(path, &options, &damaged, message, sizeof message) == MNIST_DATA_ERROR, "damage is found where it is looked for");
}

static int is_loaded(const char* name) {
  char line[1024];
  int found = 0;
  FILE* maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) found = found || strstr(line, name);
  fclose(maps);
  return found;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  void* handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    printf("%s\n", dlerror());
    return 1;
  }
  weights_path = argv[2];
  *(void**)&library.open = symbol(handle, "mnist_weights_open");
  *(void**)&library.save = symbol(handle, "mnist_weights_save_packed");
  *(void**)&library.close = symbol(handle, "mnist_weights_close");
  *(void**)&library.create = symbol(handle, "mnist_context_create");
  *(void**)&library.destroy = symbol(handle, "mnist_context_destroy");
  *(void**)&library.forward = symbol(handle, "mnist_forward");
  *(void**)&library.input = symbol(handle, "mnist_input");
  *(void**)&library.output = symbol(handle, "mnist_output");
  for (int i = 0; i < kPixels; ++i) image[i] = (float)(i % 17) / 17.0F;

  mnist_options options = options_of(4);
  mnist_weights* weights = NULL;
  mnist_context* context = NULL;
  check(library.open(weights_path, &options, &weights, message, sizeof message) == MNIST_OK, "opens");
  check(library.create(weights, &options, &context, message, sizeof message) == MNIST_OK, "makes a context");
  check(library.forward(context, 1, image, right, message, sizeof message) == MNIST_OK, "runs");

  const mnist_tensor* output = library.output(0);
  check(output && output->rank == 2 && output->extent[0] == MNIST_BATCH && output->extent[1] == kClasses &&
            output->dtype == MNIST_FLOAT32 && output->label_count == kClasses && strcmp(output->labels[7], "7") == 0 &&
            !library.output(1) && !library.output(-1) && library.input(0)->extent[2] == 28,
        "says what its inputs and outputs are");
  check_options();
  check_packed(weights, argv[3]);

  int calls = 0;
  options.parallel = backwards;
  options.parallel_data = &calls;
  check(whole_use(weights_path, &options), "runs in the caller's threads");

  pthread_attr_t attributes;
  pthread_t thread;
  int ok = 0;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kSmallStack);
  if (pthread_create(&thread, &attributes, in_small_stack, &ok) == 0) pthread_join(thread, NULL);
  check(ok, "opens, runs and closes in a thread with 128 KB of stack");

  check_children(context, weights);
  float again[kClasses];
  check(library.forward(context, 1, image, again, message, sizeof message) == MNIST_OK && memcmp(again, right, sizeof right) == 0,
        "the parent goes on");
  library.destroy(context);
  library.close(weights);
  check(is_loaded("libmnist"), "is loaded");
  check(dlclose(handle) == 0 && !is_loaded("libmnist"), "is unloaded by dlclose()");
  printf(failures == 0 ? "all is well\n" : "%d checks failed\n", failures);
  return failures == 0 ? 0 : 1;
}
