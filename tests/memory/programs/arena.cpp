// How much of its arena a generated model needs and uses.
//
//   arena WEIGHTS BATCH     runs it in an arena of exactly the bytes that the model asks for, between pages that cannot
//   be
//                           touched; prints these bytes, how many of them are before the end of the last that was
//                           written, and 1 if an arena smaller by one byte is refused
#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "model_call.h"

namespace {

constexpr unsigned char kUntouched = 0xa5;
constexpr std::size_t kPage = 4096;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int batch = std::atoi(argv[2]);
  char message[500] = "";
  API(_weights)* weights = nullptr;
  int code = API(_weights_open)(argv[1], nullptr, &weights, message, sizeof message);
  if (code != 0) return fail("weights", code, message);

  const std::size_t bytes = API(_arena_bytes)(batch);
  const std::size_t pages = (bytes + kPage - 1) / kPage + 2;
  auto* memory = static_cast<unsigned char*>(
      mmap(nullptr, pages * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  if (memory == MAP_FAILED) return fail("mmap", 0, "");
  mprotect(memory, kPage, PROT_NONE);
  mprotect(memory + (pages - 1) * kPage, kPage, PROT_NONE);
  unsigned char* arena = memory + (pages - 1) * kPage - bytes;
  std::memset(arena, kUntouched, bytes);

  API(_options) options{};
  options.struct_size = sizeof options;
  options.batch = batch;
  options.arena = arena;
  options.arena_bytes = bytes - 1;
  API(_context)* context = nullptr;
  const bool refused = API(_context_create)(weights, &options, &context, message, sizeof message) != 0;
  options.arena_bytes = bytes;
  code = API(_context_create)(weights, &options, &context, message, sizeof message);
  if (code != 0) return fail("context", code, message);
  std::vector<Element> input(static_cast<std::size_t>(batch) * INPUT_FLOATS, kElement);
  std::vector<float> output(static_cast<std::size_t>(batch) * OUTPUT_FLOATS);
  code = FORWARD(context, batch, input.data(), output.data(), message);
  if (code != 0) return fail("forward", code, message);

  std::size_t used = bytes;
  while (used > 0 && arena[used - 1] == kUntouched) --used;
  std::printf("%zu %zu %d\n", bytes, used, refused ? 1 : 0);
  API(_context_destroy)(context);
  API(_weights_close)(weights);
}
