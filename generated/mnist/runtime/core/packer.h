// Makes a model's packed weights. The generated `pack` functions name each tensor once; this finds, checks, packs.
#ifndef SPECIMEN_V2_CORE_PACKER_H
#define SPECIMEN_V2_CORE_PACKER_H

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "pack.h"
#include "packing.h"
#include "safetensors.h"
#include "weights.h"

namespace specimen_v2 {

// Where in a checkpoint a block's tensors are: at("conv/kernel") is "stage1/block2/conv/kernel".
class Scope {
 public:
  Scope(std::string path = {}) : path_(std::move(path)) {}
  std::string operator()(std::string_view name) const {
    if (path_.empty() || name.empty()) return path_ + std::string(name);
    return path_ + "/" + std::string(name);
  }

 private:
  std::string path_;
};

// A tensor that a layer does not have: a bias, a gamma.
inline const std::string none;

inline const BatchNormNames no_norm;

// Where a packed filter goes: a pointer to elements of its type, and of integers one to the factors of their channels.
// What is rounded is the float32 kernel, with the batch norm that is folded into it.
struct Filter {
  const Real** real = nullptr;
  const Bfloat16** bfloat16 = nullptr;
  const std::int8_t** int8 = nullptr;
  const Real** scale = nullptr;

  Filter(const Real*& values) : real(&values) {}
  Filter(const Bfloat16*& values) : bfloat16(&values) {}
  Filter(const std::int8_t*& values, const Real*& factors) : int8(&values), scale(&factors) {}
  FilterMemory memory(std::size_t elements, std::int64_t channels) const;
};

// Each call below sets its pointers to the next part of the packed memory and fills it, unless a file of packed
// weights is mapped there already. What a call made before of the same tensors in the same way is made once: the
// pointers are set to that. After the first error nothing more is filled; finish() tells.
class Packer {
 public:
  Packer(PackedWeights& weights, const ModelInfo& info, Target target, const WeightsOptions& options)
      : weights_(weights), info_(info), target_(target), options_(options), packing_(new Packing) {}

  // Of a checkpoint, or of packed weights. Errors: those of SafetensorsFile::open; data_error when packed weights
  // belong to another model, target or version.
  Status open(const char* path);
  Status open_memory(const void* data, std::size_t size);  // a checkpoint; the caller keeps it until finish()
  Status open_source(const TensorSource& source);

  // `shape` is the kernel's own: (height, width, in, out). `stored` is its shape in the checkpoint, where the same
  // elements have another one: (in, out) of a dense layer over pixels, (height, width, channels, multiplier).
  void conv2d(Filter filter, ConvAlgorithm packing, Shape shape, const std::string& kernel, Shape stored = {});
  void conv2d_batch_norm(Filter filter, const Real*& bias, ConvAlgorithm packing, Shape shape,
                         const std::string& kernel, const std::string& bias_name, const BatchNormNames& norm,
                         Shape stored = {});
  // (height, width, out, in), packed as `direct`.
  void conv2d_transposed(const Real*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel);
  // (height, width, channels, 1) or (height, width, channels)
  void depthwise_batch_norm(const Real*& filter, const Real*& bias, Shape shape, const std::string& kernel,
                            const std::string& bias_name, const BatchNormNames& norm);
  // (inputs, units)
  void dense(Filter filter, Shape shape, const std::string& kernel, Shape stored = {});
  // (units, inputs): the table of an embedding
  void dense_transposed(const Real*& filter, Shape shape, const std::string& kernel);
  void dense_batch_norm(Filter filter, const Real*& bias, Shape shape, const std::string& kernel,
                        const std::string& bias_name, const BatchNormNames& norm, Shape stored = {});
  // A batch norm on its own: y = x * scale + shift.
  void scale_shift(const Real*& scale, const Real*& shift, Shape shape, const BatchNormNames& norm);
  // As it is in the checkpoint.
  void vector(const Real*& values, Shape shape, const std::string& name, Shape stored = {});

  // Whether all that was called for is packed. Errors: the first one, and how many more there were.
  Status packed();
  const void* data() const { return data_; }
  // From here on the same calls in the same order set pointers into a copy of what was packed, which is at `base`: in
  // the memory of a device. Nothing is filled.
  void relocate(const void* base) {
    data_ = static_cast<const char*>(base);
    made_.clear();
    fill_ = false;
    used_ = 0;
  }

  // Gives the memory to the weights. Errors: the first one, and how many more there were.
  Status finish();

 private:
  // What calls that make the same have in common: their packing, a shape and names in the checkpoint.
  struct Key {
    const char* packing;
    Shape shape;
    const std::string& kernel;
    const std::string& bias = none;
    const BatchNormNames& norm = no_norm;

    std::string text() const;
  };
  static constexpr int kMostResults = 3;
  struct Made {
    std::uint64_t hash;  // of the key
    std::string key;
    const char* results[kMostResults];
  };

  // A result of a call: the pointer that it sets, and how many elements are there.
  template <class T>
  struct Result {
    const T*& values;
    std::size_t elements;
    // Whole multiples of kAlignment, as the plan counts them.
    std::size_t bytes() const {
      constexpr bool real = std::is_same_v<T, Real>;
      return align(elements * (real ? sizeof(float) : sizeof(T))) * static_cast<std::size_t>(kRealScale);
    }
  };

  Status allocate();
  // False: the pointers are set, and there is nothing to fill.
  template <class... T>
  bool take(const Key& key, Result<T>... results) {
    static_assert(sizeof...(T) <= kMostResults);
    const std::size_t bytes[] = {results.bytes()...};
    const char* made[kMostResults] = {};
    const bool fill = make(key, bytes, static_cast<int>(sizeof...(T)), made);
    int next_result = 0;
    ((results.values = reinterpret_cast<const T*>(made[next_result++])), ...);
    return fill;
  }
  // The same of a filter of `elements` in panels, with what else the call makes.
  template <class... T>
  bool take(const Key& key, const Filter& filter, std::size_t elements, std::int64_t channels, Result<T>... others);
  // Fills the memory of a call; weights that are packed again keep how.
  template <class Step>
  void fill(Step step) {
    step(*packing_);
    if (options_.repack) packing_->keep(std::move(step));
  }
  // The results of the key, which are there already, or memory for them.
  bool make(const Key& key, const std::size_t* bytes, int count, const char** results);
  const char* next(std::size_t bytes);  // null after an error

  PackedWeights& weights_;
  const ModelInfo& info_;
  Target target_;
  WeightsOptions options_;
  SafetensorsFile checkpoint_;
  std::unique_ptr<Packing> packing_;
  MappedFile mapped_;
  Memory memory_;
  const char* data_ = nullptr;
  std::size_t used_ = 0;
  std::vector<Made> made_;
  bool fill_ = true;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_PACKER_H
