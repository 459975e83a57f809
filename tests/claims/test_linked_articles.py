"""Links in short articles of many styles, whole: from text to links, through the reader."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.extract import read_article
from newslab.reader import load
from newslab.records import ArticleRecord, Link
from newslab.tables.soundness import fault

ARTICLES = Path(__file__).with_name("linked_articles.txt")
RELATIONS = frozenset({"denies", "disputes", "affirms", "corrects", "qualifies", "repeats"})


class Wanted(NamedTuple):
    """A link that a reader finds: words of which each side's predicate may have any."""

    relations: list[str]
    source: list[str]
    target: list[str]

    def fits(self, record: ArticleRecord, link: Link) -> bool:
        """Tell whether a found link is this one."""
        return (
            link.relation in self.relations
            and says(record, link.source, self.source)
            and says(record, link.target, self.target)
        )


def says(record: ArticleRecord, position: int, words: list[str]) -> bool:
    """Tell whether the claim's predicate is at a place where one of these words stands."""
    start, end = record.claims[position].predicate
    for word in words:
        at = record.text.find(word)
        while at >= 0:
            if at < end and start < at + len(word):
                return True
            at = record.text.find(word, at + 1)
    return False


def articles() -> list[tuple[str, list[Wanted]]]:
    """Each article with its links."""
    found: list[tuple[str, list[Wanted]]] = []
    for line in ARTICLES.read_text(encoding="utf8").splitlines():
        parts = [part.strip().split("/") for part in line.split(" | ")]
        if len(parts) == 3 and set(parts[0]) <= RELATIONS:
            found[-1][1].append(Wanted(*parts))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


@pytest.fixture(scope="module")
def read() -> list[tuple[ArticleRecord, list[Wanted]]]:
    """The articles, read."""
    known = articles()
    docs = load().pipe(text for text, _ in known)
    return [(read_article(doc, "a", None, None), wanted) for doc, (_, wanted) in zip(docs, known, strict=True)]


def test_links_given_are_right(read):
    """Of the links given in articles that were written before any was seen, nine of ten are a reader's."""
    right = [any(one.fits(record, link) for one in wanted) for record, wanted in read for link in record.links]
    assert len(right) > 25
    assert sum(right) >= 0.9 * len(right)


def test_links_are_found(read):
    """Of a reader's links in these articles, two thirds are found."""
    found = [any(one.fits(record, link) for link in record.links) for record, wanted in read for one in wanted]
    assert sum(found) >= 0.66 * len(found)


def test_nothing_where_nobody_reacts(read):
    """Articles in which nobody reacts to anything have no link, however much their claims have in common."""
    quiet = [record for record, wanted in read if not wanted]
    assert len(quiet) >= 8
    assert [len(record.links) for record in quiet] == [0] * len(quiet)


FORMS = [
    (
        "The senator said the mayor had taken cash from a builder, a charge his office has rejected.",
        "denies",
        "rejected",
        "taken",
    ),
    ("Residents said officers had beaten two boys. Police denied that.", "denies", "denied", "beaten"),
    ('The union said the plant would close. "I doubt it," said its manager, Piet Orr.', "disputes", "doubt", "close"),
    ("The owner says the dogs were fed. The regulator says they were not.", "denies", "were", "were fed"),
    ("Ada Holm said the road was finished. Locals say that is codswallop.", "denies", "codswallop", "finished"),
    ("Opponents say the bill will raise taxes. Supporters say it will not.", "denies", "will", "raise"),
    ("The council said the tower was sound. An engineer contradicted the council.", "denies", "contradicted", "sound"),
    ("Some said 12 people died but later revised the toll to nine.", "corrects", "revised", "died"),
    (
        "A court found that the firm bribed officials. The firm maintains it did nothing wrong.",
        "denies",
        "did",
        "bribed",
    ),
    ("A lawyer said the fund had lost $3 million. The fund disputed the figure.", "disputes", "disputed", "lost"),
]


@pytest.mark.parametrize(("text", "relation", "source", "target"), FORMS)
def test_forms(text, relation, source, target):
    """The usual forms of a reaction, each in two sentences."""
    record = read_article(load()(text), "a", None, None)
    wanted = Wanted([relation], [source], [target])
    assert any(wanted.fits(record, link) for link in record.links)


PIECES = st.sampled_from([sentence for text, *_ in FORMS for sentence in text.split(". ")]) | st.text(max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=6))
def test_links_are_sound(pieces):
    """Whatever the text, links never fail, and refer to claims that there are."""
    record = read_article(load()(" ".join(pieces)), "a", None, None)
    assert [problem for problem in record.problems if problem.stage == "links"] == []
    assert fault(record, "links") is None
