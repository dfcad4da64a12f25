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
  packing_->begin(source);
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
    packing_->fail(
        Status(StatusCode::internal, "packed weights of %s overflow their %zu bytes", info_.name, packed_bytes(info_)));
    return nullptr;
  }
  const char* values = data_ + used_;
  used_ += bytes;
  return values;
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

FilterMemory Filter::memory(std::size_t elements, std::int64_t channels) const {
  FilterMemory memory;
  memory.elements = elements;
  memory.channels = channels;
  if (real) memory.real = writable(*real);
  if (bfloat16) memory.bfloat16 = const_cast<Bfloat16*>(*bfloat16);
  if (int8) memory.int8 = const_cast<std::int8_t*>(*int8);
  if (scale) memory.scale = writable(*scale);
  return memory;
}

void Packer::conv2d(Filter filter, ConvAlgorithm packing, Shape shape, const std::string& kernel, Shape stored) {
  const FilterShape s = filter_shape(shape);
  const std::size_t elements = packed_elements(packing, s);
  if (!take({convolution(packing), shape, kernel}, filter, elements, s.out)) return;
  const StoredTensor from(kernel, shape, stored);
  fill([from, packing, s, to = filter.memory(elements, s.out)](Packing& p) {
    const float* values = p.find(from);
    if (values) p.write(to, [&](Real* packed) { pack_conv2d(packing, s, values, nullptr, packed); });
  });
}

void Packer::conv2d_transposed(const Real*& filter, ConvAlgorithm packing, Shape shape, const std::string& kernel) {
  FilterShape s = filter_shape(shape);
  std::swap(s.in, s.out);
  if (!take({"conv2d_transposed", shape, kernel}, Result<Real>{filter, packed_elements(packing, s)})) return;
  fill([from = StoredTensor(kernel, shape), s, to = writable(filter)](Packing& p) {
    if (const float* values = p.find(from)) pack_conv2d_transposed(s, values, to);
  });
}

void Packer::conv2d_batch_norm(Filter filter, const Real*& bias, ConvAlgorithm packing, Shape shape,
                               const std::string& kernel, const std::string& bias_name, const BatchNormNames& norm,
                               Shape stored) {
  const FilterShape s = filter_shape(shape);
  const std::size_t elements = packed_elements(packing, s);
  if (!take({convolution(packing), shape, kernel, bias_name, norm}, filter, elements, s.out,
            Result<Real>{bias, round_up(s.out)}))
    return;
  const StoredTensor from(kernel, shape, stored);
  fill([from, bias_name, norm, packing, s, to = filter.memory(elements, s.out), shift = writable(bias)](Packing& p) {
    const float* values = p.find(from);
    Fold fold;
    if (!p.fold(bias_name, norm, s.out, &fold) || !values) return;
    p.write(to, [&](Real* packed) { pack_conv2d(packing, s, values, fold.scale, packed); });
    write_vector(fold.shift, s.out, shift);
  });
}

void Packer::depthwise_batch_norm(const Real*& filter, const Real*& bias, Shape shape, const std::string& kernel,
                                  const std::string& bias_name, const BatchNormNames& norm) {
  const std::int64_t rows = at(shape, 0) * at(shape, 1), channels = at(shape, 2);
  if (!take({"depthwise", shape, kernel, bias_name, norm}, Result<Real>{filter, round_up(rows * channels)},
            Result<Real>{bias, round_up(channels)}))
    return;
  const StoredTensor from(kernel, shape);
  fill([from, bias_name, norm, rows, channels, to = writable(filter), shift = writable(bias)](Packing& p) {
    const float* values = p.find(from);
    Fold fold;
    if (!p.fold(bias_name, norm, channels, &fold) || !values) return;
    scale_rows(rows, static_cast<int>(channels), values, fold.scale, to);
    clear_rest(rows * channels, to);
    write_vector(fold.shift, channels, shift);
  });
}

void Packer::dense(Filter filter, Shape shape, const std::string& kernel, Shape stored) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  const std::size_t elements = packed_dense_elements(inputs, units);
  if (!take({"dense", shape, kernel}, filter, elements, units)) return;
  const StoredTensor from(kernel, shape, stored);
  fill([from, inputs, units, to = filter.memory(elements, units)](Packing& p) {
    const float* values = p.find(from);
    if (values) p.write(to, [&](Real* packed) { pack_dense(inputs, units, values, nullptr, packed); });
  });
}

void Packer::dense_transposed(const Real*& filter, Shape shape, const std::string& kernel) {
  const int units = static_cast<int>(at(shape, 0)), inputs = static_cast<int>(at(shape, 1));
  if (!take({"dense_transposed", shape, kernel}, Result<Real>{filter, packed_dense_elements(inputs, units)})) return;
  fill([from = StoredTensor(kernel, shape), inputs, units, to = writable(filter)](Packing& p) {
    if (const float* values = p.find(from)) pack_dense_transposed(inputs, units, values, to);
  });
}

void Packer::dense_batch_norm(Filter filter, const Real*& bias, Shape shape, const std::string& kernel,
                              const std::string& bias_name, const BatchNormNames& norm, Shape stored) {
  const int inputs = static_cast<int>(at(shape, 0)), units = static_cast<int>(at(shape, 1));
  const std::size_t elements = packed_dense_elements(inputs, units);
  if (!take({"dense", shape, kernel, bias_name, norm}, filter, elements, units, Result<Real>{bias, round_up(units)}))
    return;
  const StoredTensor from(kernel, shape, stored);
  fill([from, bias_name, norm, inputs, units, to = filter.memory(elements, units), shift = writable(bias)](Packing& p) {
    const float* values = p.find(from);
    Fold fold;
    if (!p.fold(bias_name, norm, units, &fold) || !values) return;
    p.write(to, [&](Real* packed) { pack_dense(inputs, units, values, fold.scale, packed); });
    write_vector(fold.shift, units, shift);
  });
}

void Packer::scale_shift(const Real*& scale, const Real*& shift, Shape shape, const BatchNormNames& norm) {
  const std::int64_t channels = at(shape, 0);
  if (!take({"scale_shift", shape, none, none, norm}, Result<Real>{scale, round_up(channels)},
            Result<Real>{shift, round_up(channels)}))
    return;
  fill([norm, channels, to = writable(scale), added = writable(shift)](Packing& p) {
    Fold fold;
    if (!p.fold(none, norm, channels, &fold)) return;
    write_vector(fold.scale, channels, to);
    write_vector(fold.shift, channels, added);
  });
}

void Packer::vector(const Real*& values, Shape shape, const std::string& name, Shape stored) {
  const StoredTensor from(name, shape, stored);
  const std::int64_t count = from.elements();
  if (!take({"vector", shape, name}, Result<Real>{values, round_up(count)})) return;
  fill([from, count, to = writable(values)](Packing& p) {
    const float* read = p.find(from);
    if (!read) return;
    std::copy(read, read + count, to);
    clear_rest(count, to);
  });
}

Status Packer::packed() {
  if (packing_->good() && used_ != packed_bytes(info_)) {
    packing_->fail(Status(StatusCode::internal, "packed weights of %s fill %zu of %zu bytes", info_.name, used_,
                          packed_bytes(info_)));
  }
  return packing_->status();
}

Status Packer::finish() {
  if (Status status = packed(); !status) return status;
  weights_.file_ = std::move(mapped_);
  weights_.memory_ = std::move(memory_);
  weights_.data_ = data_;
  weights_.target_ = target_;
  weights_.packing_ = options_.repack ? std::move(packing_) : nullptr;
  return Status();
}

}  // namespace specimen_v2
