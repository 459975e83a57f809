from datetime import UTC, datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.values import find_times
from newslab.values.calendars import holidays
from newslab.values.patterns import read_table
from newslab.values.plausible import lexicon
from newslab.values.timex_rules import RULES

NLP = spacy.blank("en")
THURSDAY = datetime(2024, 3, 14, 9, 30)


def read(text: str, published: datetime | None = THURSDAY) -> list[tuple[str, str | None]]:
    return [(text[t.start : t.end], t.timex) for t in find_times(NLP(text), None, published)]


VALUES = [
    # dates
    ("on Feb. 24", "Feb. 24", "2024-02-24"),
    ("on 24 February 2022.", "24 February 2022", "2022-02-24"),
    ("the 24th of February 2022", "the 24th of February 2022", "2022-02-24"),
    ("Sun, 12 May 2019", "Sun, 12 May 2019", "2019-05-12"),
    ("on 2022-02-24", "2022-02-24", "2022-02-24"),
    ("on 24.02.2022", "24.02.2022", "2022-02-24"),
    ("from May 3–5", "May 3–5", "2024-05-03/2024-05-05"),
    ("in March to August 2011", "March", "2011-03"),
    ("in January", "January", "2024-01"),
    ("last January", "last January", "2024-01"),
    ("in early March 2014", "early March 2014", "2014-03"),
    ("since 2014", "2014", "2014"),
    ("since '82", "'82", "1982"),
    ("in 500 BC", "500 BC", "BC0500"),
    ("the 1990s", "the 1990s", "199"),
    ("the mid-1980s", "the mid-1980s", "198"),
    ("the sixties", "the sixties", "196"),
    ("the 19th century", "the 19th century", "18"),
    ("fiscal 2009", "fiscal 2009", "FY2009"),
    ("the 2009-10 season", "2009-10", "2009/2010"),
    ("the first quarter of 2009", "the first quarter of 2009", "2009-Q1"),
    ("third-quarter results", "third-quarter", "2023-Q3"),
    ("the second half of the year", "the second half of the year", "2024-H2"),
    ("last summer", "last summer", "2023-SU"),
    ("Christmas Eve 2010", "Christmas Eve 2010", "2010-12-24"),
    ("on 9/11", "9/11", "2001-09-11"),
    # counted from publication
    ("on Wednesday", "Wednesday", "2024-03-13"),
    ("on Thursday", "Thursday", "2024-03-14"),
    ("last Thursday", "last Thursday", "2024-03-07"),
    ("Monday of next week", "Monday of next week", "2024-03-18"),
    ("late Tuesday", "late Tuesday", "2024-03-12"),
    ("on Tuesday night", "Tuesday night", "2024-03-12TNI"),
    ("at the weekend", "the weekend", "2024-W10-WE"),
    ("this past week", "this past week", "2024-W10"),
    ("last month", "last month", "2024-02"),
    ("late last year", "late last year", "2023"),
    ("early next week", "early next week", "2024-W12"),
    ("at the end of this year", "the end of this year", "2024"),
    ("yesterday morning", "yesterday morning", "2024-03-13TMO"),
    ("the day after tomorrow", "the day after tomorrow", "2024-03-16"),
    ("overnight", "overnight", "2024-03-13TNI"),
    ("this evening", "this evening", "2024-03-14TEV"),
    ("two weeks ago", "two weeks ago", "2024-W09"),
    ("three years ago", "three years ago", "2021"),
    ("two days ago", "two days ago", "2024-03-12"),
    ("years ago", "years ago", "PAST_REF"),
    ("over the past two years", "the past two years", "P2Y"),
    ("in recent years", "recent years", "PXY"),
    ("at 3 p.m. local time", "3 p.m. local time", "2024-03-14T15:00"),
    ("at 14:00 UTC on Monday", "14:00 UTC on Monday", "2024-03-11T14:00Z"),
    ("at noon", "noon", "2024-03-14T12:00"),
    ("now", "now", "PRESENT_REF"),
    ("recently", "recently", "PAST_REF"),
    # durations and sets
    ("for 24 hours", "24 hours", "PT24H"),
    ("a three-day strike", "three-day", "P3D"),
    ("almost two and a half years", "almost two and a half years", "P2.5Y"),
    ("six straight days", "six straight days", "P6D"),
    ("a few hundred years", "a few hundred years", "PXY"),
    ("for decades", "decades", "PXDE"),
    ("decades-long", "decades-long", "PXDE"),
    ("a 12-year-old boy", "12-year-old", "P12Y"),
    ("is 12 years old", "12 years old", "P12Y"),
    ("just 19 years old", "just 19 years old", "P19Y"),
    ("spread over three days", "three days", "P3D"),
    ("for over three days", "over three days", "P3D"),
    ("every Friday", "every Friday", "XXXX-WXX-5"),
    ("twice a day", "twice a day", "P1D"),
    ("$5 a year", "a year", "P1Y"),
    ("in its third month", "its third month", "XXXX-XX"),
]


