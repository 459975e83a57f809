"""Train the reader: seeded, resumable, on one CPU core or a GPU.

    OMP_NUM_THREADS=1 python training/train.py --encoder ENCODER --out training/work/reader.pt

ENCODER is the folder of the pretrained MiniLM (`model.safetensors`, `tokenizer.json`). Steps alternate between batches
of trees (with names where known) and batches of names only; the learning rate falls to nothing at `--steps` steps. A
checkpoint is written every ten minutes; started again with the same `--out`, the run goes on from there. The weights
kept are a running average.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from measure import score_names, score_trees
from network import Reader
from renaming import Renaming
from windows import Inventory, Pieces, batches, disguise, inputs, load, targets, windows


def loss(net: Reader, x: tuple[Tensor, ...], gold: dict[str, Tensor]) -> Tensor:
    tags, pos, starts, names, arcs, dep, head = net(*x)
    total = torch.zeros((), device=tags.device)
    known = gold["starts"] >= 0
    if known.any():
        total = total + 0.5 * F.binary_cross_entropy_with_logits(starts[known], gold["starts"][known].float())
    if (gold["heads"] >= 0).any():
        flat = lambda scores, name: F.cross_entropy(scores.flatten(0, 1), gold[name].flatten())
        total = total + flat(arcs + gold["block"], "heads") + flat(tags, "tags") + 0.3 * flat(pos, "pos")
        total = total + flat(net.labels(dep, head, gold["heads"].clamp(min=0)), "deps")
    admitted = gold["admitted"]
    marked = admitted.any(-1)
    if marked.any():
        scores = names[marked].log_softmax(-1).masked_fill(~admitted[marked], -1e4)
        total = total - scores.logsumexp(-1).mean()
    return total


class Average:
    """Running average of the weights (Polyak), with a decay that grows over the first steps."""

    def __init__(self, net: nn.Module) -> None:
        self.weights = {name: value.detach().clone() for name, value in net.state_dict().items()}
        self.steps = 0

    @torch.no_grad()
    def update(self, net: nn.Module) -> None:
        self.steps += 1
        decay = min(0.998, (1 + self.steps) / (10 + self.steps))
        for name, value in net.state_dict().items():
            if value.dtype.is_floating_point and name != "encoder.pieces.weight":
                self.weights[name].lerp_(value, 1 - decay)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument("--sentences", type=Path, default=Path("training/work/sentences.jsonl.gz"))
    options.add_argument("--news", type=Path, default=Path("training/work/news.jsonl.gz"), help="our own annotation")
    options.add_argument("--dev", type=Path, default=None, help="folder of the data, to score on dev")
    options.add_argument("--out", type=Path, default=Path("training/work/reader.pt"))
    options.add_argument("--epochs", type=float, default=6, help="over the trees")
    options.add_argument("--name-epochs", type=float, default=4, help="over the sets of names without trees")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--initial", type=Path, default=None, help="a finished checkpoint to go on from")
    options.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    options.add_argument("--news-share", type=int, default=2, help="times our own news is seen in an epoch")
    options.add_argument("--rename", type=float, default=0.0, help="share of the windows that get other names")
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--evaluate-every", type=int, default=700)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(chosen.seed)
    chance = random.Random(chosen.seed)

    sentences = load(chosen.sentences)
    trees = [s for s in sentences if "heads" in s]
    named = [s for s in sentences if "heads" not in s]
    inventory = Inventory.of(trees)
    tokenizer = Tokenizer.from_file(str(chosen.encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    pieces = Pieces(tokenizer)
    net = Reader(inventory.sizes).to(chosen.device)
    net.encoder.load(chosen.encoder)
    net.encoder.pieces.weight.requires_grad_(False)
    slow = [p for n, p in net.named_parameters() if n.startswith("encoder.layers") and p.requires_grad]
    slow += [net.encoder.positions.weight, *net.encoder.norm.parameters()]
    ids = {id(p) for p in slow}
    fast = [p for p in net.parameters() if p.requires_grad and id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": 1.5e-4 * chosen.rate}, {"params": fast, "lr": 1e-3 * chosen.rate}],
        weight_decay=0.01,
        fused=True,
    )
    tree_steps = int(chosen.epochs * len(batches(windows(trees, random.Random(0)), random.Random(0))))
    name_steps = int(chosen.name_epochs * len(batches(windows(named, random.Random(0)), random.Random(0))))
    steps = tree_steps + name_steps
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, s / 200) * (0.5 * (1 + math.cos(math.pi * min(1, s / steps))) + 0.005)
    )
    if chosen.initial:
        net.load_state_dict(torch.load(chosen.initial, weights_only=True, map_location=chosen.device)["average"])
    average, step = Average(net), 0
    if chosen.out.exists():
        saved = torch.load(chosen.out, weights_only=True, map_location=chosen.device)
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        rate.load_state_dict(saved["rate"])
        average.weights, average.steps, step = saved["average"], saved["average_steps"], saved["step"]
        chance.seed(chosen.seed + step)
        print("resumed at step", step, flush=True)

    def save() -> None:
        state = {
            "net": net.state_dict(), "optimizer": optimizer.state_dict(), "rate": rate.state_dict(),
            "average": average.weights, "average_steps": average.steps, "step": step,
            "inventory": vars(inventory), "seed": chosen.seed,
        }  # fmt: skip
        torch.save(state, chosen.out.with_suffix(".tmp"))
        chosen.out.with_suffix(".tmp").replace(chosen.out)

    renaming = Renaming([*sentences, *(load(chosen.news) if chosen.news.exists() else [])])
    queue: list = []
    news_seen = False
    began = saved_at = time.time()
    words = 0
    net.train()
    while step < steps:
        if not queue or (not news_seen and chosen.news.exists()):
            news = load(chosen.news) if chosen.news.exists() else []
            news_seen = bool(news)
            both = batches(windows(trees, chance), chance)
            others = batches(windows(named, chance), chance)
            others = others[: int(len(others) * chosen.name_epochs / chosen.epochs)]
            own = batches(windows(news, chance), chance) * chosen.news_share if news else []
            queue = [*both, *others, *own]
            chance.shuffle(queue)
            print(f"{len(both)} batches of trees, {len(others)} of names, {len(own)} of our own news", flush=True)
        batch = queue.pop()
        if chosen.rename:
            batch = [renaming(window, chance, chosen.rename) for window in batch]
        disguised = [disguise(window, chance) for window in batch]
        x = inputs([d[0] for d in disguised], [d[1] for d in disguised], pieces, drop=0.03, chance=chance)
        if x[0].shape[1] > 512:
            continue
        gold = targets(batch, inventory)
        if batch[0][0]["set"] not in ("ewt", "gum", "news"):
            gold["starts"][:] = -100  # these sets have no documents: their sentences' order means nothing
        value = loss(net, tuple(t.to(chosen.device) for t in x), {k: t.to(chosen.device) for k, t in gold.items()})
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(slow + fast, 3.0)
        optimizer.step()
        rate.step()
        step += 1
        if step % 4 == 0:
            average.update(net)
        words += sum(len(s["words"]) for w in batch for s in w)
        if step % 50 == 0:
            print(
                f"step {step}/{steps} loss {value.item():.3f} {words / (time.time() - began):.0f} words/s", flush=True
            )
        if time.time() - saved_at > 600 or step == steps:
            save()
            saved_at = time.time()
        if chosen.dev and (step % chosen.evaluate_every == 0 or step == steps):
            kept = {k: v.clone() for k, v in net.state_dict().items()}
            net.load_state_dict(average.weights)
            print(
                "dev",
                step,
                score_trees(net, inventory, pieces, chosen.dev),
                score_names(net, inventory, pieces, chosen.dev),
                flush=True,
            )
            net.load_state_dict(kept)
            net.train()


if __name__ == "__main__":
    main()
