// Replays folders of inputs through one fuzzer: replay NAME FOLDER... What scripts/coverage runs.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/fuzz.h"

namespace {

struct Fuzzer {
  const char* name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

constexpr Fuzzer kFuzzers[] = {
    {"expression", specimen_fuzz::expression},   {"graph", specimen_fuzz::graph}, {"image", specimen_fuzz::image},
    {"safetensors", specimen_fuzz::safetensors}, {"spec", specimen_fuzz::spec},
};

}  // namespace

int main(int argc, char** argv) {
  for (const Fuzzer& fuzzer : kFuzzers) {
    if (argc < 3 || std::strcmp(fuzzer.name, argv[1]) != 0) continue;
    int files = 0;
    for (int i = 2; i < argc; ++i) {
      for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        fuzzer.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        ++files;
      }
    }
    return files > 0 ? 0 : 1;
  }
  std::fprintf(stderr, "usage: replay expression|graph|image|safetensors|spec FOLDER...\n");
  return 2;
}
