import time
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from newslab.explore.segments import Mark, markup


class Tree(HTMLParser):
    """Text and nesting of a piece of markup; numbers and tags apart."""

    def __init__(self):
        super().__init__()
        self.open, self.text, self.covered, self.aside = [], "", {}, 0

    def handle_starttag(self, tag, attrs):  # noqa: D102
        self.aside += tag in ("sup", "small")
        self.open.append((tag, dict(attrs).get("data-k")))

    def handle_endtag(self, tag):  # noqa: D102
        self.aside -= tag in ("sup", "small")
        assert self.open.pop()[0] == tag

    def handle_data(self, data):  # noqa: D102
        if self.aside:
            return
        for _, key in self.open:
            if key:
                self.covered[key] = self.covered.get(key, "") + data
        self.text += data


def read(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    tree.close()
    assert not tree.open
    return tree


def test_overlap_is_split():
    """Marks that cross are closed and opened again, so that elements nest."""
    marks = [Mark(0, 5, 0, "a", "a"), Mark(3, 8, 1, "b", "b")]
    assert markup("abcdefgh", 0, 8, marks) == (
        '<span class="a" data-k="a">abc<span class="b" data-k="b">de</span></span><span class="b" data-k="b">fgh</span>'
    )


def test_number_and_id_once():
    """The row's id and number stand where the mark begins, the tag where it ends, also when it is split."""
    marks = [Mark(0, 4, 0, "a"), Mark(2, 6, 1, "b", id="q1", number="1", tag="PER")]
    html = markup("abcdef", 0, 6, marks)
    assert html.count('id="q1"') == 1 and html.count("<sup") == 1 and html.count("<small") == 1


MARKS = st.lists(st.tuples(st.integers(-5, 45), st.integers(1, 20), st.integers(0, 9)), max_size=20)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=40), MARKS)
def test_any_marks_on_any_text(text, places):
    """Whatever overlaps, the text is all there, elements nest, and each mark covers exactly its stretch."""
    marks = sorted(
        (Mark(s, s + n, layer, "m", f"k{i}") for i, (s, n, layer) in enumerate(places)), key=lambda m: m.start
    )
    tree = read(markup(text, 0, len(text), marks))
    assert tree.text == text == unescape(tree.text) or "&" in text
    for mark in marks:
        assert tree.covered.get(mark.key, "") == text[max(mark.start, 0) : max(mark.end, 0)]


def test_escaped():
    """Markup in text, keys, titles and tags stays text."""
    evil = '"><script>alert(1)</script>'
    html = markup(evil, 0, len(evil), [Mark(0, 5, 0, "m", evil, evil, evil, tag=evil, by=evil)])
    assert "<script" not in html and '""' not in html


def test_linear_time():
    """Thirty thousand marks over one another take seconds, not hours; what is too deep is left out."""
    text = "x" * 200_000
    marks = [Mark(i, 200_000 - i, i % 9, "m") for i in range(30_000)]
    begun = time.process_time()
    assert len(markup(text, 0, len(text), marks)) < 5_000_000
    assert time.process_time() - begun < 20
