"""A web page → the article's text, paragraph by paragraph, without what stands around it.

Trafilatura (Barbaresi 2021) judges which parts of the page are the article; the text itself is taken from the page's
own elements, in their order. So `<q>` keeps its quotation marks, paragraphs that occur twice stay, inline markup does
not break a sentence, and a paragraph that the judge overlooked between two others is put back.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from newslab.articles.dates import parse_date
from newslab.articles.metadata import metadata

DEEPEST = 150  # levels of elements; the parser drops what lies deeper than 256
MOST = 10_000  # blocks of text up to which the judge, whose time grows with their square, is asked
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
SILENT = {
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "button", "select",
    "textarea", "audio", "video", "canvas",
}  # fmt: skip
OUTSIDE = {"nav", "footer", "aside", "dialog", "figcaption", "figure"}
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|dateline|timestamp|share|sharing|social|related|promo|newsletter|advert|ads?|"
    r"caption|credit|comments?|cookie|breadcrumbs?|tags|sponsor\w*|most-read)(?:$|[\s_-])",
    re.I,
)
_CALL = re.compile(
    r"(?:follow (?:us|our|the)|sign up|subscribe|share this|click here|got a (?:question|story|tip)|advertisement|"
    r"read (?:more|also|next)|also read|see also|related(?: articles?| stories)?\s*:|download (?:our|the) app|join our|"
    r"(?:continue|story continues|article continues)\b.*\bbelow|most (?:read|popular)|watch\s*:|listen\s*:|"
    r"get our|support (?:our|independent) journalism|(?:all )?rights reserved|do you have a story)\b",
    re.I,
)  # lines that ask the reader to do something
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # no characters of XML
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})\b[^>]{0,4000}>")  # longer ones do not count as levels


@dataclass(slots=True)
class _Block:
    text: str
    tag: str
    parent: int  # number of the element that holds the block
    outside: bool  # in navigation, a footer, a caption
    aside: bool  # its class says byline, share, related …
    linked: float  # share of its characters inside links
    key: str = ""


def declared_charset(data: bytes) -> str | None:
    """The charset that a page declares in its first 4 KB: <meta charset>, http-equiv or an XML declaration."""
    match = re.search(rb"<(?:meta|\?xml)[^>]{0,500}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", data[:4096], re.I)
    return match[1].decode("ascii", "replace") if match else None


def read_page(page: str) -> dict[str, Any]:
    """The fields of the article on a page, `text` among them (empty when the page holds none)."""
    tree = _parse(page)
    if tree is None:
        return {"text": ""}
    found = metadata(tree)
    for mark, inner in [(mark, sum(1 for _ in mark.iterancestors("q")) % 2 == 1) for mark in tree.iter("q")]:
        _quote(mark, inner)
    blocks = _blocks(tree)
    kept = _article(blocks, _judged(tree) if len(blocks) <= MOST else [])
    kept = _without_furniture(kept, found)
    if kept and not found.get("byline"):
        first = next(i for i, block in enumerate(blocks) if block is kept[0])
        for block in blocks[max(0, first - 6) : first]:
            _is_byline(block, found)
    text = "\n\n".join(block.text for block in kept)
    whole = found.pop("body", None)
    if whole and len(whole) > 3 * len(text):
        text = whole  # the page shows its text by script only, and gives it as data
    found.pop("rights", None)
    return {**found, "text": text}


def _parse(page: str) -> html.HtmlElement | None:
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", _INVALID.sub(" ", page))
    try:
        return html.document_fromstring(flatten(page), parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def flatten(page: str) -> str:
    """The page with the tags left out that lie deeper than `DEEPEST`; their text stays."""
    open_tags = len(re.findall(r"<[a-zA-Z]", page))
    if open_tags <= DEEPEST:
        return page
    stack: list[tuple[str, bool]] = []
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in VOID or match[0].endswith("/>"):
            return match[0]
        if not match[1]:
            shown = depth < DEEPEST
            stack.append((name, shown))
            depth += shown
            return match[0] if shown else " " if name in BLOCKS else ""
        if not any(open_name == name for open_name, _ in stack[-3:]):
            return match[0] if depth < DEEPEST else ""
        while stack:
            open_name, shown = stack.pop()
            depth -= shown
            if open_name == name:
                return match[0] if shown else " " if name in BLOCKS else ""
        return match[0]

    # Elements whose end tag may be left out would pile up on the stack: paragraphs and list items do not count.
    return _TAG.sub(lambda match: match[0] if match[2].lower() in ("p", "li", "td", "tr", "th") else keep(match), page)


def _quote(mark: html.HtmlElement, inner: bool) -> None:
    """Put the quotation marks that a browser shows into the text."""
    left, right = ("‘", "’") if inner else ("“", "”")
    if mark.text_content().strip()[:1] not in ("“", '"', "‘", "«"):
        mark.text = left + _INVALID.sub(" ", mark.text or "").lstrip()
        last = mark[-1] if len(mark) else None
        if last is None:
            mark.text = mark.text.rstrip() + right
        else:
            last.tail = _INVALID.sub(" ", last.tail or "").rstrip() + right
    mark.tag = "span"  # its marks are text now


def _blocks(tree: html.HtmlElement) -> list[_Block]:
    """The page's runs of text between block-level elements, in order."""
    found: list[_Block] = []
    pieces: list[str] = []
    linked = 0
    silent = outside = inside = link = 0
    numbers: dict[Any, int] = {}
    holders: list[Any] = [tree]

    def flush() -> None:
        nonlocal linked
        for part in re.split(r"\n[^\S\n]*\n\s*", "".join(pieces)):
            text = "\n".join(filter(None, (" ".join(line.split()) for line in part.split("\n"))))
            text = text.replace("\xad", "").replace("\u200b", "")
            if text:
                holder = holders[-1]
                own = holder.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt")
                parent = holder.getparent() if own and holder.getparent() is not None else holder
                found.append(
                    _Block(
                        text,
                        str(holder.tag),
                        numbers.setdefault(parent, len(numbers)),
                        outside > 0,
                        bool(
                            _ASIDE.search(f"{holder.get('class', '')} {holder.get('id', '')} {holder.get('rel', '')}")
                        ),
                        linked / max(1, len(text)),
                        _key(text),
                    )
                )
        pieces.clear()
        linked = 0

    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if not isinstance(tag, str):
            if not silent and element.tail:
                pieces.append(_inline(element.tail))
            continue
        hidden = (
            tag in SILENT or "hidden" in element.attrib or "display:none" in element.get("style", "").replace(" ", "")
        )
        out = tag in OUTSIDE or (tag == "header" and not inside)
        if event == "start":
            silent += hidden
            if tag in BLOCKS and not silent:
                flush()
                holders.append(element)
            outside += out
            inside += tag in ("article", "main")
            link += tag == "a"
            if tag == "br" and not silent:
                pieces.append("\n")
            if element.text and not silent:
                pieces.append(element.text if tag == "pre" else _inline(element.text))
                linked += len(element.text) if link else 0
        else:
            if tag in BLOCKS and not silent:
                flush()
                if holders[-1] is element:
                    holders.pop()
            inside -= tag in ("article", "main")
            outside -= tag in OUTSIDE or (tag == "header" and not inside)
            link -= tag == "a"
            silent -= hidden
            if element.tail and not silent:
                pieces.append(_inline(element.tail))
                linked += len(element.tail) if link else 0
    flush()
    return found


