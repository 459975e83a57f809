"""newslab from a shell. What is heavy is imported inside the commands, so that `newslab --help` answers at once."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import re
import shlex
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslab.tables import NewsTables

LINES = 10  # problems that are printed; all are in the table
EXAMPLES = """examples:
  newslab extract corpus/articles --out tables/
  newslab extract mine.csv --columns text=body published=day --out tables/
  newslab extract million.jsonl --out tables/ --workers 8
  newslab show tables/ ARTICLE_ID --out article.html
  newslab report tables/ --out report.html
  newslab evaluate gold/ --layer quotes --errors errors.csv
"""


class UsageError(ValueError):
    """What was asked for makes no sense; the message is a sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 1 when it could not be done, 2 when it was asked for wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = parser().parse_args(argv)
    try:
        arguments.command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return _fail("Interrupted; no tables were written.", 1)
    except UsageError as error:
        return _fail(str(error), 2)
    except (OSError, ValueError, TypeError, ImportError, MemoryError) as error:
        return _fail(_sentence(error), 1)
    except Exception as error:
        return _fail(f"newslab met an error that it did not expect ({type(error).__name__}): {_sentence(error)}", 1)
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="newslab",
        description="Who is mentioned, who said what and what is claimed in English news, as tables.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"newslab {version('newslab')}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    extract = commands.add_parser(
        "extract",
        help="read articles and write the tables of what is in them",
        description="Read articles and write the tables of what is in them, as Parquet and CSV.",
        epilog="Folders are read with their subfolders: .txt .md .html .csv .tsv .xlsx .jsonl .parquet, .zip of them.",
    )
    extract.add_argument("sources", nargs="+", metavar="SOURCE", help="folder or file with articles")
    extract.add_argument(
        "--out", required=True, metavar="FOLDER", help="folder for the tables; earlier ones are replaced"
    )
    extract.add_argument(
        "--columns", nargs="+", action="extend", metavar="NAME=COLUMN",
        help="what the input's columns mean, where their names do not say it: text=body published=day",
    )  # fmt: skip
    extract.add_argument(
        "--pipeline", metavar="NAME", help="an installed spaCy pipeline to read with instead of newslab's own"
    )
    extract.add_argument(
        "--workers", type=int, metavar="N",
        help="read any number of articles with N processes: tables in parts; given again, it goes on where it stopped",
    )  # fmt: skip
    extract.add_argument("--quiet", action="store_true", help="print nothing but errors")
    extract.set_defaults(command=_extract)

    show = commands.add_parser(
        "show",
        help="show one article with its quotes and claims",
        description="Print an article's quotes and claims, or write the article with its marks as a web page.",
    )
    show.add_argument("tables", metavar="TABLES", help="folder that `newslab extract` wrote")
    show.add_argument("article_id", metavar="ARTICLE_ID", help="the article's id, as in articles.csv")
    show.add_argument("--out", metavar="FILE", help="write the marked article to this .html file")
    show.set_defaults(command=_show)

    report = commands.add_parser(
        "report",
        help="write one web page with charts, tables and all articles with their marks",
        description="Write one web page, to be opened without a network: summary, charts, tables, the marked articles.",
    )
    report.add_argument("tables", metavar="TABLES", help="folder that `newslab extract` wrote")
    report.add_argument("--out", required=True, metavar="FILE", help="the .html file; an earlier one is replaced")
    report.set_defaults(command=_report)

    evaluate = commands.add_parser(
        "evaluate",
        help="score newslab, or tables that it wrote, beside gold annotation",
        description="Print precision, recall and F1 beside gold annotation, with 95 % bootstrap intervals.",
        epilog="Gold is CoNLL-U (.conllu) for syntax, and JSONL with attributions, names, clusters, times or amounts.",
    )
    evaluate.add_argument("gold", nargs="+", metavar="GOLD", help="file or folder with gold annotation")
    evaluate.add_argument("--tables", metavar="FOLDER", help="score these tables; else the gold's texts are read now")
    evaluate.add_argument("--layer", nargs="+", action="extend", metavar="LAYER", help="score these layers only")
    evaluate.add_argument(
        "--genre",
        nargs="+",
        action="extend",
        metavar="GENRE",
        help="documents with this word in genre, source or id",
    )
    evaluate.add_argument("--errors", metavar="FILE", help="list all differences in this .csv file")
    evaluate.add_argument(
        "--pipeline", metavar="NAME", help="an installed spaCy pipeline to read with instead of newslab's own"
    )
    evaluate.set_defaults(command=_evaluate)
    return top


