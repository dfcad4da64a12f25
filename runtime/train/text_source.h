// Texts of classes as the inputs of a training function: the ids of their tokens, segments, the mask of padding, the
// label. A table with the columns `text` and `label`, of pairs of texts `text_pair`, too, and the tokenizer's files
// beside it.
//
//   constexpr train::TextInput kTexts = {...};
//   Status open_data(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
//     return train::open_texts(directory, training, 128, dataset);
//   }
//   recipe.data = {"reviews", open_data, train::text_and_label, train::text_and_label, &kTexts, &kTexts};
//   recipe.data.lengths = train::text_lengths;
#ifndef SPECIMEN_V2_TRAIN_TEXT_SOURCE_H
#define SPECIMEN_V2_TRAIN_TEXT_SOURCE_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../core/status.h"
#include "../data/csv.h"
#include "../data/loader.h"
#include "../text/wordpiece.h"

namespace specimen_v2::train {

struct TextInput {
  // The inputs of the training function, by their slots; -1: it has none.
  int token_ids = 0, segment_ids = -1, padding_mask = -1, label = 1;
  std::int32_t classes = 0;  // labels are 0 .. classes - 1
};

// A table's rows: the fields `ids` and `segments`, of the tokens of the text or pair, and `label`.
class TextDataset final : public data::Dataset {
 public:
  // Counts the tokens of all texts. `tokenizer`: as WordPiece::open takes it. Texts have at most `max_length` tokens,
  // [CLS] and [SEP] included: of longer ones the end is left out, of a pair that of the longer one first. Errors: those
  // of CsvDataset and WordPiece.
  Status open(const std::string& table, const char* tokenizer, std::int32_t max_length);

  std::int64_t size() const override { return table_.size(); }
  Status read(std::int64_t index, data::Example* example) const override;
  std::string place(std::int64_t index) const override { return table_.place(index); }
  const std::vector<std::int32_t>& lengths() const { return lengths_; }  // tokens of each text

 private:
  data::CsvDataset table_;
  WordPiece tokenizer_;
  EncodeOptions options_;
  std::vector<std::int32_t> lengths_;
};

// For DataSource::open: train.tsv or test.tsv of a directory, which has vocab.txt or tokenizer.json, too.
Status open_texts(const char* directory, bool training, std::int32_t max_length,
                  std::unique_ptr<data::Dataset>* dataset);

// A data::Transform; `data` is a TextInput, the data set a TextDataset. Errors: data_error (a label that is no class).
Status text_and_label(const void* data, const data::Example& example, const data::ExampleKey& key,
                      const data::Slot* slots);

// DataSource::lengths.
Status text_lengths(const data::Dataset& dataset, const void* data, std::vector<std::int32_t>* lengths);

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_TEXT_SOURCE_H
