#include "packer.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include "checksum.h"
#include "printable.h"

namespace specimen_v2 {

namespace {

Status get_from_file(void* data, const char* name, const std::int64_t* shape, int rank, const float** values) {
  const SafetensorsEntry* entry = nullptr;
  Status status = static_cast<const SafetensorsFile*>(data)->get(name, SafetensorsDtype::f32, shape,
                                                                 static_cast<std::size_t>(rank), &entry);
  if (status) *values = reinterpret_cast<const float*>(entry->data);
  return status;
}

std::int64_t at(Shape shape, std::size_t index) { return shape.begin()[index]; }

FilterShape filter_shape(Shape shape) {
  return {static_cast<int>(at(shape, 0)), static_cast<int>(at(shape, 1)), static_cast<int>(at(shape, 2)),
          static_cast<int>(at(shape, 3))};
}

constexpr std::size_t round_up(std::int64_t floats) { return static_cast<std::size_t>(panels(floats)) * kPanel; }

// The rest of the last vector is zero: kernels may read it.
void clear_rest(std::int64_t count, Real* to) {
  for (std::size_t i = static_cast<std::size_t>(count); i < round_up(count); ++i) to[i] = 0;
}

void write_vector(const double* values, std::int64_t count, Real* to) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<Real>(values[i]);
  clear_rest(count, to);
}

// Of memory that was taken just now.
Real* writable(const Real* values) { return const_cast<Real*>(values); }

const char* convolution(ConvAlgorithm packing) {
  switch (packing) {
    case ConvAlgorithm::winograd_2:
      return "winograd_2";
    case ConvAlgorithm::winograd_4:
      return "winograd_4";
    case ConvAlgorithm::direct:
      break;
  }
  return "direct";
}

}  // namespace

Status Packer::open(const char* path) {
  MappedFile file;
  if (Status status = file.open(path); !status) return status;
  PackedHead head;
  if (file.size() < kPackedHead || std::memcmp(file.data(), kPackedMagic, sizeof head.magic) != 0) {
    file.close();
    if (Status status = checkpoint_.open(path); !status) return status;
    return open_source({get_from_file, &checkpoint_});
  }
  std::memcpy(&head, file.data(), sizeof head);
  const char* name = info_.name;
  if (head.format != kPackedFormat) {
    return Status(StatusCode::data_error,
                  "%s: packed weights of format %u, this program reads %u; pack them again",
                  Printable(path).text(), head.format, kPackedFormat);
  }
  if (head.head_checksum != checksum(&head, offsetof(PackedHead, head_checksum))) {
    return Status(StatusCode::data_error, "%s: the head of the packed weights is damaged; pack them again",
                  Printable(path).text());
  }
  head.structure[sizeof head.structure - 1] = '\0';
  if (std::strcmp(head.structure, info_.structure) != 0) {
    return Status(StatusCode::data_error, "%s: weights packed for another model than %s; pack them again",
                  Printable(path).text(), name);
  }
  if (head.target != static_cast<std::int32_t>(target_)) {
    return Status(StatusCode::data_error, "%s: weights packed for target %s, this is %s; pack them again",
                  Printable(path).text(), target_name(static_cast<Target>(head.target)), target_name(target_));
  }
  if (head.floats != info_.packed_floats || (file.size() - kPackedHead) / sizeof(Real) != head.floats) {
    return Status(StatusCode::data_error, "%s: %zu bytes, packed weights of %s have %zu", Printable(path).text(),
                  file.size(), name, kPackedHead + info_.packed_floats * sizeof(Real));
  }
  if (options_.verify && head.floats_checksum != checksum(file.data() + kPackedHead, head.floats * sizeof(Real))) {
    return Status(StatusCode::data_error, "%s: the packed weights are damaged: they do not have their checksum",
                  Printable(path).text());
  }
  mapped_ = std::move(file);
  floats_ = reinterpret_cast<const Real*>(mapped_.data() + kPackedHead);
  fill_ = false;
  return Status();
}

Status Packer::open_memory(const void* data, std::size_t size) {
  if (Status status = checkpoint_.open_memory(data, size, "weights in memory"); !status) return status;
  return open_source({get_from_file, &checkpoint_});
}

