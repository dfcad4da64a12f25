// mnist, as generated for GPUs, on the fake driver, which computes launches with the kernels' references: the logits
// equal those of plain loops over the same weights, forward() does nothing but enqueue, and a driver's failure is a
// status.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fake.h"
#include "mnist.h"
#include "mnist_kernels.h"

namespace {

using mnist::Status;

struct Tensors {
  std::map<std::string, std::vector<float>> values;
};

// Weights by name, made when they are asked for: small and of both signs.
Status made_up(void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
  std::vector<float>& tensor = static_cast<Tensors*>(data)->values[name];
  std::size_t count = 1;
  for (int d = 0; d < rank; ++d) count *= static_cast<std::size_t>(shape[d]);
  std::uint32_t state = static_cast<std::uint32_t>(count) + static_cast<std::uint32_t>(std::strlen(name));
  tensor.resize(count);
  for (float& value : tensor) {
    state = state * 1664525u + 1013904223u;
    value = (static_cast<float>(state >> 8) / 8388608.0f - 1.0f) * 0.08f;
  }
  *values = tensor.data();
  return Status();
}

std::vector<double> convolution(const std::vector<double>& x, int size, int in, int out, const Tensors& w,
                                const std::string& name) {
  const std::vector<float>&kernel = w.values.at(name + "/kernel"), &bias = w.values.at(name + "/bias");
  std::vector<double> y;
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      for (int c = 0; c < out; ++c) {
        double sum = bias[c];
        for (int a = 0; a < 5; ++a) {
          for (int b = 0; b < 5; ++b) {
            const int row = i + a - 2, column = j + b - 2;
            if (row < 0 || row >= size || column < 0 || column >= size) continue;
            for (int k = 0; k < in; ++k)
              sum += x[(row * size + column) * in + k] * kernel[((a * 5 + b) * in + k) * out + c];
          }
        }
        y.push_back(sum > 0 ? sum : 0);
      }
    }
  }
  return y;
}

std::vector<double> pooling(const std::vector<double>& x, int size, int channels) {
  std::vector<double> y;
  for (int i = 0; i < size; i += 2) {
    for (int j = 0; j < size; j += 2) {
      for (int c = 0; c < channels; ++c) {
        const auto at = [&](int a, int b) { return x[((i + a) * size + j + b) * channels + c]; };
        y.push_back(std::fmax(std::fmax(at(0, 0), at(0, 1)), std::fmax(at(1, 0), at(1, 1))));
      }
    }
  }
  return y;
}

std::vector<double> dense(const std::vector<double>& x, int units, const Tensors& w, const std::string& name,
                          bool relu) {
  const std::vector<float>&kernel = w.values.at(name + "/kernel"), &bias = w.values.at(name + "/bias");
  std::vector<double> y;
  for (int u = 0; u < units; ++u) {
    double sum = bias[u];
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * kernel[i * units + u];
    y.push_back(relu && sum < 0 ? 0 : sum);
  }
  return y;
}

std::vector<double> expected(const std::vector<float>& image, int example, const Tensors& w) {
  std::vector<double> x(image.begin() + example * 784, image.begin() + (example + 1) * 784);
  x = pooling(convolution(x, 28, 1, 32, w, "conv1"), 28, 32);
  x = pooling(convolution(x, 14, 32, 64, w, "conv2"), 14, 64);
  return dense(dense(x, 1024, w, "hidden", true), 10, w, "classifier", false);
}

// A launch, by the reference of its kernel.
struct Launcher {
  const mnist::Weights* weights = nullptr;
  int batch = 0;
};

void compute(void* data, const FakeLaunch& launch) {
  const Launcher& launcher = *static_cast<Launcher*>(data);
  const specimen_v2::KernelTable& table = *launcher.weights->kernels().table();
  for (int i = 0; i < table.count; ++i) {
    const specimen_v2::KernelCode& code = table.kernels[i];
    if (launch.kernel != code.name) continue;
    const void* buffers[specimen_v2::kMaxLaunchArguments] = {};
    for (int a = 0; a < code.argument_count; ++a) {
      if (code.arguments[a].buffer >= 0)
        std::memcpy(&buffers[code.arguments[a].buffer], launch.parameters[a], sizeof(void*));
    }
    return mnist::run_reference(static_cast<mnist::Kernel>(i), launcher.batch, buffers);
  }
  std::fprintf(stderr, "a launch of %s, which is no kernel of the model\n", launch.kernel.c_str());
  std::exit(1);
}

