#include "tokenizer_json.h"

#include <cstdio>
#include <initializer_list>

#include "../core/printable.h"

namespace specimen_v2 {
namespace {

using Kind = Json::Kind;

// After the first error every method returns false.
class TokenizerReader {
 public:
  TokenizerReader(const char* file, Vocabulary* out) : file_(file), out_(*out) {}

  Status read_tokens(const Json& root, std::vector<ListedToken>* added) {
    if (model(root["model"]) && normalizer(root["normalizer"]) && pre_tokenizer(root["pre_tokenizer"])) {
      added_tokens(root["added_tokens"], added);
    }
    return status_;
  }
  Status read_sequences(const Json& root) {
    if (post_processor(root["post_processor"]) && decoder(root["decoder"])) padding(root["padding"]);
    return status_;
  }

 private:
  bool fail(const char* what, std::string_view subject = {}) {
    if (!status_.ok()) return false;
    if (subject.data() == nullptr) {
      status_ = Status(StatusCode::data_error, "%s: %s", file_, what);
    } else {
      status_ = Status(StatusCode::data_error, "%s: %s: \"%s\"", file_, what, Printable(subject).text());
    }
    return false;
  }

  // The component `name` must be of one of `types`; `*type` is which.
  bool type_of(const Json& component, const char* name, std::initializer_list<const char*> types, const char** type) {
    const std::string& found = component["type"].text;
    std::string wanted;
    for (const char* candidate : types) {
      if (found == candidate) {
        *type = candidate;
        return true;
      }
      wanted += (wanted.empty() ? "" : " or ") + std::string(candidate);
    }
    status_ = Status(StatusCode::unsupported,
                     "%s: the %s is of type \"%s\", where only %s is read: this is not BERT's kind of tokenizer", file_,
                     name, component.is_null() ? "null" : Printable(found).text(), wanted.c_str());
    return false;
  }

  // Members that may be missing; they keep the value they have.
  bool get(const Json& object, const char* name, bool* value) {
    const Json& member = object[name];
    if (member.is_null()) return true;
    if (member.kind != Kind::boolean) return fail("not true or false", name);
    *value = member.number != 0;
    return true;
  }
  bool get(const Json& object, const char* name, std::int32_t low, std::int32_t high, std::int32_t* value) {
    const Json& member = object[name];
    if (member.is_null()) return true;
    if (member.kind != Kind::integer || member.number < low || member.number > high) {
      status_ = Status(StatusCode::data_error, "%s: \"%s\" is not a whole number from %d to %d", file_,
                       Printable(name).text(), static_cast<int>(low), static_cast<int>(high));
      return false;
    }
    *value = static_cast<std::int32_t>(member.number);
    return true;
  }
  bool get(const Json& object, const char* name, std::string* value) {
    const Json& member = object[name];
    if (member.is_null()) return true;
    if (member.kind != Kind::string) return fail("not a string", name);
    *value = member.text;
    return true;
  }
  bool token_id(const Json& object, const char* name, std::int32_t* id) {
    *id = -1;
    if (!get(object, name, 0, Vocabulary::kMaxTokens - 1, id)) return false;
    return *id >= 0 || fail("a token has no id; expected", name);
  }

  bool is_token(const Json& id) const {
    return id.kind == Kind::integer && id.number >= 0 && id.number < static_cast<std::int64_t>(out_.tokens.size()) &&
           !out_.tokens[static_cast<std::size_t>(id.number)].empty();
  }

  bool model(const Json& model);
  bool normalizer(const Json& normalizer);
  bool pre_tokenizer(const Json& pre_tokenizer);
  bool added_tokens(const Json& list, std::vector<ListedToken>* added);
  bool post_processor(const Json& processor);
  bool bert_processing(const Json& processor);
  bool read_template(const Json& list, const Json& special_tokens, bool is_pair, Template* out);
  bool decoder(const Json& decoder);
  bool padding(const Json& padding);

