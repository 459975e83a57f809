import re
from pathlib import Path

import pytest

from newslab.tables import codebook

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("02_who_speaks", ["quotes"]),
        ("03_who_with_whom", ["entities", "mentions"]),
        ("04_what_is_claimed", ["claims", "links"]),
        ("05_how_a_story_changed", ["quantities", "times"]),
    ],
)
def test_every_column_is_told(name, tables):
    """The notebook that a table is about says of each of its columns what it rests on."""
    source = (NOTEBOOKS / f"{name}.ipynb").read_text("utf8")
    section = source[source.index("## What the columns rest on") :]
    told = set(re.findall(r"`(\w+)`", section))
    missing = [column.name for table in tables for column in codebook()[table] if column.name not in told]
    assert not missing
