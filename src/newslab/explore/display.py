"""An article with what was found in it, as HTML: in a notebook, or as a page of its own that needs no network."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from typing import Any

import pandas as pd

from newslab.explore.margin import CERTAINTY, Margin, held, place
from newslab.explore.page import data, page
from newslab.explore.segments import Mark, markup, shorten
from newslab.tables.news import NewsTables
from newslab.tables.schema import TableError

Row = dict[str, Any]

KINDS = {"direct": "in quotation marks", "mixed": "partly in quotation marks", "indirect": "reported in other words"}
LABELS = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "EVENT": "EVT",
    "PRODUCT": "PROD", "WORK": "WORK",
}  # fmt: skip
TABLES = ("mentions", "quotes", "claims", "times", "quantities")  # whose rows are marked
ENDS = ("from_claim_id", "to_claim_id")
QUOTES, CLAIM, SPEECH, VALUE, MENTION = 0, 6, 7, 8, 9  # layers, outermost first; quotes take one for each depth


@dataclass(frozen=True)
class MarkedArticle:
    """One article and the rows about it. A notebook shows it as HTML; `html()` is a page for a browser."""

    article: Row
    mentions: list[Row]
    quotes: list[Row]
    claims: list[Row]
    links: list[Row]
    times: list[Row]
    quantities: list[Row]
    names: dict[str, str]  # entity_id → name
    others: dict[str, Row]  # claim_id → article_id, title and text, of claims in other articles that links are about

    @classmethod
    def of(cls, news: NewsTables, article_id: str) -> MarkedArticle:
        """The article of that id in the tables; raises `TableError` when there is none."""
        if not (news.articles["article_id"] == article_id).any():
            near = get_close_matches(str(article_id), news.articles["article_id"], n=3, cutoff=0.3)
            meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
            raise TableError(f"There is no article {article_id!r} among the {len(news.articles)}{meant}")
        return next(cls.each(news, [article_id]))

    @classmethod
    def each(cls, news: NewsTables, article_ids: Collection[str] | None = None) -> Iterator[MarkedArticle]:
        """The articles with these ids, or all, in the table's order; each table is gone through once."""
        chosen = news.articles
        found = {name: table for name, table in news if name in TABLES}
        if article_ids is not None:
            chosen = chosen[chosen["article_id"].isin(article_ids)]
            found = {name: table[table["article_id"].isin(article_ids)] for name, table in found.items()}
        own = set(found["claims"]["claim_id"])
        links = table_rows(news.links[news.links["from_claim_id"].isin(own) | news.links["to_claim_id"].isin(own)])
        ends = {row[end] for row in links for end in ENDS}
        titles = news.articles[["article_id", "title"]]
        linked = table_rows(news.claims[news.claims["claim_id"].isin(ends)][["claim_id", "article_id", "text"]])
        titled = {row["article_id"]: row["title"] for row in table_rows(titles)}
        others = {row["claim_id"]: {**row, "title": titled[row["article_id"]]} for row in linked}
        links_of: dict[str, list[Row]] = {}
        for row in links:
            for article_id in {others[row[end]]["article_id"] for end in ENDS}:
                links_of.setdefault(article_id, []).append(row)
        rows_of = {name: _by_article(table) for name, table in found.items()}
        names = dict(zip(news.entities["entity_id"], news.entities["name"], strict=True))
        for article in table_rows(chosen):
            key = article["article_id"]
            rows = {name: rows.get(key, []) for name, rows in rows_of.items()}
            yield cls(article=article, links=links_of.get(key, []), names=names, others=others, **rows)

    def html(self) -> str:
        """A whole page that may be saved and opened anywhere; it loads nothing and its policy forbids it to."""
        title = self.article["title"] or self.article["article_id"]
        return page(
            title, self.fragment(), styles=[data("marked.css")], scripts=[data("marked.js")], sort="newslab-page"
        )

    def fragment(self, *, quotes_listed: bool = True) -> str:
        """The article with its marks as one element, without the style and the script that it needs."""
        return (
            f'<article class="newslab-marked">\n{self._head()}{self._legend()}'
            f'<div class="body">\n{"".join(self._paragraphs())}</div>\n'
            f"{self._quote_list() if quotes_listed else ''}{self._value_list()}</article>\n"
        )

    def plain(self) -> str:
        """The article's title, quotes and claims as plain text, for a terminal."""
        lines = [_printable(self.article["title"] or self.article["article_id"]), ""]
        lines += [f"{len(self.quotes)} quotes"] if self.quotes else ["No quotes were found."]
        for number, row in enumerate(self.quotes, 1):
            cue = f" – {row['cue']}" if row["cue"] else ""
            words = f"{self._speaker(row)}{cue} ({row['kind']}): {row['text']}"
            lines.append(f"{'    ' * min(row['depth'], 5)}{number:>3}. {_printable(words)}")
        lines += ["", f"{len(self.claims)} claims"] if self.claims else []
        for number, row in enumerate(self.claims, 1):
            chain = " → ".join(row["source_chain"])
            words = f"{CERTAINTY[row['author_factuality']]} ({chain}): {row['text']}"
            lines.append(f"{number:>3}. {_printable(words)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<style>{data('marked.css')}</style>\n{self.fragment()}<script>{data('marked.js')}</script>"

    def _head(self) -> str:
        article = self.article
        published = f"{article['published']:%A %d %B %Y, %H:%M} UTC" if article["published"] is not None else None
        parts = [escape(part) for part in (article["outlet"], article["byline"], published) if part]
        url = article["url"] or ""
        if re.match("https?://", url):
            parts.append(f'<a href="{escape(url)}" rel="noreferrer noopener">source</a>')
        title = escape(article["title"] or article["article_id"])
        return f'<header><h2>{title}</h2><p class="line">{" · ".join(parts)}</p></header>\n'

    def _legend(self) -> str:
        labels = [label for label in LABELS if any(row["label"] == label for row in self.mentions)]
        kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in self.quotes)]
        groups = [
            _switch("mentions", "mentions", len(self.mentions))
            + " ".join(f'<span class="m {i}">{i.lower()}<small>{LABELS[i]}</small></span>' for i in labels),
            *(_switch(kind, f'<span class="q {kind} d0" title="{KINDS[kind]}">{kind} quotes</span>',
                      sum(row["kind"] == kind for row in self.quotes)) for kind in kinds),
            '<span class="sp">speaker</span><span class="cue">cue</span>' if self.quotes else "",
            '<span class="q direct d1">a quote inside another</span>' if any(q["depth"] for q in self.quotes) else "",
            _switch("values", '<span class="v">times and amounts</span>', len(self.times) + len(self.quantities)),
            _switch("claims", "claims, in the margin", len(self.claims)),
        ]  # fmt: skip
        speakers = sorted({self._speaker(row) for row in self.quotes})
        certainties = [value for value in CERTAINTY if any(held(row) == value for row in self.claims)]
        groups.append(_choice("quotes by", "by", "all speakers", {name: name for name in speakers}))
        groups.append(_choice("claims", "held", "of any certainty", {value: CERTAINTY[value] for value in certainties}))
        boxes = "".join(f"<div>{group}</div>" for group in groups if group)
        return f'<div class="legend" role="group" aria-label="What is marked">{boxes}</div>\n'

    def _paragraphs(self) -> Iterator[str]:
        """Each paragraph with the claims that begin in it; every mark is handed to the paragraphs that it touches."""
        text = self.article["text"]
        places = [found.span() for found in re.finditer(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*", text)]
        marks = sorted(self._marks(), key=lambda mark: (mark.start, mark.layer, -mark.end))
        speakers = {row["quote_id"]: self._speaker(row) for row in self.quotes}
        margin = Margin(self.claims, self.links, self.others, speakers)
        claims = sorted(range(len(self.claims)), key=lambda i: self.claims[i]["start"])
        begun = noted = 0
        carried: list[Mark] = []
        for number, (start, end) in enumerate(places):
            carried = [mark for mark in carried if mark.end > start][:64]
            while begun < len(marks) and marks[begun].start < end:
                carried.append(marks[begun])
                begun += 1
            first, last = noted, number == len(places) - 1
            while noted < len(claims) and (self.claims[claims[noted]]["start"] < end or last):
                noted += 1
            notes = margin.notes(claims[first:noted])
            aside = f'<ul class="margin" aria-label="Claims in this paragraph">{notes}</ul>' if notes else ""
            yield f'<div class="row"><p>{markup(text, start, end, carried)}</p>{aside}</div>\n'

    def _marks(self) -> Iterator[Mark]:
        for number, row in enumerate(self.quotes, 1):
            who = self._speaker(row)
            title = f"{row['kind']} quote {number}: {who}" + (
                ", who is reported not to have said it" if row["negated"] else ""
            )
            for i, (start, end) in enumerate(row["spans"]):
                yield Mark(
                    start, end, QUOTES + min(row["depth"], CLAIM - 1), f"q {row['kind']} d{min(row['depth'], 3)}",
                    f"q{number}", title, row["quote_id"] if i == 0 else "", str(number) if i == 0 else "", by=who,
                )  # fmt: skip
            if row["speaker"]:
                how = f" = {who}, by {row['resolved_by']}" if row["resolved_by"] else ", not resolved"
                yield Mark(
                    row["speaker_start"], row["speaker_end"], SPEECH, "sp", f"q{number}",
                    f"speaker of quote {number}{how}", number=str(number), number_after=True,
                )  # fmt: skip
            for start, end in row["cue_spans"]:
                title = f"cue of quote {number}: {row['cue_class'] or row['cue_lemma'] or 'of no known class'}"
                yield Mark(start, end, SPEECH, "cue", f"q{number}", title, number=str(number), number_after=True)
        for number, row in enumerate(self.claims, 1):
            yield Mark(row["start"], row["end"], CLAIM, "c", f"c{number}", id=place(row["claim_id"]))
        numbers: dict[str | None, str] = {None: ""}
        for row in self.mentions:
            key = numbers.setdefault(row["entity_id"], f"e{len(numbers)}")
            name = self.names.get(row["entity_id"]) or "not resolved"
            title = f"{name} – {row['label'] or 'no label'}, {row['kind']}, confidence {row['confidence']:.2f}"
            classes = f"m {row['label'] if row['label'] in LABELS else ''} {row['kind']}"
            tag = LABELS.get(row["label"] or "", "") if row["kind"] == "name" else ""
            yield Mark(row["start"], row["end"], MENTION, classes, key, title, tag=tag)
        for row, value in [*((row, time_value(row)) for row in self.times), *((q, amount(q)) for q in self.quantities)]:
            yield Mark(row["start"], row["end"], VALUE, "v", title=value)

    def _speaker(self, quote: Row) -> str:
        return quote["speaker_name"] or quote["speaker"] or "no speaker named"

    def _quote_list(self) -> str:
        """The quotes as a table: for keyboards, screen readers and paper."""
        rows = [
            (str(number), escape(self._speaker(row)), escape(row["cue"] or ""), row["kind"],
             f'<a href="#{escape(row["quote_id"])}">{escape(shorten(row["text"], 160))}</a>')
            for number, row in enumerate(self.quotes, 1)
        ]  # fmt: skip
        return _list("All quotes", ("no.", "speaker", "cue", "kind", "content"), rows)

    def _value_list(self) -> str:
        """The times and amounts as a table, since a keyboard cannot hover."""
        rows = [(escape(row["text"]), escape(time_value(row))) for row in self.times]
        rows += [(escape(row["text"]), escape(amount(row))) for row in self.quantities]
        return _list("All times and amounts", ("as written", "value"), rows)


def time_value(row: Row) -> str:
    """An expression of time's value in words: its TIMEX3 value, the interval, what else it could be."""
    value = f"{row['type'].lower()} {row['timex'] or 'without a value'}"
    if row["modifier"]:
        value += f" ({row['modifier'].lower()})"
    if row["earliest"] is not None and row["latest"] is not None:
        value += f", from {row['earliest']:%Y-%m-%d %H:%M} to {row['latest']:%Y-%m-%d %H:%M}"
    if row["anchor"]:
        value += f", anchor: {row['anchor']}"
    return value + (f", or {', '.join(row['alternatives'])}" if row["alternatives"] else "")


def amount(row: Row) -> str:
    """An amount's value in words."""
    low, high = row["low"], row["high"]
    bounds = "no figure"
    if low is not None and high is not None:
        bounds = f"{low:,.15g}" if low == high else f"{low:,.15g} to {high:,.15g}"
    elif low is not None or high is not None:
        bounds = f"at least {low:,.15g}" if low is not None else f"at most {high:,.15g}"
    unit = f" {row['unit']}" if row["unit"] else ""
    return f"{bounds}{unit} ({row['dimension'] or 'amount'}, {row['modifier']})"


def _printable(text: str) -> str:
    """The text on one line without control characters, which could steer a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", " ".join(text.split()))


def _by_article(table: pd.DataFrame) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in table_rows(table):
        rows.setdefault(row["article_id"], []).append(row)
    return rows


def table_rows(table: pd.DataFrame) -> list[Row]:
    """The rows as dicts, missing cells as None."""
    cells = table.astype(object)
    return [{str(k): v for k, v in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")]


def _list(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<details><summary>{title}: {len(rows)}</summary><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{lines}</tbody></table></details>\n"
    )


def _switch(name: str, label: str, count: int) -> str:
    return f'<label><input type="checkbox" value="{name}" checked> {label} ({count})</label> ' if count else ""


def _choice(label: str, key: str, everything: str, values: Mapping[str, str]) -> str:
    if len(values) < 2:
        return ""
    options = "".join(f'<option value="{escape(value)}">{escape(name)}</option>' for value, name in values.items())
    return f'<label>{label} <select data-by="{key}"><option value="">{everything}</option>{options}</select></label>'
