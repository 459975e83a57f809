from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pandas as pd
import pytest

from newslab.entities import resolve
from newslab.entities.resolved import SavedReasons
from newslab.records import ArticleRecord, Mention

Entry = tuple[int, str, str | None, str]  # cluster, text, label, kind


def article(
    name: str, entries: list[tuple[int, str, str | None]], roles: dict[int, str] | None = None
) -> ArticleRecord:
    """An article whose text is the mentions one after the other; lower-case ones are nominals."""
    text, mentions = "", []
    for cluster, form, label in entries:
        start = len(text)
        text += f"{form}. "
        kind = "name" if any(c.isupper() for c in form.split()[-1]) else "nominal"
        kind = "pronoun" if form in ("she", "he", "it", "they") else kind
        mentions.append(Mention(start, start + len(form), 0, label, kind, "test", 1.0, cluster))
    descriptions = {cluster: (role,) for cluster, role in (roles or {}).items()}
    return ArticleRecord(name, text, mentions=mentions, descriptions=descriptions)


def frame(records: list[ArticleRecord]) -> pd.DataFrame:
    return pd.DataFrame({"article_id": [record.article_id for record in records]})


def entity(resolution, name: str, cluster: int) -> str | None:
    return resolution.entity_of.get((name, cluster))


def test_full_name_merges() -> None:
    """One full name in two articles is one entity, with its forms as aliases and its role as description."""
    records = [
        article(
            "a",
            [(0, "Lena Brandt", "PERSON"), (0, "Brandt", "PERSON"), (0, "she", "PERSON")],
            {0: "harbour commissioner"},
        ),
        article("b", [(3, "Lena Brandt", "PERSON")], {3: "harbour commissioner"}),
    ]
    result = resolve(records, frame(records))
    (row,) = result.entities
    assert (row.name, row.aliases, row.description) == ("Lena Brandt", ("Brandt",), "harbour commissioner")
    assert (row.n_mentions, row.n_articles) == (4, 2)
    assert entity(result, "a", 0) == entity(result, "b", 3) == row.entity_id


def test_two_people_of_one_name_stay_two() -> None:
    """A full name with another role and other company is another person, and `explain` says so."""
    records = [
        article("a", [(0, "Lena Brandt", "PERSON"), (1, "Sarn FC", "ORG")], {0: "striker"}),
        article("b", [(0, "Lena Brandt", "PERSON"), (1, "Velmark Court", "ORG")], {0: "judge"}),
    ]
    result = resolve(records, frame(records))
    first, second = entity(result, "a", 0), entity(result, "b", 0)
    assert first != second
    assert first is not None
    told = result.explain(first)
    assert "kept apart" in set(told["decision"])


def test_surname_alone_never_merges() -> None:
    """A surname alone stays its article's, unless role or company are shared."""
    full = article(
        "a",
        [(0, "Lena Brandt", "PERSON"), (0, "Brandt", "PERSON"), (1, "Sarn Port", "ORG"), (2, "Velmark", "GPE")],
        {0: "commissioner"},
    )
    alone = article("b", [(0, "Brandt", "PERSON"), (1, "Oslund Bank", "ORG")])
    role = article("c", [(0, "Brandt", "PERSON")], {0: "commissioner"})
    company = article("d", [(0, "Brandt", "PERSON"), (1, "Sarn Port", "ORG"), (2, "Velmark", "GPE")])
    records = [full, alone, role, company]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) != entity(result, "b", 0)
    assert entity(result, "a", 0) == entity(result, "c", 0) == entity(result, "d", 0)


def test_acronym_by_another_articles_definition() -> None:
    """An acronym alone is the organisation that another article writes out beside it."""
    records = [
        article("a", [(0, "Harbour Safety Board", "ORG"), (0, "HSB", "ORG")]),
        article("b", [(0, "HSB", "ORG")]),
    ]
    assert len(resolve(records, frame(records)).entities) == 1


def test_places() -> None:
    """Names of one country are one entity; a city has coordinates; an ambiguous name is decided or left missing."""
    records = [
        article("a", [(0, "the United States", "GPE"), (1, "Georgia", "GPE"), (2, "Texas", "GPE")]),
        article("b", [(0, "U.S.", "GPE"), (1, "Nairobi", "GPE")]),
        article("c", [(0, "Georgia", "GPE")]),
    ]
    result = resolve(records, frame(records))
    rows = {row.entity_id: row for row in result.entities}
    assert entity(result, "a", 0) == entity(result, "b", 0)
    assert rows[entity(result, "a", 1) or ""].country == "USA"
    assert rows[entity(result, "c", 0) or ""].country is None
    nairobi = rows[entity(result, "b", 1) or ""]
    assert (nairobi.country, nairobi.latitude, nairobi.longitude) == ("KEN", -1.3, 36.8)


