import argparse
import re
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

import newslab
from newslab import cli
from newslab.records import Problem
from newslab.tables import storage

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def fake(monkeypatch, news):
    """`newslab.read` and `newslab.extract` that hand out the worked example; what they were called with."""
    called = {}

    def read(source, columns=None):
        called.update(source=source, columns=columns)
        return news.articles

    def extract(articles, pipeline=None, progress=True):
        called.update(pipeline=pipeline, progress=progress)
        return news

    monkeypatch.setattr(newslab, "read", read, raising=False)
    monkeypatch.setattr(newslab, "extract", extract, raising=False)
    return called


def commands():
    (actions,) = [a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return actions.choices


def test_extract_tells_what_it_did(fake, tmp_path, capsys):
    """It prints what was read, what was left out and why, the rows, the share of known speakers, what to open next."""
    out = tmp_path / "tables"
    assert cli.main(["extract", str(tmp_path), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    for line in [
        "Read 2 articles, 2 outlets.",
        "Left out or noted while reading: 1",
        "  old.txt: The file is empty; it was left out.",
        "          6 mentions",
        "          5 quotes",
        "80% of the quotes (4 of 5) have a resolved speaker.",
        f"  newslab show {out}/ fees --out article.html",
    ]:
        assert line in printed.splitlines()
    assert len(storage.load(out).quotes) == 5


def test_extract_hands_on_its_options(fake, tmp_path):
    """Sources, columns and pipeline reach `read` and `extract`."""
    (tmp_path / "b").mkdir()
    argv = [
        "extract",
        str(tmp_path),
        str(tmp_path / "b"),
        "--out",
        str(tmp_path / "o"),
        "--columns",
        "text=body",
        "title=head",
    ]
    assert cli.main([*argv, "--pipeline", "en_core_web_trf"]) == 0
    assert fake == {
        "source": [str(tmp_path), str(tmp_path / "b")], "columns": {"text": "body", "title": "head"},
        "pipeline": "en_core_web_trf", "progress": True,
    }  # fmt: skip


def test_quiet(fake, tmp_path, capsys):
    """With --quiet nothing is printed and no progress shown."""
    assert cli.main(["extract", str(tmp_path), "--out", str(tmp_path / "o"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "") and fake["progress"] is False


def test_many_problems_are_cut(fake, news, tmp_path, capsys):
    """Of many problems the first ten are printed, control characters and line breaks gone."""
    row = news.problems.iloc[[0]].assign(message="Line\nbr\x1b[31meak")
    news.problems = pd.concat([row] * 14, ignore_index=True)
    assert cli.main(["extract", str(tmp_path), "--out", str(tmp_path / "o")]) == 0
    printed = capsys.readouterr().out
    assert printed.count("  old.txt: Line br�[31meak\n") == 10 and "  and 4 more, in the table problems" in printed


def test_no_articles(fake, monkeypatch, tmp_path, capsys):
    """When nothing can be read, it says why each thing was left out and writes nothing."""
    nothing = pd.DataFrame({"article_id": [], "text": []})
    problem = Problem("a.pdf", "reading", "warning", "Files of the kind .pdf are not read.")
    nothing.attrs["newslab_problems"] = [asdict(problem)]
    monkeypatch.setattr(newslab, "read", lambda *_, **__: nothing)
    assert cli.main(["extract", str(tmp_path), "--out", str(tmp_path / "o")]) == 1
    printed = capsys.readouterr().err
    assert "a.pdf: Files of the kind .pdf are not read." in printed
    assert printed.endswith(f"newslab: No articles were found in {tmp_path}.\n")
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (["extract", "{tmp}/none", "--out", "{tmp}/o"], 2, "There is no file or folder {tmp}/none."),
        (["extract", "{tmp}", "--out", "{tmp}/o", "--columns", "text"], 2, "'text' is none (sources come first)."),
        (["extract", "{tmp}", "--out", "{tmp}"], 1, "{tmp} holds files but no tables of newslab"),
        (["extract", "{tmp}", "--out", "{tmp}/thesis.txt"], 1, "{tmp}/thesis.txt is a file"),
        (["extract", "{tmp}", "--out", "/proc/none/tables"], 1, "/proc/none/tables"),
        (["show", "{tmp}/none", "a"], 1, "There is no folder {tmp}/none."),
        (["show", "{tmp}", "a"], 1, "{tmp} is no folder of newslab's tables"),
    ],
)
def test_errors_are_sentences(fake, tmp_path, capsys, argv, code, sentence):
    """What cannot be done is one sentence on stderr, with an exit code."""
    (tmp_path / "thesis.txt").write_text("mine")
    assert cli.main([part.replace("{tmp}", str(tmp_path)) for part in argv]) == code
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.startswith("newslab: ") and printed.err.count("\n") == 1
    assert sentence.replace("{tmp}", str(tmp_path)) in printed.err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyboardInterrupt(), "Interrupted; no tables were written."),
        (MemoryError(), "There is not enough memory; read fewer articles at a time."),
        (OSError("Can't find model 'en_core_web_trf'"), "Can't find model 'en_core_web_trf'"),
        (PermissionError(13, "Permission denied", "/x"), "Permission denied: /x."),
        (RuntimeError("odd\nthing"), "newslab met an error that it did not expect (RuntimeError): odd thing"),
    ],
)
def test_no_traceback(fake, monkeypatch, tmp_path, capsys, error, sentence):
    """Whatever goes wrong within ends in a sentence and code 1."""

    def extract(*_, **__):
        raise error

    monkeypatch.setattr(newslab, "extract", extract)
    assert cli.main(["extract", str(tmp_path), "--out", str(tmp_path / "o")]) == 1
    assert capsys.readouterr().err == f"newslab: {sentence}\n"


def test_show(news, tmp_path, capsys):
    """An article is printed as text, or written as a page."""
    news.save(tmp_path / "tables")
    assert cli.main(["show", str(tmp_path / "tables"), "fees"]) == 0
    assert "1. HarbourWire – said (indirect): Commissioner Dalia Brandt" in capsys.readouterr().out
    page = tmp_path / "new" / "fees.html"
    assert cli.main(["show", str(tmp_path / "tables"), "fees", "--out", str(page)]) == 0
    assert page.read_text("utf8") == news.show("fees").html()
    assert cli.main(["show", str(tmp_path / "tables"), "fees", "--out", str(tmp_path)]) == 2
    assert cli.main(["show", str(tmp_path / "tables"), "fee"]) == 1
    assert "did you mean 'fees'?" in capsys.readouterr().err


def test_version(capsys):
    """--version prints it."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--version"])
    assert stopped.value.code == 0 and re.fullmatch(r"newslab \d+\.\d+\S*\n", capsys.readouterr().out)


def test_help_is_quick():
    """--help answers within a second, because it imports nothing heavy."""
    begun = time.perf_counter()
    code = "import sys; from newslab import cli; cli.parser().format_help(); print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert time.perf_counter() - begun < 20  # on a machine that is busy with tests


def test_help_explains_everything():
    """Every command and option has a help text."""
    for command in commands().values():
        assert command.description
        assert all(action.help for action in command._actions)


@pytest.mark.skipif(not README.exists(), reason="there is no README yet")
def test_readme_has_every_command_and_option():
    """A command or an option that the README does not name is a fault."""
    readme = README.read_text("utf8")
    for name, command in commands().items():
        assert f"newslab {name}" in readme
        for action in command._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in readme, (
                    f"{option} of newslab {name} is not in the README"
                )
    assert "newslab --version" in readme
