"""Trees for our own news as an ensemble of runs reads them, for self-training.

    python training/silver.py --checkpoint A.pt B.pt C.pt --encoder ENCODER [--out training/work/silver.jsonl.gz]

The log-probabilities of tags, heads and labels are averaged over the runs; a sentence whose best heads are no tree gets none.
`train.py --news training/work/silver.jsonl.gz` learns from them beside the names, which stay those of the annotation.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from measure import _batches
from network import Reader
from newslab.reader.decoding import is_tree
from windows import Inventory, Pieces, Sentence, inputs, load


@torch.no_grad()
def read(nets: list[Reader], inventory: Inventory, pieces: Pieces, batch: list[Sentence]) -> None:
    x = inputs([s["words"] for s in batch], [s["gap"] for s in batch], pieces)
    outs = [net(*x) for net in nets]
    mean = lambda scores: torch.stack([s.log_softmax(-1) for s in scores]).mean(0)
    arcs = [out[4].clone() for out in outs]
    for one in arcs:
        for i, s in enumerate(batch):
            one[i, :, len(s["words"]) + 1 :] = -1e4
    heads = mean(arcs).argmax(-1)
    labels = mean([net.labels(out[5], out[6], heads) for net, out in zip(nets, outs, strict=True)]).argmax(-1)
    tags, pos = mean([out[0] for out in outs]).argmax(-1), mean([out[1] for out in outs]).argmax(-1)
    for i, s in enumerate(batch):
        n = len(s["words"])
        if is_tree(heads[i, :n].tolist()):
            s["heads"] = heads[i, :n].tolist()
            s["deps"] = [inventory.deps[k] for k in labels[i, :n].tolist()]
            s["tags"] = [inventory.tags[k] for k in tags[i, :n].tolist()]
            s["pos"] = [inventory.pos[k] for k in pos[i, :n].tolist()]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument("--news", type=Path, default=Path("training/work/news.jsonl.gz"))
    options.add_argument("--out", type=Path, default=Path("training/work/silver.jsonl.gz"))
    chosen = options.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(chosen.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    nets = []
    for path in chosen.checkpoint:
        saved = torch.load(path, weights_only=True, map_location="cpu")
        inventory = Inventory(**saved["inventory"])
        nets.append(Reader(inventory.sizes))
        nets[-1].load_state_dict(saved["average"])
        nets[-1].eval()
    news = load(chosen.news)
    for batch in _batches(news):
        read(nets, inventory, Pieces(tokenizer), batch)
    with gzip.open(chosen.out, "wt", encoding="utf8") as out:
        out.writelines(json.dumps(s, ensure_ascii=False) + "\n" for s in news)
    print(sum("heads" in s for s in news), "of", len(news), "sentences have a tree")


if __name__ == "__main__":
    main()