def _extract(arguments: argparse.Namespace) -> None:
    columns = _mapping(arguments.columns or ())
    absent = next((source for source in arguments.sources if not Path(source).exists()), None)
    if absent:
        raise UsageError(f"There is no file or folder {absent}.")
    if arguments.workers is not None:
        _extract_in_parts(arguments, columns)
        return

    import newslab
    from newslab.tables.storage import check_target

    check_target(arguments.out)
    articles = newslab.read(arguments.sources if len(arguments.sources) > 1 else arguments.sources[0], columns=columns)
    if not len(articles):
        problems = articles.attrs.get("newslab_problems", ())
        _print_left_out([SimpleNamespace(**problem) for problem in problems], sys.stderr)
        raise ValueError(f"No articles were found in {', '.join(arguments.sources)}.")
    news = newslab.extract(articles, pipeline=arguments.pipeline, progress=not arguments.quiet)
    folder = news.save(arguments.out)
    if not arguments.quiet:
        _summary(news, arguments.out if not Path(arguments.out).is_absolute() else str(folder))


def _extract_in_parts(arguments: argparse.Namespace, columns: dict[str, str] | None) -> None:
    if arguments.workers < 1:
        raise UsageError("--workers takes a number of processes, from 1.")
    from newslab.scale.run import NothingFoundError, extract_to

    pipeline, progress = arguments.pipeline, not arguments.quiet
    try:
        folder = extract_to(
            arguments.sources, arguments.out, arguments.workers, columns=columns, pipeline=pipeline, progress=progress
        )  # fmt: skip
    except KeyboardInterrupt:
        raise InterruptedError("Interrupted; give the same command again to go on from here.") from None
    except NothingFoundError as error:
        _print_left_out(error.problems, sys.stderr)
        raise ValueError(f"No articles were found in {', '.join(arguments.sources)}.") from None
    except OSError as error:
        if not error.strerror:
            raise
        full = error.errno == errno.ENOSPC
        told = f"No space is left on the disk of {arguments.out}." if full else _sentence(error)
        raise OSError(f"{told} When that is mended, give the same command again to go on from here.") from error
    if progress:
        _summary_of_parts(folder, arguments.out if not Path(arguments.out).is_absolute() else str(folder))


def _summary_of_parts(folder: Path, out: str) -> None:
    """The same as `_summary`, of tables that may not fit into memory."""
    from newslab.tables.storage import load, read_manifest

    rows = {name: table["rows"] for name, table in (read_manifest(folder) or {}).get("tables", {}).items()}
    print(f"Read {_count(rows['articles'], 'article')}.")
    noted = load(folder, tables=["problems"], where={"problems": [("severity", "!=", "info")]}).problems
    _print_left_out([p for p in noted.itertuples() if not isinstance(p.article_id, str)], sys.stdout)
    print("\nFound")
    for name, number in rows.items():
        if name not in ("articles", "problems"):
            print(f"  {number:>9,} {name}")
    folder_name = out.rstrip("/") + "/"
    print(f"\nThe tables are in {folder_name} as folders of .parquet parts. In Python, for example:")
    print(f'  newslab.load({folder_name!r}, tables=["quotes"], columns={{"quotes": ["speaker_name", "text"]}})')


