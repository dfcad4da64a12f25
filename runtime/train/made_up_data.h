// Examples for a training function without a data set: its synthetic inputs, for measuring speed and for tests.
#ifndef SPECIMEN_V2_TRAIN_MADE_UP_DATA_H
#define SPECIMEN_V2_TRAIN_MADE_UP_DATA_H

#include <cstdint>
#include <string>

#include "../core/info.h"
#include "../data/dataset.h"
#include "../data/loader.h"

namespace specimen_v2::train {

// A field for each input of the function, in order.
class MadeUpData final : public data::Dataset {
 public:
  // `length`: tokens of each example.
  MadeUpData(const FunctionInfo& function, std::int64_t length, std::int64_t size, std::uint64_t seed)
      : function_(function), length_(length), size_(size), seed_(seed) {}

  std::int64_t size() const override { return size_; }
  Status read(std::int64_t index, data::Example* example) const override;
  std::string place(std::int64_t index) const override { return "made-up example " + std::to_string(index); }

  // Its transform: field i is slot i.
  static Status copy_fields(const void*, const data::Example& example, const data::ExampleKey&,
                            const data::Slot* slots);

 private:
  const FunctionInfo& function_;
  std::int64_t length_, size_;
  std::uint64_t seed_;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_MADE_UP_DATA_H