@pytest.mark.parametrize(
    ("text", "country", "located"),
    [
        ("Clairfield, Pennsylvania", "USA", False),
        ("Paris, Texas", "USA", False),
        ("Cambridge, Massachusetts", "USA", False),
        ("Nairobi, Kenya", "KEN", True),
        ("Kenya, Uganda", "KEN", True),
        ("Paris, London", "FRA", True),
    ],
)
def test_larger_place_after_a_comma(text: str, country: str, located: bool) -> None:
    """A place has the country of the larger one that follows it after a comma; a list of places is no such thing."""
    cut = text.index(",")
    mentions = [
        Mention(0, cut, 0, "GPE", "name", "test", 1.0, 0),
        Mention(cut + 2, len(text), 0, "GPE", "name", "test", 1.0, 1),
    ]
    records = [ArticleRecord("a", text, mentions=mentions)]
    result = resolve(records, frame(records))
    row = next(row for row in result.entities if row.entity_id == entity(result, "a", 0))
    assert row.country == country
    if text != "Cambridge, Massachusetts":
        assert (row.latitude is not None) is located


def test_nominals_and_pronouns() -> None:
    """A labelled nominal is its article's own entity; a pronoun alone, or a thing without a label, is none."""
    records = [article("a", [(0, "the minister", "PERSON"), (1, "they", None), (2, "the bill", None)])] * 1
    result = resolve(records, frame(records))
    assert [row.name for row in result.entities] == ["the minister"]
    assert entity(result, "a", 1) is None


def test_ids_are_stable() -> None:
    """Adding articles does not change the ids of the entities that were there, whatever the order of the records."""
    records = [article(f"a{k}", [(0, f"Person{k} Brandt", "PERSON"), (1, "Velmark", "GPE")]) for k in range(5)]
    before = resolve(records, frame(records))
    more = [*records, article("z", [(0, "Person1 Brandt", "PERSON"), (1, "Otto Okoro", "PERSON")])]
    after = resolve(more[::-1], frame(more))
    assert {row.entity_id for row in before.entities} <= {row.entity_id for row in after.entities}


def test_overruling() -> None:
    """Pairs of the researcher join entities, by id or name, and keep them apart; they are applied last."""
    records = [article("a", [(0, "Lena Brandt", "PERSON")]), article("b", [(0, "Lena Brandt-Okoro", "PERSON")])]
    plain = resolve(records, frame(records))
    assert len(plain.entities) == 2
    pair = ("Lena Brandt", "Lena Brandt-Okoro")
    assert len(resolve(records, frame(records), same=[pair]).entities) == 1
    assert len(resolve(records, frame(records), same=[pair], different=[pair]).entities) == 2
    ids = [row.entity_id for row in plain.entities]
    assert len(resolve(records, frame(records), same=[(ids[0], ids[1])]).entities) == 1
    split = [article("a", [(0, "Ona Sarn", "PERSON")]), article("b", [(0, "Ona Sarn", "PERSON")])]
    assert len(resolve(split, frame(split)).entities) == 1
    assert len(resolve(split, frame(split), different=[("a:m1", "b:m1")]).entities) == 2


def test_unknown_id_is_told() -> None:
    """`explain` of an id that does not exist is an error that says so."""
    with pytest.raises(KeyError, match="no entity"):
        resolve([], pd.DataFrame({"article_id": []})).explain("x")


def test_near_linear() -> None:
    """Four times the articles take less than eight times as long."""

    def measure(n: int) -> float:
        records = [
            article(f"a{k}", [(c, f"First{(k * 7 + c) % 997} Last{(k + c) % 499}", "PERSON") for c in range(10)])
            for k in range(n)
        ]
        table = frame(records)
        began = time.process_time()
        resolve(records, table)
        return time.process_time() - began

    small = max(measure(300), 0.02)
    assert measure(1200) < 8 * small


@pytest.mark.parametrize(
    ("role", "country"),
    [
        ("Kenyan President", "KEN"),
        ("former French justice minister", "FRA"),
        ("prime minister of Tonga", "TON"),
        ("U.S. heiress", "USA"),
        ("Iraq War veteran", None),
        ("mayor of Sarn", None),
        ("ambassador", None),
    ],
)
def test_country_of_a_person(role: str, country: str | None) -> None:
    """A person's country is the one that the role begins with, or that the office is of."""
    records = [article("a", [(0, "Lena Brandt", "PERSON")], {0: role})]
    assert resolve(records, frame(records)).entities[0].country == country


