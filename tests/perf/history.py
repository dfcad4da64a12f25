"""Results of `make bench` over time: benchmarks/<model>.jsonl has a line for each run that was recorded.

    scripts/bench --model resnet50 --threads 2 --record     measures, and adds a line
    scripts/bench_history [MODEL...]                        prints the lines as a table, oldest first

A line is an object: date, commit, machine, model, threads, batch, sequence (null without texts), specimen_ms, baselines {engine: ms},
versions {engine: version}, peak_gflops and share_of_peak, as bench.py measures them. Times of two machines do not compare; the ratio to
the fastest baseline of the same run nearly does.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "benchmarks"
KEPT = ("model", "threads", "batch", "sequence", "specimen_ms", "baselines", "versions", "peak_gflops", "share_of_peak")


def machine():
    """The processor's name and how many threads it runs."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return f"{names[0] if names else 'unknown processor'}, {os.cpu_count()} threads"


def commit():
    """Of the work tree; with `+` where files that are under version control differ from it."""
    return subprocess.run(["git", "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"], cwd=ROOT, check=True, capture_output=True,
                          text=True).stdout.strip()


def rounded(value):
    return float(f"{value:.4g}") if isinstance(value, float) else value


def record(result, directory=DIRECTORY, **where):
    """Adds a result of bench.py to the model's file. `where`: date, commit and machine, if they are not today's and this one's."""
    row = {"date": datetime.date.today().isoformat(), "commit": commit, "machine": machine} | where
    row = {key: value() if callable(value) else value for key, value in row.items()}
    for key in KEPT:
        value = result[key]
        row[key] = {name: rounded(each) for name, each in value.items()} if isinstance(value, dict) else rounded(value)
    directory.mkdir(exist_ok=True)
    with open(directory / f"{result['model']}.jsonl", "a", encoding="ascii") as file:
        file.write(json.dumps(row) + "\n")


def rows(models, directory=DIRECTORY):
    """The lines of the models' files, of all without a name; by model, threads, batch, sequence and machine, oldest first."""
    paths = [directory / f"{model}.jsonl" for model in models] if models else sorted(directory.glob("*.jsonl"))
    found = []
    for path in paths:
        with open(path, encoding="ascii") as file:
            found += [json.loads(line) for line in file]
    key = lambda row: (row["model"], row["threads"], row["batch"], row["sequence"] or 0, row["machine"])
    return sorted(found, key=key)  # stable: lines are in the order in which they were added


def table(found):
    """Lines of text: a heading for each machine and size of a model, under it a line for each run."""
    lines, heading = [], None
    for row in found:
        size = f"{row['model']}, batch {row['batch']}" + (f", {row['sequence']} tokens" if row["sequence"] else "")
        this = f"{size}, {row['threads']} thread{'s' if row['threads'] > 1 else ''}: {row['machine']}"
        if this != heading:
            lines += [""] * bool(lines) + [this, f"  {'date':<12}{'commit':<13}{'ms':>9}{'ratio':>8}{'of peak':>9}  baselines"]
            heading = this
        ratio = min(row["baselines"].values()) / row["specimen_ms"]
        baselines = ", ".join(f"{name} {value:.3g}" for name, value in sorted(row["baselines"].items(), key=lambda each: each[1]))
        lines.append(f"  {row['date']:<12}{row['commit']:<13}{row['specimen_ms']:>9.4g}{ratio:>8.2f}{row['share_of_peak']:>9.0%}  {baselines}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL")
    parser.add_argument("--directory", type=pathlib.Path, default=DIRECTORY)
    options = parser.parse_args()
    missing = [model for model in options.models if not (options.directory / f"{model}.jsonl").is_file()]
    if missing:
        known = ", ".join(sorted(path.stem for path in options.directory.glob("*.jsonl"))) or "none"
        parser.error(f"no results of {', '.join(missing)} were recorded; there are results of: {known}")
    print("\n".join(table(rows(options.models, options.directory)) or ["no results were recorded: scripts/bench --model MODEL --record adds one"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
