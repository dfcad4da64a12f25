// mnist: compiles its kernels with Halide. A program of the machine that builds, run by CMakeLists.txt.
//
//   mnist_kernel_compiler DIRECTORY [PROCESSES]     writes DIRECTORY/<symbol>__<target>.o for each kernel and target
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 77cf9f802b8459bc
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "kernels/instances.h"
#include "kernels/schedules.h"

int main(int argc, char** argv) {
  using mnist::kernels::Target;
  namespace instances = mnist::kernels::instances;
  namespace schedules = mnist::kernels::schedules;
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: %s DIRECTORY [PROCESSES]\n", argv[0]);
    return 2;
  }
  const std::vector<mnist::kernels::Instance> list = {
      {"mnist_f32_conv2d_5x5_14x14x32_64_relu", instances::conv2d_5x5_14x14x32_64_relu(),
       schedules::conv2d_5x5_14x14x32_64_relu_v3(), Target::v3},
      {"mnist_f32_conv2d_5x5_14x14x32_64_relu", instances::conv2d_5x5_14x14x32_64_relu(),
       schedules::conv2d_5x5_14x14x32_64_relu_v4(), Target::v4},
      {"mnist_f32_conv2d_5x5_28x28x1_32_relu", instances::conv2d_5x5_28x28x1_32_relu(),
       schedules::conv2d_5x5_28x28x1_32_relu_v3(), Target::v3},
      {"mnist_f32_conv2d_5x5_28x28x1_32_relu", instances::conv2d_5x5_28x28x1_32_relu(),
       schedules::conv2d_5x5_28x28x1_32_relu_v4(), Target::v4},
      {"mnist_f32_dense_1024_10", instances::dense_1024_10(), schedules::dense_1024_10_v3(), Target::v3},
      {"mnist_f32_dense_1024_10", instances::dense_1024_10(), schedules::dense_1024_10_v4(), Target::v4},
      {"mnist_f32_dense_3136_1024_relu", instances::dense_3136_1024_relu(), schedules::dense_3136_1024_relu_v3(),
       Target::v3},
      {"mnist_f32_dense_3136_1024_relu", instances::dense_3136_1024_relu(), schedules::dense_3136_1024_relu_v4(),
       Target::v4},
      {"mnist_f32_pad_28x28x1_t2b2l2r2", instances::pad_28x28x1_t2b2l2r2(), schedules::pad_28x28x1_t2b2l2r2_v3(),
       Target::v3},
      {"mnist_f32_pad_28x28x1_t2b2l2r2", instances::pad_28x28x1_t2b2l2r2(), schedules::pad_28x28x1_t2b2l2r2_v4(),
       Target::v4},
      {"mnist_f32_pool2d_max_2x2_14x14x32_s2", instances::pool2d_max_2x2_14x14x32_s2(),
       schedules::pool2d_max_2x2_14x14x32_s2_v3(), Target::v3},
      {"mnist_f32_pool2d_max_2x2_14x14x32_s2", instances::pool2d_max_2x2_14x14x32_s2(),
       schedules::pool2d_max_2x2_14x14x32_s2_v4(), Target::v4},
      {"mnist_f32_pool2d_max_2x2_7x7x64_s2", instances::pool2d_max_2x2_7x7x64_s2(),
       schedules::pool2d_max_2x2_7x7x64_s2_v3(), Target::v3},
      {"mnist_f32_pool2d_max_2x2_7x7x64_s2", instances::pool2d_max_2x2_7x7x64_s2(),
       schedules::pool2d_max_2x2_7x7x64_s2_v4(), Target::v4},
  };
  mnist::kernels::CompileOptions options;
  options.out = argv[1];
  options.jobs = argc == 3 ? std::atoi(argv[2]) : 1;
  if (options.jobs < 1) options.jobs = 1;
  std::string error;
  if (mnist::kernels::compile_all(list, options, &error)) return 0;
  std::fprintf(stderr, "error: %s\n", error.c_str());
  return 1;
}
