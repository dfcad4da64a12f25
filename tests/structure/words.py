"""One word for each thing: words that the project does not use, in comments, documentation, messages, options, identifiers and names
of files, each with the one to write instead. docs/glossary.md explains the few words of our own.

Run by ctest from the root of the repository.
"""

import fnmatch
import re
import subprocess
import sys


def word(text, plural="s?"):
    """A pattern of the word, alone or as a part of an identifier: `halo`, `no_halo`, `HaloSize`, `kHalo`, `HALO`."""
    lower, title, upper = text, text[0].upper() + text[1:], text.upper()
    return rf"(?<![A-Za-z]){lower}{plural}(?![a-z])|{title}{plural}(?![a-z])|(?<![A-Z]){upper}(?:S|_|\b)"


# What is not written -> what is written instead.
WORDS = {
    r"[Pp]repar(?:e|ed|er|es|ing|ations?)(?![a-z])|PREPAR": "pack, packed; preprocess (of an input)",
    word("level"): "target",
    r"\b(?:struct|class|using) (?:What|How)\b|\b(?:what|how)\.(?:h|cpp)\b": "problem, schedule",
    r"\.alone\b|[\"`]alone[\"`]|is_alone|runtime[= ]alone| alone \[|\breasons\.(?:def|h|cpp)\b|\bREASON\(|\bReason::": "remark, missed fusion; bundled",
    word("halo"): "padding",
    word("border") + r"|\bbordered\b": "padding; edge (of an image)",
    r"(?i)scratch": "arena (of activations), workspace (of a thread)",
    r"(?i)\bquoted (?:files?|into|sources?)\b|quoted_files|emit/quote": "bundled",
    word("folder"): "directory",
    word("picture"): "image",
    r"\b(?:lies|lie)\b": "is, is stored at, is part of",
    r"\bha(?:s|ve) (?:a|no) place\b": "has, is part of",
    word("bite") + r"|\bbiting\b": "is sensitive, sensitivity",
    r"(?i)\bcounted[_ ]goldens?\b|\bcounted/": "shape-only goldens",
    word("peer"): "baseline",
    word("mend") + r"|\bmended\b": "fix",
    word("offence") + "|" + word("offense"): "violation",
    word("defect"): "bug",
    r"(?i)(?:bytes|flops|elements|floats)_?per_?image|(?<![A-Za-z_{\"])image_elements\b|\bimage_channel\b": "example",
    r"(?:[Bb]ytes|FLOPs|elements|floats|operations|us|ms|row|\d|\{\}) an? (?:image|text)\b": "per example; per image, of images only",
}

# Where a word is right: files, a pattern, why. An entry that nothing needs any more fails.
RIGHT = [
    ("*", r"(?i)leveldb", "a format's name"),
    ("*", r"LoopLevel|GraphOptimizationLevel|graph_optimization_level|TF_CPP_MIN_LOG_LEVEL|DiagnosticsEngine::Level|ByteLevel", "names in libraries"),
    ("*", r"(?i)top[_-]level|byte-level", "standard terms"),
    ("generator/spec/*", r"(?i)levels?", "of a path, of an edit"),
    ("generator/import/*", r"levels?", "of a path"),
    ("docs/spec.md", r"levels?", "of a path"),
    ("tests/spec/*", r"levels?", "of a path"),
    ("runtime/text/*", r"levels?", "of a tree, of nested JSON"),
    ("tests/text/*", r"levels?", "of nested JSON"),
    ("runtime/image/*", r"levels?", "of a colour; libjpeg's of a message"),
    ("generator/tooling/compile.cpp", r"level", "Clang's, of a diagnostic"),
    ("specs/vision/resnet50_fpn.json", r"level", "of a pyramid"),
    ("*", r"\.venv-peers", "a directory of 6 GB on the machines that have it"),
    ("tests/oracles/make_images.py", r"a picture", "a text in a recorded file"),
    ("generator/import/read_failure.h", r"lies about itself", "a file that says what is not so"),
    ("tests/import/hostile*", r"\blie\b", "files that say what is not so"),
    ("CHANGELOG.md", r"--level|`alone`", "what an option was called"),
]

# Data, texts of others, samples whose bytes were recorded; this file and what is made from checked files.
UNREAD = [
    "LICENSE*", "examples/search/*.txt", "generated/*", "specs/labels/*", "specs/schema.json", "benchmarks/*", "tests/data/*", "tests/fuzz/corpus/*",
    "tests/fuzz/logs/*", "tests/golden/*", "tests/image/data/*", "tests/import/data/*", "tests/random/logs/*", "tests/structure/words.py",
    "tests/text/data/*",
]
GLOSSARY = "docs/glossary.md"
MOST_OWN_WORDS = 20


def complaints(path, text, used):
    """Each place of a word that is not right there. `used` gets the entries of RIGHT that hold for something."""
    found = []
    right = [(index, re.compile(pattern)) for index, (files, pattern, _) in enumerate(RIGHT) if fnmatch.fnmatchcase(path, files)]
    for pattern, instead in WORDS.items():
        for match in re.finditer(pattern, text):
            line_start = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.end())
            line = text[line_start : line_end if line_end >= 0 else len(text)]
            begin, end = match.start() - line_start, match.end() - line_start
            reasons = [index for index, each in right if any(m.start() <= begin and end <= m.end() for m in each.finditer(line))]
            used.update(reasons[:1])
            if not reasons:
                found.append(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: `{match.group(0)}`: {instead}: {line.strip()[:100]}")
    return found


def self_test():
    cases = [
        ("a.cpp", "// The prepared weights", 1),
        ("a.cpp", "PreparedWeights w; save_prepared(); kPreparedFloats;", 3),
        ("a.cpp", "int level; Level level_name; kLevels; LEVELS", 5),
        ("a.cpp", "read_leveldb_table(); LoopLevel(out, x); a levelled field", 0),
        ("generator/spec/a.cpp", "// any number of levels", 0),
        ("a.h", "no_halo borders scratch_bytes BORDER", 4),
        ("a.md", "A folder `x` lies in memory. It has a place for it.", 3),
        ("a.md", "a picture, 3 bytes an image, 5 ms per image", 2),
        ("a.md", "scripts/setup peers installs .venv-peers", 1),
        ("a.py", "raise TypeError; BrokenPipeError", 0),
        ("a.md", "recommend, files that believe, an element alone, per_image_standardization", 0),
    ]
    return [f"self-test: {text!r}: {found}" for path, text, count in cases if len(found := complaints(path, text, set())) != count]


def own_words(text):
    return re.findall(r"^- \*\*([^*]+)\*\*", text, re.MULTILINE)


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True)
    found, used, read = self_test(), set(), 0
    for path in sorted(filter(None, listed.stdout.decode().split("\0"))):
        if any(fnmatch.fnmatchcase(path, files) for files in UNREAD):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
            continue
        if "\0" in text:
            continue
        read += 1
        found += complaints(path, path, used) + complaints(path, text, used)
    found += [f"nothing needs this entry any more: {entry}" for index, entry in enumerate(RIGHT) if index not in used]
    with open(GLOSSARY, encoding="utf-8") as file:
        words = own_words(file.read())
    if not 1 <= len(words) <= MOST_OWN_WORDS:
        found.append(f"{GLOSSARY}: {len(words)} words of our own, not 1 to {MOST_OWN_WORDS}")
    print("\n".join(found + [f"{read} files, {len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
