"""Writes Parquet files as TSV with a header, as runtime/data's CsvDataset reads it: cells with a tab, a quote or the end of a line are in
double quotes, quotes within doubled; missing values are empty cells.

    python parquet_to_tsv.py OUT FILE...        scripts/parquet_to_tsv runs it with pandas and pyarrow
"""

import csv
import pathlib
import sys

import pandas as pd


def main():
    out = pathlib.Path(sys.argv[1])
    for path in map(pathlib.Path, sys.argv[2:]):
        frame = pd.read_parquet(path)
        name = out / (path.name.split(".")[0] + ".tsv")
        frame.to_csv(name, sep="\t", index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL, encoding="utf-8")
        print(f"{name}: {len(frame)} rows, {len(frame.columns)} columns: {', '.join(map(str, frame.columns))}")


if __name__ == "__main__":
    main()
