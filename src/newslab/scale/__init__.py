"""Corpora that do not fit into memory: shards on disk, workers, runs that go on after they were killed."""

from newslab.scale.cluster import extract
from newslab.scale.files import BusyError
from newslab.scale.run import extract_to

__all__ = ["BusyError", "extract", "extract_to"]
