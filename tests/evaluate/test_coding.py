"""Samples for coding by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newslab import read_coding, sample_for_coding
from newslab.evaluate import GoldError
from newslab.evaluate.coding import wilson


@pytest.mark.parametrize("name", ["sample.xlsx", "sample.csv"])
def test_written_coded_and_read(news, tmp_path, name):
    """A sample that a coder has filled in gives precision, of all and by outlet."""
    path = tmp_path / "new" / name
    made = sample_for_coding(news, path=path)
    assert len(made) == len(news.quotes) and made["right"].isna().all()
    filled = pd.read_excel(path, dtype=str) if name.endswith("x") else pd.read_csv(path, dtype=str)
    filled["right"] = ["1", "0", "yes", None, "No"][: len(filled)]
    filled.to_excel(path, index=False) if name.endswith("x") else filled.to_csv(path, index=False)
    scores = read_coding(path).set_index("stratum")
    assert scores.index[0] == "(all)" and set(scores.index[1:]) == {"HarbourWire", "The Quay"}
    assert scores.loc["(all)", ["n_rows", "n_coded", "n_right"]].tolist() == [5, 4, 2]
    assert scores.loc["(all)", "precision"] == 50 and scores.loc["(all)", "low"] == pytest.approx(15.0, abs=0.1)


def test_context(news, tmp_path):
    """Each row has the sentences around it, what was found, and what to fill in."""
    made = sample_for_coding(news, path=tmp_path / "s.csv").set_index("cue")
    row = made.loc["denied"]
    assert row["before"].startswith('"We will not wait') and pd.isna(row["after"])
    assert row["sentence"].startswith("The port authority denied") and row["speaker"] == "The port authority"
    assert row["title"] == "Lower fees demanded" and "write 1 for yes or 0 for no" in row["what_to_fill_in"]


def test_formulas_stay_text(news, tmp_path):
    """A headline that looks like a formula is none in the sheet."""
    from openpyxl import load_workbook

    sample_for_coding(news, path=tmp_path / "s.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "s.xlsx").active.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells) and all(cell.data_type != "f" for cell in cells)


def test_same_seed_same_rows(news, tmp_path):
    """The same seed draws the same rows; strata are drawn in proportion; never more rows than there are."""
    first = sample_for_coding(news, n=3, seed=5, path=tmp_path / "a.csv")
    second = sample_for_coding(news, n=3, seed=5, path=tmp_path / "b.csv")
    assert first["row_id"].tolist() == second["row_id"].tolist() and len(first) == 3
    assert first["stratum"].value_counts().to_dict() in ({"HarbourWire": 2, "The Quay": 1}, {"HarbourWire": 3})
    drawn = [sample_for_coding(news, n=3, seed=s, path=tmp_path / "c.csv")["row_id"].tolist() for s in range(8)]
    assert len({tuple(ids) for ids in drawn}) > 1


@pytest.mark.parametrize("table", ["claims", "mentions", "times", "quantities"])
def test_other_tables(news, tmp_path, table):
    """Claims, mentions, times and amounts can be coded too, without strata as well."""
    made = sample_for_coding(news, table, by=None, path=tmp_path / "s.csv")
    assert len(made) == len(getattr(news, table)) and set(made["stratum"]) == {"(all)"}


def test_empty_table(news, tmp_path):
    """A table without rows gives a sample without rows, and that no precision."""
    news.times = news.times.iloc[:0]
    assert sample_for_coding(news, "times", path=tmp_path / "s.csv").empty
    assert read_coding(tmp_path / "s.csv")["precision"].isna().all()


def test_refused(news, tmp_path):
    """Unknown tables, columns, kinds of file and codes are refused with a sentence."""
    with pytest.raises(GoldError, match="not from 'links'"):
        sample_for_coding(news, "links", path=tmp_path / "s.csv")
    with pytest.raises(GoldError, match="has a column 'paper'"):
        sample_for_coding(news, by="paper", path=tmp_path / "s.csv")
    with pytest.raises(GoldError, match=r"written as \.xlsx or \.csv"):
        sample_for_coding(news, path=tmp_path / "s.ods")
    (tmp_path / "s.csv").write_text("stratum,right\na,maybe\n")
    with pytest.raises(GoldError, match="Row 2 has 'maybe'"):
        read_coding(tmp_path / "s.csv")
    (tmp_path / "s.csv").write_text("a,b\n1,2\n")
    with pytest.raises(GoldError, match="no column 'stratum'"):
        read_coding(tmp_path / "s.csv")


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson(right, wrong):
    """The interval lies in 0 to 100 and holds the share."""
    share, low, high = wilson(right, right + wrong)
    assert right + wrong == 0 or (-1e-9 <= low <= share + 1e-9 and share - 1e-9 <= high <= 100 + 1e-9)
