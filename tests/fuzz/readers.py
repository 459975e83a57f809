"""Fuzzing of what reads bytes, led by coverage: `pip install atheris`, then

    python tests/fuzz/readers.py TARGET [-max_total_time=120] [-max_len=4096] [CORPUS …]

TARGET is one of `decoding`, `webpage`, `archives`, `files`, `plain`; the further arguments are libFuzzer's, and what it
finds it writes into the working folder. The suite runs each target on hypothesis' bytes (`tests/fuzz/test_readers.py`).
A target raises only where newslab is wrong: an exception that is not a sentence for people, a text that cannot be
stored, a row that is neither an article nor a problem.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

if __name__ == "__main__":
    import atheris

    with atheris.instrument_imports(include=["newslab.articles"]):
        import newslab.articles.drafts
        import newslab.articles.webpage  # noqa: F401

from newslab.articles.archives import is_factiva, is_nexis, read_factiva, read_nexis
from newslab.articles.decoding import Decoded, NotText, clean, decode
from newslab.articles.files import read_file
from newslab.articles.frame import from_entries
from newslab.articles.plain import declared_charset, read_plain
from newslab.articles.sources import File, walk
from newslab.articles.webpage import declared_charset as charset_of_page
from newslab.articles.webpage import read_page
from newslab.records import Problem

CHARSETS = (None, "utf-8", "latin-1", "utf-16", "shift_jis", "koi8-r", "hex", "mac-roman")
SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet", ".txt", ".md", ".html")


def decoding(data: bytes) -> None:
    """Bytes, the first of which chooses the declared charset, become text that can be stored or a sentence."""
    declared = CHARSETS[data[0] % len(CHARSETS)] if data else None
    text = _decoded(data[1:], declared)
    if text is not None:
        clean(text)[0].encode("utf-8")


def webpage(data: bytes) -> None:
    """A page in any bytes has a text, if an empty one."""
    text = _decoded(data, charset_of_page(data))
    if text is not None:
        assert isinstance(read_page(text)["text"], str)


def plain(data: bytes) -> None:
    """A text or Markdown file in any bytes has a text."""
    text = _decoded(data, declared_charset(data))
    if text is not None:
        for markdown in (False, True):
            assert isinstance(read_plain(text, markdown=markdown)["text"], str)


def archives(data: bytes) -> None:
    """Exports of news archives have articles with a text; a zip has files and problems, none out of it."""
    text = _decoded(data[1:], None)
    if text is not None:
        nexis, factiva = f"1 of 2 DOCUMENTS\n{text}", f"<table><tr><td>HD</td><td>TD</td></tr></table>{text}"
        assert is_nexis(nexis) and is_factiva(factiva)
        assert all(isinstance(article["text"], str) for article in read_nexis(nexis))
        if "\0" not in text:
            assert all(isinstance(article["text"], str) for article in read_factiva(factiva))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.zip")
        path.write_bytes(data if not data or data[0] % 2 else _packed(data[1:]))
        for item in walk(path):
            if isinstance(item, File):
                assert ".." not in item.stem.split("/") and not item.stem.startswith("/")
                list(read_file(item, None))


def files(data: bytes) -> None:
    """A file of any kind, which the first byte chooses, ends in articles of the table or in problems."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else ".txt"
    found = list(read_file(File(f"x{suffix}", "x", suffix, lambda: io.BytesIO(data[1:])), None))
    assert found
    entries = [item for item in found if not isinstance(item, Problem)]
    articles, problems = from_entries(entries, outlet=None)
    refused = {problem.article_id for problem in problems} - set(articles["article_id"])
    assert len(articles) + len(refused) == len(entries)
    for name in articles.columns:
        str(name).encode("utf-8")
    for text in articles["text"]:
        text.encode("utf-8")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoding": decoding, "webpage": webpage, "archives": archives, "files": files, "plain": plain,
}  # fmt: skip


def _decoded(data: bytes, declared: str | None) -> str | None:
    try:
        found = decode(data, declared)
    except NotText as error:
        assert str(error).endswith(".")
        return None
    assert isinstance(found, Decoded)
    return found.text


def _packed(data: bytes) -> bytes:
    """A zip whose member has the first line as its name and the rest as its bytes."""
    name, _, rest = data.partition(b"\n")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name.decode("utf-8", "replace").replace("\0", "")[:100] or "a.txt", rest)
    return stream.getvalue()


def main() -> None:
    """Run one target under atheris."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        sys.exit(f"Name a target: {', '.join(TARGETS)}.")
    logging.disable(logging.CRITICAL)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
