"""Records what Hugging Face makes of directories that hold a tokenizer: tests/text/data/directories.gz.

    .venv-peers/bin/python tests/oracles/record_tokenizer_directories.py

Each directory is saved by transformers, or written as its earlier versions and people by hand wrote it, and read back by
`AutoTokenizer.from_pretrained`; one without a `config.json` that says what the model is by `BertTokenizer`, as its users do.
Recorded are the files themselves, the ids of TEXTS and PAIRS with special tokens, and the length at which texts are cut.
"""

import gzip
import json
import os
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"

import tokenizers
import transformers
from transformers import AutoTokenizer, BertTokenizer

transformers.logging.set_verbosity_error()
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUT = os.path.join(ROOT, "tests", "text", "data", "directories.gz")

SPECIAL = "[PAD] [UNK] [CLS] [SEP] [MASK]".split()
WORDS = ("the The cat Cat cats sat on un ##a ##ff ##able co ##vid ##19 19 < > e ##1 e1 foo Foo bar x y z na ##i ##\u00ef ##ve naive caf ##e "
         "##\u00e9 cafe \u4e2d \u6587 ##\u6587 \u4e2d\u6587 . , ! ? ' [ ] mask MASK").split()
VOCABULARY = SPECIAL + WORDS
TEXTS = [
    "The cat sat on the Cat.", "The Cat <e1> sat", "the <E1> cat<e1>sat", "covid19 Covid19 COVID19 covid-19", "na\u00efve caf\u00e9 NAI\u0308VE cafe\u0301",
    "\u4e2d\u6587 x\u4e2d\u6587y the\u6587", "[MASK] the [SEP] [CLS][PAD] [mask] [UNK]", "<mask> <s> the </s>", "foo Foo FOO foox xfoo foo. foo!",
    "  bar  BAR\tbar", "a zz \u0416 9", "", " ", "unaffable una", "x y  z", "<q> <Q> q", "x\u00ady x\u0301y", "The\u2028cat\u00a0sat", "<new one> the <NEW ONE>",
    "\u00c9clair \u00e9clair E\u0301clair", "cats' [cats]", "the " * 20,
]
PAIRS = [("the cat", "The cat sat"), ("<e1> covid19", "[MASK]"), ("", "x")]


def token(content, **flags):
    return {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False, **flags}


def lines(words, end="\n"):
    return end.join(words) + end


def vocab_txt(**config):
    """A directory of a slow tokenizer, as versions before 5 saved it."""
    files = {"vocab.txt": lines(VOCABULARY)}
    if config:
        files["tokenizer_config.json"] = {"tokenizer_class": "BertTokenizer", **config}
    return files


def saved(change=None, **options):
    """A directory that today's transformers saves."""
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "vocab.txt"), "w", encoding="utf-8") as file:
            file.write(lines(VOCABULARY))
        made = BertTokenizer.from_pretrained(directory, **options)
        if change:
            change(made)
        out = os.path.join(directory, "out")
        made.save_pretrained(out)
        return {name: json.load(open(os.path.join(out, name), encoding="utf-8")) for name in os.listdir(out)}


def add_words(made):
    made.add_tokens(["COVID19", "<e1>", "<new one>"])
    made.add_special_tokens({"extra_special_tokens": ["<q>"]})


def add_flags(made):
    made.add_tokens([tokenizers.AddedToken("foo", single_word=True, normalized=True), tokenizers.AddedToken("bar", lstrip=True, rstrip=True, normalized=True),
                     tokenizers.AddedToken("FOO", single_word=True, normalized=False), tokenizers.AddedToken("\u4e2d\u6587", normalized=True),
                     tokenizers.AddedToken("\u00c9clair", normalized=True), tokenizers.AddedToken("[mask]", lstrip=True, normalized=False)])


def changed(files, name, **values):
    return {**files, name: {**files[name], **values}}


def without(files, *names):
    return {name: content for name, content in files.items() if name not in names}


def normalized_as(files, **values):
    return changed(files, "tokenizer.json", normalizer={**files["tokenizer.json"]["normalizer"], **values})


