import json
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.records import ArticleRecord, Attribution, Claim, Link, Mention, Problem, Quantity, Speaker, Timex
from newslab.tables import NewsTables
from newslab.tables.assemble import _Article, articles_table, assemble
from newslab.tables.soundness import TABLES, fault


def test_ids_count_within_the_article(news):
    """Ids are the article's id and a number in it, so they do not depend on the other articles."""
    assert list(news.quotes["quote_id"]) == ["fees:q1", "fees:q2", "fees:q3", "fees:q4", "denial:q1"]
    assert list(news.claims["claim_id"]) == ["fees:c1", "fees:c2", "fees:c3", "fees:c4", "denial:c1"]


def test_rows_know_their_sentence(news):
    """The sentence of a row is the one that its start lies in."""
    assert news.mentions["sentence"].tolist() == [0, 0, 1, 2, 2, 0]
    assert news.quotes["sentence"].tolist() == [0, 0, 1, 2, 0]


def test_speakers_get_names(news):
    """A resolved speaker has the entity's id and name and says how; an unresolved one has none of it."""
    quotes = news.quotes.set_index("quote_id")
    assert quotes.loc["fees:q3", ["speaker", "speaker_ids", "speaker_name", "resolved_by"]].tolist() == [
        "she", ["e2"], "Dalia Brandt", "pronoun",
    ]  # fmt: skip
    assert quotes.loc["fees:q4", "speaker_ids"] == []
    assert quotes.loc["fees:q4", ["speaker_name", "resolved_by"]].isna().all()
    assert quotes.loc["fees:q4", "speaker_type"] == "organisation"


def test_nesting(news):
    """A quote inside another one refers to it and is one deeper."""
    quotes = news.quotes.set_index("quote_id")
    assert quotes.loc["fees:q2", ["parent_id", "depth"]].tolist() == ["fees:q1", 1]


def test_text_of_a_quote_with_a_cue_inside(news):
    """The text runs from the first part to the last; the spans leave the cue out."""
    row = news.quotes.set_index("quote_id").loc["fees:q3"]
    assert row["text"] == 'We will not wait," she said, "and the fees are a scandal.'
    assert [row["text"][start - row["start"] : end - row["start"]] for start, end in row["spans"]] == [
        "We will not wait,", "and the fees are a scandal.",
    ]  # fmt: skip


def test_chain_of_sources(news):
    """A claim's chain begins with the article and names resolved sources; unresolved ones are as written."""
    claims = news.claims.set_index("claim_id")
    assert claims.loc["fees:c2", "source_chain"] == ["article", "HarbourWire", "Dalia Brandt"]
    assert claims.loc["fees:c4", "source_chain"] == ["article", "The port authority"]
    assert claims.loc["fees:c4", "quote_id"] == "fees:q4"
    assert claims.loc["fees:c1", "about_ids"] == ["e2"] and claims.loc["fees:c1", "time_id"] == "fees:t1"


def test_who_is_no_name_in_a_chain():
    """A source written *who* and not resolved is the mention right before it, or unknown."""
    text = "Venn met a colleague, who said it was late."
    who, said = text.index("who"), text.index("said")
    content = (text.index("it was"), len(text) - 1)
    attribution = Attribution(
        content=(content,), quoted=(), kind="indirect", source=(who, who + 3), source_head=None,
        cue=((said, said + 4),), cue_head=None, cue_lemma="say", cue_class="report", addressee=None, medium=None,
        negated=False, parent=None, depth=0, rule="hand", confidence=0.8,
    )  # fmt: skip
    colleague = Mention(text.index("a coll"), who - 2, 0, None, "nominal", "hand", 0.9, None)
    chains = []
    for mentions in ([colleague], []):
        record = ArticleRecord(
            "a", text, mentions=mentions, attributions=[attribution], speakers=[Speaker((), "person", 1, None)]
        )
        chains.append(_Article(record, {}, {}).source(0))
    assert chains == ["a colleague", "unknown"]


def test_the_articles_own_voice(record):
    """A claim without an attribution has the article alone in its chain and the author as its source."""
    record.claims[0] = replace(record.claims[0], attribution=None)
    articles = pd.DataFrame({"article_id": ["fees"], "text": [record.text]})
    tables = assemble([record], articles, SimpleNamespace(entity_of={}, entities=[]))
    row = tables["claims"].iloc[0]
    assert (row["source_chain"], row["source_type"], row["source_ids"]) == (["article"], "author", [])
    assert pd.isna(row["quote_id"]) and pd.isna(row["source_name"])


def test_arguments_are_json(record):
    """Arguments are JSON from role to text and offsets; a second one of a role is numbered."""
    spans = (("place", (0, 4)), ("place", (5, 9)))
    record.claims[0] = replace(record.claims[0], arguments=spans)
    articles = pd.DataFrame({"article_id": ["fees"], "text": [record.text]})
    claims = assemble([record], articles, SimpleNamespace(entity_of={}, entities=[]))["claims"]
    assert json.loads(claims["arguments"][0]) == {
        "place": {"text": record.text[0:4], "start": 0, "end": 4},
        "place 2": {"text": record.text[5:9], "start": 5, "end": 9},
    }
    assert claims["arguments"][1] == "{}"


def test_links_and_amounts(news):
    """Links and amounts refer to claims by id."""
    assert news.links[["from_claim_id", "to_claim_id"]].values.tolist() == [["fees:c4", "fees:c3"]]
    assert news.links["candidate_ids"][0] == ["fees:c2", "fees:c3"]
    assert news.quantities["claim_id"].tolist() == ["fees:c4"]


