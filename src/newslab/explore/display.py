"""An article with what was found in it, as HTML: in a notebook, or as a page of its own that needs no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd

from newslab.explore.segments import Mark, markup
from newslab.tables.news import NewsTables
from newslab.tables.schema import TableError

Row = dict[str, Any]

KINDS = {"direct": "in quotation marks", "mixed": "partly in quotation marks", "indirect": "reported in other words"}
LABELS = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "NORP": "NORP", "FAC": "FAC", "EVENT": "EVT",
    "PRODUCT": "PROD", "WORK": "WORK",
}  # fmt: skip
CERTAINTY = {
    "CT+": "● certain", "PR+": "◕ probable", "PS+": "◑ possible", "CT-": "● certainly not", "PR-": "◕ probably not",
    "PS-": "◑ possibly not", "CTu": "○ known, not told", "Uu": "○ left open",
}  # fmt: skip
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
    others: dict[str, str]  # claim_id → text, of claims in other articles that links lead to

    @classmethod
    def of(cls, news: NewsTables, article_id: str) -> MarkedArticle:
        """The article of that id in the tables; raises `TableError` when there is none."""
        found = news.articles[news.articles["article_id"] == article_id]
        if found.empty:
            near = get_close_matches(str(article_id), news.articles["article_id"], n=3, cutoff=0.3)
            meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
            raise TableError(f"There is no article {article_id!r} among the {len(news.articles)}{meant}")
        rows = {
            name: _rows(table[table["article_id"] == article_id])
            for name, table in news
            if name in ("mentions", "quotes", "claims", "times", "quantities")
        }
        own = {row["claim_id"] for row in rows["claims"]}
        links = _rows(news.links[news.links["from_claim_id"].isin(own) | news.links["to_claim_id"].isin(own)])
        ends = {row[end] for row in links for end in ("from_claim_id", "to_claim_id")} - own
        others = news.claims[news.claims["claim_id"].isin(ends)]
        ids = {row["entity_id"] for row in rows["mentions"]} | {i for row in rows["quotes"] for i in row["speaker_ids"]}
        entities = news.entities[news.entities["entity_id"].isin(ids)]
        return cls(
            article=_rows(found)[0],
            links=links,
            names=dict(zip(entities["entity_id"], entities["name"], strict=True)),
            others=dict(zip(others["claim_id"], others["text"], strict=True)),
            **rows,
        )

    def html(self) -> str:
        """A whole page that may be saved and opened anywhere; it loads nothing and its policy forbids it to."""
        return (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "script-src 'unsafe-inline'\">"
            f"<title>{escape(self.article['title'] or self.article['article_id'])}</title></head>"
            f'<body class="newslab-page">\n{self._repr_html_()}\n</body></html>\n'
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
        return (
            f"<style>{_data('marked.css')}</style>\n"
            f'<article class="newslab-marked">\n{self._head()}{self._legend()}'
            f'<div class="body">\n{"".join(self._paragraphs())}</div>\n{self._lists()}</article>\n'
            f"<script>{_data('marked.js')}</script>"
        )

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
            _switch("values", '<span class="v">times and amounts</span>', len(self.times) + len(self.quantities)),
            _switch("claims", "claims, in the margin", len(self.claims)),
        ]  # fmt: skip
        speakers = dict.fromkeys(self._speaker(row) for row in self.quotes)
        if len(speakers) > 1:
            options = "".join(f"<option>{escape(name)}</option>" for name in sorted(speakers))
            groups.append(f'<label>quotes by <select><option value="">all speakers</option>{options}</select></label>')
        boxes = "".join(f"<div>{group}</div>" for group in groups if group)
        return f'<div class="legend" role="group" aria-label="What is marked">{boxes}</div>\n'

    def _paragraphs(self) -> Iterator[str]:
        """Each paragraph with the claims that begin in it; every mark is handed to the paragraphs that it touches."""
        text = self.article["text"]
        places = [found.span() for found in re.finditer(r"\S(?:.*\S)?(?:[^\S\n]*\n[^\S\n]*\S(?:.*\S)?)*", text)]
        marks = sorted(self._marks(), key=lambda mark: (mark.start, mark.layer, -mark.end))
        claims = sorted(enumerate(self.claims), key=lambda pair: pair[1]["start"])
        begun = noted = 0
        carried: list[Mark] = []
        for number, (start, end) in enumerate(places):
            carried = [mark for mark in carried if mark.end > start][:64]
            while begun < len(marks) and marks[begun].start < end:
                carried.append(marks[begun])
                begun += 1
            last = number == len(places) - 1
            notes: list[tuple[str, bool]] = []
            while noted < len(claims) and (claims[noted][1]["start"] < end or last):
                notes.append((self._note(*claims[noted]), self._is_plain(claims[noted][1])))
                noted += 1
            margin = f'<ul class="margin" aria-label="Claims in this paragraph">{"".join(_folded(notes))}</ul>'
            yield f'<div class="row"><p>{markup(text, start, end, carried)}</p>{margin if notes else ""}</div>\n'

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
            yield Mark(row["start"], row["end"], CLAIM, "c", f"c{number}")
        for row in self.mentions:
            name = self.names.get(row["entity_id"]) or "not resolved"
            title = f"{name} – {row['label'] or 'no label'}, {row['kind']}, confidence {row['confidence']:.2f}"
            classes = f"m {row['label'] if row['label'] in LABELS else ''} {row['kind']}"
            tag = LABELS.get(row["label"] or "", "") if row["kind"] == "name" else ""
            yield Mark(row["start"], row["end"], MENTION, classes, _entity_key(row["entity_id"]), title, tag=tag)
        for row, value in [*((row, time_value(row)) for row in self.times), *((q, amount(q)) for q in self.quantities)]:
            yield Mark(row["start"], row["end"], VALUE, "v", title=value)

    def _speaker(self, quote: Row) -> str:
        return quote["speaker_name"] or quote["speaker"] or "no speaker named"

    def _is_plain(self, claim: Row) -> bool:
        """The article says so itself, as certain, and nothing reacts to it: most claims are such."""
        linked = claim["claim_id"] in self._reacted_to or claim["claim_id"] in self._reactions
        return claim["quote_id"] is None and claim["author_factuality"] == "CT+" and not linked

    @cached_property
    def _reactions(self) -> dict[str, list[Row]]:
        """What each claim does to others: its links."""
        found: dict[str, list[Row]] = {}
        for link in self.links:
            found.setdefault(link["from_claim_id"], []).append(link)
        return found

    @cached_property
    def _reacted_to(self) -> set[str]:
        return {link["to_claim_id"] for link in self.links}

    @cached_property
    def _claim_texts(self) -> dict[str, str]:
        return {**self.others, **{claim["claim_id"]: claim["text"] for claim in self.claims}}

    def _note(self, position: int, claim: Row) -> str:
        chain = claim["source_chain"]
        certain = f"<b>{CERTAINTY[claim['author_factuality']]}</b>"
        if len(chain) > 1:
            source = escape(" → ".join(chain[1:]))
            own = "" if claim["author_factuality"] == "Uu" else f"; {certain} for the article"
            certain = f"<b>{CERTAINTY[claim['source_factuality']]}</b> for {source}{own}"
        lines = [certain]
        for link in self._reactions.get(claim["claim_id"], ()):
            maybe = " (or another: the text does not say)" if link["ambiguous"] else ""
            to = escape(shorten(self._claim_texts[link["to_claim_id"]], 60))
            lines.append(f"{link['relation']} “{to}”{maybe}")
        return (
            f'<li id="{escape(claim["claim_id"])}" data-k="c{position + 1}" class="{claim["claim_type"]}">'
            f"<q>{escape(shorten(claim['text']))}</q> <i>{claim['claim_type']}</i>"
            f"{''.join(f'<br>{line}' for line in lines)}</li>"
        )

    def _lists(self) -> str:
        """What the marks say, as tables: for keyboards, screen readers and paper."""
        quotes = [
            (str(number), self._speaker(row), row["cue"] or "", row["kind"], f"#{row['quote_id']}", row["text"])
            for number, row in enumerate(self.quotes, 1)
        ]
        values = [("", row["text"], time_value(row)) for row in self.times]
        values += [("", row["text"], amount(row)) for row in self.quantities]
        lines = "".join(
            f"<tr><td>{number}</td><td>{escape(who)}</td><td>{escape(cue)}</td><td>{kind}</td>"
            f'<td><a href="{escape(place)}">{escape(shorten(text, 160))}</a></td></tr>'
            for number, who, cue, kind, place, text in quotes
        )
        found = "".join(f"<tr><td>{escape(text)}</td><td>{escape(value)}</td></tr>" for _, text, value in values)
        tables = []
        if lines:
            heads = "".join(f'<th scope="col">{head}</th>' for head in ("no.", "speaker", "cue", "kind", "content"))
            tables.append(f"<details><summary>All quotes: {len(quotes)}</summary><table><thead><tr>{heads}</tr></thead>"
                          f"<tbody>{lines}</tbody></table></details>\n")  # fmt: skip
        if found:
            tables.append(f"<details><summary>All times and amounts: {len(values)}</summary><table><thead><tr>"
                          f'<th scope="col">as written</th><th scope="col">value</th></tr></thead>'
                          f"<tbody>{found}</tbody></table></details>\n")  # fmt: skip
        return "".join(tables)


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


def shorten(text: str, length: int = 110) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def _printable(text: str) -> str:
    """The text on one line without control characters, which could steer a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", " ".join(text.split()))


def _rows(table: pd.DataFrame) -> list[Row]:
    """The rows as dicts, missing cells as None."""
    cells = table.astype(object)
    return [{str(k): v for k, v in row.items()} for row in cells.where(cells.notna(), None).to_dict("records")]


def _folded(notes: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """The notes of a paragraph: first those that tell more than that the article says so, then the others, folded."""
    plain = [note for note, is_plain in notes if is_plain]
    yield from (note for note, is_plain in notes if not is_plain)
    if plain:
        yield (
            f"<li><details><summary>{len(plain)} certain in the article's own voice</summary>"
            f"<ul>{''.join(plain)}</ul></details></li>"
        )


def _switch(name: str, label: str, count: int) -> str:
    return f'<label><input type="checkbox" value="{name}" checked> {label} ({count})</label> ' if count else ""


def _entity_key(entity_id: str | None) -> str:
    return "" if entity_id is None else "e" + re.sub(r"\s", "_", entity_id)


def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf8")