Status Packer::open_source(const TensorSource& source) {
  if (!source.get) return Status(StatusCode::invalid_argument, "the source of weights has no function");
  source_ = source;
  // One float is allocated for a model without weights: the address says that they are open.
  const std::size_t bytes = align((info_.packed_floats + 1) * sizeof(Real));
  if (Status status = memory_.allocate(bytes, options_.memory, "the weights"); !status) return status;
  floats_ = reinterpret_cast<const Real*>(memory_.data());
  return Status();
}

std::string Packer::Key::text() const {
  std::string text = packing;
  for (std::int64_t extent : shape) text += ' ' + std::to_string(extent);
  for (const std::string* name : {&kernel, &bias, &norm.gamma, &norm.beta, &norm.mean, &norm.variance})
    text += '\n' + *name;
  text.append(reinterpret_cast<const char*>(&norm.epsilon), sizeof(norm.epsilon));
  return text;
}

bool Packer::take(const Key& key, const Real*& first, std::size_t first_floats, const Real** second,
                    std::size_t second_floats) {
  std::string text = key.text();
  const std::uint64_t hash = checksum(text.data(), text.size());
  for (const Made& made : made_) {
    if (made.hash != hash || made.key != text) continue;
    first = made.first;
    if (second) *second = made.second;
    return false;
  }
  first = next(first_floats);
  if (second) *second = next(second_floats);
  if (!first || (second && !*second)) return false;
  made_.push_back({hash, std::move(text), first, second ? *second : nullptr});
  return fill_;
}

const Real* Packer::next(std::size_t floats) {
  if (!floats_ || floats > info_.packed_floats - used_) {
    fail(Status(StatusCode::internal, "packed weights of %s overflow their %zu floats", info_.name,
                info_.packed_floats));
    return nullptr;
  }
  const Real* values = floats_ + used_;
  used_ += floats;
  return values;
}

const float* Packer::find(const std::string& name, Shape shape) {
  const float* values = nullptr;
  Status status = source_.get(source_.data, name.c_str(), shape.begin(), static_cast<int>(shape.size()), &values);
  if (!status) fail(status);
  return values;
}

bool Packer::find(const BatchNormNames& names, std::int64_t channels, BatchNorm* norm) {
  const int before = errors_;
  if (!names.gamma.empty()) norm->gamma = find(names.gamma, {channels});
  if (!names.beta.empty()) norm->beta = find(names.beta, {channels});
  norm->mean = find(names.mean, {channels});
  norm->variance = find(names.variance, {channels});
  norm->epsilon = names.epsilon;
  return errors_ == before;
}

bool Packer::fold(const std::string& bias, const BatchNormNames& names, std::int64_t channels, Fold* result) {
  BatchNorm norm;
  const float* add = bias.empty() ? nullptr : find(bias, {channels});
  if (!find(names, channels, &norm) || (!bias.empty() && !add)) return false;
  result->scale.reset(new (std::nothrow) double[static_cast<std::size_t>(channels)]);
  result->shift.reset(new (std::nothrow) double[static_cast<std::size_t>(channels)]);
  if (!result->scale || !result->shift) {
    fail(Status(StatusCode::out_of_memory, "no memory for %s", names.mean.c_str()));
    return false;
  }
  scale_and_shift(norm, static_cast<int>(channels), result->scale.get(), result->shift.get());
  for (std::int64_t c = 0; add && c < channels; ++c) result->shift[c] += add[c] * result->scale[c];
  return true;
}

void Packer::conv2d(const Real*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel,
                      Shape stored) {
  const FilterShape s = filter_shape(shape);
  if (!take({convolution(packing), shape, kernel}, filter, packed_floats(packing, s))) return;
  if (const float* from = find(kernel, stored.size() > 0 ? stored : shape))
    pack_conv2d(packing, s, from, nullptr, writable(filter));
}

void Packer::conv2d_transposed(const Real*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel) {
  FilterShape s = filter_shape(shape);
  std::swap(s.in, s.out);
  if (!take({"conv2d_transposed", shape, kernel}, filter, packed_floats(packing, s))) return;
  if (const float* from = find(kernel, shape)) pack_conv2d_transposed(s, from, writable(filter));
}

