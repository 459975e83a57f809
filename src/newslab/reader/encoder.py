"""The shipped network, run by onnxruntime: windows of words → scores.

A window is run alone, never padded into a batch with others: the int8 kernels scale activations by what is in the
batch, so that an article could be read differently in other company. Windows run side by side in threads instead, one
core each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import numpy as np

from newslab.reader.shapes import MAX_PIECES, shape

UNKNOWN, BEGIN, END = 100, 101, 102
LONGEST = 510  # wordpieces that the encoder has positions for, less its two own
REMEMBERED = 200_000  # words whose pieces are kept, so that a corpus of any size needs bounded memory


class Window(NamedTuple):
    """Consecutive words of a text and what stands before each: 0 nothing, 1 a space, 2 a line break, 3 a blank line."""

    words: list[str]
    gaps: list[int]


class Scores(NamedTuple):
    """What the network says of a window of n words. Arcs are n × (n + 1), column 0 the root; `vectors` n × width."""

    tags: np.ndarray
    pos: np.ndarray
    starts: np.ndarray
    names: np.ndarray
    arcs: np.ndarray
    label_dep: np.ndarray
    label_head: np.ndarray
    vectors: np.ndarray


class Encoder:
    """The network and its inventories, loaded from the package's `weights`; offline.

    Raises FileNotFoundError with a sentence when the package was installed without its weights.
    """

    def __init__(self, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        weights = files("newslab.reader") / "weights"
        if not (weights / "reader.onnx").is_file():
            raise FileNotFoundError(
                "newslab's own reader is not in this installation (reader/weights/reader.onnx is missing): "
                "install newslab again, or pass the name of an installed spaCy pipeline as pipeline=."
            )
        self.card: dict[str, Any] = json.loads((weights / "reader.json").read_text("utf8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(weights / "reader.onnx") as path:
            self.session = onnxruntime.InferenceSession(
                str(path), options, providers=onnxruntime.get_available_providers()
            )
        self.tokenizer = Tokenizer.from_str((weights / "tokenizer.json").read_text("utf8"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        with as_file(weights / "labels.npy") as path:
            bilinear = np.load(path, allow_pickle=False).astype(np.float32)  # deps × (label + 1) × (label + 1)
        self.n_deps, self.label_width = bilinear.shape[0], bilinear.shape[1]
        self.bilinear = np.ascontiguousarray(bilinear.transpose(1, 0, 2).reshape(self.label_width, -1))
        self.threads = threads
        self._pieces: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """The wordpieces of a word: the first ones and the last."""
        found = self._pieces.get(word)
        if found is None:
            ids = self.tokenizer.encode(word[:200], add_special_tokens=False).ids or [UNKNOWN]
            found = ids if len(ids) <= MAX_PIECES else [*ids[: MAX_PIECES - 1], ids[-1]]
            if len(self._pieces) >= REMEMBERED:
                self._pieces.clear()
            self._pieces[word] = found
        return found

    def run(self, windows: Iterable[Window]) -> Iterator[Scores]:
        """The scores of each window, in order."""
        if self.threads == 1:
            yield from map(self._run, windows)
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                yield from pool.map(self._run, windows)

    def _run(self, window: Window) -> Scores:
        ids, kinds, spaced = [BEGIN], [0], [1]
        first, last, shapes = [], [], []
        for word, gap in zip(window.words, window.gaps, strict=True):
            split, kind = self.pieces(word), shape(word)
            first.append(len(ids))
            ids += split
            last.append(len(ids) - 1)
            shapes.append(kind)
            kinds += [kind] * len(split)
            spaced.append(gap)
            spaced += [0] * (len(split) - 1)
        ids.append(END)
        kinds.append(0)
        spaced.append(1)
        row = lambda values: np.array([values], dtype=np.int64)
        outputs = self.session.run(
            None,
            {
                "ids": row(ids), "piece_shapes": row(kinds), "piece_gaps": row(spaced), "first": row(first),
                "last": row(last), "shapes": row(shapes), "gaps": row(window.gaps),
            },
        )  # fmt: skip
        return Scores(*(output[0] for output in outputs))

    def labels(self, scores: Scores, heads: np.ndarray) -> np.ndarray:
        """Scores of each word's dependency label given its head: n × labels."""
        n = len(heads)
        one = np.ones((n, 1), np.float32)
        dep = np.concatenate([scores.label_dep, one], 1)
        head = np.concatenate([scores.label_head[heads], one], 1)
        left = (dep @ self.bilinear).reshape(n, self.n_deps, self.label_width)
        return np.matmul(left, head[:, :, None])[:, :, 0]
