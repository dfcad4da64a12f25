// Runs a generated model with the allocator and mmap replaced by ones that count while `forward` runs, on any thread.
//
//   no_allocation WEIGHTS THREADS BATCH TARGET     prints the calls that were seen; 0 is what the test wants
//
// With TARGET "self" nothing of the model runs, and the program shows that it would notice: one call of each kind, in a
// second thread.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include "model_call.h"

namespace {

std::atomic<bool> armed{false};
std::atomic<int> calls{0};

void saw() {
  if (armed.load(std::memory_order_relaxed)) calls.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" {

void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);

void* malloc(size_t size) {
  saw();
  return __libc_malloc(size);
}
void* calloc(size_t count, size_t size) {
  saw();
  return __libc_calloc(count, size);
}
void* realloc(void* memory, size_t size) {
  saw();
  return __libc_realloc(memory, size);
}
void* memalign(size_t alignment, size_t size) {
  saw();
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  saw();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, size_t alignment, size_t size) {
  saw();
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : 12;
}
void free(void* memory) {
  if (memory) saw();
  __libc_free(memory);
}
void* mmap(void* address, size_t length, int protection, int flags, int file, off_t offset) {
  saw();
  return reinterpret_cast<void*>(syscall(SYS_mmap, address, length, protection, flags, file, offset));
}
int munmap(void* address, size_t length) {
  saw();
  return static_cast<int>(syscall(SYS_munmap, address, length));
}

}  // extern "C"

namespace {

// The compiler may not see that these come and go.
void* volatile kept;

int self_test() {
  std::thread other([] {
    armed = true;
    kept = std::malloc(16);
    std::free(kept);
    kept = new int(3);
    delete static_cast<int*>(kept);
    void* page = mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page, 4096);
    armed = false;
  });
  other.join();
  return calls.load();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  if (std::strcmp(argv[4], "self") == 0) {
    std::printf("%d\n", self_test());
    return 0;
  }
  const int batch = std::atoi(argv[3]);
  char message[500] = "";
  API(_options) options{};
  options.struct_size = sizeof options;
  options.threads = std::atoi(argv[2]);
  options.batch = batch;
  options.target = std::atoi(argv[4]);
  API(_weights)* weights = nullptr;
  int code = API(_weights_open)(argv[1], &options, &weights, message, sizeof message);
  if (code != 0) return fail("weights", code, message);
  API(_context)* context = nullptr;
  code = API(_context_create)(weights, &options, &context, message, sizeof message);
  if (code != 0) return fail("context", code, message);
  std::vector<Element> input(static_cast<std::size_t>(batch) * INPUT_FLOATS, kElement);
  std::vector<float> output(static_cast<std::size_t>(batch) * OUTPUT_FLOATS);
  for (int i = 0; i < 3; ++i) {  // the first call is no exception
    armed = true;
    code = FORWARD(context, batch, input.data(), output.data(), message);
    armed = false;
    if (code != 0) return fail("forward", code, message);
  }
  // What forward refuses is no exception either.
  armed = true;
  code = FORWARD(context, batch, nullptr, output.data(), message);
  armed = false;
  if (code == 0) return fail("forward", code, "took a null pointer");
  std::printf("%d\n", calls.load());
  API(_context_destroy)(context);
  API(_weights_close)(weights);
  return 0;
}