def catalogue():
    bert = {"config.json": {"model_type": "bert", "max_position_embeddings": 512}}
    n = len(VOCABULARY)
    cased, words = saved(do_lower_case=False), saved(add_words)
    generic = {"tokenizer_class": "PreTrainedTokenizerFast"}
    added = {str(i): token(name, special=True) for i, name in enumerate(SPECIAL)}
    return {
        # As transformers 5 saves them: tokenizer.json and tokenizer_config.json.
        "saved_uncased": saved(),
        "saved_cased": cased,
        "saved_cased_config": {**cased, **bert},
        "saved_accents_kept": saved(strip_accents=False),
        "saved_cased_accents_stripped": saved(do_lower_case=False, strip_accents=True),
        "saved_chinese_off": saved(tokenize_chinese_chars=False),
        "saved_words": words,
        "saved_words_cased": saved(add_words, do_lower_case=False),
        "saved_flags": saved(add_flags),
        "saved_flags_cased": saved(add_flags, do_lower_case=False),
        "saved_flags_accents": saved(add_flags, strip_accents=False, tokenize_chinese_chars=False),
        "saved_other_specials": saved(cls_token="<s>", sep_token="</s>", mask_token=tokenizers.AddedToken("<mask>", lstrip=True)),
        "saved_length": saved(model_max_length=12),
        # A part of those files.
        "tokenizer_json_alone": without(words, "tokenizer_config.json"),
        "tokenizer_json_cased_alone": without(cased, "tokenizer_config.json"),
        "tokenizer_json_with_config": {**without(cased, "tokenizer_config.json"), **bert},
        "config_says_cased": changed(words, "tokenizer_config.json", do_lower_case=False),
        "config_says_uncased": changed(cased, "tokenizer_config.json", do_lower_case=True),
        "generic_class": changed(words, "tokenizer_config.json", do_lower_case=False, **generic),
        "generic_class_adds": changed(cased, "tokenizer_config.json", **generic, extra_special_tokens=["<q>", "foo"], bos_token="<s>"),
        "generic_flags": {**without(words, "tokenizer_config.json"), "tokenizer_config.json": {**generic, "added_tokens_decoder": {str(n + 1): token("<e1>")}}},
        "generic_not_cleaned": changed(normalized_as(words, clean_text=False, lowercase=False), "tokenizer_config.json", **generic),
        "generic_accents": changed(normalized_as(words, strip_accents=True, lowercase=False, handle_chinese_chars=False), "tokenizer_config.json", **generic),
        "generic_not_normalized": changed(changed(words, "tokenizer.json", normalizer=None), "tokenizer_config.json", **generic),
        "fast_class": changed(cased, "tokenizer_config.json", tokenizer_class="BertTokenizerFast"),
        "distilbert": changed(cased, "tokenizer_config.json", tokenizer_class="DistilBertTokenizer"),
        "electra": changed(saved(), "tokenizer_config.json", tokenizer_class="ElectraTokenizerFast"),
        "class_of_the_config": {**without(cased, "tokenizer_config.json"), "config.json": {"model_type": "electra"}},
        "unknown_model": {**without(cased, "tokenizer_config.json"), "config.json": {"model_type": "mine"}},
        # As versions before 5 saved them.
        "vocab_alone": vocab_txt(),
        "vocab_uncased": vocab_txt(do_lower_case=True),
        "vocab_cased": vocab_txt(do_lower_case=False),
        "vocab_cased_class_of_the_config": {"vocab.txt": lines(VOCABULARY), "tokenizer_config.json": {"do_lower_case": False}, **bert},
        "vocab_accents_kept": vocab_txt(strip_accents=False),
        "vocab_cased_accents_stripped": vocab_txt(do_lower_case=False, strip_accents=True),
        "vocab_chinese_off": vocab_txt(tokenize_chinese_chars=False),
        "vocab_length": vocab_txt(model_max_length=9),
        "vocab_added": {**vocab_txt(do_lower_case=False), "added_tokens.json": {"<e1>": n, "COVID19": n + 1}},
        "vocab_added_uncased": {**vocab_txt(), "added_tokens.json": {"COVID19": n + 1, "<e1>": n}},
        "vocab_special_map": {**vocab_txt(), "special_tokens_map.json": {"mask_token": "<mask>", "cls_token": "[CLS]", "additional_special_tokens": ["<q>"]},
                              "added_tokens.json": {"<q>": n, "<mask>": n + 1, "<e1>": n + 2}},
        "vocab_special_map_flags": {**vocab_txt(), "special_tokens_map.json": {
            "mask_token": {**without(token("<mask>", lstrip=True, normalized=True), "special")}, "additional_special_tokens": ["<q>", "<s>"]}},
        "vocab_decoder": {**vocab_txt(added_tokens_decoder={**added, str(n): token("<e1>", normalized=True), str(n + 1): token("foo bar"),
                                                            str(VOCABULARY.index("Foo")): token("Foo", normalized=True)}),
                          "special_tokens_map.json": {"mask_token": "[MASK]"}},
        "vocab_decoder_and_json": {**words, "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "added_tokens_decoder": {
            **added, str(n): token("COVID19", normalized=True), str(n + 1): token("<e1>", normalized=True)}}},
        "vocab_specials_by_flags": vocab_txt(mask_token={"__type": "AddedToken", **token("<mask>", lstrip=True, rstrip=True, special=True)}, bos_token="<s>"),
        "vocab_named_tokens": vocab_txt(additional_special_tokens=["<q>", "The"], image_token="<e1>"),
        "vocab_unknown": {"vocab.txt": lines(VOCABULARY).replace("[UNK]", "<unk>"), "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "unk_token": "<unk>"}},
        "vocab_no_mask": {"vocab.txt": lines([w for w in VOCABULARY if w != "[MASK]"]), **bert},
        "vocab_no_pad": {"vocab.txt": lines(VOCABULARY[1:])},
        # Lines of vocab.txt.
        "lines_windows": {"vocab.txt": lines(VOCABULARY, "\r\n")},
        "lines_trailing": {"vocab.txt": lines(word + (" ", "\t", "\u00a0", "", "\u3000 ")[i % 5] for i, word in enumerate(VOCABULARY))},
        "lines_blank": {"vocab.txt": lines(SPECIAL + ["", "", *WORDS, "", ""])},
        "lines_separators": {"vocab.txt": lines([*SPECIAL, "\u2028", *WORDS, "\x85", "\x0b", "\u00a0", "\x1c"])},
        "lines_twice": {"vocab.txt": lines(SPECIAL + ["the", "cat", *WORDS, "cat", "foo"])},
        "lines_no_end": {"vocab.txt": lines(VOCABULARY)[:-1]},
        "lines_byte_order_mark": {"vocab.txt": "\ufeff" + lines(["first", *VOCABULARY])},
        # sentence-transformers.
        "sentence": {**saved(model_max_length=512), **bert, "sentence_bert_config.json": {"max_seq_length": 7, "do_lower_case": False}},
        "sentence_without_length": {**saved(model_max_length=11), **bert, "sentence_bert_config.json": {"do_lower_case": False}},
    }


