// The schedules for GPUs without one: run through Halide's OpenCL on PoCL against the references in double, and
// assembled by ptxas, which says what they take of the machine.
#include <Halide.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>

#include "check.h"
#include "compiler/device.h"
#include "kernels/algorithm.h"
#include "kernels/device_code.h"
#include "shapes.h"

namespace specimen::gen {
namespace {

// The problem as a plan for GPUs has it: kernels pad images themselves.
Problem padding_itself(const Problem& problem) {
  if (const auto* pool = std::get_if<Pool2D>(&problem)) {
    Pool2D own = *pool;
    own.own_padding = OwnPadding{pool->in_height, pool->in_width, pool->padding_top, pool->padding_left, false};
    own.in = dense_storage(pool->in_height, pool->in_width, pool->channels);
    return own;
  }
  const auto* conv = std::get_if<Conv2D>(&problem);
  if (!conv || (conv->kernel_height == 1 && conv->kernel_width == 1)) return problem;
  Conv2D own = *conv;
  OwnPadding image;
  image.top = (conv->kernel_height - 1) * conv->dilation_height / 2;
  image.left = (conv->kernel_width - 1) * conv->dilation_width / 2;
  image.height = std::max(1, touched_height(*conv) - 2 * image.top);
  image.width = std::max(1, touched_width(*conv) - 2 * image.left);
  own.own_padding = image;
  own.in = dense_storage(image.height, image.width, conv->in_channels);
  return own;
}

std::vector<Problem> some(const std::vector<Problem>& problems, std::size_t each) {
  std::vector<Problem> list;
  for (std::size_t i = 0; i < problems.size(); i += each) {
    if (has_schedule(problems[i], TargetKind::gpu)) list.push_back(padding_itself(problems[i]));
  }
  return list;
}

// Loads OpenCL, which Halide finds among what is loaded; false where it or PoCL is not there.
bool has_opencl() {
  static const bool found = dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_GLOBAL) != nullptr &&
                            std::filesystem::exists("/etc/OpenCL/vendors/pocl.icd");
  return found;
}

template <std::size_t... I>
int call_with(const Halide::Callable& kernel, std::vector<Halide::Buffer<>>& list, std::index_sequence<I...>) {
  return kernel(list[I]...);
}

template <std::size_t most>
int call_with(const Halide::Callable& kernel, std::vector<Halide::Buffer<>>& list) {
  if constexpr (most == 0) {
    return -1;
  } else {
    if (list.size() == most) return call_with(kernel, list, std::make_index_sequence<most>());
    return call_with<most - 1>(kernel, list);
  }
}

// Copies what is in the host's buffers to the device, gaps of outputs too, runs, and copies the outputs back.
int run(const Halide::Callable& kernel, std::size_t outputs, void* const* buffers, int count) {
  std::vector<Halide::Buffer<>> list;
  for (int i = 0; i < count; ++i) {
    const auto* raw = static_cast<const halide_buffer_t*>(buffers[i]);
    // One memory as residual and output is one buffer, which is one on the device too.
    const auto same = std::find_if(list.begin(), list.end(), [&](const Halide::Buffer<>& other) {
      return static_cast<const void*>(other.raw_buffer()->host) == raw->host;
    });
    if (same != list.end()) {
      list.push_back(*same);
      continue;
    }
    list.push_back(Halide::Buffer<>(raw->type, raw->host, raw->dimensions, raw->dim));
    list.back().set_host_dirty();
  }
  int result = call_with<8>(kernel, list);
  for (std::size_t i = list.size() - outputs; i < list.size() && result == 0; ++i) result = list[i].copy_to_host();
  return result;
}

void run_on_pocl(const std::vector<Problem>& problems) {
  if (!has_opencl()) GTEST_SKIP() << "no PoCL here: scripts/setup installs it";
  // Not Halide's own guess of the host: it goes by the processor's family, and a virtual machine may have less.
  const std::string host = std::string(target_info(Target::v3).halide) + "-jit-opencl";
  for (const Problem& problem : problems) {
    const Instance instance{symbol_stem(problem), problem, rule(problem, Target::cuda_sm80), Target::cuda_sm80};
    // Elementwise kernels see an image as one row, or repeat what a buffer has once: their own checks would refuse
    // both.
    const bool checked = !std::holds_alternative<Elementwise>(problem);
    const Halide::Target target(host + (checked ? "" : "-no_asserts-no_bounds_query"));
    HalideKernel kernel = build_kernel(problem, instance.schedule, target);
    const Halide::Callable callable = kernel.pipeline.compile_to_callable(kernel.arguments, target);
    std::size_t outputs = 0;
    for (const KernelArgument& argument : arguments(problem)) outputs += argument.role == Role::output;
    CheckOptions options;
    options.run = [&](void* const* buffers, int count) {
      try {
        return run(callable, outputs, buffers, count);
      } catch (const Halide::Error& error) {  // no std::exception
        ADD_FAILURE() << error.what();
        return -1;
      }
    };
    for (int batch : {1, 3}) {
      options.batch = batch;
      check(instance, nullptr, options);
    }
    for (const InPlace& pair : in_place(problem)) {
      options.in_place = pair;
      check(instance, nullptr, options);
    }
  }
}

// Every n-th shape of the lists; all of them where the environment has SPECIMEN_FULL=1.
std::size_t each(std::size_t n) { return random_count() > 100 ? 1 : n; }

// The kernels of mnist and mnist_tf2.
std::vector<Problem> mnist() {
  std::vector<Problem> list;
  const auto conv = [&](int size, int in, int out) {
    Conv2D w;
    w.out_height = w.out_width = size, w.in_channels = in, w.out_channels = out;
    w.kernel_height = w.kernel_width = 5;
    w.own_padding = OwnPadding{size, size, 2, 2};
    w.in = dense_storage(size, size, in), w.out = dense_storage(size, size, out);
    w.epilogue.steps = {{Fn::add, Operand::channel, 0, false}, {Fn::relu, Operand::none, 0, false}};
    list.push_back(w);
    Pool2D p;
    p.in_height = p.in_width = size, p.out_height = p.out_width = size / 2, p.channels = out;
    p.own_padding = OwnPadding{size, size, 0, 0, false};
    p.in = w.out, p.out = dense_storage(size / 2, size / 2, out);
    list.push_back(p);
  };
  const auto dense = [&](int inputs, int units, bool relu) {
    Dense w;
    w.inputs = inputs, w.units = units;
    w.epilogue.steps = {{Fn::add, Operand::channel, 0, false}};
    if (relu) w.epilogue.steps.push_back({Fn::relu, Operand::none, 0, false});
    list.push_back(w);
  };
  conv(28, 1, 32), conv(14, 32, 64), conv(14, 32, 32);
  dense(3136, 1024, true), dense(1568, 1024, true), dense(1024, 10, false);
  list.push_back(Softmax{10});
  return list;
}

TEST(Gpu, Mnist) { run_on_pocl(mnist()); }
TEST(Gpu, Conv2D) { run_on_pocl(some(conv2d_edges(), each(7))); }
TEST(Gpu, Dense) { run_on_pocl(some(dense_edges(), each(3))); }
TEST(Gpu, DenseOfRows) { run_on_pocl(some(gemm_edges(), each(3))); }
TEST(Gpu, Pool2D) { run_on_pocl(some(pool2d_edges(), each(5))); }
TEST(Gpu, Elementwise) { run_on_pocl(some(random_elementwise(random_count()), each(5))); }
TEST(Gpu, Softmax) { run_on_pocl(some(random_softmax(random_count()), each(8))); }

// What ptxas -v says of one kernel.
struct Assembled {
  int registers = -1, shared = 0, spilled = 0;
  std::string text;
};

// The assembler of the project's set-up; empty: it is not there.
std::string ptxas() {
  const std::filesystem::path venv = std::string(SPECIMEN_SOURCE_DIR) + "/.venv/lib";
  std::error_code ignored;
  for (const auto& python : std::filesystem::directory_iterator(venv, ignored)) {
    const auto program = python.path() / "site-packages/nvidia/cuda_nvcc/bin/ptxas";
    if (std::filesystem::exists(program, ignored)) return program.string();
  }
  return "";
}

Assembled assemble(const DeviceCode& code, Target target) {
  const std::string stem = testing::TempDir() + "gpu_test_" + std::to_string(getpid());
  std::ofstream(stem + ".ptx") << named_ptx(code, "kernel");
  const std::string command = ptxas() + " -v -arch=sm_" + std::to_string(compute_capability(target)) + " -o " + stem +
                              ".cubin " + stem + ".ptx 2>&1";
  Assembled result;
  FILE* pipe = popen(command.c_str(), "r");
  char part[4096];
  while (pipe && std::fgets(part, sizeof part, pipe)) result.text += part;
  if (!pipe || pclose(pipe) != 0) return result;
  std::smatch found;
  if (std::regex_search(result.text, found, std::regex("Used ([0-9]+) registers")))
    result.registers = std::stoi(found[1]);
  if (std::regex_search(result.text, found, std::regex("([0-9]+) bytes smem"))) result.shared = std::stoi(found[1]);
  const std::regex spill("([0-9]+) bytes (stack frame|spill stores|spill loads)");
  for (auto at = std::sregex_iterator(result.text.begin(), result.text.end(), spill); at != std::sregex_iterator();
       ++at)
    result.spilled += std::stoi((*at)[1]);
  std::filesystem::remove(stem + ".ptx");
  std::filesystem::remove(stem + ".cubin");
  return result;
}

void assemble_all(const std::vector<Problem>& problems) {
  if (ptxas().empty()) GTEST_SKIP() << "no ptxas here: scripts/setup installs it";
  for (const Problem& problem : problems) {
    for (Target target : targets_of(TargetKind::gpu)) {
      SCOPED_TRACE(symbol_stem(problem) + "__" + to_string(target));
      DeviceCode code, again;
      std::string error;
      ASSERT_TRUE(compile_device(problem, rule(problem, target), target, &code, &error)) << error;
      ASSERT_TRUE(parse(to_text(code), &again));
      EXPECT_EQ(to_text(again), to_text(code));
      const Assembled result = assemble(code, target);
      ASSERT_GT(result.registers, 0) << result.text;
      EXPECT_EQ(result.spilled, 0) << result.text;
      std::printf("%-60s %-10s %3d registers, %5d bytes of shared memory, %4d threads\n", symbol_stem(problem).c_str(),
                  to_string(target), result.registers, result.shared + code.shared_bytes,
                  code.block[0] * code.block[1] * code.block[2]);
    }
  }
}

TEST(Gpu, MnistAssembles) { assemble_all(mnist()); }
TEST(Gpu, Conv2DAssembles) { assemble_all(some(conv2d_edges(), each(15))); }
TEST(Gpu, DenseAssembles) { assemble_all(some(dense_edges(), each(7))); }
TEST(Gpu, Pool2DAssembles) { assemble_all(some(pool2d_edges(), each(15))); }
TEST(Gpu, OthersAssemble) {
  assemble_all(some(random_elementwise(random_count()), each(15)));
  assemble_all(some(random_softmax(random_count()), each(20)));
}

}  // namespace
}  // namespace specimen::gen
