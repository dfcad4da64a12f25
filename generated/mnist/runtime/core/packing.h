// Fills packed weights from the tensors of a source. What was filled once can be filled again, with the values of
// another source: into the same memory, and without taking any from the heap.
#ifndef SPECIMEN_V2_CORE_PACKING_H
#define SPECIMEN_V2_CORE_PACKING_H

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "pack.h"
#include "weights.h"

namespace specimen_v2 {

using Shape = std::initializer_list<std::int64_t>;

constexpr std::size_t round_up(std::int64_t elements) { return static_cast<std::size_t>(panels(elements)) * kPanel; }

// The rest of the last vector is zero: kernels may read it.
void clear_rest(std::int64_t count, Real* to);
void write_vector(const double* values, std::int64_t count, Real* to);

// Of a batch norm. A name that it does not have is empty.
struct BatchNormNames {
  std::string gamma, beta, mean, variance;
  double epsilon = 0;
};

// A tensor of a checkpoint, of the shape `stored` where it is given.
struct StoredTensor {
  std::string name;
  std::int64_t extent[kMaxRank] = {};
  int rank = 0;

  StoredTensor(std::string name_, Shape shape, Shape stored = {});
  std::int64_t elements() const;
};

// Where a packed filter is: the pointer of its type is set, and that of integers with the factors of their channels.
struct FilterMemory {
  Real* real = nullptr;
  Bfloat16* bfloat16 = nullptr;
  std::int8_t* int8 = nullptr;
  Real* scale = nullptr;
  std::size_t elements = 0;
  std::int64_t channels = 0;
};

// Scale and shift of a batch norm and the bias before it; valid until the next.
struct Fold {
  const double *scale = nullptr, *shift = nullptr;
};

class Packing {
 public:
  using Step = std::function<void(Packing&)>;

  void begin(const TensorSource& source) { source_ = source; }
  void keep(Step step) { steps_.push_back(std::move(step)); }
  // The steps that were kept, in order. Errors: the first one, and how many more there were.
  Status run(const TensorSource& source);

  // For steps. Null or false where a tensor or memory is missing: status() says which.
  const float* find(const StoredTensor& tensor) { return find(tensor.name, tensor.extent, tensor.rank); }
  bool fold(const std::string& bias, const BatchNormNames& names, std::int64_t channels, Fold* result);
  // Calls `pack(Real*)` with the filter's memory; of another type than Real with memory of its own, which is rounded.
  template <class Pack>
  void write(const FilterMemory& filter, Pack pack) {
    if (filter.real) return pack(filter.real);
    Real* const unrounded = filter_.take(filter.elements);
    if (!unrounded) return fail(Status(StatusCode::out_of_memory, "no memory to round a filter"));
    pack(unrounded);
    round(unrounded, filter);
  }

  void fail(const Status& status);
  bool good() const { return errors_ == 0; }
  Status status() const;

 private:
  // Memory that only grows, so that the second time takes none.
  template <class T>
  struct GrowingBuffer {
    std::unique_ptr<T[]> values;
    std::size_t size = 0;

    T* take(std::size_t count) {
      if (count <= size && values) return values.get();
      values.reset(new (std::nothrow) T[count]);
      size = count;
      return values.get();
    }
  };

  const float* find(const std::string& name, const std::int64_t* extent, int rank);
  void round(const Real* values, const FilterMemory& filter);

  TensorSource source_;
  std::vector<Step> steps_;
  GrowingBuffer<double> scale_, shift_;
  GrowingBuffer<Real> filter_;
  Status first_error_;
  int errors_ = 0;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_PACKING_H