def _inline(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without trafilatura's log lines: what it does not find becomes a problem here."""
    loggers = [logging.getLogger(name) for name in ("trafilatura.core", "trafilatura.utils", "trafilatura.external")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _judged(tree: html.HtmlElement) -> list[str]:
    """The lines that trafilatura takes for the article."""
    from trafilatura import bare_extraction

    page = re.sub(r"\s{100,}", " ", html.tostring(tree, encoding="unicode"))  # its time grows with their square
    with _quiet():
        try:
            document = bare_extraction(page, include_comments=False, include_tables=True, deduplicate=False)
        except Exception:  # a page on which the judge fails is read by the page's own structure
            return []
    text = getattr(document, "text", None) or ""
    return [line for raw in text.split("\n") if (line := re.sub(r"^\s*[-|]\s*|\s*\|\s*$", "", raw).strip())]


def _article(blocks: list[_Block], judged: list[str]) -> list[_Block]:
    """The blocks that the judge took, and those that it overlooked between them."""
    lines = {_key(line) for line in judged} - {""}
    everything = "\n".join(lines)
    tests = 3000
    kept: list[int] = []
    for i, block in enumerate(blocks):
        if block.outside or (not block.key and not kept):
            continue
        taken = block.key in lines
        if not taken and len(block.key) >= 20 and tests:
            tests -= 1
            taken = block.key in everything
        if not taken and "\n" in block.text:  # a judge's line for each line of the block
            taken = all(_key(line) in lines for line in block.text.split("\n"))
        if taken:
            kept.append(i)
    if not kept:
        return _by_structure(blocks)
    kept = _one_place(blocks, kept)
    between: dict[int, tuple[int, int, int]] = {}
    for i in kept:
        first, _, count = between.get(blocks[i].parent, (i, i, 0))
        between[blocks[i].parent] = (first, i, count + 1)
    chosen = set(kept)
    for i, block in enumerate(blocks):
        first, last, count = between.get(block.parent, (0, 0, 0))
        overlooked = count >= 2 and first < i < last and not block.aside and block.linked < 0.8 and not block.outside
        if overlooked and block.tag in ("p", "h2", "h3", "h4", "blockquote", "pre", "div", "li"):
            chosen.add(i)
    return [blocks[i] for i in sorted(chosen)]


def _one_place(blocks: list[_Block], kept: list[int]) -> list[int]:
    """Of blocks with the same text, those in the place with the most kept text: a teaser repeats one elsewhere."""
    weight: dict[int, int] = {}
    for i in kept:
        weight[blocks[i].parent] = weight.get(blocks[i].parent, 0) + len(blocks[i].key)
    best: dict[str, int] = {}
    for i in kept:
        key = blocks[i].key
        if key not in best or weight[blocks[i].parent] > weight[best[key]]:
            best[key] = blocks[i].parent
    return [i for i in kept if blocks[i].parent == best[blocks[i].key]]


def _by_structure(blocks: list[_Block]) -> list[_Block]:
    """Paragraphs that are neither links nor furniture, from the place that holds most of them."""
    paragraphs = [b for b in blocks if not (b.outside or b.aside) and b.linked < 0.5 and len(b.text.split()) >= 8]
    weight: dict[int, int] = {}
    for block in paragraphs:
        weight[block.parent] = weight.get(block.parent, 0) + len(block.text)
    most = max(weight, key=lambda parent: weight[parent], default=None)
    return [block for block in blocks if block.parent == most and not block.outside and not block.aside]


def _without_furniture(kept: list[_Block], found: dict[str, Any]) -> list[_Block]:
    """Without the headline (it is a column), what stands above it, the lines of author and date, and the rights notice.

    A line of author and date gives `byline` and `published` where the page's metadata do not.
    """
    title = _key(found.get("title") or "")
    heads = [i for i, block in enumerate(kept) if block.key == title and (block.tag == "h1" or i < 3)] if title else []
    if heads and sum(len(b.text) for b in kept[heads[0] + 1 :]) > 0.7 * sum(len(b.text) for b in kept):
        kept = kept[heads[0] + 1 :]
    rights = {_key(line) for line in found.get("rights", ())}
    kept = [block for block in kept if block.key not in rights and not _is_promotion(block)]
    while kept and re.match(r"(?:©|\(c\)|copyright\b)", kept[-1].text, re.I) and len(kept[-1].text) < 300:
        kept = kept[:-1]
    top = next((i for i, block in enumerate(kept) if len(block.text) > 120), min(4, len(kept)))
    return [block for i, block in enumerate(kept) if i >= top or not _is_byline(block, found)]


def _is_promotion(block: _Block) -> bool:
    """A paragraph that is one link, or a short line that asks the reader to do something."""
    if len(block.text) > 200 or block.tag == "blockquote":
        return False
    return (block.linked > 0.95 and block.tag in ("p", "div", "li")) or bool(_CALL.match(block.text))


def _is_byline(block: _Block, found: dict[str, Any]) -> bool:
    if len(block.text) > 120 or block.tag in ("li", "blockquote"):
        return False
    byline = found.get("byline") or ""
    line = block.text
    by = re.match(r"(?:written |reported )?by[:\s]+(?=[A-Z])", line, re.I)
    moment = parse_date(line)
    if not (block.aside or by or moment or (byline and _key(line) == _key(byline))):
        return False
    rest = line[by.end() :] if by else line
    if moment:
        # what is left beside digits, names of days and months, zones and separators
        rest = re.sub(
            r"\b(?:\d[\d:.,hstndr]*|[ap]\.?m\.?|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|satur?|sun)(?:day)?|"
            r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
            r"nov(?:ember)?|dec(?:ember)?|gmt|utc|bst|[ecmp][sd]?t|published|updated|posted|last|on|at)\b",
            " ", rest, flags=re.I,
        )  # fmt: skip
    rest = re.sub(r"\s*[|·•/–—-]\s*|\s+", " ", rest).strip(" ,.:;-")
    by_inside = re.search(r"\bby\s+(?=[A-Z])", rest)
    name = rest[by_inside.end() :] if by_inside else rest
    words = name.split()
    names_somebody = len(words) <= 12 and all(
        w[:1].isupper() or w.lower() in ("and", "in", "of", "de", "van", "for") for w in words
    )
    if not (names_somebody or block.aside or (byline and _key(byline) in _key(name))):
        return False
    if words and not byline and (by or by_inside or moment):
        found["byline"] = name
    if moment and not found.get("published"):
        found["published"] = line
    return True