def _summary(news: NewsTables, out: str) -> None:
    articles, quotes = news.articles, news.quotes
    words = f", {int(articles['n_words'].sum()):,} words" if articles["n_words"].notna().any() else ""
    named = articles["outlet"].nunique()
    outlets = f", {named} outlet{'s' * (named != 1)}" if named else ""
    print(f"Read {_count(len(articles), 'article')}{words}{outlets}.")
    copies = int(articles["duplicate_of"].notna().sum())
    if copies:
        verb = "repeats" if copies == 1 else "repeat"
        print(f"{_count(copies, 'article')} nearly {verb} an earlier one; articles.duplicate_of says which.")
    problems = list(news.problems.itertuples())
    _print_left_out([p for p in problems if not isinstance(p.article_id, str) and p.severity != "info"], sys.stdout)
    within = [p for p in problems if isinstance(p.article_id, str) and p.severity != "info"]
    if within:
        print(f"{_count(len(within), 'problem')} in articles that were read; the table problems says what.")
    print("\nFound")
    for name, rows in news:
        if name not in ("articles", "problems"):
            print(f"  {len(rows):>9,} {name}")
    if len(quotes):
        resolved = int(quotes["speaker_name"].notna().sum())
        print(
            f"\n{resolved / len(quotes):.0%} of the quotes ({resolved:,} of {len(quotes):,}) have a resolved speaker."
        )
    most = quotes["article_id"].mode()
    example = most[0] if len(most) else articles["article_id"].iloc[0]
    folder = out.rstrip("/") + "/"
    print(f"\nThe tables are in {folder} as .parquet and .csv. Open next")
    print(f"  {folder}quotes.csv in a spreadsheet")
    print(f"  newslab show {shlex.quote(folder)} {_line(shlex.quote(example))} --out article.html")
    print(f"  in Python: import newslab; news = newslab.load({folder!r}); news.quotes")


def _print_left_out(problems: Iterable[Any], stream: Any) -> None:
    problems = list(problems)
    if problems:
        print(f"Left out or noted while reading: {len(problems):,}", file=stream)
    for problem in problems[:LINES]:
        print(f"  {_line(problem.source)}: {_line(problem.message)}", file=stream)
    if len(problems) > LINES:
        print(f"  and {len(problems) - LINES:,} more, in the table problems", file=stream)


def _show(arguments: argparse.Namespace) -> None:
    from newslab.explore.display import MarkedArticle
    from newslab.tables.storage import load

    tables = ("mentions", "quotes", "claims", "times", "quantities")
    mine = {name: [("article_id", "==", arguments.article_id)] for name in tables}
    news = load(arguments.tables, tables=["articles", "entities", "links", *tables], where=mine)
    marked = MarkedArticle.of(news, arguments.article_id)
    if not arguments.out:
        print(marked.plain())
        return
    out = Path(arguments.out)
    if out.is_dir():
        raise UsageError(f"{out} is a folder; name a file for the page.")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(marked.html(), encoding="utf8")
    print(f"Written to {out}; open it in a browser.")


def _report(arguments: argparse.Namespace) -> None:
    import newslab

    if Path(arguments.out).is_dir():
        raise UsageError(f"{arguments.out} is a folder; name a file for the report.")
    page = newslab.load(arguments.tables).report(arguments.out)
    print(f"Written to {arguments.out} ({page.stat().st_size / 1e6:.1f} MB); open it in a browser.")


def _evaluate(arguments: argparse.Namespace) -> None:
    import newslab
    from newslab.evaluate.shown import shown

    news = newslab.load(arguments.tables) if arguments.tables else None
    scores = newslab.evaluate(
        news, arguments.gold, layers=arguments.layer, genres=arguments.genre, pipeline=arguments.pipeline,
        errors=arguments.errors,
    )  # fmt: skip
    print(shown(scores))
    if arguments.errors:
        print(f"\nThe differences are listed in {arguments.errors}.")


def _mapping(pairs: Iterable[str]) -> dict[str, str] | None:
    columns = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not (name and equals and column):
            raise UsageError(f"--columns takes NAME=COLUMN, such as text=body; {pair!r} is none (sources come first).")
        columns[name] = column
    return columns or None


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


def _line(text: Any) -> str:
    """The text on one line, without control characters, which could steer a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "�", " ".join(str(text).split()))


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f" {error.filename}" if error.filename else ""
        return f"{error.strerror}:{place}." if place else f"{error.strerror}."
    if isinstance(error, MemoryError):
        return "There is not enough memory; read fewer articles at a time."
    return _line(error) or type(error).__name__


def _fail(sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(f"newslab: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
