"""What a web page says of itself: Open Graph, article: tags, JSON-LD (schema.org), Dublin Core, its visible head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from newslab.articles.fields import as_text

ARTICLE_TYPES = re.compile(r"(?:News|Analysis|Background|Opinion|Reportage|Review)?(?:Article|NewsArticle)|BlogPosting|"
                           r"LiveBlogPosting|Report|Blog(?:Post)?", re.I)  # fmt: skip
TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline")
OUTLET = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "source")
BYLINE = (
    "author",
    "article:author",
    "byl",
    "byline",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publication_date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.issued",
    "dcterms.issued", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
)  # fmt: skip
RIGHTS = ("rights", "copyright", "dc.rights", "dcterms.rights")


def metadata(tree: html.HtmlElement) -> dict[str, Any]:
    """The page's own title, outlet, byline, published (as written), url and section; those that it gives.

    `body` (the text, when JSON-LD carries it) and `rights` (notices) are for `webpage`, which takes them out.
    """
    tags = _tags(tree)
    data = next(_articles(tree), {})

    def first(*names: str) -> str | None:
        return next((value for name in names for value in tags.get(name, ()) if value), None)

    heading = _heading(tree)
    head, site = _page_title(tree, heading)
    outlet = first(*OUTLET[:1]) or as_text(data.get("publisher")) or first(*OUTLET[1:]) or site
    title = first(*TITLE) or " ".join((as_text(data.get("headline")) or "").split()) or heading or head
    if title and outlet and (ending := re.search(rf"\s+[|–—-]\s+{re.escape(outlet)}\b[^|]{{0,40}}$", title)):
        title = title[: ending.start()]
    byline = next((value for name in BYLINE for value in [first(name)] if value and "://" not in value), None)
    found = {
        "title": title,
        "outlet": outlet,
        "byline": byline or _authors(data.get("author")) or _visible_author(tree),
        "published": first(PUBLISHED[0]) or as_text(data.get("datePublished")) or first(*PUBLISHED[1:]) or _time(tree),
        "url": _address(tree, first("og:url"), as_text(data.get("url"))),
        "section": first("article:section") or as_text(data.get("articleSection")),
        "body": data.get("articleBody") if isinstance(data.get("articleBody"), str) else None,
        "rights": [value for name in RIGHTS for value in tags.get(name, ())],
    }
    return {field: value for field, value in found.items() if value}


def _tags(tree: html.HtmlElement) -> dict[str, list[str]]:
    """Name → contents of the page's <meta> tags."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _articles(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            data = json.loads((script.text or "").strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        for _ in range(500):
            if not waiting:
                break
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                kinds = item.get("@type")
                if any(ARTICLE_TYPES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    yield item
                waiting += [item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item]


def _authors(author: Any) -> str | None:
    names = as_text(author)
    return names if names and "://" not in names else None


def _heading(tree: html.HtmlElement) -> str | None:
    texts = [" ".join(h1.text_content().split()) for h1 in tree.iter("h1")]
    inside = [" ".join(h1.text_content().split()) for h1 in tree.xpath("//article//h1 | //main//h1")]
    texts = [text for text in (inside or texts) if text]
    return texts[0] if texts else None


def _page_title(tree: html.HtmlElement, heading: str | None) -> tuple[str | None, str | None]:
    """Title and site of <title>Headline - Site</title>; the site only when the page's heading confirms the division."""
    element = next(tree.iter("title"), None)
    whole = " ".join((element.text_content() if element is not None else "").split())
    if not whole:
        return None, None
    parts = re.split(r"\s+[|–—-]\s+", whole)
    if heading and len(parts) > 1 and whole.startswith(heading):
        site = whole[len(heading) :].strip(" |–—-")
        return heading, site if 0 < len(site.split()) <= 5 else None
    return whole, None


def _visible_author(tree: html.HtmlElement) -> str | None:
    found = tree.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
        " or contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
    )
    for element in found[:5]:
        links = [a for a in element.iter("a") if a.text_content().strip()]
        text = " ".join((links[0] if links else element).text_content().split())
        text = re.sub(r"^(?:by|written by)[:\s]+", "", re.split(r"\s*[|·•]\s*", text)[0], flags=re.I)
        if text and len(text) <= 100 and not re.search(r"\d", text):
            return text
    return None


def _time(tree: html.HtmlElement) -> str | None:
    found = (
        tree.xpath("//*[@itemprop='datePublished']")
        + tree.xpath("//article//time | //main//time")
        + list(tree.iter("time"))
    )
    for element in found[:10]:
        value = element.get("datetime") or element.get("content") or element.text_content()
        if value and value.strip():
            return str(value.strip())
    return None


def _address(tree: html.HtmlElement, *others: str | None) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    return next((url for url in [*links, *others] if url and re.match(r"https?://", url)), None)