def test_two_surnames() -> None:
    """A name that one article gives beside a fuller one is that person in an article that shares company."""
    company = [(1, "Velmark Court", "ORG"), (2, "Otto Okoro", "PERSON")]
    records = [
        article("a", [(0, "Ana Sarn Oslund", "PERSON"), (0, "Ana Sarn", "PERSON"), *company]),
        article("b", [(0, "Ana Sarn", "PERSON"), *company]),
        article("c", [(0, "Ana Sarn", "PERSON"), *company]),
    ]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) == entity(result, "b", 0) == entity(result, "c", 0)


def test_bodies_that_many_countries_have() -> None:
    """*Parliament* in articles about different countries is two bodies, in articles about one country one."""
    records = [
        article("a", [(0, "Parliament", "ORG"), (1, "Kenya", "GPE")]),
        article("b", [(0, "Parliament", "ORG"), (1, "Peru", "GPE")]),
        article("c", [(0, "Parliament", "ORG"), (1, "Peru", "GPE")]),
    ]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) != entity(result, "b", 0) == entity(result, "c", 0)


def test_saved_reasons() -> None:
    """What `explain` tells of a corpus can be saved, and is told again."""
    records = [
        article("a", [(0, "Lena Brandt", "PERSON"), (1, "Sarn FC", "ORG")], {0: "striker"}),
        article("b", [(0, "Lena Brandt", "PERSON"), (1, "Velmark Court", "ORG")], {0: "judge"}),
    ]
    result = resolve(records, frame(records))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reasons.parquet"
        result.reasons().to_parquet(path)
        saved = SavedReasons(path)
        for row in result.entities:
            assert saved.explain(row.entity_id).to_numpy().tolist() == result.explain(row.entity_id).to_numpy().tolist()
        with pytest.raises(KeyError, match="no entity"):
            saved.explain("x")


def test_one_name_under_two_labels() -> None:
    """A person of one article is the body of most, unless there is a role, which three times as many overrule."""
    for bodies, apart in ((2, True), (4, False)):
        records = [article(f"a{k}", [(0, "Oslund", "ORG"), (1, "Velmark", "GPE")]) for k in range(bodies)]
        records.append(article("b", [(0, "Oslund", "PERSON")]))
        records.append(article("c", [(0, "Oslund", "PERSON")], {0: "lawyer"}))
        result = resolve(records, frame(records))
        assert entity(result, "a0", 0) == entity(result, "b", 0)
        assert (entity(result, "a0", 0) != entity(result, "c", 0)) == apart


def test_noun_phrases_across_articles() -> None:
    """ "The drivers' union" is the body that another article calls so, in the same company and country."""
    company = [(1, "Velmark Court", "ORG"), (2, "Otto Okoro", "PERSON"), (3, "Kenya", "GPE")]
    records = [
        article("a", [(0, "Sarn Rail Union", "ORG"), (0, "the drivers' union", "ORG"), *company]),
        article("b", [(0, "the drivers\u2019 union", "ORG"), *company]),
        article("c", [(0, "the drivers' union", "ORG"), (1, "Oslund", "GPE")]),
    ]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) == entity(result, "b", 0) != entity(result, "c", 0)
    row = next(row for row in result.entities if row.entity_id == entity(result, "a", 0))
    assert (row.name, row.aliases) == ("Sarn Rail Union", ())


def test_bodies_of_the_world() -> None:
    """A body whose name is not one that every country has is one, whatever country the article is about."""
    records = [
        article("a", [(0, "United Harbours", "ORG"), (1, "Kenya", "GPE")]),
        article("b", [(0, "United Harbours", "ORG"), (1, "Peru", "GPE")]),
    ]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) == entity(result, "b", 0)


def test_acronym_with_full_stops() -> None:
    """ "S.R.U." is "SRU", and a capital taken for a body is the capital where other articles say so."""
    records = [
        article("a", [(0, "SRU", "ORG"), (1, "Nairobi", "GPE")]),
        article("b", [(0, "S.R.U.", "ORG"), (1, "Nairobi", "ORG")]),
    ]
    result = resolve(records, frame(records))
    assert entity(result, "a", 0) == entity(result, "b", 0)
    assert entity(result, "a", 1) == entity(result, "b", 1)
