"""newslab: who is mentioned, who is reported to have said what, and what is claimed in English news."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newslab.articles import ReadError, read
    from newslab.evaluate import evaluate, read_coding, sample_for_coding
    from newslab.explore import charts
    from newslab.extract import extract
    from newslab.reader import PipelineError
    from newslab.tables import NewsTables, TableError
    from newslab.tables.storage import load

__all__ = [
    "NewsTables",
    "PipelineError",
    "ReadError",
    "TableError",
    "charts",
    "evaluate",
    "extract",
    "load",
    "read",
    "read_coding",
    "sample_for_coding",
]
__version__ = version("newslab")

# public name → module that it is imported from when it is first used, so that `import newslab` is quick
_HOMES = {
    "NewsTables": "newslab.tables",
    "PipelineError": "newslab.reader",
    "ReadError": "newslab.articles",
    "TableError": "newslab.tables",
    "evaluate": "newslab.evaluate",
    "extract": "newslab.extract",
    "load": "newslab.tables.storage",
    "read": "newslab.articles",
    "read_coding": "newslab.evaluate",
    "sample_for_coding": "newslab.evaluate",
}


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("newslab.explore.charts")
    if name not in _HOMES:
        raise AttributeError(f"module 'newslab' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps `newslab.extract` the function: importing the module of that name would put the module in its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
