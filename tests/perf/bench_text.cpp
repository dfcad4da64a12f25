// Our half of bench_text.py: texts to embeddings with the generated MiniLM and the runtime's WordPiece, on request.
//
//   bench_text WEIGHTS TOKENIZER.json TEXTS THREADS
//
// TEXTS holds one text a line. One command a line on standard input, one line of answer on standard output:
//   run BATCH N           ms T1 T2 ... TN     milliseconds for all texts, BATCH at a time, N times
//   output BATCH FILE     ok                  their embeddings, little-endian float32
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "minilm_c.h"
#include "runtime/text/wordpiece.h"

namespace {

constexpr std::size_t kFeatures = 384;
constexpr int kLongest = 512;

[[noreturn]] void fail(const std::string& message) {
  std::printf("error %s\n", message.c_str());
  std::exit(1);
}

struct Model {
  minilm_weights* weights = nullptr;
  minilm_context* context = nullptr;
  specimen_v2::WordPiece tokenizer;
  std::vector<std::string> texts;

  Model(const char* file, const char* vocabulary, const char* lines, int threads) {
    char message[500] = "";
    if (minilm_weights_open(file, nullptr, &weights, message, sizeof message) != 0) fail(message);
    minilm_options options = {};
    options.struct_size = sizeof options;
    options.threads = threads;
    if (minilm_context_create(weights, &options, &context, message, sizeof message) != 0) fail(message);
    if (specimen_v2::Status status = tokenizer.open(vocabulary); !status) fail(status.message());
    std::ifstream stream(lines);
    for (std::string line; std::getline(stream, line);) texts.push_back(line);
  }

  // What a program does that has texts and wants embeddings.
  void embed(std::size_t batch, std::vector<float>* embeddings) {
    specimen_v2::Encoding encoding;
    specimen_v2::EncodeOptions options;
    options.max_length = kLongest;
    std::vector<std::string_view> views(texts.begin(), texts.end());
    embeddings->resize(texts.size() * kFeatures);
    for (std::size_t begin = 0; begin < views.size(); begin += batch) {
      const std::size_t count = std::min(batch, views.size() - begin);
      if (specimen_v2::Status status = tokenizer.encode_batch(&views[begin], nullptr, count, options, &encoding);
          !status) {
        fail(status.message());
      }
      char message[500] = "";
      const int code =
          minilm_forward(context, static_cast<std::int64_t>(encoding.batch), static_cast<std::int64_t>(encoding.length),
                         encoding.ids.data(), encoding.segments.data(), encoding.mask.data(),
                         embeddings->data() + begin * kFeatures, message, sizeof message);
      if (code != 0) fail(message);
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) fail("wanted: WEIGHTS TOKENIZER TEXTS THREADS");
  Model model(argv[1], argv[2], argv[3], std::atoi(argv[4]));
  std::vector<float> embeddings;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command, argument;
    std::size_t batch = 0;
    words >> command >> batch >> argument;
    if (batch == 0) fail("no number of texts: " + line);
    if (command == "run") {
      std::printf("ms");
      for (int i = std::atoi(argument.c_str()); i > 0; --i) {
        const auto begin = std::chrono::steady_clock::now();
        model.embed(batch, &embeddings);
        std::printf(" %.6f",
                    std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
      }
      std::printf("\n");
    } else if (command == "output") {
      model.embed(batch, &embeddings);
      std::ofstream(argument, std::ios::binary)
          .write(reinterpret_cast<const char*>(embeddings.data()),
                 static_cast<std::streamsize>(embeddings.size() * sizeof(float)));
      std::printf("ok\n");
    } else {
      fail("no command " + command + "; known: run output");
    }
    std::fflush(stdout);
  }
}