// Everything, once. `check`: the numbers and the calls.
Status run(FakeRecord& record, int batch, bool check, bool* good) {
  Tensors w;
  mnist::Device device;
  if (Status status = device.open(fake_options()); !status) return status;
  mnist::Weights weights;
  mnist::TensorSource source;
  source.get = made_up;
  source.data = &w;
  if (Status status = weights.open_source(source, device); !status) return status;
  int stream = 0;
  mnist::ContextOptions options;
  options.batch = batch;
  options.stream = &stream;
  mnist::Context context;
  if (Status status = context.create(weights, options); !status) return status;
  mnist::DeviceMemory image_memory, logits_memory;
  std::vector<float> image(static_cast<std::size_t>(batch) * 784);
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>((i * 37) % 101) / 101.0f;
  if (Status status = image_memory.allocate(device, image.size() * 4, "the image"); !status) return status;
  if (Status status = image_memory.upload(image.data(), image.size() * 4); !status) return status;
  if (Status status = logits_memory.allocate(device, static_cast<std::size_t>(batch) * 40, "the logits"); !status)
    return status;
  const mnist::ConstTensor x(mnist::device_pointer<const float>(image_memory.address()), {batch, 28, 28, 1});
  const mnist::Tensor y(mnist::device_pointer<float>(logits_memory.address()), {batch, 10});
  Launcher launcher{&weights, batch};
  record.run = compute;
  record.data = &launcher;
  const std::size_t before = record.calls.size();
  if (Status status = mnist::forward(context, x, y); !status) return status;
  if (!check) return Status();

  const std::vector<std::string> calls(record.calls.begin() + static_cast<std::ptrdiff_t>(before), record.calls.end());
  std::vector<std::string> enqueues(8, "cuLaunchKernel");
  enqueues.front() = "cuCtxPushCurrent", enqueues.back() = "cuCtxPopCurrent";
  if (calls != enqueues) {
    std::fprintf(stderr, "forward() made %zu calls of the driver:", calls.size());
    for (const std::string& call : calls) std::fprintf(stderr, " %s", call.c_str());
    std::fprintf(stderr, "\n");
    *good = false;
  }
  for (const FakeLaunch& launch : record.launches) {
    if (launch.stream == &stream) continue;
    std::fprintf(stderr, "%s was launched on another stream\n", launch.kernel.c_str());
    *good = false;
  }
  double most = 0, worst = 0;
  for (int b = 0; b < batch; ++b) {
    const std::vector<double> logits = expected(image, b, w);
    for (int c = 0; c < 10; ++c) {
      most = std::fmax(most, std::fabs(logits[c]));
      const double difference = std::fabs(logits[c] - y.data[b * 10 + c]);
      worst = difference >= worst || std::isnan(difference) ? difference : worst;
    }
  }
  std::printf("batch %d: %zu launches, largest difference %.2g of %.3g\n", batch, record.launches.size(), worst, most);
  if (!(worst <= 1e-5 * most)) *good = false;
  mnist::Context other;
  if (mnist::forward(other, x, y)) *good = false;  // one that was not made
  const mnist::ConstTensor wrong(x.data, {batch, 28, 28, 2});
  if (mnist::forward(context, wrong, y)) *good = false;
  return Status();
}

}  // namespace

int main() {
  FakeRecord& record = fake_driver();
  bool good = true;
  for (const int capability : {80, 86, 90, 120}) {
    for (const int batch : {1, 3, 8}) {
      if (capability != 80 && batch != 3) continue;
      reset(&record);
      record.capability = capability;
      const Status status = run(record, batch, true, &good);
      if (!status) std::fprintf(stderr, "%s\n", status.message());
      good = good && status.ok() && record.violations.empty() && record.allocations == 0 && record.modules == 0 &&
             record.contexts_retained == 0 && record.current.empty();
      for (const std::string& violation : record.violations) std::fprintf(stderr, "%s\n", violation.c_str());
    }
  }
  const std::size_t calls = record.calls.size();
  int said = 0;
  for (std::size_t i = 0; i < calls; ++i) {
    reset(&record);
    record.fail_at = static_cast<int>(i);
    const Status status = run(record, 1, false, &good);
    const std::string name = i < record.calls.size() ? record.calls[i] : "";
    said += !status.ok();
    const bool undoes = name == "cuCtxPopCurrent" || name == "cuMemGetInfo" || name == "cuModuleUnload" ||
                        name == "cuMemFree" || name == "cuDevicePrimaryCtxRelease" || name.empty() ||
                        (name == "cuCtxPushCurrent" && status.ok());
    if (status.ok() == undoes && (undoes || (record.allocations == 0 && record.modules == 0))) continue;
    std::fprintf(stderr, "%s failed: status `%s`, %d blocks and %d modules left\n", name.c_str(), status.message(),
                 record.allocations, record.modules);
    good = false;
  }
  std::printf("%zu calls of the driver, each failed once: %d are errors, the others undo or tell\n", calls, said);
  return good ? 0 : 1;
}
