// Semantic search with a generated network: finds the sentences that say most nearly what a query says, whatever the
// words.
//
//   search WEIGHTS VOCABULARY SENTENCES [QUERIES ANSWERS] [--threads=N]
//
// WEIGHTS is a safetensors file of minilm, VOCABULARY its vocab.txt or tokenizer.json, SENTENCES a text with one
// sentence a line. Queries are read from standard input, one a line; or from QUERIES, and then ANSWERS holds what
// another program found: for each query the numbers of its best lines, from 0, the best first. The exit status is 0
// when both find the same.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "minilm.h"
#include "runtime/core/mapped_file.h"
#include "runtime/core/os.h"
#include "runtime/text/wordpiece.h"

namespace {

using minilm::Status;
using minilm::StatusCode;

constexpr std::size_t kTop = 3;           // answers to a query
constexpr std::int64_t kDimension = 384;  // of an embedding, whose length is 1

Status read_lines(const char* path, std::vector<std::string>* lines) {
  specimen_v2::MappedFile file;
  if (Status status = file.open(path); !status) return status;
  const char* at = reinterpret_cast<const char*>(file.data());
  const char* end = at + file.size();
  while (at < end) {
    const char* stop = std::find(at, end, '\n');
    lines->emplace_back(at, stop);
    at = stop + (stop < end);
  }
  if (lines->empty()) return Status(StatusCode::data_error, "%s: no lines", path);
  return Status();
}

// Text to vectors: the tokenizer, the network and what both write to.
class Embedder {
 public:
  Status open(const char* weights, const char* vocabulary, int threads) {
    minilm::ContextOptions options;
    options.threads = threads;
    if (Status status = weights_.open(weights); !status) return status;
    if (Status status = tokenizer_.open(vocabulary); !status) return status;
    return context_.create(weights_, options);
  }

  // One vector a text, appended. At most minilm::kMaxBatch texts; what is over the longest sequence is cut off.
  Status embed(const std::string_view* texts, std::size_t count, std::vector<float>* vectors) {
    specimen_v2::EncodeOptions options;
    options.max_length = minilm::kMaxSequence;
    if (Status status = tokenizer_.encode_batch(texts, nullptr, count, options, &tokens_); !status) return status;
    const std::int64_t batch = static_cast<std::int64_t>(count), length = static_cast<std::int64_t>(tokens_.length);
    const std::size_t before = vectors->size();
    vectors->resize(before + count * kDimension);
    return minilm::forward(context_, {tokens_.ids.data(), {batch, length}}, {tokens_.segments.data(), {batch, length}},
                           {tokens_.mask.data(), {batch, length}}, {vectors->data() + before, {batch, kDimension}});
  }

  int threads() const { return context_.threads(); }

 private:
  minilm::Weights weights_;
  minilm::Context context_;
  specimen_v2::WordPiece tokenizer_;
  specimen_v2::Encoding tokens_;
};

Status embed_lines(const std::vector<std::string>& lines, Embedder* embedder, std::vector<float>* vectors) {
  const std::vector<std::string_view> texts(lines.begin(), lines.end());
  for (std::size_t i = 0; i < texts.size(); i += minilm::kMaxBatch) {
    const std::size_t count = std::min<std::size_t>(minilm::kMaxBatch, texts.size() - i);
    if (Status status = embedder->embed(&texts[i], count, vectors); !status) return status;
  }
  return Status();
}

struct Answer {
  std::size_t line;
  float score;  // the cosine of both vectors
};

// The best first.
std::vector<Answer> nearest(const std::vector<float>& vectors, const std::vector<float>& query) {
  std::vector<Answer> answers;
  for (std::size_t line = 0; line * kDimension < vectors.size(); ++line) {
    const float* vector = &vectors[line * kDimension];
    answers.push_back({line, std::inner_product(query.begin(), query.end(), vector, 0.0f)});
  }
  const auto top = answers.begin() + static_cast<std::ptrdiff_t>(std::min(kTop, answers.size()));
  std::partial_sort(answers.begin(), top, answers.end(),
                    [](const Answer& a, const Answer& b) { return a.score > b.score; });
  answers.erase(top, answers.end());
  return answers;
}

std::string numbers(const std::vector<Answer>& answers) {
  std::string text;
  for (const Answer& answer : answers) text += (text.empty() ? "" : " ") + std::to_string(answer.line);
  return text;
}

struct Search {
  Embedder embedder;
  std::vector<std::string> sentences;
  std::vector<float> vectors;

