"""Text → spaCy Doc: tokens, sentences, tags, lemmas, dependencies, names."""

from newslab.reader.pipeline import PipelineError, load
from newslab.reader.syntax import Tree

__all__ = ["PipelineError", "Tree", "load"]
