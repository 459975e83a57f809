"""Exports of news archives that hold many articles in one file: Nexis (text) and Factiva (HTML).

Nexis: each document begins with "3 of 120 DOCUMENTS"; then come outlet, date, headline, lines of `KEY: value` up to
LENGTH, the text, and further keys from LOAD-DATE or LANGUAGE on (as documented for R's LexisNexisTools 0.2).
Factiva: each article is a table whose rows name a field by its code: HD headline, BY byline, PD date, SN source, LP
lead and TD text (Factiva's indexing format, as documented for R's tm.plugin.factiva 1.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from newslab.articles.dates import parse_date

_DOCUMENT = re.compile(r"^[ \t]*\d{1,5} of \d{1,5} DOCUMENTS[ \t]*$", re.M)
_KEY = re.compile(r"([A-Z][A-Z-]{2,30}):\s*(.*)", re.S)
_AFTER = {
    "LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "GRAPHIC", "SUBJECT", "ORGANIZATION", "COMPANY", "TICKER", "INDUSTRY",
    "PERSON", "CITY", "STATE", "COUNTRY", "GEOGRAPHIC", "JOURNAL-CODE", "NOTES", "URL", "TYPE", "DOCUMENT-TYPE",
}  # fmt: skip
_CODES = {"HD": "title", "BY": "byline", "SN": "outlet", "LA": "language", "SE": "section", "AN": "accession"}


def is_nexis(text: str) -> bool:
    """Whether a text is an export of Nexis."""
    return _DOCUMENT.search(text, 0, 5000) is not None


def read_nexis(text: str) -> Iterator[dict[str, Any]]:
    """The articles of a Nexis export, in order; wrapped lines of a paragraph are joined."""
    for document in _DOCUMENT.split(text.replace("\r\n", "\n"))[1:]:
        blocks = [" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", document) if block.strip()]
        keys = [_KEY.fullmatch(block) for block in blocks]
        dated = next((i for i, block in enumerate(blocks[:8]) if parse_date(block)), None)
        length = next((i for i, key in enumerate(keys[:40]) if key and key[1] == "LENGTH"), None)
        start = length + 1 if length is not None else (dated or 0) + 1
        while start < len(blocks) and (key := keys[start]) and key[1] in ("BYLINE", "SECTION", "DATELINE", "HIGHLIGHT"):
            start += 1
        end = next((i for i in range(start, len(blocks)) if (key := keys[i]) and key[1] in _AFTER), len(blocks))
        found: dict[str, Any] = {
            key[1].lower(): key[2] for i, key in enumerate(keys) if key and key[2] and not start <= i < end
        }
        head = [i for i in range((dated if dated is not None else -1) + 1, min(start, len(blocks))) if not keys[i]]
        if dated is not None:
            found["published"] = blocks[dated]
            if dated:
                found["outlet"] = re.sub(r"^Copyright .*?(?:All Rights Reserved\.?\s*|$)", "", blocks[dated - 1])
        if head:
            found["title"] = blocks[head[-1]]
        body = blocks[start:end]
        while body and re.match(r"(?:Copyright \d{4}|All Rights Reserved)", body[-1]):
            body.pop()
        found.pop("load-date", None)
        yield {**found, "text": "\n\n".join(body)}


def is_factiva(page: str) -> bool:
    """Whether a page is an export of Factiva in its indexing format."""
    return re.search(r"<td[^>]{0,200}>\s*(?:<b>\s*)?HD\b", page[:200_000]) is not None and "TD" in page


def read_factiva(page: str) -> Iterator[dict[str, Any]]:
    """The articles of a Factiva export, in order; LP and TD together are the text."""
    for table in html.document_fromstring(page).iter("table"):
        found: dict[str, Any] = {}
        text: list[str] = []
        day = clock = ""
        for row in table.iter("tr"):
            cells = row.findall("td")
            code = cells[0].text_content().strip(" \xa0\n\t") if len(cells) == 2 else ""
            if code in ("LP", "TD"):
                paragraphs = cells[1].findall(".//p") or [cells[1]]
                text += [" ".join(paragraph.text_content().split()) for paragraph in paragraphs]
            elif code in ("PD", "ET"):
                value = " ".join(cells[1].text_content().split())
                day, clock = (value, clock) if code == "PD" else (day, value)
            elif code in _CODES:
                found[_CODES[code]] = re.sub(r"^By ", "", " ".join(cells[1].text_content().split()))
        if found.get("title") or text:
            yield {**found, "published": f"{day} {clock}".strip(), "text": "\n\n".join(filter(None, text))}