  Status open(char** paths, int threads) {
    if (Status status = embedder.open(paths[0], paths[1], threads); !status) return status;
    if (Status status = read_lines(paths[2], &sentences); !status) return status;
    const std::int64_t started = specimen_v2::now_ns();
    if (Status status = embed_lines(sentences, &embedder, &vectors); !status) return status;
    std::printf("%zu sentences read in %.0f ms, %d threads\n", sentences.size(),
                static_cast<double>(specimen_v2::now_ns() - started) / 1e6, embedder.threads());
    return Status();
  }

  // Prints the answers. `took`: milliseconds from the text to the order of the sentences.
  Status ask(const std::string& query, std::vector<Answer>* answers, double* took) {
    const std::int64_t started = specimen_v2::now_ns();
    const std::string_view text = query;
    std::vector<float> vector;
    if (Status status = embedder.embed(&text, 1, &vector); !status) return status;
    *answers = nearest(vectors, vector);
    *took = static_cast<double>(specimen_v2::now_ns() - started) / 1e6;
    std::printf("\n%s\n", query.c_str());
    for (const Answer& answer : *answers) {
      std::printf("  %.3f  %s\n", static_cast<double>(answer.score), sentences[answer.line].c_str());
    }
    return Status();
  }
};

Status ask_standard_input(Search* search) {
  char line[4096];
  while (std::fgets(line, sizeof line, stdin)) {
    line[std::strcspn(line, "\n")] = '\0';
    std::vector<Answer> answers;
    double took = 0;
    if (Status status = search->ask(line, &answers, &took); !status) return status;
  }
  return Status();
}

Status compare(char** paths, Search* search, bool* same) {
  std::vector<std::string> queries, expected;
  if (Status status = read_lines(paths[0], &queries); !status) return status;
  if (Status status = read_lines(paths[1], &expected); !status) return status;
  if (queries.size() != expected.size()) {
    return Status(StatusCode::data_error, "%s and %s have different numbers of lines", paths[0], paths[1]);
  }
  std::size_t equal = 0;
  std::vector<double> times;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    std::vector<Answer> answers;
    double took = 0;
    if (Status status = search->ask(queries[i], &answers, &took); !status) return status;
    times.push_back(took);
    equal += numbers(answers) == expected[i];
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "\n%zu of %zu queries have the answers of the other program, in its order; %.2f ms a query, from text to "
      "answer\n",
      equal, queries.size(), times[times.size() / 2]);
  *same = equal == queries.size();
  return Status();
}

}  // namespace

int main(int argc, char** argv) {
  int threads = 0, count = 0;
  char* paths[6];
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--threads=", 10) == 0) {
      threads = std::atoi(argv[i] + 10);
    } else if (count < 6) {
      paths[count++] = argv[i];
    }
  }
  if ((count != 3 && count != 5) || threads < 0) {
    std::fprintf(stderr, "usage: %s WEIGHTS VOCABULARY SENTENCES [QUERIES ANSWERS] [--threads=N]\n", argv[0]);
    return 2;
  }
  Search search;
  bool same = true;
  Status status = search.open(paths, threads);
  if (status) status = count == 3 ? ask_standard_input(&search) : compare(paths + 3, &search, &same);
  if (!status) {
    std::fprintf(stderr, "search: error: %s\n", status.message());
    return 1;
  }
  return same ? 0 : 1;
}
