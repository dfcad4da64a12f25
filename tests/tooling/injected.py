"""What generated code must not do, put into a copy of the template of mnist's source: reported with the template's name
and the line in it, as a bug in Specimen, and no directory is written.

Usage: injected.py SPECIMEN
"""

import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import program  # noqa: E402
from program import INTERNAL, ROOT, specimen  # noqa: E402

# The lines of the template that these go before; each stands in it once.
TOP, ABOVE, INSIDE = '#include "{{model}}.h"\n', "{{#entries}}\n// {{title}}.\n", "  {{runtime}}::Running running(ctx, function);"


class Injected(program.Test):
    def setUp(self):
        super().setUp()
        self.data, self.out = self.directory / "data", self.directory / "out"
        self.data.mkdir()
        for name in ("specs", "runtime", "generator"):
            (self.data / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "templates", self.data / "templates")
        self.template = self.data / "templates" / "model.cpp.mustache"

    def refused(self, text, *arguments):
        """What is said of this text of the template, as a bug in ours."""
        self.template.write_text(text)
        result = specimen("generate", "mnist", "--runtime=shared", "--out", self.out, *arguments,
                          environment={"SPECIMEN_DATA": str(self.data)})
        self.check(result, INTERNAL, "emit_failed")
        self.assertFalse(self.out.exists(), "half a directory was written")
        return result.stderr

    def reported(self, inside="", above="", top=""):
        """A line that ends in `// [RULE]` is reported by that rule, and no other line by any."""
        text = self.template.read_text()
        for place, lines in ((INSIDE, inside), (ABOVE, above), (TOP, top)):
            self.assertEqual(text.count(place), 1, place)
            text = text.replace(place, lines + place)
        wanted = {(i, rule) for i, line in enumerate(text.splitlines(), 1) for rule in re.findall(r"// \[(\w+)\]$", line)}
        said = self.refused(text)
        found = re.findall(r"^error: model\.cpp\.mustache:(\d+): .* \[(\w+)\] \[emit_failed\]$", said, re.MULTILINE)
        self.assertEqual({(int(line), rule) for line, rule in found}, wanted, said)
        self.assertEqual(len(found), said.count("error: "), said)

    def test_new(self):
        self.reported("  *new float = 1;  // [allocation]\n")

    def test_throw(self):
        self.reported("  if (n.batch < 0) throw 1;  // [throw]\n")

    def test_virtual_call(self):
        self.reported("  Base* base = nullptr;\n  if (base) base->run();  // [virtual_call]\n",
                      "struct Base {\n  virtual void run() {}\n};\n")

    def test_std_function(self):
        self.reported("  if (hook) hook(2);  // [std_function]\n", "static std::function<void(int)> hook;\n",
                      "#include <functional>  // [header]\n")

    def test_push_back_behind_a_typedef(self):
        self.reported("  list.push_back(3);  // [allocation]\n",
                      "using Things = std::vector<int>;\ntypedef Things List;\nstatic List list;\n", "#include <vector>\n")

    def test_allocation_two_calls_deep(self):
        self.reported("  helper(3);\n", "static int* deep(unsigned n) {\n  return new int[n];  // [allocation]\n}\n"
                                        "static void helper(unsigned n) { *deep(n) = 0; }\n")

    def test_iostream(self):
        self.reported(top="#include <iostream>  // [header]\n")

    def test_syntax_error(self):
        self.reported("  int broken = ;  // [compile]\n")

    def test_unknown_name(self):
        """Nothing was generated yet that would have lines."""
        said = self.refused(self.template.read_text() + "{{no_such_name}}\n", "--no-check")
        self.assertIn("templates/model.cpp.mustache: the view has no `no_such_name`", said)


if __name__ == "__main__":
    program.main()
