"""A sample of a table's rows for coding by hand, and the precision that the codes give."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newslab.evaluate.gold import GoldError

if TYPE_CHECKING:
    from newslab.tables import NewsTables

QUESTIONS = {
    "quotes": "is this somebody's speech, writing, thought or intention, and are speaker, cue and text right?",
    "claims": "does the text assert this, for this source, with this factuality?",
    "mentions": "is this a mention of an entity with this label and of this entity?",
    "times": "is this an expression of time with this value?",
    "quantities": "is this an amount with these bounds and this unit?",
}
FILL_IN = "In the column right, write 1 for yes or 0 for no; leave it empty where you do not judge: {question}"
YES, NO = ("1", "yes", "y", "true"), ("0", "no", "n", "false")
Z = 1.959964  # of a 95 % interval
HIDDEN = ("start", "end")  # what a column's name ends in that nobody codes by
ALL = "(all)"
LONGEST = 32_000  # characters that a cell is given
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # what a workbook cannot hold
WIDTHS = {"before": 40, "sentence": 60, "after": 40, "text": 60, "title": 30, "note": 30, "what_to_fill_in": 60}


def sample_for_coding(
    news: NewsTables,
    table: str = "quotes",
    n: int = 100,
    seed: int = 1,
    by: str | None = "outlet",
    *,
    path: str | Path,
) -> pd.DataFrame:
    """Draw `n` rows of a table and write them with their context to an .xlsx or .csv file, to be judged by hand.

    The draw is stratified by `by` (a column of the table or of `articles`; None: not), each stratum in proportion to
    its rows, so that the whole sample's precision is the table's. The same `seed` draws the same rows. Each row has
    the sentence, those before and after it, the article's title and outlet, an empty column `right`, and what to fill
    in.
    Returns what was written. Raises `GoldError` for a table or column that is not there and for another kind of file.
    """
    target = Path(path).expanduser()
    if target.suffix not in (".xlsx", ".csv"):
        raise GoldError(f"{target.name}: a sample is written as .xlsx or .csv.")
    if table not in QUESTIONS:
        raise GoldError(f"Samples are drawn from {', '.join(QUESTIONS)}, not from {table!r}.")
    rows = getattr(news, table)
    articles = news.articles.set_index("article_id")
    if by is not None and by not in rows and by not in articles:
        raise GoldError(f"Neither {table} nor articles has a column {by!r}.")
    strata = pd.Series(ALL, index=rows.index)
    if by is not None:
        strata = rows[by] if by in rows else rows["article_id"].map(articles[by])
        strata = strata.astype(object).where(strata.notna(), "(missing)").astype(str)
    drawn = rows.loc[_draw(strata, n, seed)]
    made = pd.DataFrame(index=drawn.index)
    made["row_id"] = drawn[rows.columns[0]]
    made["stratum"] = strata.loc[drawn.index]
    for column in ("title", "outlet", "published"):
        made[column] = drawn["article_id"].map(articles[column])
    of = news.sentences[news.sentences["article_id"].isin(set(drawn["article_id"]))]
    texts = {(a, int(k)): text for a, k, text in zip(of["article_id"], of["sentence"], of["text"], strict=True)}
    context = [_context(texts, *cells) for cells in zip(drawn["article_id"], drawn["sentence"], strict=True)]
    for at, column in enumerate(("before", "sentence", "after")):
        made[column] = [cells[at] for cells in context]
    for column in drawn.columns[1:]:
        if column not in made and column not in ("article_id", "text") and column.split("_")[-1] not in HIDDEN:
            made[column] = drawn[column]
    made["text"] = drawn["text"]
    made["right"] = None
    made["note"] = None
    made["what_to_fill_in"] = FILL_IN.format(question=QUESTIONS[table])
    made = made.reset_index(drop=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".csv":
        safe = made.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" else cell)
        safe.to_csv(target, index=False, encoding="utf-8-sig")
    else:
        _write_workbook(target, table, made)
    return made


def _write_workbook(target: Path, title: str, rows: pd.DataFrame) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title, sheet.freeze_panes = title, "A2"
    for at, column in enumerate(rows.columns, start=1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, 14)
        for line, value in enumerate([column, *rows[column]], start=1):
            cell = sheet.cell(line, at)
            if isinstance(value, str | list):
                cell.value = UNSAFE.sub("\ufffd", str(value))[:LONGEST]
                cell.data_type = "s"  # also what looks like a formula
            elif pd.notna(value):
                cell.value = value.isoformat(" ") if isinstance(value, pd.Timestamp) else value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=line == 1)
        if column == "right":
            choice = DataValidation(type="list", formula1='"1,0"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{len(rows) + 1}")
    book.save(target)


def _draw(strata: pd.Series, n: int, seed: int) -> list[Any]:
    """Labels of the rows drawn, in order: in proportion to the strata, by largest remainder."""
    chance = np.random.default_rng(seed)
    sizes = strata.value_counts().sort_index()
    n = min(max(n, 0), len(strata))
    shares = sizes * n / max(len(strata), 1)
    take = shares.astype(int)
    rest = (shares - take).sort_values(ascending=False, kind="stable").index[: n - int(take.sum())]
    take.loc[rest] += 1
    drawn: set[Any] = set()
    for stratum, count in take.items():
        drawn.update(chance.permutation(strata.index[strata == stratum])[:count].tolist())
    return [label for label in strata.index if label in drawn]


def _context(texts: dict[tuple[str, int], str], article_id: str, sentence: Any) -> list[str | None]:
    """The sentence before, the sentence, the one after."""
    return [None if pd.isna(sentence) else texts.get((article_id, int(sentence) + step)) for step in (-1, 0, 1)]


def read_coding(path: str | Path) -> pd.DataFrame:
    """The precision of a coded sample, of all its rows and by stratum, with 95 % Wilson intervals (Wilson 1927).

    A row of the result has `stratum` ("(all)" first), `n_rows`, `n_coded`, `n_right`, and `precision`, `low` and `high`
    as percentages. Rows without a code are not counted. Raises `GoldError` for a code that is neither yes nor no.
    """
    source = Path(path).expanduser()
    try:
        read = pd.read_excel if source.suffix == ".xlsx" else pd.read_csv
        coded = read(source, dtype=str, keep_default_na=False)
    except (ValueError, UnicodeDecodeError) as error:
        raise GoldError(f"{source} cannot be read as a coded sample: {error}") from error
    absent = [column for column in ("stratum", "right") if column not in coded]
    if absent:
        raise GoldError(f"{source} has no column {absent[0]!r}; it is no sample of newslab's.")
    codes = [_code(value, number) for number, value in enumerate(coded["right"], start=2)]
    judged = pd.Series(codes, dtype=object)
    groups = {ALL: judged} | {name: judged[coded["stratum"] == name] for name in sorted(set(coded["stratum"]) - {ALL})}
    rows = []
    for name, verdicts in groups.items():
        given = [verdict for verdict in verdicts if verdict is not None]
        precision, low, high = wilson(sum(given), len(given))
        rows.append((name, len(verdicts), len(given), sum(given), precision, low, high))
    columns = ["stratum", "n_rows", "n_coded", "n_right", "precision", "low", "high"]
    return pd.DataFrame(rows, columns=columns).round(2)


def _code(value: str, line: int) -> bool | None:
    code = value.strip().casefold().removesuffix(".0")
    if not code:
        return None
    if code not in YES + NO:
        raise GoldError(f"Row {line} has {value!r} in the column right; write 1 or 0, or leave it empty.")
    return code in YES


def wilson(right: int, total: int) -> tuple[float, float, float]:
    """A share and the bounds of its 95 % Wilson interval, as percentages; NaN of nothing."""
    if not total:
        return math.nan, math.nan, math.nan
    p = right / total
    middle = (p + Z * Z / (2 * total)) / (1 + Z * Z / total)
    width = Z * math.sqrt(p * (1 - p) / total + Z * Z / (4 * total * total)) / (1 + Z * Z / total)
    return 100 * p, 100 * max(0.0, middle - width), 100 * min(1.0, middle + width)
