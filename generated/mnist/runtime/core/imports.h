// The functions that kernels import, and all that they import: parallel loops and memory. Kernels are compiled against
// Halide's names for them and renamed, so that two versions of this runtime live in one program.
//
// `user_context` is a specimen_v2::Worker, or null: then loops run serially, and memory is the heap's.
#ifndef SPECIMEN_V2_CORE_IMPORTS_H
#define SPECIMEN_V2_CORE_IMPORTS_H

#include <cstddef>
#include <cstdint>

extern "C" {

// Runs task(worker, i, closure) for every i in [min, min + size), in any order, on any threads; returns 0, or what a
// task returned that was not 0. Inside such a task: all of them, one after the other, in the calling thread.
int specimen_v2_do_par_for(void* user_context, int (*task)(void*, int, std::uint8_t*), int min, int size,
                           std::uint8_t* closure);

// `bytes` aligned to 64, with 64 readable bytes before and after. Freed in the same thread, last first (any other order
// holds the memory for longer).
void* specimen_v2_malloc(void* user_context, std::size_t bytes);
void specimen_v2_free(void* user_context, void* memory);
}

#endif  // SPECIMEN_V2_CORE_IMPORTS_H
