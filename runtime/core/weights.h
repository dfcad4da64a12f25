// Where packed weights live, and where they come from: a safetensors file, memory, or a function.
//
// A checkpoint holds the layers' own tensors. Kernels read them packed: batch norms folded, filters in panels. That
// takes a moment, so packed weights can be saved; a saved file maps without a copy, as long as it fits the model. A
// file that is shortened in place while it is mapped takes its pages away, and whoever reads them gets SIGBUS; one that
// is written over gives other answers. So replace it by renaming a new file over it, as save_packed does.
#ifndef SPECIMEN_V2_CORE_WEIGHTS_H
#define SPECIMEN_V2_CORE_WEIGHTS_H

#include <cstddef>
#include <cstdint>
#include <memory>

#include "info.h"
#include "mapped_file.h"
#include "memory.h"
#include "status.h"
#include "target.h"
#include "version.h"

namespace specimen_v2 {

// Gives the tensors of a checkpoint by name, f32 and row-major. The values stay valid until the weights are open.
struct TensorSource {
  Status (*get)(void* data, const char* name, const std::int64_t* shape, int rank, const float** values) = nullptr;
  void* data = nullptr;
};

struct WeightsOptions {
  Target target = Target::automatic;  // of the kernels that will read them
  MemoryHook memory;
  // Packed weights are read through and compared with their checksum: not just mapped, so that damage is an error
  // here and not a wrong answer later.
  bool verify = false;
  bool repack = false;  // PackedWeights::repack() can be called: names and places are kept
};

class Packing;

// What the generated Weights of a model are built on. Moves, does not copy; read-only once open but for repack(), so
// any number of contexts in any threads share one.
class SPECIMEN_V2_API PackedWeights {
 public:
  PackedWeights();
  PackedWeights(PackedWeights&& other) noexcept;
  PackedWeights& operator=(PackedWeights&& other) noexcept;

  bool is_open() const { return data_ != nullptr; }
  Target target() const { return target_; }
  bool is_mapped() const { return memory_.data() == nullptr; }  // from a file of packed weights

  // Writes what was packed to a file that opens without a copy; it appears whole or not at all.
  // Errors: io_error; invalid_argument before open.
  Status save_packed(const char* path, const ModelInfo& info) const;

  // Packs the tensors of another source where the former ones are: the contexts of these weights have them from their
  // next run on. No context runs meanwhile. Takes nothing from the heap. Errors: invalid_argument for weights that were
  // opened without WeightsOptions::repack, or from a file of packed weights; those of the source, and then what is
  // packed is partly of it.
  Status repack(const TensorSource& source);

 protected:
  ~PackedWeights();

 private:
  friend class Packer;

  MappedFile file_;
  Memory memory_;
  std::unique_ptr<Packing> packing_;  // null: these are not packed again
  const char* data_ = nullptr;
  Target target_ = Target::automatic;
};

// The head of a file of packed weights. The tensors follow at kPackedHead bytes, as the model's `pack` laid them
// out.
struct PackedHead {
  char magic[8];         // kPackedMagic
  std::uint32_t format;  // kPackedFormat
  std::int32_t target;
  char structure[32];           // the model's hash of parameters and layouts
  std::uint64_t bytes;          // of all tensors
  std::uint64_t data_checksum;  // compared where the caller asks for it: that reads the whole file
  std::uint64_t head_checksum;  // of what is before it; always compared
};
constexpr char kPackedMagic[] = "SPCMPACK";  // without the zero at its end
inline constexpr std::uint32_t kPackedFormat = 3;
inline constexpr std::size_t kPackedHead = 4096;

// In memory: a build in double has twice as many.
inline std::size_t packed_bytes(const ModelInfo& info) {
  return info.packed_bytes * static_cast<std::size_t>(kRealScale);
}

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_WEIGHTS_H
