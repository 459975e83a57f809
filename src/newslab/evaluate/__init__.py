"""Tables beside gold annotation → scores with intervals; samples for coding by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from newslab.evaluate.coding import read_coding, sample_for_coding
from newslab.evaluate.gold import LAYERS, ON_TEXT, GoldError, read_gold
from newslab.evaluate.measures import Difference, frame, row
from newslab.evaluate.reading import Reading

if TYPE_CHECKING:
    from spacy.language import Language

    from newslab.tables import NewsTables

__all__ = ["LAYERS", "GoldError", "evaluate", "read_coding", "sample_for_coding"]


def evaluate(
    news: NewsTables | None,
    gold: str | Path | Iterable[str | Path],
    *,
    layers: Sequence[str] | None = None,
    genres: Sequence[str] | None = None,
    pipeline: str | Path | Language | None = None,
    errors: str | Path | None = None,
) -> pd.DataFrame:
    """Scores of each layer beside gold annotation, with 95 % bootstrap intervals over documents.

    `gold` is files and folders of CoNLL-U (syntax) and of JSONL with attributions, names, coreference, times, amounts,
    MEANTIME's events or ratings of factuality; `layers` picks some of `LAYERS`, `genres` those documents whose genre,
    source or id has one of these words. Or it is a corpus annotated in the terms of the tables, such as `corpus/gold`:
    names, coreference, entities across articles, quotes, claims, links, times and amounts of its articles, in rows of
    their own for each part of its `split.tsv` (genres are the parts and the storylines); entities and links across
    articles also for all parts together.

    With `news`, what was found is looked up in these tables, by the articles' texts, and an article that they lack
    counts as one where nothing was found. With None, the texts are read now, by `pipeline` (None: newslab's own
    reader); of a corpus all articles, also those that are not annotated, as when a user reads it: entities rest on
    them, and a link to one of them is left out. The layers that need gold tokens or sentences (syntax, names and
    coreference of single files, events, factuality) are left out when `news` is given. `errors` names a CSV file to
    list every difference in, with its text.

    Returns a row a measure: counts, precision, recall and F1, or one value; `low` and `high` bound the F1 (the recall,
    the value). Shares are percentages; correlations and mean errors are in their own units.

    Raises `GoldError` for gold that cannot be read or is not in the tables, and what `newslab.extract` raises.
    """
    sets = read_gold(gold, layers, genres, None if news is None else news.articles)
    if news is not None:
        sets = [one for one in sets if one.on_text]
        if not sets:
            raise GoldError(f"Tables can be scored for {', '.join(sorted(ON_TEXT))}; the gold is of other layers.")
    reading = Reading(news, sets, pipeline)
    rows: list[dict[str, Any]] = []
    differences: list[tuple[str, str, Difference]] = []
    for one in sets:
        scores = import_module(f"newslab.evaluate.{one.scorer}").score(one.rows, reading)
        rows += [{"data": one.data, "layer": one.layer, **row(measure)} for measure in scores.measures]
        differences += [(one.data, one.layer, difference) for difference in scores.differences]
    if errors is not None:
        columns = ["data", "layer", *Difference._fields]
        listed = pd.DataFrame([(data, layer, *rest) for data, layer, rest in differences], columns=columns)
        listed = listed.drop_duplicates(columns[1:])  # parts of a corpus come before the whole
        listed.astype({"start": "Int64", "end": "Int64"}).to_csv(errors, index=False, encoding="utf-8-sig")
    return frame(rows)
