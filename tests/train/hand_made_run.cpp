#include "hand_made_run.h"

#include <cstdio>
#include <memory>

#include "runtime/core/random.h"
#include "runtime/train/open_idx.h"

namespace hand_made {
namespace {

constexpr std::int64_t kSide = 28, kPart = 4;

Status pixels_and_label(const void*, const data::Example& example, const data::ExampleKey&, const data::Slot* slots) {
  const data::Field* image = example.find("image");
  const data::Field* label = example.find("label");
  if (!image || !label || image->count() != kSide * kSide) {
    return Status(StatusCode::data_error, "the image is not of 28 x 28 pixels");
  }
  if (label->integer() < 0 || label->integer() >= kClasses) {
    return Status(StatusCode::data_error, "the label is %lld", static_cast<long long>(label->integer()));
  }
  for (std::int64_t i = 0; i < kSide * kSide; ++i) {
    const std::int64_t y = i / kSide / kPart, x = i % kSide / kPart;
    slots[0].f32[y * (kSide / kPart) + x] += static_cast<float>(image->bytes()[i]) / (255.0F * kPart * kPart);
  }
  slots[1].i32[0] = static_cast<std::int32_t>(label->integer());
  return Status();
}

void put_number(std::string* to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to->push_back(static_cast<char>(value >> shift));
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

bool write_split(const std::string& prefix, int count, std::uint32_t seed) {
  std::string images, labels;
  put_number(&images, 0x803);
  put_number(&labels, 0x801);
  put_number(&labels, static_cast<std::uint32_t>(count));
  for (std::uint32_t value : {static_cast<std::uint32_t>(count), 28U, 28U}) put_number(&images, value);
  for (int e = 0; e < count; ++e) {
    RandomStream random(seed, random_key("image"), static_cast<std::uint64_t>(e), 0);
    const int label = static_cast<int>(random.below(10));
    labels.push_back(static_cast<char>(label));
    for (int i = 0; i < kSide * kSide; ++i) {
      const bool bright = i / 28 / 4 == label % 7 || i % 28 / 4 == label / 2;
      images.push_back(static_cast<char>(random.below(bright ? 256 : 140)));
    }
  }
  return write_file(prefix + "-images-idx3-ubyte", images) && write_file(prefix + "-labels-idx1-ubyte", labels);
}

}  // namespace

bool write_images(const std::string& directory, int train, int test) {
  return write_split(directory + "/train", train, 1) && write_split(directory + "/t10k", test, 2);
}

train::Trainee trainee() { return train::trainee_of<loss_and_gradients, forward>(train_info(), hand_made::info()); }

train::Recipe recipe() {
  static const train::MetricInfo metrics[] = {
      {"accuracy", train::MetricKind::accuracy},
      {"loss", train::MetricKind::crossentropy, nullptr, nullptr, true, 0.5, 5, 0, false},
  };
  train::Recipe recipe;
  recipe.name = "hand_made_train";
  recipe.data.name = "fashion_mnist";
  recipe.data.open = train::open_idx;
  recipe.data.training = recipe.data.evaluation = pixels_and_label;
  recipe.batch_size = 20;
  recipe.epochs = 2;
  recipe.optimizer.momentum = 0.9;
  recipe.optimizer.average_momentum = 0.9;
  recipe.schedule.kind = train::ScheduleKind::exponential;
  recipe.schedule.rate = 0.05;
  recipe.schedule.decay_steps = 100;
  recipe.schedule.decay_rate = 0.96;
  recipe.metrics = metrics;
  recipe.metric_count = 2;
  return recipe;
}

}  // namespace hand_made
