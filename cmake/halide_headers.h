// Precompiled for the kernels' algorithms and schedules and for generator/compiler.
#include <Halide.h>
