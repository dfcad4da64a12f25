#include "prepare.h"

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
void write_vector(const double* values, std::int64_t count, float* to) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = static_cast<float>(values[i]);
  for (std::size_t i = static_cast<std::size_t>(count); i < round_up(count); ++i) to[i] = 0;
}

}  // namespace

Status Preparer::open(const char* path) {
  MappedFile file;
  if (Status status = file.open(path); !status) return status;
  PreparedHead head;
  if (file.size() < kPreparedHead || std::memcmp(file.data(), kPreparedMagic, sizeof head.magic) != 0) {
    file.close();
    if (Status status = checkpoint_.open(path); !status) return status;
    return open_source({get_from_file, &checkpoint_});
  }
  std::memcpy(&head, file.data(), sizeof head);
  const char* name = info_.name;
  if (head.format != kPreparedFormat) {
    return Status(StatusCode::data_error,
                  "%s: prepared weights of format %u, this program reads %u; prepare them again",
                  Printable(path).text(), head.format, kPreparedFormat);
  }
  if (head.head_checksum != checksum(&head, offsetof(PreparedHead, head_checksum))) {
    return Status(StatusCode::data_error, "%s: the head of the prepared weights is damaged; prepare them again",
                  Printable(path).text());
  }
  head.structure[sizeof head.structure - 1] = '\0';
  if (std::strcmp(head.structure, info_.structure) != 0) {
    return Status(StatusCode::data_error, "%s: weights prepared for another model than %s; prepare them again",
                  Printable(path).text(), name);
  }
  if (head.level != static_cast<std::int32_t>(level_)) {
    return Status(StatusCode::data_error, "%s: weights prepared for level %s, this is %s; prepare them again",
                  Printable(path).text(), level_name(static_cast<Level>(head.level)), level_name(level_));
  }
  if (head.floats != info_.prepared_floats || (file.size() - kPreparedHead) / sizeof(float) != head.floats) {
    return Status(StatusCode::data_error, "%s: %zu bytes, prepared weights of %s have %zu", Printable(path).text(),
                  file.size(), name, kPreparedHead + info_.prepared_floats * sizeof(float));
  }
  if (options_.verify && head.floats_checksum != checksum(file.data() + kPreparedHead, head.floats * sizeof(float))) {
    return Status(StatusCode::data_error, "%s: the prepared weights are damaged: they do not have their checksum",
                  Printable(path).text());
  }
  mapped_ = std::move(file);
  floats_ = reinterpret_cast<const float*>(mapped_.data() + kPreparedHead);
  fill_ = false;
  return Status();
}

Status Preparer::open_memory(const void* data, std::size_t size) {
  if (Status status = checkpoint_.open_memory(data, size, "weights in memory"); !status) return status;
  return open_source({get_from_file, &checkpoint_});
}

Status Preparer::open_source(const TensorSource& source) {
  if (!source.get) return Status(StatusCode::invalid_argument, "the source of weights has no function");
  source_ = source;
  // One float is allocated for a model without weights: the address says that they are open.
  const std::size_t bytes = align((info_.prepared_floats + 1) * sizeof(float));
  if (Status status = memory_.allocate(bytes, options_.memory, "the weights"); !status) return status;
  floats_ = reinterpret_cast<const float*>(memory_.data());
  return Status();
}

float* Preparer::take(const float*& pointer, std::size_t floats) {
  if (!floats_ || floats > info_.prepared_floats - used_) {
    fail(Status(StatusCode::internal, "prepared weights of %s overflow their %zu floats", info_.name,
                info_.prepared_floats));
    return nullptr;
  }
  pointer = floats_ + used_;
  used_ += floats;
  return fill_ ? const_cast<float*>(pointer) : nullptr;
}

const float* Preparer::find(const std::string& name, Shape shape) {
  const float* values = nullptr;
  Status status = source_.get(source_.data, name.c_str(), shape.begin(), static_cast<int>(shape.size()), &values);
  if (!status) fail(status);
  return values;
}

bool Preparer::find(const BatchNormNames& names, std::int64_t channels, BatchNorm* norm) {
  const int before = errors_;
  if (!names.gamma.empty()) norm->gamma = find(names.gamma, {channels});
  if (!names.beta.empty()) norm->beta = find(names.beta, {channels});
  norm->mean = find(names.mean, {channels});
  norm->variance = find(names.variance, {channels});
  norm->epsilon = names.epsilon;
  return errors_ == before;
}