void Packer::conv2d_batch_norm(const Real*& filter, const Real*& bias, ConvAlgorithm packing, Shape shape,
                                 const std::string& kernel, const std::string& bias_name, const BatchNormNames& norm,
                                 Shape stored) {
  const FilterShape s = filter_shape(shape);
  if (!take({convolution(packing), shape, kernel, bias_name, norm}, filter, packed_floats(packing, s), &bias,
            round_up(s.out)))
    return;
  const float* from = find(kernel, stored.size() > 0 ? stored : shape);
  Fold fold_;
  if (!fold(bias_name, norm, s.out, &fold_) || !from) return;
  pack_conv2d(packing, s, from, fold_.scale.get(), writable(filter));
  write_vector(fold_.shift.get(), s.out, writable(bias));
}

void Packer::depthwise_batch_norm(const Real*& filter, const Real*& bias, Shape shape, const std::string& kernel,
                                    const std::string& bias_name, const BatchNormNames& norm) {
  const std::int64_t rows = at(shape, 0) * at(shape, 1), channels = at(shape, 2);
  if (!take({"depthwise", shape, kernel, bias_name, norm}, filter, round_up(rows * channels), &bias,
            round_up(channels)))
    return;
  const float* from = find(kernel, shape);
  Fold fold_;
  if (!fold(bias_name, norm, channels, &fold_) || !from) return;
  scale_rows(rows, static_cast<int>(channels), from, fold_.scale.get(), writable(filter));
  clear_rest(rows * channels, writable(filter));
  write_vector(fold_.shift.get(), channels, writable(bias));
}

void Packer::dense(const Real*& filter, Shape shape, const std::string& kernel, Shape stored) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  if (!take({"dense", shape, kernel}, filter, packed_dense_floats(inputs, units))) return;
  if (const float* from = find(kernel, stored.size() > 0 ? stored : shape))
    pack_dense(inputs, units, from, nullptr, writable(filter));
}

void Packer::dense_transposed(const Real*& filter, Shape shape, const std::string& kernel) {
  const int units = static_cast<int>(at(shape, 0)), inputs = static_cast<int>(at(shape, 1));
  if (!take({"dense_transposed", shape, kernel}, filter, packed_dense_floats(inputs, units))) return;
  if (const float* from = find(kernel, shape)) pack_dense_transposed(inputs, units, from, writable(filter));
}

void Packer::dense_batch_norm(const Real*& filter, const Real*& bias, Shape shape, const std::string& kernel,
                                const std::string& bias_name, const BatchNormNames& norm) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  if (!take({"dense", shape, kernel, bias_name, norm}, filter, packed_dense_floats(inputs, units), &bias,
            round_up(units)))
    return;
  const float* from = find(kernel, shape);
  Fold fold_;
  if (!fold(bias_name, norm, units, &fold_) || !from) return;
  pack_dense(inputs, units, from, fold_.scale.get(), writable(filter));
  write_vector(fold_.shift.get(), units, writable(bias));
}

void Packer::scale_shift(const Real*& scale, const Real*& shift, Shape shape, const BatchNormNames& norm) {
  const std::int64_t channels = at(shape, 0);
  Fold fold_;
  if (!take({"scale_shift", shape, none, none, norm}, scale, round_up(channels), &shift, round_up(channels)) ||
      !fold(none, norm, channels, &fold_))
    return;
  write_vector(fold_.scale.get(), channels, writable(scale));
  write_vector(fold_.shift.get(), channels, writable(shift));
}

void Packer::vector(const Real*& values, Shape shape, const std::string& name, Shape stored) {
  std::int64_t count = 1;
  for (std::int64_t extent : shape) count *= extent;
  if (!take({"vector", shape, name}, values, round_up(count))) return;
  const float* from = find(name, stored.size() > 0 ? stored : shape);
  if (!from) return;
  std::copy(from, from + count, writable(values));
  clear_rest(count, writable(values));
}

void Packer::fail(const Status& status) {
  if (errors_++ == 0) first_error_ = status;
}

Status Packer::packed() {
  if (errors_ == 0 && used_ != info_.packed_floats) {
    fail(Status(StatusCode::internal, "packed weights of %s fill %zu of %zu floats", info_.name, used_,
                info_.packed_floats));
  }
  if (errors_ == 1) return first_error_;
  if (errors_ > 1) {
    return Status(first_error_.code(), "%s (and %d more)", first_error_.message(), errors_ - 1);
  }
  return Status();
}

Status Packer::finish() {
  if (Status status = packed(); !status) return status;
  weights_.file_ = std::move(mapped_);
  weights_.memory_ = std::move(memory_);
  weights_.floats_ = floats_;
  weights_.target_ = target_;
  return Status();
}

}  // namespace specimen_v2
