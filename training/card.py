"""Write `weights/card.md`: what the weights were made from, under which licences, and the scores just measured.

python training/card.py --data DATA --converted DIR
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from importlib.resources import files
from pathlib import Path

import score_reader

CARD = """# Card of newslab's reader, version {version}

**What it is.** MiniLM-L6-H384 (22.7 M parameters; `all-MiniLM-L6-v2`, Apache-2.0, from `nreimers/MiniLM-L6-H384-uncased`,
MIT, distilled by Microsoft), fine-tuned jointly for Penn tags, coarse tags, sentence starts, UD dependencies and names in nine
labels; int8, run by onnxruntime. Lemmas and morphology come from tables of the treebanks' words and endings.

**Licence.** CC BY-SA 4.0, because some of the data is share-alike.

**Made from** (only data with an open licence):

| data | used for | licence, whom to name |
|---|---|---|
| UD English EWT, train | tags, lemmas, trees, sentences | CC BY-SA 4.0; Silveira et al. 2014, Universal Dependencies |
| UD English GUM, openly licensed genres, train | the same | annotation CC BY 4.0; texts CC BY, CC BY-SA, public domain; Zeldes 2017 |
| Universal NER on EWT, train | names | CC BY-SA 4.0; Mayhew et al. 2024 |
| GUM's entities, train | names | as GUM |
| Wikigold, four fifths | names | CC BY 4.0; Balasuriya et al. 2009 |
| Re-DocRED, dev part | names | MIT; Tan et al. 2022 |
| CrossNER | names | MIT; Liu et al. 2021 |
| Wikinews 2019, 131 articles, annotated for newslab | names in nine labels | text CC BY 2.5, Wikinews; annotation CC BY-SA 4.0 |

Places and nationalities of the sets that do not part them were parted by gazetteer and head noun ("silver"); a label that
a set leaves unmarked is left open in the loss, so that nothing wrong is learned from its silence.

**Measured** with `python training/score_reader.py` (which says what each figure is; 95 % bootstrap intervals):

```
{scores}
```

**Made with** `prepare.py`, `train.py`, `export.py`, `lemmas.py`, `calibrate.py` and `card.py` in `training/`; see
`training/README.md` for the commands. Four runs of 2,552, 1,408, 1,792 and 1,408 steps of about 1,300 words, seeds 1 to 4, each
from the averaged weights of the one before; the weights are the mean of the last two.

**Limits.** English only. Trained on web text, Wikipedia, Wikinews and GUM's genres: names in headlines, in lower case and
from places that these seldom mention are read less well; PRODUCT and WORK rest on few examples. The encoder knows no
capitals; they reach it as a feature. Probabilities of names are calibrated on 40 Wikinews articles.
"""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--converted", type=Path, required=True)
    chosen = options.parse_args()
    said = io.StringIO()
    sys.argv = ["score_reader.py", "--data", str(chosen.data), "--converted", str(chosen.converted)]
    with contextlib.redirect_stdout(said):
        score_reader.main()
    weights = Path(str(files("newslab.reader") / "weights"))
    facts = json.loads((weights / "reader.json").read_text("utf8"))
    lines = "\n".join(line for line in said.getvalue().splitlines() if not line.startswith("load:"))
    card = CARD.format(version=facts["version"], seed=facts["seed"], step=facts["step"], scores=lines)
    (weights / "card.md").write_text(card, "utf8")
    print(card)


if __name__ == "__main__":
    main()
