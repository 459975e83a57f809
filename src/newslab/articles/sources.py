"""Where articles come from: folders, files and zip archives → files to read, with limits.

Nothing is unpacked to disk and nothing is unpickled. What is not read (a link out of the folder, an archive in an
archive, a file of an unknown kind, one that is too large) becomes a `Problem`.
"""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from newslab.records import Problem

PAGES = (".html", ".htm", ".xhtml")
PLAIN = (".txt", ".text", ".md", ".markdown")
TABLES = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json", ".parquet")
STREAMED = (".csv", ".tsv", ".jsonl", ".ndjson")  # read line by line, so of any size
LARGEST = 1_000_000_000  # bytes of a file that is read whole, and of an archive's member
ARCHIVE = 20_000_000_000  # bytes that all members of an archive may unpack to
MEMBERS = 2_000_000
RATIO = 200  # times that a member may unpack to; text packs about 3:1, its most repetitive tables 50:1
MANIFEST = "manifest.json"  # of a folder with newslab's own tables
IGNORED = ("__MACOSX", "Thumbs.db", "desktop.ini")
UNREAD = {
    ".pdf": "Convert it to text, for example with pdftotext, or export the article as HTML.",
    ".docx": "Save it as .txt or .html.",
    ".doc": "Save it as .txt or .html.",
    ".rtf": "Save it as .txt or .html.",
    ".xls": "Save it as .xlsx or .csv.",
    ".pkl": "Pickles can run code and are never opened. Write the frame with to_parquet.",
    ".pickle": "Pickles can run code and are never opened. Write the frame with to_parquet.",
}


class TooLarge(ValueError):
    """A file is larger than what is read, or unpacks to more than it may."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name for `source`, its path without extension inside what was read, its kind, its bytes.

    `stamp` is the size and the time of change, in nanoseconds, of the file on disk.
    """

    name: str
    stem: str
    suffix: str
    open: Callable[[], BinaryIO]
    stamp: tuple[int, int] = (0, 0)

    def read(self) -> bytes:
        """All bytes. Raises `TooLarge` above a gigabyte, whatever its header says."""
        with self.open() as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise TooLarge("It is larger than 1 GB. Split it, or give its articles as .jsonl, .csv or .parquet.")
        return data


