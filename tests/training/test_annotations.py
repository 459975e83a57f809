"""The source form of annotations becomes offsets, or is refused; examples are invented."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.annotations import annotate
from training.annotations.articles import Article, draw_split, occurrences
from training.annotations.convert import coref_row, name_rows, quotes_row
from training.annotations.form import FormError
from training.annotations.names import read_names
from training.annotations.quotes import read_quotes, tidy, trim
from training.annotations.validate import TIMEX, problems
from training.annotations.values import bounds, read_values

TEXT = (
    "Port Selby, Friday\xa0\n\n\nHarbourWire said President Dalia Brandt demanded “lower fees” for Selby. "
    "Brandt's Port Selby office agreed."
    '\n\n"We cannot pay," she told HarbourWire on Monday, "and will not."\n'
)
ARTICLE = Article(0, "https://wire.example/1", "2024-03-15", "Fees", TEXT)
NAMES = """
// remarks are left alone
GPE port Port Selby
PERSON brandt Dalia Brandt; Brandt
ORG wire HarbourWire
GPE - Selby
=brandt she; We | p3
"""
QUOTES = """
q1 p2 | HarbourWire | said | President ... Selby
q2 p2 | President Dalia Brandt | demanded | “lower fees” for Selby | class: demand | parent: q1
q3 p3 | she | told | "We cannot pay," + "and will not." | to: HarbourWire
"""


def words(spans: list[tuple[int, int]]) -> list[str]:
    return [TEXT[s:e] for s, e in spans]


def layers() -> dict:
    names, also, ids = read_names(NAMES, ARTICLE)
    return {"names": names, "coreference": also, "attributions": read_quotes(QUOTES, ARTICLE, names, also, ids)}


def test_paragraphs_are_the_lines_that_are_not_empty():
    """Paragraphs are the lines that are not empty, without the spaces at their edges."""
    assert [TEXT[s:e][-7:] for s, e in ARTICLE.paragraphs] == [" Friday", "agreed.", 'l not."']


def test_a_form_stands_for_every_whole_word_place_outside_longer_forms():
    """A form is found at all its places except inside longer listed forms, and words are never cut."""
    found = [(TEXT[n["start"] : n["end"]], n["label"]) for n in layers()["names"]]
    port, wire = ("Port Selby", "GPE"), ("HarbourWire", "ORG")
    assert found == [port, wire, ("Dalia Brandt", "PERSON"), ("Selby", "GPE"), ("Brandt", "PERSON"), port, wire]
    assert occurrences("Rome, Romes, a Rome", "Rome", 0, 19) == [(0, 4), (15, 19)]


def test_where_restricts_and_excludes():
    """`p2#1` picks one place, `-p2` leaves places out."""
    names, _, _ = read_names("GPE a Selby | p2#1\nORG b HarbourWire | -p2", ARTICLE)
    assert [(n["start"], n["label"]) for n in names] == [(TEXT.index("Selby."), "GPE"), (TEXT.rindex("Harbour"), "ORG")]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("GPE - Rome", "line 1: 'Rome' is not in the article"),
        ("CITY - Port Selby", "line 1: 'CITY' is no label"),
        ("\nGPE - Selby | p9", "line 2: 'p9': the article has paragraphs p1 to p3"),
        ("GPE - Selby | p2#7", "#7 does not exist"),
        ("GPE a Port Selby\nORG b Port Selby", "listed twice"),
        ("GPE - Port Selby\nORG - Selby office | p2", "overlaps"),
        ("PERSON brandt", "write LABEL id form"),
    ],
)
def test_what_is_not_found_is_refused_with_line_and_reason(source: str, reason: str):
    """What cannot be turned into offsets is refused, with its line and the reason."""
    with pytest.raises(FormError, match=r"(?s).*" + reason.replace("|", r"\|")):
        read_names(source, ARTICLE)


def test_attributions_get_spans_kind_type_and_speaker():
    """Parts, kind, speaker and type of an attribution follow from the text and the names."""
    first, second, third = layers()["attributions"]
    assert words([first["source"], *first["cue"]]) == ["HarbourWire", "said"]
    assert (first["kind"], first["type"], first["count"]) == ("mixed", "organisation", None)
    assert words(second["content"]) == ["“lower fees” for Selby"]
    assert (second["type"], second["count"], second["parent"]) == ("person", 1, "q1")
    assert words(third["content"]) == ["We cannot pay", "and will not"]
    assert (third["kind"], words([third["addressee"]])) == ("direct", ["HarbourWire"])
    assert third["entities"] == second["entities"] != first["entities"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"We pay."', "We pay"),
        ('"We pay', "We pay"),
        ('We pay."', "We pay"),
        ('"We" and "you".', '"We" and "you"'),
        ('the "dear" boats,', 'the "dear" boats'),
        ('the "dear"', 'the "dear"'),
        ("“Why?”", "Why?"),
    ],
)
def test_marks_around_all_of_a_content_are_outside(text: str, kept: str):
    """Marks around the whole content, one without a partner, and final stops are outside; others stay."""
    start, end = trim(text, (0, len(text)))
    assert text[start:end] == kept


@pytest.mark.parametrize(
    ("text", "cue", "parts", "tidied"),
    [
        ("She warned of a flood", "warned", ["of a flood"], "warned of | a flood"),
        ("He confessed to burning it", "confessed", ["to burning it"], "confessed to | burning it"),
        ("She urged them to leave", "urged", ["to leave"], "urged | to leave"),
        ("He plans to burn it", "plans", ["to burn it"], "plans | to burn it"),
        ("Fog was expected to lift", "expected", ["Fog was", "to lift"], "expected | Fog | to lift"),
        ("Lee was accused of theft", "accused", ["Lee was", "of theft"], "accused of | Lee | theft"),
    ],
)
def test_prepositions_go_to_the_cue_and_auxiliaries_to_neither(text: str, cue: str, parts: list, tidied: str):
    """A preposition after the cue is the cue's, an infinitive's "to" the content's, an auxiliary nobody's."""
    at = lambda words: (text.index(words), text.index(words) + len(words))
    spans = tidy(text, [at(cue)], [at(p) for p in parts])
    assert " | ".join(text[s:e] for part in spans for s, e in part) == tidied


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("q1 p2 | nobody | said | lower fees", "'nobody' is not in the paragraph"),
        ("q1 p2 | HarbourWire | said | Port ... fees", "does not follow"),
        ("q1 p2 | HarbourWire | said | lower fees | class: shout", "none of report"),
        ("q1 p2 | HarbourWire | said | lower fees | is: nobody", "no id"),
        ("q1 p2 | HarbourWire | said", "write q1"),
    ],
)
def test_attributions_that_cannot_be_found_are_refused(line: str, reason: str):
    """An attribution whose words or values are not known is refused."""
    with pytest.raises(FormError, match=reason):
        read_quotes(line, ARTICLE, [], [], {})


def test_values_have_timex_and_bounds():
    """Times get their TIMEX3 value and a type that follows from it."""
    times, _ = read_values("t p1 | Friday | 2024-03-15\nt p3 | Monday | 2024-03-11TMO | START", ARTICLE)
    assert [(t["value"], t["type"], t["modifier"]) for t in times] == [
        ("2024-03-15", "DATE", None),
        ("2024-03-11TMO", "TIME", "START"),
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", (12, 12, "exact")),
        ("~1,200", (1200, 1200, "approximate")),
        ("1000..", (1000, None, "at-least")),
        ("..0.5", (None, 0.5, "at-most")),
        ("10..20", (10, 20, "exact")),
        ("?", (None, None, "vague")),
    ],
)
def test_bounds(written: str, expected: tuple):
    """Bounds are written as a number, an open or closed range, or a question mark."""
    assert bounds(written) == expected


@pytest.mark.parametrize(
    "value", ["2019", "2019-W03", "2019-01-04T06:00", "2019-SU", "P3D", "PT24H", "PXD", "198", "PAST_REF"]
)
def test_timex_values_pass(value: str):
    """The values of TIMEX3 that news needs are accepted."""
    assert TIMEX.fullmatch(value)


def test_validation_finds_cut_words_and_false_nesting():
    """A span that cuts a word, an unknown entity and a child outside its parent are problems."""
    right = layers()
    assert problems(ARTICLE, right) == []
    right["names"][0]["end"] -= 1
    right["attributions"][0]["entities"] = ["e99"]
    right["attributions"][2]["parent"] = "q1"
    found = " ".join(problems(ARTICLE, right))
    assert "cuts a word" in found and "unknown entity" in found and "lies outside the content of its parent" in found


def test_conversion_keeps_every_name_and_no_text_of_its_own():
    """Tokens give back the text, and ents, clusters and attributions are those of the annotation."""
    made = layers()
    rows = name_rows(ARTICLE, made["names"])
    got = [(" ".join(r["tokens"][a:b]), label) for r in rows for a, b, label in r["ents"]]
    assert got == [(TEXT[n["start"] : n["end"]], n["label"]) for n in made["names"]]
    row = coref_row(ARTICLE, made)
    clusters = [[" ".join(row["tokens"][m[0] : m[1]]) for m in c] for c in row["clusters"]]
    assert ["Dalia Brandt", "Brandt", "We", "she"] in clusters
    assert [a["depth"] for a in quotes_row(ARTICLE, made)["attributions"]] == [0, 1, 0]


def test_written_layers_hold_offsets_and_no_words(tmp_path, monkeypatch):
    """What is exported holds no word of the article, and joins with its text again."""
    work, split = tmp_path / "work", tmp_path / "split.tsv"
    work.mkdir()
    (work / "000.names.txt").write_text(NAMES)
    (work / "000.quotes.txt").write_text(QUOTES)
    split.write_text(f"url\tsplit\ttwice\n{ARTICLE.url}\tdev\tno\n")
    monkeypatch.setattr(annotate, "SPLIT", split)
    monkeypatch.setattr(annotate, "read_split", lambda: {ARTICLE.url: ("dev", False)})
    annotate.export([ARTICLE], work, tmp_path / "out")
    assert "Brandt" not in "".join(p.read_text() for p in (tmp_path / "out").iterdir())
    [(_, joined)] = annotate.join([ARTICLE], tmp_path / "out")
    assert json.loads(json.dumps(layers())) == {k: joined[k] for k in ("names", "coreference", "attributions")}
    with pytest.raises(ValueError, match="not the one that was annotated"):
        annotate.join([Article(0, ARTICLE.url, "", "", TEXT + " ")], tmp_path / "out")


def test_the_split_is_the_same_whatever_the_order():
    """The split depends on the urls and the seed alone."""
    urls = [f"u{i}" for i in range(171)]
    assert draw_split(urls) == draw_split(urls[::-1])


@given(st.text(max_size=60), st.text(max_size=6))
def test_occurrences_lie_inside_any_text(text: str, string: str):
    """On any text and string, places lie inside the text and nothing is raised."""
    assert all(0 <= s < e <= len(text) for s, e in occurrences(text, string, 0, len(text)))
