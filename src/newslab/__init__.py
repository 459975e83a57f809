"""newslab: who is mentioned, who is reported to have said what, and what is claimed in English news."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslab.articles import ReadError, read
    from newslab.explore import charts
    from newslab.extract import extract
    from newslab.reader import PipelineError
    from newslab.tables import NewsTables, TableError
    from newslab.tables.storage import load

__all__ = ["NewsTables", "PipelineError", "ReadError", "TableError", "charts", "extract", "load", "read"]
__version__ = version("newslab")

# public name → module that it is imported from when it is first used, so that `import newslab` is quick
_HOMES = {
    "NewsTables": "newslab.tables",
    "PipelineError": "newslab.reader",
    "ReadError": "newslab.articles",
    "TableError": "newslab.tables",
    "extract": "newslab.extract",
    "load": "newslab.tables.storage",
    "read": "newslab.articles",
}


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("newslab.explore.charts")
    if name not in _HOMES:
        raise AttributeError(f"module 'newslab' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
