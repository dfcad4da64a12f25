#include "import/floats.h"

#include <cstring>

namespace specimen::gen {
namespace {

float from_half(std::uint16_t half) {
  std::uint32_t sign = std::uint32_t{half} >> 15 << 31, exponent = half >> 10 & 31, fraction = half & 1023;
  std::uint32_t bits = sign;
  if (exponent == 31) {
    bits |= 0x7F800000 | fraction << 13;
  } else if (exponent != 0) {
    bits |= (exponent + 112) << 23 | fraction << 13;
  } else if (fraction != 0) {  // a subnormal: shift its leading bit out
    int shift = 0;
    while (!(fraction & 1024)) fraction <<= 1, ++shift;
    bits |= static_cast<std::uint32_t>(113 - shift) << 23 | (fraction & 1023) << 13;
  }
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <class T>
T load(const unsigned char* data, std::size_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof(T), sizeof value);
  return value;
}

}  // namespace

bool is_float(SafetensorsDtype dtype) {
  return dtype == SafetensorsDtype::f32 || dtype == SafetensorsDtype::f64 || dtype == SafetensorsDtype::f16 ||
         dtype == SafetensorsDtype::bf16;
}

Array to_float(const CheckpointTensor& tensor) {
  Array array;
  array.shape = tensor.shape;
  std::size_t count =
      static_cast<std::size_t>(tensor.bytes) * 8 / static_cast<std::size_t>(safetensors_dtype_bits(tensor.dtype));
  array.values.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    float& value = array.values[i];
    switch (tensor.dtype) {
      case SafetensorsDtype::f64:
        value = static_cast<float>(load<double>(tensor.data, i));
        break;
      case SafetensorsDtype::f16:
        value = from_half(load<std::uint16_t>(tensor.data, i));
        break;
      case SafetensorsDtype::bf16: {
        std::uint32_t bits = std::uint32_t{load<std::uint16_t>(tensor.data, i)} << 16;
        std::memcpy(&value, &bits, sizeof value);
        break;
      }
      default:
        value = load<float>(tensor.data, i);
    }
  }
  return array;
}

}  // namespace specimen::gen