def limit(files, made):
    """As sentence_transformers.models.Transformer has it, and transformers' `truncation=True`; 0: none."""
    length = files.get("sentence_bert_config.json", {}).get("max_seq_length") or made.model_max_length
    return length if length < 10**6 else 0


def main():
    recorded = []
    for name, files in catalogue().items():
        files = {file: content if isinstance(content, str) else json.dumps(content, ensure_ascii=False) for file, content in files.items()}
        with tempfile.TemporaryDirectory() as directory:
            for file, content in files.items():
                with open(os.path.join(directory, file), "w", encoding="utf-8", newline="") as out:
                    out.write(content)
            known = "tokenizer.json" in files or "config.json" in files or "tokenizer_class" in files.get("tokenizer_config.json", "")
            made = (AutoTokenizer if known else BertTokenizer).from_pretrained(directory)
        parsed = {file: json.loads(content) for file, content in files.items() if file.endswith(".json")}
        recorded.append({"name": name, "files": files, "max_length": limit(parsed, made),
                         "ids": [made(text)["input_ids"] for text in TEXTS], "pairs": [made(*pair)["input_ids"] for pair in PAIRS]})
    golden = {"made_by": f"transformers {transformers.__version__}, tokenizers {tokenizers.__version__}", "texts": TEXTS, "pairs": PAIRS, "directories": recorded}
    text = json.dumps(golden, ensure_ascii=False, indent=1)
    with open(OUT, "wb") as file:
        file.write(gzip.compress(text.encode(), 9, mtime=0))
    different = {json.dumps(entry["ids"]) for entry in recorded}
    print(f"{len(recorded)} directories, {len(different)} with other ids, {os.path.getsize(OUT)} bytes")


if __name__ == "__main__":
    main()
