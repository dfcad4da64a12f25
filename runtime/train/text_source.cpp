#include "text_source.h"

#include <algorithm>

#include "open_dataset.h"

namespace specimen_v2::train {
namespace {

Status encode(const WordPiece& tokenizer, const data::Example& row, const EncodeOptions& options, Encoding* encoding) {
  const std::string_view text = row.find("text")->text();
  const data::Field* second = row.find("text_pair");
  return second ? tokenizer.encode_pair(text, second->text(), options, encoding)
                : tokenizer.encode(text, options, encoding);
}

Status add_integers(const char* name, const std::vector<std::int32_t>& values, data::Example* example) {
  const auto count = static_cast<std::int64_t>(values.size());
  data::Field* field = example->add(name, data::FieldType::i64, &count, 1);
  if (!field) return Status(StatusCode::out_of_memory, "no memory for a text");
  std::copy(values.begin(), values.end(), static_cast<std::int64_t*>(const_cast<void*>(field->data)));
  return Status();
}

}  // namespace

Status TextDataset::open(const std::string& table, const char* tokenizer, std::int32_t max_length) {
  options_.max_length = max_length;
  if (Status status = tokenizer_.open(tokenizer); !status) return status;
  data::CsvOptions options;
  options.separator = '\t';
  options.columns = {{"label", data::FieldType::i64, false},
                     {"text", data::FieldType::text, true},
                     {"text_pair", data::FieldType::text, true, true}};
  if (Status status = table_.open(table, options); !status) return status;
  lengths_.resize(static_cast<std::size_t>(table_.size()));
  data::Example example;
  Encoding encoding;
  for (std::int64_t i = 0; i < table_.size(); ++i) {
    // A damaged row is an error where it is read, which may pass over it.
    const bool known = table_.read(i, &example) && encode(tokenizer_, example, options_, &encoding);
    lengths_[static_cast<std::size_t>(i)] = known ? static_cast<std::int32_t>(encoding.length) : 1;
  }
  return Status();
}

Status TextDataset::read(std::int64_t index, data::Example* example) const {
  thread_local data::Example row;  // keeps its memory
  thread_local Encoding encoding;
  if (Status status = table_.read(index, &row); !status) return status;
  if (Status status = encode(tokenizer_, row, options_, &encoding); !status) return status;
  example->clear();
  if (Status status = add_integers("ids", encoding.ids, example); !status) return status;
  if (Status status = add_integers("segments", encoding.segments, example); !status) return status;
  data::Field* label = example->add("label", data::FieldType::i64, nullptr, 0);
  if (!label) return Status(StatusCode::out_of_memory, "no memory for a label");
  *static_cast<std::int64_t*>(const_cast<void*>(label->data)) = row.find("label")->integer();
  example->sort_fields();
  return Status();
}

Status open_texts(const char* directory, bool training, std::int32_t max_length,
                  std::unique_ptr<data::Dataset>* dataset) {
  const std::string table = std::string(directory) + (training ? "/train.tsv" : "/test.tsv");
  return open_dataset<TextDataset>([&](auto& reader) { return reader.open(table, directory, max_length); }, dataset);
}

Status text_and_label(const void* data, const data::Example& example, const data::ExampleKey&,
                      const data::Slot* slots) {
  const TextInput& input = *static_cast<const TextInput*>(data);
  const data::Field* ids = example.find("ids");
  const data::Field *label = example.find("label"), *segments = example.find("segments");
  if (!ids || !label || !segments) return Status(StatusCode::data_error, "there is no text, or no label");
  const std::int64_t its = label->integer();
  if (its < 0 || its >= input.classes) {
    return Status(StatusCode::data_error, "the label %lld is none of %d classes", static_cast<long long>(its),
                  input.classes);
  }
  slots[input.label].i32[0] = static_cast<std::int32_t>(its);
  // Zeros behind them: [PAD], the first segment, padding.
  const data::Slot& to = slots[input.token_ids];
  const std::int64_t kept = std::min(ids->count(), to.elements);
  for (std::int64_t i = 0; i < kept; ++i) {
    to.i32[i] = static_cast<std::int32_t>(ids->integer(i));
    if (input.segment_ids >= 0) slots[input.segment_ids].i32[i] = static_cast<std::int32_t>(segments->integer(i));
  }
  if (input.padding_mask >= 0) std::fill_n(slots[input.padding_mask].i32, kept, 1);
  return Status();
}

Status text_lengths(const data::Dataset& dataset, const void*, std::vector<std::int32_t>* lengths) {
  *lengths = static_cast<const TextDataset&>(dataset).lengths();
  return Status();
}

}  // namespace specimen_v2::train
