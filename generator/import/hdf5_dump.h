// Reading the tensors of a Keras HDF5 file with libhdf5. Runs in a child process only: libhdf5 is not safe on hostile
// files.
#pragma once

#include <string>

#include "import/read_failure.h"

namespace specimen::gen {

// What a file may cost: of the tensors, in bytes after decompression.
struct Hdf5Limits {
  unsigned long long total_bytes = 0;
};

// Writes all datasets of `path` to the safetensors file `output`, named by their place ("/layers/conv2d/vars/0"), and
// what is needed to name them into its metadata:
//   name:<group>                 the attribute `name` of a `vars` group (Keras 3.6 and later): the layer's name
//   layer:<number>               legacy files: the layers in order, numbers of eight digits
//   weight:<number>:<number>     their variables in order, each the dataset's place
// Optimizer state is left out. What several links name, hard or soft, is written under each of their places. Fails if
// the file is damaged or holds what Keras never writes and what could reach outside of it: links to other files,
// external and virtual datasets, groups inside of themselves, sizes out of proportion to what is stored.
bool dump_hdf5(const std::string& path, const std::string& output, const Hdf5Limits& limits, ReadFailure& failure);

}  // namespace specimen::gen
