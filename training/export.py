"""A checkpoint → the package's weights: an ONNX graph with int8 matrices, inventories, the label scorer, the tokenizer.

    python training/export.py --encoder ENCODER --checkpoint training/work/reader.pt --out src/newslab/reader/weights

Per-channel dynamic int8 for the encoder and its embeddings (onnxruntime), the heads in float32. Weights use seven bits:
processors without VNNI add pairs of products in 16 bits, which eight would overflow, so that they would read otherwise. The temperature of the names'
probabilities is fitted afterwards by `training/calibrate.py`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from network import Reader
from windows import Inventory

INPUTS = ["ids", "piece_shapes", "piece_gaps", "first", "last", "shapes", "gaps"]
OUTPUTS = ["tags", "pos", "starts", "names", "arcs", "label_dep", "label_head", "vectors"]


class Exported(nn.Module):
    """The reader as it is run: the scores and, for other components, the encoder's vector of each word."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = net

    def forward(
        self,
        ids: Tensor,
        piece_shapes: Tensor,
        piece_gaps: Tensor,
        first: Tensor,
        last: Tensor,
        shapes: Tensor,
        gaps: Tensor,
    ) -> tuple[Tensor, ...]:
        return self.net(ids, piece_shapes, piece_gaps, first, last, shapes, gaps, vectors=True)


def graph(net: Reader, path: Path) -> None:
    net.eval()
    words, pieces = 7, 11
    row = lambda n, high: torch.randint(1, high, (1, n))
    sample = (
        row(pieces, 30000),
        row(pieces, 8),
        row(pieces, 4),
        row(words, 10),
        row(words, 10),
        row(words, 8),
        row(words, 4),
    )
    axes = {name: {1: "pieces"} for name in INPUTS[:3]} | {name: {1: "words"} for name in INPUTS[3:]}
    axes |= {name: {1: "words"} for name in OUTPUTS}
    torch.onnx.export(
        Exported(net),
        sample,
        str(path),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def mean(weights: list[torch.Tensor]) -> torch.Tensor:
    """The mean of one tensor over several runs (Wortsman et al. 2022)."""
    return torch.stack(weights).mean(0) if weights[0].dtype.is_floating_point else weights[-1]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument(
        "--checkpoint", type=Path, nargs="+", default=[Path("training/work/reader.pt")], help="of several, the mean"
    )
    options.add_argument("--out", type=Path, default=Path("src/newslab/reader/weights"))
    options.add_argument("--version", default="1")
    options.add_argument("--float", action="store_true", help="do not quantise")
    chosen = options.parse_args()
    runs = [torch.load(path, weights_only=True, map_location="cpu") for path in chosen.checkpoint]
    saved = runs[-1]
    inventory = Inventory(**saved["inventory"])
    net = Reader(inventory.sizes)
    net.load_state_dict({name: mean([run["average"][name] for run in runs]) for name in saved["average"]})
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "reader.onnx"
        graph(net, plain)
        if chosen.float:
            plain.replace(chosen.out / "reader.onnx")
        else:
            heads = [node.name for node in onnx.load(plain).graph.node if "encoder" not in node.name]
            quantize_dynamic(
                plain,
                chosen.out / "reader.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                nodes_to_exclude=heads,
            )
    np.save(chosen.out / "labels.npy", net.label_weight.detach().numpy().astype(np.float16))
    tokenizer = json.loads((chosen.encoder / "tokenizer.json").read_text("utf8"))
    (chosen.out / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8"
    )
    card = {
        **saved["inventory"],
        "name_temperature": 1.0,
        "step": saved["step"],
        "seed": saved["seed"],
        "version": chosen.version,
    }
    (chosen.out / "reader.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", "utf8")
    for path in sorted(chosen.out.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
