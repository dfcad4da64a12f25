#include "text_source.h"

#include <algorithm>

#include "open_dataset.h"

namespace specimen_v2::train {
namespace {

Status encode(const WordPiece& tokenizer, std::string_view text, Encoding* encoding) {
  return tokenizer.encode(text, EncodeOptions(), encoding);
}

}  // namespace

Status TextDataset::open(const std::string& table, const char* tokenizer) {
  if (Status status = tokenizer_.open(tokenizer); !status) return status;
  data::CsvOptions options;
  options.separator = '\t';
  options.columns = {{"label", data::FieldType::i64, false}, {"text", data::FieldType::text, true}};
  if (Status status = table_.open(table, options); !status) return status;
  lengths_.resize(static_cast<std::size_t>(table_.size()));
  data::Example example;
  Encoding encoding;
  for (std::int64_t i = 0; i < table_.size(); ++i) {
    // A damaged row is an error where it is read, which may pass over it.
    const data::Field* text = table_.read(i, &example) ? example.find("text") : nullptr;
    const bool known = text && encode(tokenizer_, text->text(), &encoding);
    lengths_[static_cast<std::size_t>(i)] = known ? static_cast<std::int32_t>(encoding.length) : 1;
  }
  return Status();
}

Status TextDataset::read(std::int64_t index, data::Example* example) const {
  thread_local data::Example row;  // keeps its memory
  thread_local Encoding encoding;
  if (Status status = table_.read(index, &row); !status) return status;
  if (Status status = encode(tokenizer_, row.find("text")->text(), &encoding); !status) return status;
  example->clear();
  const std::int64_t count = static_cast<std::int64_t>(encoding.length);
  data::Field* ids = example->add("ids", data::FieldType::i64, &count, 1);
  if (!ids) return Status(StatusCode::out_of_memory, "no memory for a text");
  std::copy(encoding.ids.begin(), encoding.ids.end(), static_cast<std::int64_t*>(const_cast<void*>(ids->data)));
  data::Field* label = example->add("label", data::FieldType::i64, nullptr, 0);
  if (!label) return Status(StatusCode::out_of_memory, "no memory for a label");
  *static_cast<std::int64_t*>(const_cast<void*>(label->data)) = row.find("label")->integer();
  example->sort_fields();
  return Status();
}

Status open_texts(const char* directory, bool training, std::unique_ptr<data::Dataset>* dataset) {
  const std::string table = std::string(directory) + (training ? "/train.tsv" : "/test.tsv");
  return open_dataset<TextDataset>([&](auto& reader) { return reader.open(table, directory); }, dataset);
}

Status text_and_label(const void* data, const data::Example& example, const data::ExampleKey&,
                      const data::Slot* slots) {
  const TextInput& input = *static_cast<const TextInput*>(data);
  const data::Field* ids = example.find("ids");
  const data::Field* label = example.find("label");
  if (!ids || !label) return Status(StatusCode::data_error, "there is no text, or no label");
  const std::int64_t its = label->integer();
  if (its < 0 || its >= input.classes) {
    return Status(StatusCode::data_error, "the label %lld is none of %d classes", static_cast<long long>(its),
                  input.classes);
  }
  slots[input.label].i32[0] = static_cast<std::int32_t>(its);
  // Zeros behind it: [PAD], the first segment, padding.
  const data::Slot& to = slots[input.token_ids];
  const std::int64_t kept = std::min({ids->count(), to.elements, std::int64_t{input.max_length}});
  for (std::int64_t i = 0; i < kept; ++i) to.i32[i] = static_cast<std::int32_t>(ids->integer(i));
  // [SEP] ends a shortened text, too.
  to.i32[kept - 1] = static_cast<std::int32_t>(ids->integer(ids->count() - 1));
  if (input.padding_mask >= 0) std::fill_n(slots[input.padding_mask].i32, kept, 1);
  return Status();
}

Status text_lengths(const data::Dataset& dataset, const void* data, std::vector<std::int32_t>* lengths) {
  const auto& texts = static_cast<const TextDataset&>(dataset);
  const TextInput& input = *static_cast<const TextInput*>(data);
  lengths->resize(static_cast<std::size_t>(texts.size()));
  for (std::int64_t i = 0; i < texts.size(); ++i)
    (*lengths)[static_cast<std::size_t>(i)] = std::min(texts.tokens(i), input.max_length);
  return Status();
}

}  // namespace specimen_v2::train
