"""Front matter and Markdown."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.plain import declared_charset, from_markdown, read_plain, split

FRONT = [
    ("---\ntitle: A: b\ndate: 2024-03-14\n---\n\nText.", {"title": "A: b", "date": "2024-03-14"}, "Text."),
    ('---\ntitle: "He said \\"no\\""\n---\nText.', {"title": 'He said "no"'}, "Text."),
    ("---\ntitle: 'It''s'\n---\nText.", {"title": "It's"}, "Text."),
    ("---\nauthor:\n  - Ada Lind\n  - Bo Rask\n---\nText.", {"author": ["Ada Lind", "Bo Rask"]}, "Text."),
    ("---\nauthor: [Ada Lind, 'Bo Rask']\n---\nText.", {"author": ["Ada Lind", "Bo Rask"]}, "Text."),
    ("---\ntitle: >\n  Long\n  title\n---\nText.", {"title": "Long title"}, "Text."),
    ("---\r\ntitle: A\r\n---\r\nOne.\r\n\r\nTwo.", {"title": "A"}, "One.\n\nTwo."),
    ("Headline: A\nDate: 14 March 2024\n\nText.", {"Headline": "A", "Date": "14 March 2024"}, "Text."),
    ("No front matter: here.\n\nText.", {}, "No front matter: here.\n\nText."),
    ("---\nThis is a sentence, not a field.\n---\nText.", {}, "---\nThis is a sentence, not a field.\n---\nText."),
    ("---\ntitle: never closed\n\nText.", {}, "---\ntitle: never closed\n\nText."),
    ("", {}, ""),
]


@pytest.mark.parametrize(("text", "fields", "body"), FRONT)
def test_front_matter_is_split_from_the_text(text, fields, body):
    """`key: value` lines between fences, or known names at the very top; everything else is text."""
    assert split(text) == (fields, body)


def test_front_matter_declares_a_charset():
    """The charset is read from bytes, in the front matter only."""
    assert declared_charset(b"---\ntitle: A\ncharset: 'cp1252'\n---\n") == "cp1252"
    assert declared_charset(b"---\ntitle: A\n---\ncharset: hex") is None
    assert declared_charset(b"charset: hex") is None


MARKDOWN = [
    ("# Head\n\nText.", "Head", "Text."),
    ("Head\n====\n\nText\nof two lines.", "Head", "Text of two lines."),
    ("Intro.\n\n### Sub *head*\n\nText.", None, "Intro.\n\nSub head\n\nText."),
    ("**How many?**\n\nI *can* tell __you__ _this_.", None, "How many?\n\nI can tell you this."),
    ("5 * 3 * 2 and snake_case_name and f(*args)", None, "5 * 3 * 2 and snake_case_name and f(*args)"),
    ("See [the report](http://a.example/x_(y)) or [it][1].\n\n[1]: http://a.example", None, "See the report) or it."),
    (
        "> “No,” she said.\n> “Never.”\n\n- one\n- two\n\n1. first",
        None,
        "“No,” she said. “Never.”\n\none\n\ntwo\n\n1. first",
    ),
    ("Born in\n1986. A year later", None, "Born in 1986. A year later"),
    ("One.\n\n---\n\n* * *\n\nTwo ![](a.png).", None, "One.\n\nTwo ."),
    (r"A \*starred\* word", None, "A *starred* word"),
    ("A<br>b <em>c</em> <!-- hidden -->d", None, "Ab c d"),
]


@pytest.mark.parametrize(("text", "title", "body"), MARKDOWN)
def test_markdown_becomes_readable_text(text, title, body):
    """Marks go, words and paragraphs stay."""
    assert from_markdown(text) == (title, body)


def test_the_first_heading_is_the_title_unless_front_matter_gives_another():
    """A heading that repeats the title leaves the text; one that says something else stays."""
    assert read_plain("# A\n\nText.", markdown=True) == {"title": "A", "text": "Text."}
    assert read_plain("---\ntitle: A\n---\n# A\n\nText.", markdown=True) == {"title": "A", "text": "Text."}
    assert read_plain("---\ntitle: B\n---\n# A\n\nText.", markdown=True) == {"title": "B", "text": "A\n\nText."}
    assert read_plain("# A\n\nText.", markdown=False) == {"text": "# A\n\nText."}


@pytest.mark.parametrize(
    "piece", ["*", "**", "_", "[", "![", "<!--", ">", "`", "# ", "- ", "\\", "<em ", "[a](", "a*b "]
)
def test_markdown_takes_linear_time(piece):
    """Fifty thousand marks without partner are read within seconds."""
    start = time.process_time()
    from_markdown(piece * 50_000)
    assert time.process_time() - start < 5


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab *_#>-=[]()`\\\n<!:'\"~|", max_size=200), st.booleans())
def test_no_text_raises(text, markdown):
    """Any text is read, and what it holds is a str."""
    assert isinstance(read_plain("---\n" + text, markdown=markdown)["text"], str)
    assert isinstance(read_plain(text, markdown=markdown)["text"], str)


def test_spaces_in_a_heading_are_read_in_linear_time():
    """A heading may hold any number of spaces, and the number signs that close it are no part of it."""
    assert from_markdown("# a" + " " * 200_000 + "b ##\n\nText.") == ("a b", "Text.")
