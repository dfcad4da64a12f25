#include "synthetic.h"

#include <cinttypes>
#include <cstdio>

#include "printable.h"

namespace specimen_v2 {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;

constexpr std::uint64_t kMaxFanIn = std::uint64_t{1} << 50;  // far below what overflows in kernel_scale

// FNV-1a, 64 bits.
std::uint64_t hash(std::string_view text, std::uint64_t state = 0xcbf29ce484222325) {
  for (char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return state;
}

// FNV-1a of "<seed>/<name>".
std::uint64_t key_of(std::uint64_t seed, std::string_view prefix, std::string_view name) {
  char text[24];
  int length = std::snprintf(text, sizeof text, "%" PRIu64 "/", seed);
  return hash(name, hash(prefix, hash({text, static_cast<std::size_t>(length)})));
}

// The output function of SplitMix64.
inline std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

// Whether these are the last components of `name`.
bool ends_in(std::string_view name, std::string_view components) {
  if (name.size() < components.size()) return false;
  const std::size_t at = name.size() - components.size();
  return name.substr(at) == components && (at == 0 || name[at - 1] == '/');
}

// The largest q * 2^-m with q in {4, 5, 6, 7} that is at most sqrt(square / (100 * fan_in)); in integers, so that no
// rounding decides.
float kernel_scale(std::uint64_t fan_in, std::uint64_t square) {
  float power = 1;
  while (1600 * fan_in > square) {
    square *= 4;
    power /= 2;
  }
  std::uint64_t q = 7;
  while (100 * fan_in * q * q > square) --q;
  return static_cast<float>(q) * power;
}

}  // namespace

Status synthetic_weight(std::uint64_t seed, std::string_view name, const std::int64_t* shape, std::size_t rank,
                        SyntheticTensor* tensor, double gain) {
  *tensor = SyntheticTensor();
  tensor->key = key_of(seed, "", name);
  std::string_view role = name.substr(name.rfind('/') + 1);  // npos + 1 is 0
  if (role == "gamma" || role == "scale") {
    tensor->offset = 0.75f;
    tensor->scale = 0.125f;
    tensor->gain = gain;
  } else if (role == "moving_variance" || role == "variance") {
    tensor->offset = 1.25f;
    tensor->scale = 0.125f;
  } else if (role == "embeddings" || role == "position_embeddings") {
    tensor->scale = 0x1p-5f;
  } else if (role == "beta" || role == "moving_mean" || role == "mean" || role == "bias" || role == "alpha") {
    tensor->scale = 0.25f;
  } else if (role == "kernel" || role == "depthwise_kernel" || role == "pointwise_kernel") {
    bool depthwise = role == "depthwise_kernel" || (rank == 4 && shape[3] == 1);
    std::size_t counted = depthwise ? 2 : rank - (rank > 0);
    bool valid = rank > 0 && counted <= rank;
    std::uint64_t fan_in = 1;
    for (std::size_t i = 0; valid && i < counted; ++i) {
      valid = shape[i] > 0 && fan_in <= kMaxFanIn / static_cast<std::uint64_t>(shape[i]);
      if (valid) fan_in *= static_cast<std::uint64_t>(shape[i]);
    }
    if (!valid) {
      return Status(StatusCode::invalid_argument, "synthetic weights: \"%s\" does not have the shape of a kernel",
                    Printable(name).text());
    }
    tensor->scale = kernel_scale(fan_in, depthwise ? 4 * 578 : 578);
  } else {
    return Status(StatusCode::unsupported,
                  "synthetic weights: \"%s\" ends in none of kernel, depthwise_kernel, pointwise_kernel, bias, gamma, "
                  "scale, alpha, beta, moving_mean, mean, moving_variance, variance, embeddings, position_embeddings",
                  Printable(name).text());
  }
  if (ends_in(name, "attention/output/kernel") || ends_in(name, "attention/output/bias")) tensor->scale *= 0x1p-2f;
  return Status();
}

SyntheticTensor synthetic_input(std::uint64_t seed, std::string_view name) {
  SyntheticTensor tensor;
  tensor.key = key_of(seed, "input/", name);
  return tensor;
}

void fill_synthetic_ids(std::uint64_t seed, std::string_view name, std::int32_t below, std::uint64_t first,
                        std::size_t count, std::int32_t* ids) {
  const std::uint64_t start = key_of(seed, "input/", name) + 4 * first * kGolden;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t u = mix(start + (4 * std::uint64_t{i} + 1) * kGolden) >> 32;
    ids[i] = static_cast<std::int32_t>(u * static_cast<std::uint64_t>(below) >> 32);
  }
}

SyntheticTensor synthetic_pixels(std::uint64_t seed, std::string_view name) {
  SyntheticTensor tensor = synthetic_input(seed, name);
  tensor.offset = 128;
  tensor.scale = 64;
  tensor.low = 0;
  tensor.high = 255;
  return tensor;
}

void fill_synthetic(const SyntheticTensor& tensor, std::uint64_t first, std::size_t count, float* values) {
  constexpr std::int32_t kMean = 2 * ((1 << 20) - 1);
  // In locals: `values` may alias the fields for all that the compiler knows.
  const std::uint64_t start = tensor.key + 4 * first * kGolden;
  const float scale = tensor.scale * 0x1p-20f, offset = tensor.offset, low = tensor.low, high = tensor.high;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t z = start + 4 * std::uint64_t{i} * kGolden;
    std::uint64_t sum = (mix(z + kGolden) >> 44) + (mix(z + 2 * kGolden) >> 44) + (mix(z + 3 * kGolden) >> 44) +
                        (mix(z + 4 * kGolden) >> 44);
    float value = offset + scale * static_cast<float>(static_cast<std::int32_t>(sum) - kMean);
    value = value < low ? low : value;
    values[i] = value > high ? high : value;
  }
  if (tensor.gain == 1) return;
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(values[i] * tensor.gain);
}

}  // namespace specimen_v2
