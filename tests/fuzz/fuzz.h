// What a fuzzer calls with every input. Each body is built twice: with libFuzzer around it (CMakeLists.txt of this
// directory), and into the normal tests, which replay its corpus.
#pragma once

#include <cstddef>
#include <cstdint>

namespace specimen_fuzz {

int image(const std::uint8_t* data, std::size_t size);        // image_fuzzer.cpp; always 0
int safetensors(const std::uint8_t* data, std::size_t size);  // safetensors_fuzzer.cpp; always 0
int expression(const std::uint8_t* data, std::size_t size);   // expression_fuzzer.cpp; always 0
int graph(const std::uint8_t* data, std::size_t size);        // graph_fuzzer.cpp; always 0
int spec(const std::uint8_t* data, std::size_t size);         // spec_fuzzer.cpp; always 0
int tokenizer(const std::uint8_t* data, std::size_t size);    // tokenizer_fuzzer.cpp; always 0
int vocabulary(const std::uint8_t* data, std::size_t size);   // vocabulary_fuzzer.cpp; always 0
int table(const std::uint8_t* data, std::size_t size);        // table_fuzzer.cpp; always 0
int shards(const std::uint8_t* data, std::size_t size);       // shards_fuzzer.cpp; always 0
int torch(const std::uint8_t* data, std::size_t size);        // torch_fuzzer.cpp; always 0
int config(const std::uint8_t* data, std::size_t size);       // config_fuzzer.cpp; always 0
int idx(const std::uint8_t* data, std::size_t size);          // idx_fuzzer.cpp; always 0
int cifar(const std::uint8_t* data, std::size_t size);        // cifar_fuzzer.cpp; always 0
int tfrecord(const std::uint8_t* data, std::size_t size);     // tfrecord_fuzzer.cpp; always 0
int csv(const std::uint8_t* data, std::size_t size);          // csv_fuzzer.cpp; always 0
int lines(const std::uint8_t* data, std::size_t size);        // lines_fuzzer.cpp; always 0
int npy(const std::uint8_t* data, std::size_t size);          // npy_fuzzer.cpp; always 0

}  // namespace specimen_fuzz
