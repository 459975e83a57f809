"""newslab.reader.pipeline"""

import pytest
import spacy

from newslab.reader import PipelineError, load


@pytest.mark.parametrize(
    ("pipeline", "message"),
    [
        ("no_such_pipeline_xx", "not installed"),
        (spacy.blank("de"), "newslab reads English"),
        (spacy.blank("en"), "no tags, no dependency tree, no names"),
    ],
)
def test_refused(pipeline, message):
    """A pipeline that is not there, not English or lacks what newslab needs is refused with a sentence that says so."""
    with pytest.raises(PipelineError, match=message):
        load(pipeline)


def test_another_pipeline():
    """Any pipeline that says that it gives tags, a tree and names is used as it is."""
    nlp = spacy.blank("en")
    for name in ("tagger", "morphologizer", "parser", "ner"):
        nlp.add_pipe(name)
    assert load(nlp) is nlp


def test_own_is_default():
    """Without a name newslab's own reader is loaded."""
    assert load().pipe_names == load("newslab_reader").pipe_names == ["newslab_reader"]
