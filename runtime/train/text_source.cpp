#include "text_source.h"

#include <algorithm>

#include "../text/truncate.h"
#include "open_dataset.h"

namespace specimen_v2::train {
namespace {

Status encode(const WordPiece& tokenizer, const data::Example& row, Encoding* encoding) {
  const std::string_view text = row.find("text")->text();
  const data::Field* second = row.find("text_pair");
  return second ? tokenizer.encode_pair(text, second->text(), EncodeOptions(), encoding)
                : tokenizer.encode(text, EncodeOptions(), encoding);
}

Status add_integer(const char* name, std::int64_t value, data::Example* example) {
  data::Field* field = example->add(name, data::FieldType::i64, nullptr, 0);
  if (!field) return Status(StatusCode::out_of_memory, "no memory for a text");
  *static_cast<std::int64_t*>(const_cast<void*>(field->data)) = value;
  return Status();
}

}  // namespace

Status TextDataset::open(const std::string& table, const char* tokenizer) {
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
    const bool known = table_.read(i, &example) && encode(tokenizer_, example, &encoding);
    lengths_[static_cast<std::size_t>(i)] = known ? static_cast<std::int32_t>(encoding.length) : 1;
  }
  return Status();
}

Status TextDataset::read(std::int64_t index, data::Example* example) const {
  thread_local data::Example row;  // keeps its memory
  thread_local Encoding encoding;
  if (Status status = table_.read(index, &row); !status) return status;
  if (Status status = encode(tokenizer_, row, &encoding); !status) return status;
  example->clear();
  const std::int64_t count = static_cast<std::int64_t>(encoding.length);
  data::Field* ids = example->add("ids", data::FieldType::i64, &count, 1);
  if (!ids) return Status(StatusCode::out_of_memory, "no memory for a text");
  std::copy(encoding.ids.begin(), encoding.ids.end(), static_cast<std::int64_t*>(const_cast<void*>(ids->data)));
  const auto second = std::count(encoding.segments.begin(), encoding.segments.end(), 1);
  if (Status status = add_integer("second", second, example); !status) return status;
  if (Status status = add_integer("label", row.find("label")->integer(), example); !status) return status;
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
  const data::Field *label = example.find("label"), *second = example.find("second");
  if (!ids || !label || !second) return Status(StatusCode::data_error, "there is no text, or no label");
  const std::int64_t its = label->integer();
  if (its < 0 || its >= input.classes) {
    return Status(StatusCode::data_error, "the label %lld is none of %d classes", static_cast<long long>(its),
                  input.classes);
  }
  slots[input.label].i32[0] = static_cast<std::int32_t>(its);
  // [CLS], the text, [SEP], and of a pair the other text, [SEP]; behind it zeros: [PAD], the first segment, padding.
  const data::Slot& to = slots[input.token_ids];
  const bool pair = second->integer() > 0;
  const auto first_end = static_cast<std::size_t>(ids->count() - second->integer());
  const auto room = static_cast<std::size_t>(std::min(to.elements, std::int64_t{input.max_length}));
  const std::size_t around = pair ? 3 : 2;
  std::size_t of_first = first_end - 2, of_second = pair ? static_cast<std::size_t>(second->integer()) - 1 : 0;
  if (of_first + of_second + around > room) {
    const Status cut =
        truncate(Truncation::longest_first, room > around ? room - around : 0, &of_first, pair ? &of_second : nullptr);
    if (!cut) return cut;
  }
  std::size_t kept = 0;
  const auto put = [&](std::size_t from, std::size_t count) {
    for (std::size_t i = 0; i < count && kept < room; ++i)
      to.i32[kept++] = static_cast<std::int32_t>(ids->integer(static_cast<std::int64_t>(from + i)));
  };
  put(0, 1 + of_first);
  put(first_end - 1, 1);
  const std::size_t first_kept = kept;
  put(first_end, of_second);
  if (pair) put(static_cast<std::size_t>(ids->count()) - 1, 1);
  if (input.segment_ids >= 0 && pair) std::fill_n(slots[input.segment_ids].i32 + first_kept, kept - first_kept, 1);
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
