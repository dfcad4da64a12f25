#include "packer.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include "checksum.h"
#include "printable.h"
#include "quantize.h"

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

constexpr std::size_t round_up(std::int64_t elements) { return static_cast<std::size_t>(panels(elements)) * kPanel; }

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
    return Status(StatusCode::data_error, "%s: packed weights of format %u, this program reads %u; pack them again",
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
  if (head.bytes != packed_bytes(info_) || file.size() - kPackedHead != head.bytes) {
    return Status(StatusCode::data_error, "%s: %zu bytes, packed weights of %s have %zu", Printable(path).text(),
                  file.size(), name, kPackedHead + packed_bytes(info_));
  }
  if (options_.verify && head.data_checksum != checksum(file.data() + kPackedHead, head.bytes)) {
    return Status(StatusCode::data_error, "%s: the packed weights are damaged: they do not have their checksum",
                  Printable(path).text());
  }
  mapped_ = std::move(file);
  data_ = reinterpret_cast<const char*>(mapped_.data()) + kPackedHead;
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
  const std::size_t bytes = align(packed_bytes(info_) + sizeof(Real));
  if (Status status = memory_.allocate(bytes, options_.memory, "the weights"); !status) return status;
  data_ = memory_.data();
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

bool Packer::make(const Key& key, const std::size_t* bytes, int count, const char** results) {
  std::string text = key.text();
  const std::uint64_t hash = checksum(text.data(), text.size());
  for (const Made& made : made_) {
    if (made.hash != hash || made.key != text) continue;
    std::copy(made.results, made.results + count, results);
    return false;
  }
  Made made = {hash, std::move(text), {}};
  for (int i = 0; i < count; ++i) {
    made.results[i] = results[i] = next(bytes[i]);
    if (!results[i]) return false;
  }
  made_.push_back(std::move(made));
  return fill_;
}

const char* Packer::next(std::size_t bytes) {
  if (!data_ || bytes > packed_bytes(info_) - used_) {
    fail(
        Status(StatusCode::internal, "packed weights of %s overflow their %zu bytes", info_.name, packed_bytes(info_)));
    return nullptr;
  }
  const char* values = data_ + used_;
  used_ += bytes;
  return values;
}

const float* Packer::find(const std::string& name, Shape shape, Shape stored) {
  const Shape there = stored.size() > 0 ? stored : shape;
  const float* values = nullptr;
  Status status = source_.get(source_.data, name.c_str(), there.begin(), static_cast<int>(there.size()), &values);
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

template <class... T>
bool Packer::take(const Key& key, const Filter& filter, std::size_t elements, std::int64_t channels,
                  Result<T>... others) {
  if (filter.bfloat16) return take(key, Result<Bfloat16>{*filter.bfloat16, elements}, others...);
  if (filter.int8)
    return take(key, Result<std::int8_t>{*filter.int8, elements}, Result<Real>{*filter.scale, round_up(channels)},
                others...);
  return take(key, Result<Real>{*filter.real, elements}, others...);
}

template <class Pack>
void Packer::fill(const Filter& filter, std::size_t elements, std::int64_t channels, Pack pack) {
  if (filter.real) return pack(writable(*filter.real));
  const std::unique_ptr<Real[]> packed(new (std::nothrow) Real[elements]);
  if (!packed) return fail(Status(StatusCode::out_of_memory, "no memory to round a filter"));
  pack(packed.get());
  if (filter.bfloat16) {
    auto* to = const_cast<Bfloat16*>(*filter.bfloat16);
    for (std::size_t i = 0; i < elements; ++i) to[i] = to_bfloat16(static_cast<float>(packed[i]));
    return;
  }
  quantize_panels(packed.get(), channels, static_cast<std::int64_t>(elements) / (panels(channels) * kPanel),
                  const_cast<std::int8_t*>(*filter.int8), writable(*filter.scale));
  clear_rest(channels, writable(*filter.scale));
}

void Packer::conv2d(Filter filter, ConvAlgorithm packing, Shape shape, const std::string& kernel, Shape stored) {
  const FilterShape s = filter_shape(shape);
  const std::size_t elements = packed_elements(packing, s);
  if (!take({convolution(packing), shape, kernel}, filter, elements, s.out)) return;
  const float* from = find(kernel, shape, stored);
  if (!from) return;
  fill(filter, elements, s.out, [&](Real* to) { pack_conv2d(packing, s, from, nullptr, to); });
}

void Packer::conv2d_transposed(const Real*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel) {
  FilterShape s = filter_shape(shape);
  std::swap(s.in, s.out);
  if (!take({"conv2d_transposed", shape, kernel}, Result<Real>{filter, packed_elements(packing, s)})) return;
  if (const float* from = find(kernel, shape)) pack_conv2d_transposed(s, from, writable(filter));
}

void Packer::conv2d_batch_norm(Filter filter, const Real*& bias, ConvAlgorithm packing, Shape shape,
                               const std::string& kernel, const std::string& bias_name, const BatchNormNames& norm,
                               Shape stored) {
  const FilterShape s = filter_shape(shape);
  const std::size_t elements = packed_elements(packing, s);
  if (!take({convolution(packing), shape, kernel, bias_name, norm}, filter, elements, s.out,
            Result<Real>{bias, round_up(s.out)}))
    return;
  const float* from = find(kernel, shape, stored);
  Fold fold_;
  if (!fold(bias_name, norm, s.out, &fold_) || !from) return;
  fill(filter, elements, s.out, [&](Real* to) { pack_conv2d(packing, s, from, fold_.scale.get(), to); });
  write_vector(fold_.shift.get(), s.out, writable(bias));
}

void Packer::depthwise_batch_norm(const Real*& filter, const Real*& bias, Shape shape, const std::string& kernel,
                                  const std::string& bias_name, const BatchNormNames& norm) {
  const std::int64_t rows = at(shape, 0) * at(shape, 1), channels = at(shape, 2);
  if (!take({"depthwise", shape, kernel, bias_name, norm}, Result<Real>{filter, round_up(rows * channels)},
            Result<Real>{bias, round_up(channels)}))
    return;
  const float* from = find(kernel, shape);
  Fold fold_;
  if (!fold(bias_name, norm, channels, &fold_) || !from) return;
  scale_rows(rows, static_cast<int>(channels), from, fold_.scale.get(), writable(filter));
  clear_rest(rows * channels, writable(filter));
  write_vector(fold_.shift.get(), channels, writable(bias));
}

void Packer::dense(Filter filter, Shape shape, const std::string& kernel, Shape stored) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  const std::size_t elements = packed_dense_elements(inputs, units);
  if (!take({"dense", shape, kernel}, filter, elements, units)) return;
  const float* from = find(kernel, shape, stored);
  if (!from) return;
  fill(filter, elements, units, [&](Real* to) { pack_dense(inputs, units, from, nullptr, to); });
}

void Packer::dense_transposed(const Real*& filter, Shape shape, const std::string& kernel) {
  const int units = static_cast<int>(at(shape, 0)), inputs = static_cast<int>(at(shape, 1));
  if (!take({"dense_transposed", shape, kernel}, Result<Real>{filter, packed_dense_elements(inputs, units)})) return;
  if (const float* from = find(kernel, shape)) pack_dense_transposed(inputs, units, from, writable(filter));
}

void Packer::dense_batch_norm(Filter filter, const Real*& bias, Shape shape, const std::string& kernel,
                              const std::string& bias_name, const BatchNormNames& norm, Shape stored) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  const std::size_t elements = packed_dense_elements(inputs, units);
  if (!take({"dense", shape, kernel, bias_name, norm}, filter, elements, units, Result<Real>{bias, round_up(units)}))
    return;
  const float* from = find(kernel, shape, stored);
  Fold fold_;
  if (!fold(bias_name, norm, units, &fold_) || !from) return;
  fill(filter, elements, units, [&](Real* to) { pack_dense(inputs, units, from, fold_.scale.get(), to); });
  write_vector(fold_.shift.get(), units, writable(bias));
}

