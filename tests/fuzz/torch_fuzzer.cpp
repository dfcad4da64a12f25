// Any bytes as a file that torch.save wrote. Archives have checksums that would stop all but a few inputs at once, so
// the first byte says what the rest is: a file as it is, the pickle of an archive with two storages, or the four
// pickles of the older format with storages behind them.
#include <cstdlib>
#include <string>

#include "fuzz/fuzz.h"
#include "import/torch_file.h"

namespace specimen_fuzz {
namespace {

using namespace specimen::gen;

void use(TorchFile& file) {
  std::vector<unsigned char> elements;
  ReadFailure failure;
  volatile unsigned char sink = 0;
  for (const TorchTensor& tensor : file.state_dict().tensors) {
    if (!file.read(tensor, elements, failure)) {
      if (failure.what.empty()) std::abort();
      continue;
    }
    if (elements.size() != tensor.bytes) std::abort();
    for (unsigned char byte : elements) sink = sink ^ byte;
  }
}

void check(bool opened, TorchFile& file, const ReadFailure& failure) {
  if (opened != failure.what.empty()) std::abort();
  if (opened) use(file);
}

void archive(std::string_view bytes) {
  ZipArchive archive;
  ReadFailure failure;
  if (!archive.open(bytes, failure) || !is_torch_archive(archive)) return;
  TorchFile file;
  const bool opened = file.open(archive, "", failure);
  check(opened, file, failure);
}

void pickles(std::string_view bytes) {
  TorchFile file;
  ReadFailure failure;
  const bool opened = file.open(bytes, "", failure);
  check(opened, file, failure);
}

// The description of tensors alone, with storages that are there by name only.
void dictionary(std::string_view bytes) {
  Pickle pickle;
  std::string message;
  if (!pickle.read(bytes, message)) return;
  std::map<std::string, TorchStorage> storages;
  StateDict result;
  ReadFailure failure;
  if (!read_storages(pickle, storages, failure)) return;
  if (read_state_dict(pickle, storages, "", result, failure) != failure.what.empty()) std::abort();
}

}  // namespace

int torch(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] & 3) {
    case 0:
      archive(bytes);
      break;
    case 1:
      pickles(bytes);
      break;
    case 2:
      pickles("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02M\xe9\x03.\x80\x02}." +
              std::string(bytes));
      break;
    default:
      dictionary(bytes);
  }
  return 0;
}

}  // namespace specimen_fuzz

#ifdef SPECIMEN_LIBFUZZER
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return specimen_fuzz::torch(data, size);
}
#endif