def test_problems(news):
    """Problems met while reading come first; one of an article that is in the tables refers to it."""
    assert news.problems["source"].tolist() == ["old.txt", "fees.txt"]
    assert pd.isna(news.problems["article_id"][0]) and news.problems["article_id"][1] == "fees"


def test_articles_keep_their_own_columns():
    """Declared columns come first in their dtypes, unknown ones follow as they were, and the index is fresh."""
    table = articles_table(pd.DataFrame({"desk": [[1]], "text": ["x"], "article_id": ["a"], 7: [1.5]}, index=[9]))
    assert list(table.columns)[:3] == ["article_id", "title", "text"] and list(table.columns)[-2:] == ["desk", "7"]
    assert table["desk"][0] == [1] and table["published"].isna()[0]


SPAN = st.tuples(st.integers(-2, 45), st.integers(-2, 45))
SPANS = st.lists(SPAN, max_size=2).map(tuple)
POSITION = st.integers(-1, 3)
SHARE = st.floats(-0.2, 1.2)
WORD = st.sampled_from(
    ["", "x", None, "direct", "name", "report", "exact", "DATE", "CT+", "person", "denies", "explicit"]
)


def spanned(record, /, **more):
    return SPAN.flatmap(lambda span: st.builds(record, start=st.just(span[0]), end=st.just(span[1]), **more))


@st.composite
def records(draw):
    """Records as bad as a room could make them: offsets outside, references to nothing, values that do not exist."""
    none = st.none()
    mention = spanned(
        Mention, head=st.just(0), label=st.sampled_from(["PERSON", None, "MISC"]),
        kind=st.sampled_from(["name", "x"]), rule=WORD, confidence=SHARE, cluster=none | POSITION, stands_for=WORD,
    )  # fmt: skip
    attribution = st.builds(
        Attribution, content=SPANS, quoted=SPANS, kind=st.sampled_from(["direct", "x"]), source=none | SPAN,
        source_head=none, cue=SPANS, cue_head=none, cue_lemma=WORD, cue_class=WORD, addressee=none | SPAN,
        medium=none | SPAN, negated=st.booleans() | none, parent=none | POSITION, depth=st.just(0), rule=WORD,
        confidence=SHARE,
    )  # fmt: skip
    speaker = st.builds(
        Speaker, clusters=st.lists(POSITION, max_size=2).map(tuple), type=st.sampled_from(["person", "x", None]),
        count=none | st.integers(-1, 3), resolved_by=WORD,
    )  # fmt: skip
    factuality = st.sampled_from(["CT+", "Uu", "x"])
    claim = spanned(
        Claim, attribution=none | POSITION, subject=none | SPAN, predicate=SPAN, object=none | SPAN,
        predicate_head=st.just(0), predicate_lemma=st.just("be"),
        arguments=st.lists(st.tuples(st.just("to"), SPAN)).map(tuple),
        about=st.just((0, 1)), polarity=st.sampled_from(["positive", "x"]), source_factuality=factuality,
        author_factuality=factuality, factuality=st.floats(-4, 4), evidence=SPANS, claim_type=st.just("event"),
        tense=st.sampled_from(["past", "x", None]), time=none | POSITION,
        check_worthy=SHARE, rule=WORD, confidence=SHARE,
    )  # fmt: skip
    link = st.builds(
        Link, source=POSITION, target=POSITION, relation=st.just("denies"), cue=none | SPAN, basis=st.just("explicit"),
        candidates=st.lists(POSITION, max_size=2).map(tuple), ambiguous=st.booleans(), rule=WORD, confidence=SHARE,
    )  # fmt: skip
    when = st.none() | st.datetimes()
    time = spanned(
        Timex, timex=WORD, type=st.just("DATE"), earliest=when, latest=when, modifier=none, anchor=st.just("absolute"),
        ambiguous=st.booleans(), alternatives=st.just(("x",)), rule=WORD,
    )  # fmt: skip
    bound = st.none() | st.floats()
    quantity = spanned(
        Quantity, low=bound, high=bound, unit=WORD, dimension=WORD, modifier=st.just("exact"), rule=WORD
    )  # fmt: skip
    record = ArticleRecord("a", "“Fees will fall,” said Brandt. Some doubt."[:40], sentences=[(0, 0, 30), (0, 31, 40)])
    for stage, item in [
        ("mentions", mention), ("times", time), ("quantities", quantity), ("attributions", attribution),
        ("speakers", speaker), ("claims", claim), ("links", link),
    ]:  # fmt: skip
        setattr(record, stage, draw(st.lists(item, max_size=3)))
    record.quantity_claims = draw(st.lists(st.none() | POSITION, max_size=3))
    record.problems = [Problem("a", "x", "info", "A sentence.", "a")]
    return record


@settings(max_examples=20, deadline=None)
@given(records())
def test_what_is_sound_becomes_sound_tables(record):
    """Whatever records say: once the lists with a fault are emptied, the tables pass every check."""
    again = True
    while again:
        again = False
        for stage in [*TABLES, "quantity_claims"]:
            if getattr(record, stage) and fault(record, stage):
                setattr(record, stage, [])
                again = True
    articles = pd.DataFrame({"article_id": ["a"], "text": [record.text]})
    entity = SimpleNamespace(
        entity_id="e", name="E", label=None, aliases=(), description=None, n_mentions=1, n_articles=1, country=None,
        latitude=None, longitude=None,
    )  # fmt: skip
    resolution = SimpleNamespace(entity_of={("a", 0): "e"}, entities=[entity])
    NewsTables.of(assemble([record], articles, resolution)).check()