  const char* file_;
  Vocabulary& out_;
  Status status_;
};

bool TokenizerReader::model(const Json& model) {
  const char* type;
  if (!type_of(model, "model", {"WordPiece"}, &type)) return false;
  std::string unknown = "[UNK]";
  if (!get(model, "unk_token", &unknown) || !get(model, "continuing_subword_prefix", &out_.prefix) ||
      !get(model, "max_input_chars_per_word", 1, Vocabulary::kMaxCharactersPerWord, &out_.max_characters_per_word)) {
    return false;
  }
  const Json& vocab = model["vocab"];
  if (vocab.kind != Kind::object || vocab.children.empty()) return fail("the model has no \"vocab\" of tokens and ids");

  std::vector<const Json*> by_id;
  std::size_t bytes = 0;
  for (const Json& token : vocab.children) {
    if (token.kind != Kind::integer || token.number < 0 || token.number >= Vocabulary::kMaxTokens) {
      status_ = Status(StatusCode::data_error, "%s: the id of the token \"%s\" is not a whole number from 0 to %d",
                       file_, Printable(token.key).text(), static_cast<int>(Vocabulary::kMaxTokens - 1));
      return false;
    }
    const auto id = static_cast<std::size_t>(token.number);
    if (id >= by_id.size()) by_id.resize(id + 1, nullptr);
    if (by_id[id] != nullptr) {
      status_ = Status(StatusCode::data_error, "%s: the tokens \"%s\" and \"%s\" have the same id, %zu", file_,
                       Printable(by_id[id]->key).text(), Printable(token.key).text(), id);
      return false;
    }
    by_id[id] = &token;
    bytes += token.key.size();
  }
  out_.tokens.reserve(by_id.size(), bytes);
  for (const Json* token : by_id) out_.tokens.add(token == nullptr ? std::string_view() : token->key);
  status_ = index_tokens(file_, &out_);
  if (!status_.ok()) return false;
  out_.unknown = out_.trie.find(unknown);
  if (out_.unknown < 0) return fail("the model's unk_token is not in its vocabulary", unknown);
  out_.padding = out_.trie.find("[PAD]");
  return true;
}

bool TokenizerReader::normalizer(const Json& normalizer) {
  BertNormalizer& out = out_.normalizer;
  out = BertNormalizer();
  if (normalizer.is_null()) {
    out.clean_text = out.handle_chinese_chars = out.lowercase = false;
    return true;
  }
  const char* type;
  bool strip_accents = false;
  if (!type_of(normalizer, "normalizer", {"BertNormalizer"}, &type) ||
      !get(normalizer, "clean_text", &out.clean_text) ||
      !get(normalizer, "handle_chinese_chars", &out.handle_chinese_chars) ||
      !get(normalizer, "lowercase", &out.lowercase) || !get(normalizer, "strip_accents", &strip_accents)) {
    return false;
  }
  if (!normalizer["strip_accents"].is_null()) {
    out.strip_accents = strip_accents ? BertNormalizer::StripAccents::yes : BertNormalizer::StripAccents::no;
  }
  return true;
}

bool TokenizerReader::pre_tokenizer(const Json& pre_tokenizer) {
  const char* type;
  return type_of(pre_tokenizer, "pre_tokenizer", {"BertPreTokenizer"}, &type);
}

bool TokenizerReader::added_tokens(const Json& list, std::vector<ListedToken>* added) {
  if (list.is_null()) return true;
  if (list.kind != Kind::array) return fail("not a list", "added_tokens");
  for (const Json& item : list.children) {
    ListedToken listed;
    listed.text = item["content"].text;
    AddedToken& token = listed.token;
    if (listed.text.empty()) return fail("an added token has no \"content\"");
    if (!token_id(item, "id", &token.id) || !get(item, "special", &token.special) ||
        !get(item, "single_word", &token.single_word) || !get(item, "lstrip", &token.lstrip) ||
        !get(item, "rstrip", &token.rstrip) || !get(item, "normalized", &token.normalized)) {
      return false;
    }
    added->push_back(std::move(listed));
  }
  return true;
}

bool TokenizerReader::bert_processing(const Json& processor) {
  std::int32_t ids[2];
  const char* names[2] = {"cls", "sep"};
  for (int i = 0; i < 2; ++i) {
    const Json& pair = processor[names[i]];
    if (pair.children.size() != 2 || !is_token(pair.children[1])) {
      return fail("the post_processor needs a token and its id, as in [\"[SEP]\", 102], for", names[i]);
    }
    ids[i] = static_cast<std::int32_t>(pair.children[1].number);
  }
  out_.with_special_tokens = SequenceTemplates::bert(ids[0], ids[1]);
  return true;
}

bool TokenizerReader::read_template(const Json& list, const Json& special_tokens, bool is_pair, Template* out) {
  constexpr std::size_t kMaxPieces = 64;
  int firsts = 0, seconds = 0;
  for (const Json& item : list.children) {
    if (out->size() > kMaxPieces) return fail("the post_processor puts over 64 tokens around a text");
    const Json& sequence = item["Sequence"];
    const Json& special = item["SpecialToken"];
    const Json& piece = sequence.is_null() ? special : sequence;
    const std::string& name = piece["id"].text;
    TemplatePiece read;
    if (!get(piece, "type_id", 0, 1 << 16, &read.segment)) return false;
    if (!sequence.is_null()) {
      read.kind = name == "B" ? TemplatePiece::Kind::second : TemplatePiece::Kind::first;
      ++(name == "B" ? seconds : firsts);
      out->push_back(read);
      continue;
    }
    const Json& ids = special_tokens[name]["ids"];
    if (ids.children.empty() || ids.children.size() > kMaxPieces) {
      return fail("the post_processor's special_tokens have no ids for", name);
    }
    for (const Json& id : ids.children) {
      if (!is_token(id)) return fail("the post_processor has an id that is no token's, for", name);
      read.id = static_cast<std::int32_t>(id.number);
      out->push_back(read);
    }
  }
  if (firsts != 1 || seconds != (is_pair ? 1 : 0)) {
    return fail(is_pair ? "the post_processor's \"pair\" needs the sequences A and B once each"
                        : "the post_processor's \"single\" needs the sequence A once, and not B");
  }
  return true;
}

bool TokenizerReader::post_processor(const Json& processor) {
  if (processor.is_null()) return true;
  const char* type;
  if (!type_of(processor, "post_processor", {"TemplateProcessing", "BertProcessing"}, &type)) return false;
  if (std::string_view(type) == "BertProcessing") return bert_processing(processor);
  SequenceTemplates& templates = out_.with_special_tokens;
  templates.single.clear();
  templates.pair.clear();
  const Json& special_tokens = processor["special_tokens"];
  return read_template(processor["single"], special_tokens, false, &templates.single) &&
         read_template(processor["pair"], special_tokens, true, &templates.pair);
}

bool TokenizerReader::decoder(const Json& decoder) {
  if (decoder.is_null()) return true;
  const char* type;
  std::string prefix = out_.prefix;
  if (!type_of(decoder, "decoder", {"WordPiece"}, &type) || !get(decoder, "prefix", &prefix) ||
      !get(decoder, "cleanup", &out_.clean_up)) {
    return false;
  }
  return prefix == out_.prefix || fail("the decoder's prefix is not the model's continuing_subword_prefix", prefix);
}

bool TokenizerReader::padding(const Json& padding) {
  const Json& id = padding["pad_id"];
  if (id.is_null()) return true;
  if (!is_token(id)) return fail("the padding's pad_id is no token's");
  out_.padding = static_cast<std::int32_t>(id.number);
  return true;
}

}  // namespace

Status read_tokens(const Json& tokenizer, const char* file, Vocabulary* out, std::vector<ListedToken>* added) {
  return TokenizerReader(file, out).read_tokens(tokenizer, added);
}

Status read_sequences(const Json& tokenizer, const char* file, Vocabulary* out) {
  return TokenizerReader(file, out).read_sequences(tokenizer);
}

}  // namespace specimen_v2
