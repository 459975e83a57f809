"""Exports of news archives, in made-up documents."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newslab.articles.archives import is_factiva, is_nexis, read_factiva, read_nexis
from newslab.articles.files import read_file
from newslab.articles.sources import File

NEXIS = """


                               1 of 2 DOCUMENTS


                            The Marholm Post (Marholm)

                            January 11, 2010 Monday
                                 Final Edition

Ferry company to stop
sailing before winter

BYLINE: Ada Lind, Harbour Correspondent

SECTION: HOME PAGES; Pg. 4

LENGTH: 355 words


The ferry company said on Tuesday that it
would stop sailing.

CORRECTION: the ship has two masts.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

               Copyright 2010 Post Limited
                         All Rights Reserved

                               2 of 2 DOCUMENTS

                            The Courier

                            2 February 2010

No ferry

LENGTH: 4 words

There is no ferry.

LANGUAGE: ENGLISH
"""


def test_a_nexis_export_is_divided_into_its_articles():
    """Outlet, date, headline, byline and text of each document; keys that are no keys stay in the text."""
    assert is_nexis(NEXIS)
    first, second = read_nexis(NEXIS)
    assert first["text"] == (
        "The ferry company said on Tuesday that it would stop sailing.\n\nCORRECTION: the ship has two masts."
    )
    assert first["title"] == "Ferry company to stop sailing before winter"
    assert first["byline"] == "Ada Lind, Harbour Correspondent"
    assert first["outlet"] == "The Marholm Post (Marholm)"
    assert first["published"].startswith("January 11, 2010")
    assert (second["title"], second["text"], second["outlet"]) == ("No ferry", "There is no ferry.", "The Courier")


FACTIVA = "<html><body>" + "".join(
    f"""<div class="article enArticle"><table>
<tr><td><b>HD</b>&nbsp;</td><td><b>{title}</b></td></tr><tr><td><b>BY</b></td><td>By Ada Lind</td></tr>
<tr><td><b>WC</b></td><td>355 words</td></tr><tr><td><b>PD</b></td><td>11 January 2010</td></tr>
<tr><td><b>ET</b></td><td>09:30</td></tr><tr><td><b>SN</b></td><td>The Marholm Post</td></tr>
<tr><td><b>LA</b></td><td>English</td></tr><tr><td><b>LP</b></td><td><p>The ferry stops.</p></td></tr>
<tr><td><b>TD</b></td><td><p>It is too big.</p><p>So they say.</p></td></tr></table></div>"""
    for title in ("Ferry stops", "Ferry sails")
)


def test_a_factiva_export_is_divided_into_its_articles():
    """Each table's codes give the fields; lead and text are joined."""
    assert is_factiva(FACTIVA)
    first, second = read_factiva(FACTIVA)
    assert first == {
        "title": "Ferry stops",
        "byline": "Ada Lind",
        "outlet": "The Marholm Post",
        "language": "English",
        "published": "11 January 2010 09:30",
        "text": "The ferry stops.\n\nIt is too big.\n\nSo they say.",
    }
    assert second["title"] == "Ferry sails"


@pytest.mark.parametrize(("suffix", "data"), [(".txt", NEXIS), (".html", FACTIVA)])
def test_exports_are_recognised_when_files_are_read(suffix, data):
    """An export gives several articles where another file gives one."""
    articles = list(read_file(File(f"x{suffix}", "x", suffix, lambda: io.BytesIO(data.encode())), None))
    assert [article["source"] for article in articles] == [f"x{suffix} document 1", f"x{suffix} document 2"]


def test_other_texts_are_no_exports():
    """An article about three of five documents is one article."""
    assert not is_nexis("He had read 3 of 5 DOCUMENTS that day.")
    assert not is_factiva("<table><tr><td>2020</td><td>TD</td></tr></table>")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(NEXIS.split("\n")) | st.text(max_size=20), max_size=30))
def test_no_export_raises(lines):
    """Any order of its lines is read."""
    for article in read_nexis("1 of 2 DOCUMENTS\n" + "\n".join(lines)):
        assert isinstance(article["text"], str)
