"""Folders, files and archives."""

import gzip
import io
import os
import stat
import zipfile

import pytest

from newslab.articles import sources
from newslab.articles.files import read_file
from newslab.articles.sources import File, TooLarge, walk
from newslab.records import Problem


def found(source):
    entries = list(walk(source))
    return [e.stem for e in entries if isinstance(e, File)], [e for e in entries if isinstance(e, Problem)]


def make_zip(path, members, **how):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, **how)
    return path


def test_a_folder_is_read_with_its_folders_in_order(tmp_path):
    """Files come sorted by path, named by their path without extension; hidden files are passed over."""
    for name in ("b/2.txt", "b/1.md", "a.html", ".hidden.txt", ".git/x.txt", "c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == (["a", "c", "b/1", "b/2"], [])


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.pkl", "a", "a.exe"])
def test_a_file_of_another_kind_is_a_problem(tmp_path, name):
    """What is not read is named, with what to do; pickles are never opened."""
    (tmp_path / name).write_bytes(b"x")
    files, problems = found(tmp_path)
    assert files == []
    assert len(problems) == 1 and problems[0].source.endswith(name)


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    """A link to a file outside, to a folder, and to nothing are problems; a link inside is read."""
    outside, inside = tmp_path / "secret.txt", tmp_path / "corpus"
    outside.write_text("secret")
    inside.mkdir()
    (inside / "a.txt").write_text("a")
    (inside / "b.txt").symlink_to(inside / "a.txt")
    (inside / "c.txt").symlink_to(outside)
    (inside / "d.txt").symlink_to(inside / "nothing.txt")
    (inside / "e").symlink_to(inside)
    os.mkfifo(inside / "f.txt")
    files, problems = found(inside)
    assert files == ["a", "b"]
    assert len(problems) == 4


def test_links_in_a_circle_are_problems(tmp_path):
    """A link to itself, and two that lead to each other, do not stop the walk."""
    for name, target in (("a.txt", "a.txt"), ("b.txt", "c.txt"), ("c.txt", "b.txt")):
        (tmp_path / name).symlink_to(tmp_path / target)
    (tmp_path / "d.txt").write_text("d")
    files, problems = found(tmp_path)
    assert files == ["d"] and len(problems) == 3


def test_what_vanishes_or_cannot_be_listed_is_a_problem(tmp_path, monkeypatch):
    """A file that is deleted while its folder is read, and a folder that may not be listed, are named."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    real = sources.Path.is_file

    def deleting(path):
        there = real(path)
        if path.name == "a.txt":
            path.unlink()
        return there

    monkeypatch.setattr(sources.Path, "is_file", deleting)
    files, problems = found(tmp_path)
    assert files == ["b"] and "not any more" in problems[0].message

    def refusing(top, onerror, **_):
        onerror(PermissionError(13, "Permission denied", str(top)))
        return iter(())

    monkeypatch.setattr(sources.os, "walk", refusing)
    assert "cannot be listed (Permission denied)" in found(tmp_path)[1][0].message


@pytest.mark.parametrize(
    ("name", "line"), [("a.jsonl", b'{"text": "one"}\n'), ("a.csv", b"text\n"), ("a.txt", b"one\n")]
)
def test_a_file_that_grows_while_it_is_read_has_an_end(tmp_path, name, line):
    """What is read line by line ends where the file ended when it was found, however fast it grows."""
    path = tmp_path / name
    path.write_bytes(line)
    (file,) = walk(tmp_path)
    count = 0
    for item in read_file(file, None):
        path.write_bytes(path.read_bytes() + line)
        count += 1
        assert isinstance(item, dict) or name == "a.csv"
    assert count == 1
    if file.suffix != ".txt":
        with file.open() as stream:
            assert stream.read() == line and stream.read() == stream.readline() == b""


def test_a_missing_path_is_an_error_in_a_sentence(tmp_path):
    """The caller named it, so it is said at once; addresses are not fetched."""
    with pytest.raises(FileNotFoundError, match=r"There is no file or folder .*\."):
        found(tmp_path / "nothing")
    for text in ("A whole article. " * 500, "a\0b"):
        with pytest.raises(FileNotFoundError, match="There is no file"):
            found(text)
    with pytest.raises(ValueError, match="does not fetch"):
        found("https://post.example/1")
    with pytest.raises(TypeError, match="int is neither"):
        found([3])


def test_a_zip_is_read_like_a_folder(tmp_path):
    """Members come sorted, with their path in the archive; what systems add is passed over."""
    path = make_zip(
        tmp_path / "a.zip", {"x/2.txt": "two", "x/1.txt": "one", "__MACOSX/x/1.txt": "-", "x/.DS_Store": "-"}
    )
    files = list(walk(path))
    assert [file.stem for file in files] == ["x/1", "x/2"]
    assert files[0].name == f"{path.as_posix()}/x/1.txt"
    assert files[0].read() == b"one"


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "..\\a.txt", "a.zip", "x/b.tar.gz", "c.7z"]
)
def test_members_that_lead_out_or_hold_archives_are_refused(tmp_path, name):
    """Paths out of the archive and nested archives are problems; the rest is read."""
    files, problems = found(make_zip(tmp_path / "a.zip", {name: "x", "good.txt": "y"}))
    assert files == ["good"]
    assert len(problems) == 1


def test_a_zip_bomb_is_refused(tmp_path):
    """A member that unpacks to hundreds of times its size is a problem, and so is one whose header lies."""
    path = make_zip(tmp_path / "a.zip", {"bomb.txt": b"0" * 20_000_000, "good.txt": "y"})
    files, problems = found(path)
    assert files == ["good"]
    assert "zip bombs" in problems[0].message
    stream = sources._Limited(io.BytesIO(b"0" * 100), 99)
    with pytest.raises(TooLarge, match=r"zip bombs"):
        stream.read()


def test_links_and_encrypted_members_are_refused(tmp_path):
    """A link inside an archive is not followed."""
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert found(path)[0] == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"no zip at all" * 100])
def test_a_broken_zip_is_a_problem(tmp_path, data):
    """It is named, and nothing is raised."""
    (tmp_path / "a.zip").write_bytes(data)
    files, problems = found(tmp_path)
    assert files == [] and len(problems) == 1


def test_too_many_members_are_refused(tmp_path, monkeypatch):
    """Number and total size of an archive's members are limited."""
    path = make_zip(tmp_path / "a.zip", {f"{i}.txt": "x" for i in range(5)})
    monkeypatch.setattr(sources, "MEMBERS", 4)
    assert found(path)[0] == []
    monkeypatch.setattr(sources, "MEMBERS", 5)
    monkeypatch.setattr(sources, "ARCHIVE", 4)
    assert found(path)[0] == []


def test_a_large_file_is_refused_when_read_whole(tmp_path, monkeypatch):
    """More than the limit raises a sentence."""
    (tmp_path / "a.txt").write_text("x" * 11)
    monkeypatch.setattr(sources, "LARGEST", 10)
    with pytest.raises(TooLarge, match="1 GB"):
        next(iter(walk(tmp_path))).read()


def test_gzip_is_unpacked_with_a_limit(tmp_path):
    """x.jsonl.gz is x.jsonl; a bomb raises."""
    with gzip.open(tmp_path / "x.jsonl.gz", "wb") as stream:
        stream.write(b'{"text": "a"}')
    (file,) = walk(tmp_path)
    assert (file.stem, file.suffix, file.read()) == ("x", ".jsonl", b'{"text": "a"}')
    with gzip.open(tmp_path / "x.jsonl.gz", "wb") as stream:
        stream.write(b"0" * 30_000_000)
    with pytest.raises(TooLarge):
        next(iter(walk(tmp_path))).read()


def test_names_that_are_not_utf8_can_be_stored(tmp_path):
    """A file name in another encoding is shown with U+FFFD and the file is read."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w") as stream:
        stream.write("x")
    (file,) = walk(tmp_path)
    file.name.encode("utf-8")
    assert file.read() == b"x"


def test_own_tables_are_not_read(tmp_path):
    """A folder of newslab's tables inside what is read is left out, and said so; another manifest.json is no sign."""
    for name, text in [("tables", '{"newslab": "1", "tables": {}}'), ("mine", '{"tables": 1}'), ("odd", "[")]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(text)
        (tmp_path / name / "a.txt").write_text("x")
    found = list(sources.walk(tmp_path))
    assert [file.stem for file in found if isinstance(file, sources.File)] == [
        "mine/a", "mine/manifest", "odd/a", "odd/manifest",
    ]  # fmt: skip
    (problem,) = [item for item in found if not isinstance(item, sources.File)]
    assert problem.source.endswith("/tables") and problem.severity == "info"
