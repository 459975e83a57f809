"""What a page says of itself."""

import pytest
from lxml import html

from newslab.articles.metadata import metadata

CASES = [
    ("title", "<meta property='og:title' content='Ferry &amp; stop'>", "Ferry & stop"),
    ("title", "<title>Ferry stops | Post</title><meta property='og:site_name' content='Post'>", "Ferry stops"),
    ("title", "<script type='application/ld+json'>{'no json</script><title>Ferry</title>", "Ferry"),
    ("outlet", "<meta property='og:site_name' content='Post'>", "Post"),
    (
        "outlet",
        """<script type="application/ld+json">{"@graph": [{"@type": ["Report"], "publisher": "Post"}]}</script>""",
        "Post",
    ),
    ("byline", "<meta name='author' content='Ada Lind'>", "Ada Lind"),
    ("byline", "<meta property='article:author' content='https://x.example/ada'>", None),
    (
        "byline",
        """<script type="application/ld+json">[{"@type": "Article", "author": [{"name": "Ada"}, "Bo"]}]</script>""",
        "Ada; Bo",
    ),
    ("published", "<meta property='article:published_time' content='2024-03-14T09:00Z'>", "2024-03-14T09:00Z"),
    ("published", "<meta itemprop='datePublished' content='2024-03-14'>", "2024-03-14"),
    ("url", "<link rel='canonical' href='https://post.example/1'>", "https://post.example/1"),
    ("url", "<link rel='canonical' href='javascript:alert(1)'>", None),
    ("section", "<meta property='article:section' content='World'>", "World"),
]


@pytest.mark.parametrize(("field", "head", "expected"), CASES)
def test_fields_of_the_head(field, head, expected):
    """Open Graph, article: tags, JSON-LD and plain meta tags are understood; nothing else is taken."""
    assert (
        metadata(html.document_fromstring(f"<html><head>{head}</head><body><p>x</p></body></html>")).get(field)
        == expected
    )


BODY = [
    ("byline", "<div class='author'>By <a href='/a'>ADA LIND</a> &middot; 06:00</div>", "ADA LIND"),
    ("byline", "<p class='byline'>By Ada Lind</p>", "Ada Lind"),
    ("published", "<article><time datetime='2024-03-14T09:00Z'>today</time></article>", "2024-03-14T09:00Z"),
    ("title", "<h1>Ferry <em>stops</em></h1>", "Ferry stops"),
]


@pytest.mark.parametrize(("field", "body", "expected"), BODY)
def test_fields_of_the_body(field, body, expected):
    """The visible headline, author and time serve where the head says nothing."""
    assert metadata(html.document_fromstring(f"<html><body>{body}</body></html>")).get(field) == expected


def test_deep_json_does_not_raise():
    """JSON-LD nested a hundred thousand deep is passed over."""
    deep = "[" * 100_000
    page = f"<html><head><script type='application/ld+json'>{deep}</script><title>T</title></head><body></body></html>"
    assert metadata(html.document_fromstring(page))["title"] == "T"
