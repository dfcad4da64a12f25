"""Splits the reviews of clothes into texts that a model learns and texts that it is tested on.

    python split_reviews.py WomensClothingE-CommerceReviews.tsv OUT        scripts/reviews runs it

OUT/train.tsv and OUT/test.tsv have the columns text and label: the review, and 1 where it recommends the article, else 0. Reviews
without a text are left out; of the others every fifth is a test, the first among them.
"""

import csv
import pathlib
import sys

EVERY = 5


def main():
    source, out = map(pathlib.Path, sys.argv[1:])
    with open(source, encoding="utf-8", newline="") as f:
        reviews = [(row["Review Text"], int(row["Recommended IND"])) for row in csv.DictReader(f, delimiter="\t") if row["Review Text"].strip()]
    for name, chosen in (("train", lambda i: i % EVERY != 0), ("test", lambda i: i % EVERY == 0)):
        rows = [review for i, review in enumerate(reviews) if chosen(i)]
        with open(out / f"{name}.tsv", "w", encoding="utf-8", newline="") as f:
            writer = csv.writer(f, delimiter="\t", lineterminator="\n")
            writer.writerow(("text", "label"))
            writer.writerows(rows)
        print(f"{out / name}.tsv: {len(rows)} reviews, {sum(label for _, label in rows) / len(rows):.1%} recommend")


if __name__ == "__main__":
    main()
