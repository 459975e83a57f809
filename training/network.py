"""The joint reader: a MiniLM encoder with heads for tags, sentences, the dependency tree and names.

Inputs are a window of words as wordpieces. A word is its first and its last wordpiece; its casing and what stands
before it (nothing, a space, a line break, a blank line) are embedded twice: into the encoder, which knows no capitals,
and beside its output. Dozat & Manning 2017 for the biaffine arcs and labels.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
SHAPES, GAPS, FEATURES = 8, 4, 32


class Sizes(NamedTuple):
    """How many values each head tells apart."""

    tags: int
    pos: int
    deps: int
    names: int


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias, -1)
            mixed = weights @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """MiniLM-L6-H384 with embeddings of casing and gap added to those of the wordpieces."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes, self.gaps = nn.Embedding(SHAPES, WIDTH), nn.Embedding(GAPS, WIDTH)
        nn.init.normal_(self.shapes.weight, std=1e-3)
        nn.init.normal_(self.gaps.weight, std=1e-3)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor) -> Tensor:
        x = (
            self.pieces(ids)
            + self.positions(torch.arange(ids.shape[1], device=ids.device))
            + self.shapes(shapes)
            + self.gaps(gaps)
        )
        x = self.dropout(self.norm(x))
        bias = ((ids == 0).to(x.dtype) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @torch.no_grad()
    def load(self, folder: Path) -> None:
        """Weights of a BERT checkpoint in `model.safetensors`."""
        theirs = load_file(folder / "model.safetensors")
        theirs = {name.removeprefix("bert."): tensor for name, tensor in theirs.items()}
        self.pieces.weight.copy_(theirs["embeddings.word_embeddings.weight"])
        self.positions.weight.copy_(
            theirs["embeddings.position_embeddings.weight"] + theirs["embeddings.token_type_embeddings.weight"][0]
        )
        self.norm.weight.copy_(theirs["embeddings.LayerNorm.weight"])
        self.norm.bias.copy_(theirs["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [theirs[f"{at}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
                getattr(layer.out, kind).copy_(theirs[f"{at}attention.output.dense.{kind}"])
                getattr(layer.norm1, kind).copy_(theirs[f"{at}attention.output.LayerNorm.{kind}"])
                getattr(layer.inner, kind).copy_(theirs[f"{at}intermediate.dense.{kind}"])
                getattr(layer.outer, kind).copy_(theirs[f"{at}output.dense.{kind}"])
                getattr(layer.norm2, kind).copy_(theirs[f"{at}output.LayerNorm.{kind}"])


class Reader(nn.Module):
    """Wordpieces → scores of tags, coarse tags, sentence starts, names, arcs; and the vectors that labels are scored on."""

    def __init__(self, sizes: Sizes, arc: int = 256, label: int = 64) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.shapes, self.gaps = nn.Embedding(SHAPES, FEATURES), nn.Embedding(GAPS, FEATURES)
        width = 2 * WIDTH + 2 * FEATURES
        self.dropout = nn.Dropout(0.2)
        self.tag_hidden, self.name_hidden = nn.Linear(width, 256), nn.Linear(width, 256)
        self.tags, self.pos = nn.Linear(256, sizes.tags), nn.Linear(256, sizes.pos)
        self.names = nn.Linear(256, sizes.names)
        self.start = nn.Linear(width, 1)
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.label_dep, self.label_head = nn.Linear(width, label), nn.Linear(width, label)
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.arc_weight = nn.Parameter(torch.randn(arc, arc) * 0.01)
        self.arc_bias = nn.Parameter(torch.zeros(arc))
        self.label_weight = nn.Parameter(torch.randn(sizes.deps, label + 1, label + 1) * 0.01)

    def forward(
        self,
        ids: Tensor,
        piece_shapes: Tensor,
        piece_gaps: Tensor,
        first: Tensor,
        last: Tensor,
        shapes: Tensor,
        gaps: Tensor,
        vectors: bool = False,
    ) -> tuple[Tensor, ...]:
        """The first three are batch × wordpieces, the others batch × words. Arcs are batch × word × (root + words).

        With `vectors`, the encoder's vector of each word's first wordpiece comes last.
        """
        h = self.encoder(ids, piece_shapes, piece_gaps)
        spread = lambda at: h.gather(1, at.unsqueeze(-1).expand(-1, -1, WIDTH))
        opening = spread(first)
        x = torch.cat([opening, spread(last), self.shapes(shapes), self.gaps(gaps)], -1)
        x = self.dropout(x)
        tagged, named = self.dropout(F.gelu(self.tag_hidden(x))), self.dropout(F.gelu(self.name_hidden(x)))
        y = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        dep, head = self.dropout(F.gelu(self.arc_dep(x))), self.dropout(F.gelu(self.arc_head(y)))
        arcs = ((dep @ self.arc_weight + self.arc_bias) @ head.transpose(1, 2)) / math.sqrt(self.arc_bias.shape[0])
        label_dep, label_head = self.dropout(F.gelu(self.label_dep(x))), self.dropout(F.gelu(self.label_head(y)))
        scores = (
            self.tags(tagged), self.pos(tagged), self.start(x).squeeze(-1), self.names(named), arcs, label_dep, label_head,
        )  # fmt: skip
        return (*scores, opening) if vectors else scores

    def labels(self, dep: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Scores of each word's label, given its head (0 is the root)."""
        chosen = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        dep, chosen = F.pad(dep, (0, 1), value=1.0), F.pad(chosen, (0, 1), value=1.0)
        left = torch.einsum("bia,lac->bilc", dep, self.label_weight)
        return torch.einsum("bilc,bic->bil", left, chosen)
