import pandas as pd
import pytest

from newslab.tables import NewsTables, TableError
from newslab.tables.joined import ARTICLE, CLAIMS, QUOTES
from newslab.tables.schema import UTC, codebook

JOINED = [(NewsTables.quotes_with_speakers, QUOTES, "quotes"), (NewsTables.claims_with_sources, CLAIMS, "claims")]


@pytest.mark.parametrize(("join", "columns", "table"), JOINED)
def test_columns_and_dtypes(join, columns, table, news):
    """A joined frame has its columns in their dtypes, whether it has rows or not."""
    full, empty = join(news), join(NewsTables())
    assert list(full.columns) == [*columns, "desk"] and list(empty.columns) == list(columns)
    assert full.dtypes[list(columns)].equals(empty.dtypes)
    declared = {column.name: column.pandas for column in codebook()[table]}
    for name in columns:
        if name in declared:
            assert full[name].dtype == declared[name], name
    assert full["published"].dtype == UTC
    assert full["n_speakers" if table == "quotes" else "n_sources"].dtype == "int64"


def test_speakers_are_entities(news):
    """A pronoun's quote has the name that the speaker has in all articles, beside what is written."""
    row = news.quotes_with_speakers().set_index("quote_id").loc["fees:q3"]
    assert (row["speaker"], row["speaker_name"], row["speaker_label"]) == ("she", "Dalia Brandt", "PERSON")
    assert (row["outlet"], row["title"], row["desk"]) == ("HarbourWire", "Lower fees demanded", "ports")
    assert row["published"] == pd.Timestamp("2024-03-14T09:00:00Z")


def test_one_row_a_speaker(news):
    """A quote of two speakers is two rows; one whose speaker is unknown is one row without an entity."""
    assert len(news.quotes_with_speakers()) == len(news.quotes)
    news.quotes.at[0, "speaker_ids"] = ["e1", "e2"]
    rows = news.quotes_with_speakers()
    assert list(rows.loc[rows["quote_id"] == "fees:q1", "speaker_name"]) == ["HarbourWire", "Dalia Brandt"]
    unknown = rows[rows["quote_id"] == "fees:q4"]
    assert len(unknown) == 1 and unknown["speaker_id"].isna().all() and unknown["n_speakers"].item() == 0
    assert rows["quote_id"].nunique() == len(news.quotes)


def test_claims_tell_time_cue_and_what_they_are_about(news):
    """A claim's row has the interval that dates it, the cue that reports it and the names it is about."""
    row = news.claims_with_sources().set_index("claim_id").loc["fees:c1"]
    assert (row["source_name"], row["cue_lemma"], row["about_names"]) == ("HarbourWire", "say", ["Dalia Brandt"])
    assert row["earliest"] == pd.Timestamp("2024-03-11T00:00:00Z")


def test_own_columns_keep_their_place(news):
    """A column of the input that is named like one of the frame's is set apart."""
    news.articles = news.articles.rename(columns={"desk": "kind"})
    rows = news.quotes_with_speakers()
    assert "article_kind" in rows and set(rows["kind"]) == {"direct", "indirect"}


def test_only_is_sound(news):
    """The tables of some articles are sound tables, with entities counted in these articles."""
    news.articles.loc[1, "duplicate_of"] = "fees"
    part = news.only(["denial"])
    part.check()
    assert set(part.articles["article_id"]) == {"denial"} == set(part.quotes["article_id"])
    assert list(part.entities["name"]) == ["the port authority"] and part.entities["n_mentions"].item() == 1
    assert part.links.empty and part.articles["duplicate_of"].isna().all()
    assert {name: frame.dtypes.to_dict() for name, frame in part} == {n: f.dtypes.to_dict() for n, f in news}
    assert len(news.only(news.articles["article_id"]).links) == len(news.links)
    news.only([]).check()


def test_only_names_the_unknown(news):
    """An id that no article has is named."""
    with pytest.raises(TableError, match="no article 'nowhere'"):
        news.only(["nowhere"])


def test_article_columns_exist():
    """What the frames take from articles is in the codebook."""
    assert set(ARTICLE) <= {column.name for column in codebook()["articles"]}