@pytest.mark.parametrize(("text", "expression", "value"), VALUES)
def test_values(text: str, expression: str, value: str) -> None:
    """An expression is found with its articles and modifiers, without its preposition, and has its TIMEX3 value."""
    assert read(text)[0] == (expression, value)


NOTHING = [
    "She may march on, and the fall was second to none.",
    "Boeing 737, version 4.2.1 and 2000 people",
    "He won 2–1, or 6-4.",
    "Theresa May's government",
    "It cost $2000 and then 1,999 euros.",
    "the Daily Gazette",
    "She told Dawn that the show Harbour in the Morning was over.",
    "75 miles per hour",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time(text: str) -> None:
    """Names, verbs, counts, scores and prices are no expressions of time."""
    assert read(text) == []


def test_may_in_an_article_about_a_may() -> None:
    """Where the text has somebody named May, the month needs a preposition and no possessive."""
    assert read("Mrs May spoke. In May she left; in May's office nobody knew.") == [("May", "2024-05")]


def test_intervals_end_after_the_last_day() -> None:
    """The interval begins with the first day and ends before the day after the last one, in UTC."""
    (time,) = find_times(NLP("on Wednesday"), None, THURSDAY)
    assert (time.earliest, time.latest) == (datetime(2024, 3, 13, tzinfo=UTC), datetime(2024, 3, 14, tzinfo=UTC))


MODIFIERS = [
    ("late last year", "END"),
    ("the start of 2012", "START"),
    ("mid-2011", "MID"),
    ("about two years ago", "APPROX"),
    ("until 2014", "BEFORE"),
    ("after 2014", "AFTER"),
    ("more than two years ago", "BEFORE"),
    ("at least 24 hours", "AFTER"),
    ("as long as two years", "BEFORE"),
    ("shortly before 3 p.m.", "BEFORE"),
    ("just after noon", "AFTER"),
    ("early in the morning", "START"),
    ("in 2014", None),
]


@pytest.mark.parametrize(("text", "modifier"), MODIFIERS)
def test_modifiers(text: str, modifier: str | None) -> None:
    """What limits an expression is its modifier; of durations AFTER is longer and BEFORE shorter."""
    assert [t.modifier for t in find_times(NLP(text), None, THURSDAY)] == [modifier]


ANCHORS = [
    ("last month", "published"),
    ("He said: “I saw it yesterday.”", "utterance"),
    ("in its third month", "event"),
    ("in 2014", "absolute"),
]


@pytest.mark.parametrize(("text", "anchor"), ANCHORS)
def test_anchors(text: str, anchor: str) -> None:
    """An expression says what it is counted from; inside quotation marks that is the moment of speaking."""
    assert [t.anchor for t in find_times(NLP(text), None, THURSDAY)] == [anchor]


def test_counted_from_the_time_before() -> None:
    """The following day is counted from the day mentioned before, and anchored at that event."""
    text = "On May 3, 2022 it broke. The following day it was mended. Two days later it broke again."
    times = find_times(NLP(text), None, THURSDAY)
    assert [(t.timex, t.anchor) for t in times[1:]] == [("2022-05-04", "event"), ("2022-05-06", "event")]


def test_nothing_to_count_from() -> None:
    """Without a time mentioned before, the following day has no value and says that it is ambiguous."""
    (time,) = find_times(NLP("The following day it rained."), None, THURSDAY)
    assert (time.timex, time.earliest, time.ambiguous) == (None, None, True)


def test_stretch_of_years() -> None:
    """Between 2009 and 2014 is a duration with its interval; its two years are dates of their own."""
    assert read("between 2009 and 2014") == [("between 2009 and 2014", "2009/2014"), ("2009", "2009"), ("2014", "2014")]


def test_since_lasts_until_publication() -> None:
    """Since 2014 lasts until the article was published."""
    (time,) = find_times(NLP("since 2014"), None, THURSDAY)
    assert (time.earliest.year, time.latest) == (2014, datetime(2024, 3, 15, tzinfo=UTC))


def test_day_and_month_may_be_either() -> None:
    """A date of figures that can be read in two ways names the other reading."""
    (time,) = find_times(NLP("on 4/5/2010"), None, THURSDAY)
    assert (time.timex, time.ambiguous, time.alternatives) == ("2010-04-05", True, ("2010-05-04",))


def test_without_a_date_of_publication() -> None:
    """Without a date of publication a relative expression keeps what can be said, and claims no day."""
    assert read("on Friday, on Feb. 24, last month", None) == [
        ("Friday", "XXXX-WXX-5"), ("Feb. 24", "XXXX-02-24"), ("last month", None),
    ]  # fmt: skip


TENSES = [
    ("She/PRP/2/nsubj left/VBD/0/root on/IN/4/case Friday/NNP/2/obl", "2024-03-08", False),
    ("She/PRP/3/nsubj will/MD/3/aux leave/VB/0/root on/IN/5/case Friday/NNP/3/obl", "2024-03-15", False),
    ("the/DT/2/det vote/NN/0/root on/IN/4/case Friday/NNP/2/nmod", "2024-03-08", True),
    ("She/PRP/2/nsubj left/VBD/0/root in/IN/4/case August/NNP/2/obl", "2023-08", False),
    ("She/PRP/3/nsubj will/MD/3/aux leave/VB/0/root in/IN/5/case August/NNP/3/obl", "2024-08", False),
]


@pytest.mark.parametrize(("written", "value", "ambiguous"), TENSES)
def test_tense_decides(parse, written: str, value: str, ambiguous: bool) -> None:
    """A bare weekday or month is the last one, unless the tense is future; without a verb it is ambiguous."""
    doc, tree = parse(written)
    (time,) = find_times(doc, tree, THURSDAY)
    assert (time.timex, time.ambiguous) == (value, ambiguous)


def test_name_with_a_weekday(parse) -> None:
    """A weekday inside a proper name is no time."""
    doc, tree = parse("the/DT/3/det Sunday/NNP/3/compound Gazette/NNP/4/nsubj said/VBD/0/root so/RB/4/advmod")
    assert find_times(doc, tree, THURSDAY) == []


YEARS = [
    ("below/IN/3/case 2005/CD/3/nummod levels/NNS/0/root", ["2005"]),
    ("in/IN/3/case 2005/CD/3/nummod homes/NNS/0/root", []),
    ("the/DT/3/det 2005/CD/3/nummod boats/NNS/0/root", ["2005"]),
    ("the/DT/3/det 1836/CD/3/nummod assault/NN/0/root", ["1836"]),
]


@pytest.mark.parametrize(("written", "values"), YEARS)
def test_year_or_count(parse, written: str, values: list[str]) -> None:
    """Four digits before a plural noun count it, unless an article or the noun says that they date it."""
    doc, tree = parse(written)
    assert [t.timex for t in find_times(doc, tree, THURSDAY)] == values


def test_examples_in_the_grammar() -> None:
    """Every pattern's example in the data file is found, by its rule or a longer pattern that begins with it."""
    for row in read_table("times.tsv"):
        found = find_times(NLP(f"It was {row['example']} ."), None, THURSDAY)
        assert found, row["example"]
        assert row["rule"] in RULES


MARKS = "the of in a - , . ' 5 31 2014 1999 12:30 ago later ½ 1/2/03 99th 0"
WORDS = [*lexicon(), *holidays(), *MARKS.split(), "\n\n"]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40), st.none() | st.datetimes(), st.booleans())
def test_any_text(words: list[str], published: datetime | None, capitals: bool) -> None:
    """Any text is read without an error; offsets lie inside it; no interval ends before it begins."""
    text = " ".join(w.capitalize() if capitals else w for w in words)
    for time in find_times(NLP(text), None, published):
        assert 0 <= time.start < time.end <= len(text)
        assert time.type in ("DATE", "TIME", "DURATION", "SET")
        assert time.modifier in (None, "START", "MID", "END", "APPROX", "BEFORE", "AFTER")
        assert time.anchor in ("published", "utterance", "event", "absolute")
        if time.earliest and time.latest:
            assert time.earliest <= time.latest