def walk(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Iterator[File | Problem]:
    """The files of a folder (with its folders, sorted by path), of a zip, one file, or each of several paths.

    Raises FileNotFoundError with a sentence when a path that the caller names does not exist.
    """
    if not isinstance(source, str | os.PathLike):
        for path in source:
            if not isinstance(path, str | os.PathLike):
                raise TypeError(f"newslab reads paths and DataFrames; {type(path).__name__} is neither.")
            yield from walk(path)
        return
    if str(source).startswith(("http://", "https://")):
        raise ValueError(f"newslab reads files and does not fetch {source}. Save the page first.")
    path = Path(source)
    if not _exists(path):
        raise FileNotFoundError(f"There is no file or folder {str(path)[:200]}. Check the path.")
    if path.is_dir():
        yield from _folder(path)
    else:
        yield from _file(path, path.as_posix(), path.name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a text was given as a path: too long, or with a NUL
        return False


def _problem(name: str, message: str, severity: str = "warning") -> Problem:
    return Problem(source=name, stage="reading", severity=severity, message=message)


def _folder(root: Path) -> Iterator[File | Problem]:
    inside = root.resolve()
    unread: list[OSError] = []
    for folder, folders, files in os.walk(root, followlinks=False, onerror=unread.append):
        here = Path(folder)
        if here != root and MANIFEST in files and _holds_tables(here / MANIFEST):
            folders.clear()
            yield _problem(here.as_posix(), "It holds tables that newslab wrote and was not read.", "info")
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and not _ignored(name))
        for name in sorted(links):
            yield _problem(
                (here / name).as_posix(), "It is a link to a folder and was not followed. Give that folder itself."
            )
        for name in sorted(files):
            path = here / name
            if _ignored(name):
                continue
            if path.is_symlink() and not _leads_into(path, inside):
                yield _problem(path.as_posix(), "It is a link to a file outside the folder and was not followed.")
            else:
                yield from _file(path, path.as_posix(), path.relative_to(root).as_posix())
    for error in unread:
        yield _problem(str(error.filename), f"The folder cannot be listed ({error.strerror}). Check who may read it.")


def _leads_into(link: Path, folder: Path) -> bool:
    try:
        return link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # links in a circle
        return False


def _holds_tables(manifest: Path) -> bool:
    try:
        found = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "newslab" in found and "tables" in found


def _ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name in IGNORED


def _file(path: Path, name: str, relative: str) -> Iterator[File | Problem]:
    name, relative = printable(name), printable(relative)
    if not path.is_file():
        yield _problem(name, "It is not a regular file (a link to nothing, a pipe or a device) and was not read.")
        return
    if path.suffix.lower() == ".zip":
        yield from _archive(path, name, relative)
        return
    if path.suffix.lower() == ".gz":
        yield from _kind(name, relative.removesuffix(path.suffix), lambda: _unpacked(path), path)
        return
    yield from _kind(name, relative, None, path)


def _kind(name: str, relative: str, opener: Callable[[], BinaryIO] | None, path: Path) -> Iterator[File | Problem]:
    """The file, if its kind is read; `opener` is for what is packed in the file at `path`."""
    pure = PurePosixPath(relative)
    suffix = pure.suffix.lower()
    if suffix in PAGES + PLAIN + TABLES:
        try:
            status = path.stat()
        except OSError as error:
            yield _problem(name, f"It was there and is not any more ({error.strerror}). Read again.", "error")
            return
        size = status.st_size
        if opener is None and suffix in STREAMED:
            opener = lambda: _as_found(path, size)
        stem = pure.with_suffix("").as_posix()
        yield File(name, stem, suffix, opener or (lambda: path.open("rb")), (size, status.st_mtime_ns))
    else:
        advice = UNREAD.get(suffix, f"Read are {', '.join((*PLAIN[:3], *PAGES[:2], *TABLES, '.zip'))}.")
        yield _problem(name, f"Files of the kind {suffix or 'without an extension'} are not read. {advice}")


def printable(name: str) -> str:
    """A file name that can be stored: bytes that are not UTF-8 as U+FFFD."""
    return name.encode("utf-8", "replace").decode("utf-8") if not name.isascii() else name


def _unpacked(path: Path) -> BinaryIO:
    """A .gz file, refused when it unpacks like a bomb."""
    limit = max(10_000_000, path.stat().st_size * RATIO)
    return _Limited(gzip.open(path, "rb"), limit)  # type: ignore[return-value, arg-type]


class _Limited:
    """A stream that raises `TooLarge` once it gave more bytes than it may."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream, self.left = stream, limit

    def __enter__(self) -> _Limited:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()

    def _count(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise TooLarge(f"It unpacks to more than {RATIO} times its size, as zip bombs do. Unpack it yourself.")
        return data

    def read(self, size: int = -1) -> bytes:
        return self._count(self.stream.read(min(size, self.left + 1) if size >= 0 else self.left + 1))

    def readline(self, size: int = -1) -> bytes:
        return self._count(self.stream.readline(size))

    def close(self) -> None:
        self.stream.close()


def _as_found(path: Path, size: int) -> BinaryIO:
    return _AsFound(path.open("rb"), size)  # type: ignore[return-value, arg-type]


class _AsFound(_Limited):
    """A stream that ends where its file ended when it was found, so that a file that grows has an end."""

    def read(self, size: int = -1) -> bytes:
        return self._count(self.stream.read(min(size, self.left) if size >= 0 else self.left))

    def readline(self, size: int = -1) -> bytes:
        return self._count(self.stream.readline(min(size, self.left) if size >= 0 else self.left))


def _archive(path: Path, name: str, relative: str) -> Iterator[File | Problem]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    except Exception as error:  # zipfile lets those of struct, codecs and others through
        yield _problem(name, f"It is not a zip archive that can be read ({error}). Pack it again.", "error")
        return
    total = sum(member.file_size for member in members)
    if len(members) > MEMBERS or total > ARCHIVE:
        yield _problem(
            name,
            f"It holds {len(members)} files of {total} bytes, more than is read from one archive. Unpack it.",
            "error",
        )
        return
    for member in sorted(members, key=lambda member: member.filename):
        inner = member.filename.replace("\\", "/")
        shown = printable(f"{name}/{inner}")
        parts = PurePosixPath(inner).parts
        if any(_ignored(part) for part in parts if part != ".."):
            continue
        message = _refused(member, parts)
        if message:
            yield _problem(shown, message)
        else:
            yield from _kind(shown, printable(inner), _opener(path, member), path)


def _refused(member: zipfile.ZipInfo, parts: tuple[str, ...]) -> str | None:
    if ".." in parts or not parts or parts[0].startswith("/") or ":" in parts[0]:
        return "Its path leads out of the archive, so it was not read. Pack it again with plain paths."
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return "It is a link inside an archive and was not followed."
    if member.flag_bits & 1:
        return "It is encrypted. Unpack it with its password first."
    if PurePosixPath(parts[-1]).suffix.lower() in (".zip", ".gz", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".rar"):
        return "Archives inside archives are not read. Unpack the outer one."
    if member.file_size > LARGEST:
        return "It unpacks to more than 1 GB. Unpack it and give it as .jsonl, .csv or .parquet."
    if member.file_size > 1_000_000 and member.file_size > RATIO * max(1, member.compress_size):
        return f"It unpacks to more than {RATIO} times its size, as zip bombs do. Unpack it yourself if you trust it."
    return None


def _opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:
            stream = archive.open(member)  # keeps the archive's file open by itself
        limit = max(1_000_000, min(LARGEST, RATIO * max(1, member.compress_size)))
        return _Limited(stream, limit)  # type: ignore[return-value, arg-type]

    return opener
