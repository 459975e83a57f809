"""Near-duplicates."""

import random
import time
from datetime import UTC, datetime

from newslab.articles.duplicates import find_duplicates

WORDS = [
    f"{a}{b}" for a in ("ka", "lo", "mi", "re", "su", "ta") for b in ("ban", "den", "gor", "lim", "nas", "por", "vek")
]


def story(seed: int, length: int = 200) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(length))


def day(n: int) -> datetime:
    return datetime(2024, 3, n, tzinfo=UTC)


def test_the_same_story_edited_is_marked_with_the_earliest():
    """A cut and slightly reworded copy refers to the article published first, wherever it stands."""
    edited = " ".join(word if i % 25 else "other" for i, word in enumerate(story(1).split()[:180]))
    assert find_duplicates([edited, story(2), story(1)], [day(2), day(1), day(1)]) == [2, None, None]


def test_undated_articles_come_last_and_input_order_decides():
    """Without dates the first in the input is the original; a dated one goes before it."""
    assert find_duplicates([story(1)] * 3, [None, None, None]) == [None, 0, 0]
    assert find_duplicates([story(1)] * 3, [None, day(3), None]) == [1, None, 1]


def test_different_stories_and_short_texts_are_not_duplicates():
    """Sharing words or a first sentence is not enough; short texts must be the same."""
    same_start = [story(1)[:200] + story(n) for n in (2, 3)]
    assert find_duplicates([*same_start, "No comment today.", "No comment.", "no comment"], [None] * 5) == [
        None,
        None,
        None,
        None,
        3,
    ]


def test_case_accents_and_quotation_marks_do_not_matter():
    """Two houses spell and punctuate the same story differently."""
    one = story(4).replace("kaban", "kabán").replace(" loban ", " “loban” ").capitalize()
    assert find_duplicates([story(4), one], [None, None]) == [None, 0]


def test_empty_texts_are_no_duplicates_of_each_other():
    """Nothing is a copy of nothing."""
    assert find_duplicates(["", "?!", ""], [None] * 3) == [None, None, None]


def test_time_grows_with_the_number_of_articles_not_its_square():
    """Ten times as many articles, half of them copies of one, take about ten times as long."""
    spent = []
    for n in (200, 2000):
        texts = [story(0) if i % 2 else story(i, 60) for i in range(n)]
        start = time.process_time()
        found = find_duplicates(texts, [None] * n)
        spent.append(time.process_time() - start)
        assert sum(original is not None for original in found) == n // 2 - 1
    assert spent[1] < 40 * spent[0]
