"""How often is a place in the right country? 100 places of Wikinews 2019, drawn at random and annotated by reading.

    python training/score_places.py [--articles ../shared/data/articles/wikinews_2019.csv] [--errors]

All 171 articles are read as one corpus. A place of `annotations/places100.tsv` is decided when newslab has a mention of
a name over all its words whose entity has a country; a place in no single country is left out of "decided", and any country
of its is wrong. Intervals: bootstrap over articles.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pandas as pd

import newslab
from newslab.evaluate.measures import SHARE, Measure, around, row

HERE = Path(__file__).parent


def drawn() -> pd.DataFrame:
    with (HERE / "annotations" / "places100.tsv").open(encoding="utf8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    frame = pd.DataFrame(rows)
    return frame.astype({"start": int, "end": int})


def found(places: pd.DataFrame, news: newslab.NewsTables) -> list[str | None]:
    """The country that newslab gives each place, None where it gives none."""
    names = news.mentions[news.mentions["kind"] == "name"].merge(news.entities[["entity_id", "country"]], how="left")
    by_article = dict(list(names.groupby("article_id")))
    ids = dict(zip(news.articles["url"], news.articles["article_id"], strict=True))
    answers: list[str | None] = []
    for place in places.itertuples():
        here = by_article.get(ids[place.url])
        over = here[(here["start"] <= place.start) & (here["end"] >= place.end)] if here is not None else names[:0]
        countries = over["country"].dropna()
        answers.append(str(countries.iloc[0]) if len(countries) else None)
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=Path, default=HERE.parents[1] / "shared" / "data" / "articles" / "wikinews_2019.csv"
    )
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    news = newslab.extract(newslab.read(args.articles), progress=False)
    places = drawn()
    places["found"] = found(places, news)
    texts = dict(zip(news.articles["url"], news.articles["text"], strict=True))
    decided, right = [], []
    for _, part in places.groupby("url"):
        known = part["found"].notna()
        somewhere = part["country"] != ""
        decided.append((int((known & somewhere).sum()), int(somewhere.sum())))
        right.append((int((known & (part["found"] == part["country"])).sum()), int(known.sum())))
    for name, counts in (("decided", decided), ("right country, of those decided", right)):
        figures = row(Measure(name, SHARE, counts))
        print(
            f"{name:32} {figures['value']:5.1f} % [{figures['low']:.1f}–{figures['high']:.1f}] "
            f"({figures['n_right']} of {figures['n_gold']})"
        )
    if args.errors:
        for place in places[places["found"].fillna("") != places["country"]].itertuples():
            print(place.country or "none", place.found or "missing", around(texts[place.url], place.start, place.end))


if __name__ == "__main__":
    main()
