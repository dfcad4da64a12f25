// The calls of kernels as the model's text makes them. A kernel is wrapped in a function that takes views and a group
// of weights; calls that hand it the same things share one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace specimen::gen {

struct WrapperArgument {
  enum class From { output, value, weight, random };
  From from = From::value;
  std::string name;    // x, residual, y: of the wrapper's parameter and of the kernel's argument
  std::string member;  // weight: of the group
  // The type of the kernel's argument, which is also how the view is handed over.
  // A vector is a value without a batch.
  enum class Kind { image, rows, sequence, tokens, vector, weight };
  Kind kind = Kind::image;
  DType type = DType::f32;
  bool per_row = false;     // image, rows: as many as the result has rows, not as it has images
  bool own_count = false;   // rows: as many as the view itself has
  bool own_batch = false;   // images: as many as the view itself has
  std::string extents;      // of a parameter's gradient: 5, 5, 1, 32
  std::int64_t offset = 0;  // floats, from the view's first element to what the kernel is given

  bool operator==(const WrapperArgument&) const = default;
};

struct Wrapper {
  int kernel = -1;
  std::string name;
  std::string group;                       // type of its weights; empty: none
  std::string parameters, gradients;       // in training, types of those of one layer; empty: none, or of several
  std::vector<WrapperArgument> arguments;  // in the kernel's order
};

// The struct of one call's weights: named by its members, FilterBias.
struct TensorGroup {
  struct Member {
    std::string name;
    DType type = DType::f32;
    auto operator<=>(const Member&) const = default;
  };
  std::string name;
  std::vector<Member> members;
};

// The extents of a tensor without a batch: 5, 5, 1, 32.
std::string constant_extents(const std::vector<Dim>& shape);

class Calls {
 public:
  explicit Calls(const Plan& plan);

  const std::vector<Wrapper>& wrappers() const { return wrappers_; }  // sorted by name
  const std::vector<TensorGroup>& groups() const { return groups_; }  // sorted by name
  const Wrapper& wrapper(int function, int step) const { return wrappers_[of_step_.at({function, step})]; }
  const std::string& group(int function, int weights) const {
    return groups_[of_weights_.at({function, weights})].name;
  }
  // The kernel's name in C++: its symbol without the dtype.
  static std::string kernel_name(const PlanKernel& kernel);

 private:
  void add_groups(const Plan& plan);
  Wrapper make(const Plan& plan, int function, const KernelStep& step) const;

  std::vector<Wrapper> wrappers_;
  std::vector<TensorGroup> groups_;
  std::map<std::pair<int, int>, std::size_t> of_step_, of_weights_;
};

}  // namespace specimen::gen
