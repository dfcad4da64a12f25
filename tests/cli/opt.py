"""`specimen opt` and the options of passes: graph text from a file or stdin, what is said of mistakes, and the pipeline pass by pass."""

import concurrent.futures
import json
import os
import re

import program
from program import FILES, INTERNAL, ROOT, SPEC, SUCCESS, USAGE, specimen

GRAPH = """# A comment.
graph "g" {
  symbol batch 8
  function "forward" {
    input %0 "image" : [batch, 4, 4, 8] as "image" "{}"
    %1 = unary(%0) {fn=relu} "relu" "relu" : [batch, 4, 4, 8]
    %2 = unary(%0) {fn=tanh} "unread" "unread" : [batch, 4, 4, 8]
    output "y" %1 "{}"
  }
}
"""


def after_passes(text):
    """[(pass, graph)] of what `--print-after` prints."""
    parts = re.split(r"^# after (\w+): .*\n", text, flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


class Opt(program.Test):
    def opt(self, *arguments, text=GRAPH):
        return specimen("opt", *arguments, input=text.encode())

    def test_the_list(self):
        rows = []
        for path in ("passes.def", "training.def"):
            rows += re.findall(r'^(?:TARGET_)?PASS\((\w+), "(.*)"\)$', (ROOT / "generator/passes" / path).read_text(), re.M)
        listed = [tuple(line.split("  ", 1)) for line in specimen("opt", "--list").stdout.splitlines()]
        self.assertEqual([(name, what.strip()) for name, what in listed], rows)
        told = json.loads(specimen("opt", "--list", "--json").stdout)
        self.assertEqual([(entry["name"], entry["description"]) for entry in told], rows)

    def test_a_graph_is_read_and_printed(self):
        path = self.write("g.graph", GRAPH)
        result = specimen("opt", path)
        self.check(result, SUCCESS)
        self.assertIn('"unread"', result.stdout)
        for arguments in ([], ["-"]):
            self.assertEqual(self.opt(*arguments).stdout, result.stdout)
        self.assertEqual(self.opt(text=result.stdout).stdout, result.stdout)

    def test_passes_are_named(self):
        result = self.opt("--passes=drop_dead,to_kernel_ops")
        self.check(result, SUCCESS)
        self.assertNotIn('"unread"', result.stdout)
        self.assertIn("elementwise(%0)", result.stdout)
        self.assertEqual(self.opt("--passes", "drop_dead", "--passes", "to_kernel_ops").stdout, result.stdout)
        self.check(self.opt("--passes=all", "--verify-each"), SUCCESS)
        for option in ("--passes=lower,to_kernel_op", "--print-after=to_kernel_op"):
            passes = ["--passes=lower"] if option.startswith("--print") else []
            self.check(self.opt(*passes, option), USAGE, "pass_unknown", said=["did you mean `to_kernel_ops`?", "drop_dead, for_inference, "])

    def test_mistakes_have_a_place(self):
        for wrong, said in (
            (GRAPH.replace("{fn=relu}", "{fn=relu paramter=1}"), ["g.graph:6:29: error: no attribute is called `paramter`", "did you mean `parameter`?"]),
            (GRAPH.replace("unary(%0)", "unray(%0)"), ["g.graph:6:10: error: no op is called `unray`", "did you mean `unary`?"]),
            (GRAPH.replace("%1 = ", "%2 = ", 1), ["g.graph:7:5: error: %2 is defined twice"]),
            (GRAPH.replace("unary(%0)", "unary(%2)", 1), ["error: %2 is used before its definition"]),
            (GRAPH.replace("unary(%0)", "unary(%1)", 1), ["error: %1 is used before its definition"]),
            (GRAPH.replace("[batch, 4, 4, 8]\n    %2", "[batch, 4, 4, 9]\n    %2"), ["g.graph:6:10: error: the shape should be (batch, 4, 4, 8)"]),
            (GRAPH.replace("batch, 4, 4, 8", "batch, 4 +, 4, 8", 1), ["g.graph:5:32: error: `4 +` is not a dimension"]),
            (GRAPH[:-2], ["expected `}`, got the end"]),
            ("", ["expected `graph`, got the end"]),
        ):
            self.check(specimen("opt", self.write("g.graph", wrong)), SPEC, "graph_syntax", said=said)
        self.check(self.opt(text="graph 3"), SPEC, "graph_syntax", said=["<stdin>:1:7: "])
        self.check(specimen("opt", self.directory / "none"), FILES, "file_not_found")

    def test_invariants(self):
        sliced = GRAPH.replace('"relu" : [batch, 4, 4, 8]', '"relu" : [batch, 4, 4, 8] slice %2 0 8')
        self.check(self.opt(text=sliced), SPEC, "graph_unsound", said=["is a slice of what it is no operand of"])
        # Passes in an order that they do not take.
        concat = GRAPH.replace("    output", '    %3 = concat(%1, %2) {} "both" "both" : [batch, 4, 4, 16]\n    output').replace("%1 \"{}\"", "%3 \"{}\"")
        self.check(self.opt("--passes=slice_concats", text=concat), SUCCESS)
        self.check(self.opt("--passes=slice_concats,slice_concats", text=concat), INTERNAL, "pass_failed", said=["after slice_concats: "])

    def test_time(self):
        times = re.findall(r"^ *\d+\.\d+ ms  (\w+)$", self.opt("--passes=lower,drop_dead", "--time-passes").stderr, re.M)
        self.assertEqual(times, ["lower", "drop_dead"])


class Pipeline(program.Test):
    def test_opt_reproduces_the_pipeline(self):
        """Of four models, or with SPECIMEN_FULL=1 of every model, by all cores."""
        models = ["mnist", "mobilenet_v2", "densenet121", "minilm"]
        if os.environ.get("SPECIMEN_FULL"):
            models = [entry["name"] for entry in json.loads(specimen("list", "--json").stdout)]
        with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            for reproduced in [pool.submit(self.reproduce, model) for model in models]:
                reproduced.result()

    def reproduce(self, model):
        text = specimen("check", model, "--emit", "graph").stdout
        after = after_passes(specimen("check", model, "--print-after=all").stderr)
        self.assertGreater(len(after), 10, model)
        for name, expected in after:
            result = specimen("opt", f"--passes={name}", input=text.encode())
            self.check(result, SUCCESS)
            # A difference of thousands of lines takes unittest minutes.
            self.assertTrue(result.stdout == expected, f"{model}: {name} makes another graph of the text")
            text = expected
        self.assertTrue(specimen("check", model, "--emit", "final").stdout == text, model)

    def test_commands_print_graphs(self):
        plain = specimen("show", "mnist")
        self.assertEqual(plain.stderr, "")
        result = specimen("show", "mnist", "--print-after=drop_dead")
        self.assertEqual(result.stdout, plain.stdout)
        self.assertEqual([name for name, _ in after_passes(result.stderr)], ["drop_dead", "drop_dead"])
        self.check(specimen("show", "mnist", "--print-after=lowr"), USAGE, "pass_unknown", said=["did you mean `lower`?"])

    def test_every_command_that_runs_passes_has_their_options(self):
        commands = re.findall(r"^  (\w+)  +[A-Z]", specimen("--help").stdout.split("Subcommands:")[1], re.M)
        having = [name for name in commands if "--print-after" in specimen(name, "--help").stdout]
        self.assertEqual(sorted(having), ["bench", "build", "check", "diff", "generate", "opt", "profile", "run", "show", "train", "tune"])
        self.assertIn("--print-after", specimen("weights", "pack", "--help").stdout)


if __name__ == "__main__":
    program.main()