void Packer::scale_shift(const Real*& scale, const Real*& shift, Shape shape, const BatchNormNames& norm) {
  const std::int64_t channels = at(shape, 0);
  Fold fold_;
  if (!take({"scale_shift", shape, none, none, norm}, Result<Real>{scale, round_up(channels)},
            Result<Real>{shift, round_up(channels)}) ||
      !fold(none, norm, channels, &fold_))
    return;
  write_vector(fold_.scale.get(), channels, writable(scale));
  write_vector(fold_.shift.get(), channels, writable(shift));
}

void Packer::vector(const Real*& values, Shape shape, const std::string& name, Shape stored) {
  std::int64_t count = 1;
  for (std::int64_t extent : shape) count *= extent;
  if (!take({"vector", shape, name}, Result<Real>{values, round_up(count)})) return;
  const float* from = find(name, shape, stored);
  if (!from) return;
  std::copy(from, from + count, writable(values));
  clear_rest(count, writable(values));
}

void Packer::fail(const Status& status) {
  if (errors_++ == 0) first_error_ = status;
}

Status Packer::packed() {
  if (errors_ == 0 && used_ != packed_bytes(info_)) {
    fail(Status(StatusCode::internal, "packed weights of %s fill %zu of %zu bytes", info_.name, used_,
                packed_bytes(info_)));
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
  weights_.data_ = data_;
  weights_.target_ = target_;
  return Status();
}

}  // namespace specimen_v2
