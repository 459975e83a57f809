"""Rows → checked frames, to disk and back, to other tools."""

from newslab.tables.news import NewsTables
from newslab.tables.schema import TableError, codebook

__all__ = ["NewsTables", "TableError", "codebook"]