bool Preparer::fold(const std::string& bias, const BatchNormNames& names, std::int64_t channels, Fold* result) {
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

void Preparer::conv2d(const float*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel,
                      Shape stored) {
  const FilterShape s = filter_shape(shape);
  float* to = take(filter, packed_floats(packing, s));
  const float* from = to ? find(kernel, stored.size() > 0 ? stored : shape) : nullptr;
  if (from) pack_conv2d(packing, s, from, nullptr, to);
}

void Preparer::conv2d_batch_norm(const float*& filter, const float*& bias, ConvAlgorithm packing, Shape shape,
                                 const std::string& kernel, const std::string& bias_name, const BatchNormNames& norm,
                                 Shape stored) {
  const FilterShape s = filter_shape(shape);
  float* to = take(filter, packed_floats(packing, s));
  float* bias_to = take(bias, round_up(s.out));
  if (!to || !bias_to) return;
  const float* from = find(kernel, stored.size() > 0 ? stored : shape);
  Fold fold_;
  if (!fold(bias_name, norm, s.out, &fold_) || !from) return;
  pack_conv2d(packing, s, from, fold_.scale.get(), to);
  write_vector(fold_.shift.get(), s.out, bias_to);
}

void Preparer::depthwise_batch_norm(const float*& filter, const float*& bias, Shape shape, const std::string& kernel,
                                    const std::string& bias_name, const BatchNormNames& norm) {
  const std::int64_t rows = at(shape, 0) * at(shape, 1), channels = at(shape, 2);
  float* to = take(filter, round_up(rows * channels));
  float* bias_to = take(bias, round_up(channels));
  if (!to || !bias_to) return;
  const float* from = find(kernel, shape);
  Fold fold_;
  if (!fold(bias_name, norm, channels, &fold_) || !from) return;
  scale_rows(rows, static_cast<int>(channels), from, fold_.scale.get(), to);
  for (std::size_t i = static_cast<std::size_t>(rows * channels); i < round_up(rows * channels); ++i) to[i] = 0;
  write_vector(fold_.shift.get(), channels, bias_to);
}

void Preparer::dense(const float*& filter, Shape shape, const std::string& kernel) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  float* to = take(filter, packed_dense_floats(inputs, units));
  const float* from = to ? find(kernel, shape) : nullptr;
  if (from) pack_dense(inputs, units, from, nullptr, to);
}

void Preparer::dense_transposed(const float*& filter, Shape shape, const std::string& kernel) {
  const int units = static_cast<int>(at(shape, 0)), inputs = static_cast<int>(at(shape, 1));
  float* to = take(filter, packed_dense_floats(inputs, units));
  const float* from = to ? find(kernel, shape) : nullptr;
  if (from) pack_dense_transposed(inputs, units, from, to);
}

void Preparer::dense_batch_norm(const float*& filter, const float*& bias, Shape shape, const std::string& kernel,
                                const std::string& bias_name, const BatchNormNames& norm) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  float* to = take(filter, packed_dense_floats(inputs, units));
  float* bias_to = take(bias, round_up(units));
  if (!to || !bias_to) return;
  const float* from = find(kernel, shape);
  Fold fold_;
  if (!fold(bias_name, norm, units, &fold_) || !from) return;
  pack_dense(inputs, units, from, fold_.scale.get(), to);
  write_vector(fold_.shift.get(), units, bias_to);
}

void Preparer::scale_shift(const float*& scale, const float*& shift, Shape shape, const BatchNormNames& norm) {
  const std::int64_t channels = at(shape, 0);
  float* scale_to = take(scale, round_up(channels));
  float* shift_to = take(shift, round_up(channels));
  Fold fold_;
  if (!scale_to || !shift_to || !fold(none, norm, channels, &fold_)) return;
  write_vector(fold_.scale.get(), channels, scale_to);
  write_vector(fold_.shift.get(), channels, shift_to);
}

void Preparer::vector(const float*& values, Shape shape, const std::string& name) {
  std::int64_t count = 1;
  for (std::int64_t extent : shape) count *= extent;
  float* to = take(values, round_up(count));
  const float* from = to ? find(name, shape) : nullptr;
  if (!from) return;
  std::memcpy(to, from, static_cast<std::size_t>(count) * sizeof(float));
  for (std::size_t i = static_cast<std::size_t>(count); i < round_up(count); ++i) to[i] = 0;
}

void Preparer::fail(const Status& status) {
  if (errors_++ == 0) first_error_ = status;
}

Status Preparer::packed() {
  if (errors_ == 0 && used_ != info_.prepared_floats) {
    fail(Status(StatusCode::internal, "prepared weights of %s fill %zu of %zu floats", info_.name, used_,
                info_.prepared_floats));
  }
  if (errors_ == 1) return first_error_;
  if (errors_ > 1) {
    return Status(first_error_.code(), "%s (and %d more)", first_error_.message(), errors_ - 1);
  }
  return Status();
}

Status Preparer::finish() {
  if (Status status = packed(); !status) return status;
  weights_.file_ = std::move(mapped_);
  weights_.memory_ = std::move(memory_);
  weights_.floats_ = floats_;
  weights_.level_ = level_;
  return Status();
}

}  // namespace specimen_v2
