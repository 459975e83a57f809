"""What an import costs."""

import subprocess
import sys

HEAVY = ["pandas", "numpy", "pyarrow", "spacy", "onnxruntime", "plotly", "pandera", "openpyxl", "dask", "distributed"]


def loaded(code: str) -> set[str]:
    code += f"; import sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_import_is_light():
    """`import newslab` and the command's parser import nothing heavy; what is used is imported then."""
    assert loaded("import newslab") == set()
    assert loaded("from newslab import cli; cli.parser()") == set()
    assert "pandas" in loaded("import newslab; newslab.NewsTables")


def test_dask_is_not_needed():
    """Runs on one machine do without Dask."""
    assert not loaded("import newslab.scale") & {"dask", "distributed"}
