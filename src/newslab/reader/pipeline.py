"""Which pipeline reads: newslab's own, or any spaCy pipeline that gives tags, a tree and names."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

OWN = "newslab_reader"


class PipelineError(ValueError):
    """A pipeline that cannot be used; the message says what it lacks and what to do."""


def load(pipeline: str | Path | Language | None = None, *, threads: int = 1) -> Language:
    """A spaCy `Language` that reads English news: newslab's own reader when `pipeline` is None.

    `pipeline` is the name of an installed spaCy package, the path of a saved one, or a `Language`. `threads` is for
    newslab's own reader. Raises `PipelineError` when it is not installed, not English, or gives no tags, tree or names.
    """
    if pipeline is None or pipeline == OWN:
        import newslab.reader.component  # noqa: F401  registers the factory also where entry points are not installed
        from newslab.reader.tokens import PiecewiseTokenizer

        nlp = spacy.blank("en")
        nlp.tokenizer = PiecewiseTokenizer.of(nlp.tokenizer)
        nlp.add_pipe(OWN, config={"threads": threads})
        nlp.max_length = 2_000_000
        return nlp
    if isinstance(pipeline, Language):
        nlp = pipeline
    else:
        try:
            nlp = spacy.load(pipeline)
        except OSError as error:
            raise PipelineError(
                f"The spaCy pipeline {str(pipeline)!r} is not installed and is no folder of a saved one: install it "
                "(python -m spacy download …), or leave pipeline= out to use newslab's own reader."
            ) from error
    if nlp.lang != "en":
        raise PipelineError(
            f"The pipeline {nlp.meta.get('name', pipeline)!r} reads {nlp.lang!r}; newslab reads English."
        )
    missing = missing_parts(nlp)
    if missing:
        raise PipelineError(
            f"The pipeline {nlp.meta.get('name', pipeline)!r} gives no {', no '.join(missing)}: newslab needs tags, a "
            "dependency tree and names. Add the components that are missing, or leave pipeline= out."
        )
    return nlp


def missing_parts(nlp: Language) -> list[str]:
    """What newslab needs and no component of the pipeline says that it assigns."""
    given = {attribute for name in nlp.pipe_names for attribute in nlp.get_pipe_meta(name).assigns}
    needs = {"tags": ("token.tag", "token.pos"), "dependency tree": ("token.dep",), "names": ("doc.ents",)}
    return [what for what, attributes in needs.items() if not given.intersection(attributes)]
