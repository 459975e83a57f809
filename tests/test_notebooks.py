import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
named = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A copy of the notebooks beside the sample articles: what they save lies there, and the later ones find it."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "corpus", root / "corpus")
    (root / "notebooks").mkdir()
    return root / "notebooks"


@named
def test_opening(path):
    """A notebook opens with its question, its limits and its run time, and ends with what its columns rest on."""
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown"
    assert re.match(r"# .*\?\n", cells[0].source), "the title is a question"
    assert "**Limits.**" in cells[0].source and "**Run time.**" in cells[0].source
    assert any("## What the columns rest on" in cell.source for cell in cells if cell.cell_type == "markdown")


@named
def test_outputs_are_stripped(path):
    """A notebook holds no outputs, and no path of the machine that it was written on."""
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert not re.search(r"/(home|Users|tmp|root)/|[A-Z]:\\", cell.source)


@named
def test_runs(path, folder):
    """A notebook runs from top to bottom, and every chart in it has something to show."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    figures = [
        output.data["application/vnd.plotly.v1+json"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    drawn = [cell for cell in notebook.cells if cell.cell_type == "code" and "charts." in cell.source]
    assert len(figures) >= len(drawn)
    assert all(figure["data"] for figure in figures)
