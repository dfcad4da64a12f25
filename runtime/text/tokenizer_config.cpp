#include "tokenizer_config.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "../core/printable.h"
#include "json.h"

namespace specimen_v2 {
namespace {

using Kind = Json::Kind;

// Classes of tokenizers that are BERT's, and the models whose tokenizer is one. "Fast" at the end of a name says no
// more.
constexpr const char* kBertClasses[] = {"BertTokenizer",       "DistilBertTokenizer",  "ElectraTokenizer",
                                        "MobileBertTokenizer", "SqueezeBertTokenizer", "LayoutLMTokenizer",
                                        "LxmertTokenizer",     "ConvBertTokenizer"};
constexpr const char* kBertModels[] = {"bert", "distilbert", "electra", "mobilebert"};
// Classes that are what tokenizer.json says.
constexpr const char* kGenericClasses[] = {"PreTrainedTokenizer", "TokenizersBackend"};

// The special tokens in the order in which they are added. BERT's have these texts unless a file says another one.
constexpr struct {
  const char *key, *bert;
} kSpecialTokens[] = {{"bos_token", ""},      {"eos_token", ""},      {"unk_token", "[UNK]"},  {"sep_token", "[SEP]"},
                      {"pad_token", "[PAD]"}, {"cls_token", "[CLS]"}, {"mask_token", "[MASK]"}};

template <std::size_t N>
bool contains(const char* const (&names)[N], const std::string& name) {
  return std::any_of(names, names + N, [&](const char* candidate) { return name == candidate; });
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string in_quotes(std::string_view text) { return std::string("\"") + Printable(text).text() + "\""; }

bool has(const Json& object, const char* key) {
  return std::any_of(object.children.begin(), object.children.end(),
                     [&](const Json& child) { return child.key == key; });
}

// After the first error every method returns false.
class SettingsReader {
 public:
  SettingsReader(const TokenizerFiles& files, const std::vector<ListedToken>& json_added, TokenizerSettings* out)
      : files_(files), json_added_(json_added), out_(*out) {}

  Status read(const BertNormalizer& normalizer) {
    if (parse(files_.tokenizer_config, &tokenizer_config_) && parse(files_.special_tokens_map, &special_tokens_map_) &&
        parse(files_.added_tokens, &added_tokens_) && parse(files_.config, &config_) &&
        parse(files_.sentence_bert_config, &sentence_bert_config_) && find_class() && refuse_unread() &&
        cleaning(normalizer) && length() && special_tokens() && read_special_tokens_map() && listed_tokens()) {
      assemble();
    }
    return status_;
  }

 private:
  static constexpr std::size_t kMaxSpecial = 1000;
  static constexpr const char* kTooManySpecial = "over 1000 special tokens, which no tokenizer has";

  struct Named {
    std::string key;
    ListedToken token;  // without a text: none
    bool stated = false;
  };

  bool fail(StatusCode code, const TokenizerFile& file, const std::string& message) {
    if (status_.ok()) status_ = Status(code, "%s: %s", file.path.c_str(), message.c_str());
    return false;
  }
  bool damaged(const TokenizerFile& file, const std::string& message) {
    return fail(StatusCode::data_error, file, message);
  }
  bool unread(const TokenizerFile& file, const std::string& message) {
    return fail(StatusCode::unsupported, file, message);
  }
  bool wrong(const TokenizerFile& file, std::string_view key, const char* wanted) {
    return damaged(file, in_quotes(key) + " is not " + wanted);
  }

  // `out` stays null where the file is not there.
  bool parse(const TokenizerFile& file, Json* out) {
    if (!file.exists()) return true;
    if (file.text.size() > Vocabulary::kMaxFile) return unread(file, "the file is too large");
    status_ = parse_json(file.text, file.path.c_str(), out);
    return status_.ok() && (out->kind == Kind::object || damaged(file, "this is no object of settings"));
  }

  bool get(const TokenizerFile& file, const Json& object, const char* key, bool* value) {
    const Json& member = object[key];
    if (member.is_null()) return true;
    if (member.kind != Kind::boolean) return wrong(file, key, "true or false");
    *value = member.number != 0;
    return true;
  }

  bool find_class();
  bool refuse_unread();
  bool cleaning(const BertNormalizer& normalizer);
  bool length();
  bool flags(const TokenizerFile& file, const Json& object, AddedToken* token);
  bool token(const TokenizerFile& file, const Json& value, std::string_view key, ListedToken* out);
  bool extras(const TokenizerFile& file, const Json& list, const char* key);
  bool special_tokens();
  bool read_special_tokens_map();
  bool listed_tokens();
  void assemble();

  bool set_named(const TokenizerFile& file, const Json& value) {
    auto found = std::find_if(named_.begin(), named_.end(), [&](const Named& one) { return one.key == value.key; });
    if (found == named_.end()) {
      if (named_.size() == kMaxSpecial) return unread(file, kTooManySpecial);
      found = named_.insert(named_.end(), {value.key, {}, false});
    }
    found->stated = true;
    return token(file, value, value.key, &found->token);
  }
  bool is_special(const std::string& text) const {
    const auto is_text = [&](const ListedToken& token) { return token.text == text; };
    return std::any_of(named_.begin(), named_.end(), [&](const Named& one) { return is_text(one.token); }) ||
           (extras_are_special_ && std::any_of(extras_.begin(), extras_.end(), is_text));
  }

  const TokenizerFiles& files_;
  const std::vector<ListedToken>& json_added_;
  TokenizerSettings& out_;
  Json tokenizer_config_, special_tokens_map_, added_tokens_, config_, sentence_bert_config_;
  std::vector<Named> named_;
  std::vector<ListedToken> extras_;
  bool extras_are_special_ = true;   // where added_tokens.json has them, too
  std::vector<ListedToken> listed_;  // with their ids
  Status status_;
};

bool SettingsReader::find_class() {
  const TokenizerFile* said_by = &files_.tokenizer_config;
  std::string name = tokenizer_config_["tokenizer_class"].text;
  if (name.empty()) {
    said_by = &files_.config;
    name = config_["tokenizer_class"].text;
  }
  if (name.empty()) {
    const std::string& model = config_["model_type"].text;
    out_.is_bert = contains(kBertModels, model);
    if (out_.is_bert || files_.tokenizer_json.exists()) return true;
    out_.is_bert = true;
    return model.empty() || unread(files_.config, "the model is a " + in_quotes(model) +
                                                      ", whose texts are not cut as BERT's are: give it ids");
  }
  if (ends_with(name, "Fast")) name.resize(name.size() - 4);
  out_.is_bert = contains(kBertClasses, name);
  if (out_.is_bert || (contains(kGenericClasses, name) && files_.tokenizer_json.exists())) return true;
  if (contains(kGenericClasses, name)) {
    return damaged(*said_by,
                   "the tokenizer_class " + in_quotes(name) + " is what tokenizer.json says, and there is none");
  }
  return unread(*said_by, "the tokenizer_class is " + in_quotes(name) +
                              ", which does not cut texts as BertTokenizer does: give the model ids");
}

bool SettingsReader::refuse_unread() {
  const TokenizerFile& file = files_.tokenizer_config;
  for (const char* side : {"padding_side", "truncation_side"}) {
    const std::string& value = tokenizer_config_[side].text;
    if (!value.empty() && value != "right") {
      return unread(file, in_quotes(side) + " is " + in_quotes(value) + ": only \"right\" is read");
    }
  }
  bool split = false, lower = false;
  if (!get(file, tokenizer_config_, "split_special_tokens", &split)) return false;
  if (split) return unread(file, "\"split_special_tokens\" is true, which is not read");
  if (!tokenizer_config_["fast_tokenizer_files"].children.empty()) {
    return unread(file, "\"fast_tokenizer_files\" names other files than tokenizer.json");
  }
  if (!get(files_.sentence_bert_config, sentence_bert_config_, "do_lower_case", &lower)) return false;
  return !lower ||
         unread(files_.sentence_bert_config, "\"do_lower_case\" is true, which is not read: the tokenizer's own is");
}

bool SettingsReader::cleaning(const BertNormalizer& normalizer) {
  out_.normalizer = normalizer;
  out_.says_lowercase = !out_.is_bert || !tokenizer_config_["do_lower_case"].is_null();
  const TokenizerFile& file = files_.tokenizer_config;
  bool strip = false;
  if (!get(file, tokenizer_config_, "do_lower_case", &out_.normalizer.lowercase) ||
      !get(file, tokenizer_config_, "tokenize_chinese_chars", &out_.normalizer.handle_chinese_chars) ||
      !get(file, tokenizer_config_, "strip_accents", &strip)) {
    return false;
  }
  if (!tokenizer_config_["strip_accents"].is_null()) {
    out_.normalizer.strip_accents = strip ? BertNormalizer::StripAccents::yes : BertNormalizer::StripAccents::no;
  }
  return true;
}

// sentence-transformers cuts where its own file says, others where tokenizer_config.json does, often a huge number.
bool SettingsReader::length() {
  const auto read = [this](const TokenizerFile& file, const Json& object, const char* key) {
    const Json& member = object[key];
    if (member.is_null() || out_.max_length > 0) return true;
    if (member.kind != Kind::integer && member.kind != Kind::real) return wrong(file, key, "a number of tokens");
    if (member.kind == Kind::integer && member.number < 1) return wrong(file, key, "at least 1");
    if (member.kind == Kind::integer && member.number < Vocabulary::kMaxTokens) {
      out_.max_length = static_cast<int>(member.number);
    }
    return true;
  };
  return read(files_.sentence_bert_config, sentence_bert_config_, "max_seq_length") &&
         read(files_.tokenizer_config, tokenizer_config_, "model_max_length") &&
         read(files_.tokenizer_config, tokenizer_config_, "max_len");
}

// Of an object that is a token, {"content": "[MASK]", "lstrip": true, ...}.
bool SettingsReader::flags(const TokenizerFile& file, const Json& object, AddedToken* token) {
  if (!get(file, object, "special", &token->special)) return false;
  token->normalized = !token->special;
  return get(file, object, "normalized", &token->normalized) && get(file, object, "lstrip", &token->lstrip) &&
         get(file, object, "rstrip", &token->rstrip) && get(file, object, "single_word", &token->single_word);
}

// A special token: its text, or an object.
bool SettingsReader::token(const TokenizerFile& file, const Json& value, std::string_view key, ListedToken* out) {
  *out = ListedToken();
  if (value.is_null()) return true;
  out->token.special = true;
  out->text = value.text;
  if (value.kind == Kind::object) {
    out->text = value["content"].text;
    if (!flags(file, value, &out->token)) return false;
  }
  return !out->text.empty() || wrong(file, key, "a token");
}

bool SettingsReader::extras(const TokenizerFile& file, const Json& list, const char* key) {
  if (list.kind != Kind::array) return wrong(file, key, "a list of tokens");
  for (const Json& item : list.children) {
    ListedToken token;
    if (!this->token(file, item, key, &token)) return false;
    if (token.text.empty()) return wrong(file, key, "a list of tokens");
    const auto same = [&](const ListedToken& other) { return other.text == token.text; };
    if (extras_.size() == kMaxSpecial) return unread(file, kTooManySpecial);
    if (std::none_of(extras_.begin(), extras_.end(), same)) extras_.push_back(std::move(token));
  }
  return true;
}

bool SettingsReader::special_tokens() {
  for (const auto& special : kSpecialTokens) {
    Named one;
    one.key = special.key;
    if (out_.is_bert) one.token.text = special.bert;
    one.token.token.special = true;
    named_.push_back(std::move(one));
  }
  const TokenizerFile& file = files_.tokenizer_config;
  for (const Json& member : tokenizer_config_.children) {
    const bool is_known = std::any_of(std::begin(kSpecialTokens), std::end(kSpecialTokens),
                                      [&](const auto& special) { return member.key == special.key; });
    const bool is_token = member.kind == Kind::string || member.kind == Kind::object;
    if (!is_known && !(ends_with(member.key, "_token") && is_token)) continue;
    if (!set_named(file, member)) return false;
  }
  const Json& extra = tokenizer_config_["extra_special_tokens"];
  if (extra.kind == Kind::object) {
    for (const Json& member : extra.children)
      if (!set_named(file, member)) return false;
  } else if (!extra.is_null() && !extras(file, extra, "extra_special_tokens")) {
    return false;
  }
  const Json& additional = tokenizer_config_["additional_special_tokens"];
  return !extras_.empty() || additional.is_null() || extras(file, additional, "additional_special_tokens");
}

// What came before "added_tokens_decoder" in tokenizer_config.json.
bool SettingsReader::read_special_tokens_map() {
  if (has(tokenizer_config_, "added_tokens_decoder")) return true;
  const TokenizerFile& file = files_.special_tokens_map;
  for (const Json& member : special_tokens_map_.children) {
    if (!ends_with(member.key, "_token")) continue;
    if (!set_named(file, member)) return false;
    Named& one = *std::find_if(named_.begin(), named_.end(), [&](const Named& each) { return each.key == member.key; });
    one.token.token.special = true;
    one.token.token.normalized = member["normalized"].number != 0;
  }
  const Json& extra = special_tokens_map_["extra_special_tokens"];
  if (!extra.is_null() && !extras(file, extra, "extra_special_tokens")) return false;
  const Json& additional = special_tokens_map_["additional_special_tokens"];
  if (additional.is_null() || !extra.is_null() || has(tokenizer_config_, "extra_special_tokens") ||
      has(tokenizer_config_, "additional_special_tokens")) {
    return true;
  }
  extras_are_special_ = false;
  return extras(file, additional, "additional_special_tokens");
}

bool SettingsReader::listed_tokens() {
  constexpr std::int64_t kEnd = Vocabulary::kMaxTokens;
  const Json& decoder = tokenizer_config_["added_tokens_decoder"];
  if (has(tokenizer_config_, "added_tokens_decoder")) {
    for (const Json& member : decoder.children) {
      ListedToken listed;
      char* end = nullptr;
      const long id = std::strtol(member.key.c_str(), &end, 10);
      listed.text = member["content"].text;
      if (member.key.empty() || *end != '\0' || id < 0 || id >= kEnd || listed.text.empty()) {
        return damaged(files_.tokenizer_config, "\"added_tokens_decoder\" has tokens by their ids, and " +
                                                    in_quotes(member.key) + " is none of these");
      }
      if (!flags(files_.tokenizer_config, member, &listed.token)) return false;
      listed.token.id = static_cast<std::int32_t>(id);
      listed_.push_back(std::move(listed));
    }
  } else {
    for (const Json& member : added_tokens_.children) {
      if (member.kind != Kind::integer || member.number < 0 || member.number >= kEnd) {
        return damaged(files_.added_tokens, "the id of the token " + in_quotes(member.key) +
                                                " is not a whole number below " + std::to_string(kEnd));
      }
      ListedToken listed;
      listed.text = member.key;
      listed.token.id = static_cast<std::int32_t>(member.number);
      listed.token.special = is_special(member.key);
      listed.token.normalized = !listed.token.special;
      listed_.push_back(std::move(listed));
    }
    listed_.insert(listed_.end(), json_added_.begin(), json_added_.end());
  }
  // By their ids; of one id the last entry counts.
  std::stable_sort(listed_.begin(), listed_.end(),
                   [](const ListedToken& a, const ListedToken& b) { return a.token.id < b.token.id; });
  std::vector<ListedToken> kept;
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    if (i + 1 == listed_.size() || listed_[i + 1].token.id != listed_[i].token.id)
      kept.push_back(std::move(listed_[i]));
  }
  listed_ = std::move(kept);
  return true;
}

// All tokens to be added, in order: those with ids, the special ones, further ones.
void SettingsReader::assemble() {
  std::vector<std::string> known;  // texts, sorted
  const auto is_known = [&](const std::string& text) { return std::binary_search(known.begin(), known.end(), text); };
  for (ListedToken& listed : listed_) {
    const auto names_it = [&](const Named& one) { return one.token.text == listed.text; };
    if (std::any_of(named_.begin(), named_.end(), names_it)) listed.token.special = true;
    known.push_back(listed.text);
  }
  if (!out_.is_bert) {
    for (const ListedToken& added : json_added_) known.push_back(added.text);
  }
  std::sort(known.begin(), known.end());
  out_.added = listed_;
  for (const Named& one : named_) {
    if (one.key == "unk_token") out_.unknown = one.token.text;
    if (one.key == "pad_token") out_.padding = one.token.text;
    if (one.key == "cls_token") out_.cls = one.token.text, out_.says_cls = one.stated;
    if (one.key == "sep_token") out_.sep = one.token.text, out_.says_sep = one.stated;
    if (!one.token.text.empty() && !is_known(one.token.text)) out_.added.push_back(one.token);
  }
  for (const ListedToken& extra : extras_)
    if (!is_known(extra.text)) out_.added.push_back(extra);
}

}  // namespace

Status read_settings(const TokenizerFiles& files, const std::vector<ListedToken>& json_added,
                     const BertNormalizer& normalizer, TokenizerSettings* out) {
  *out = TokenizerSettings();
  return SettingsReader(files, json_added, out).read(normalizer);
}

}  // namespace specimen_v2
