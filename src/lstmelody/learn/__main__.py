"""`python -m lstmelody.learn`: trains with nothing installed but PyTorch and NumPy.

For a machine that is lent for an hour, and for torchrun. Does what `lstmelody train` does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lstmelody.errors import LSTMelodyError
from lstmelody.learn import rehearsing, training
from lstmelody.learn.hardware import DEVICES


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m lstmelody.learn", description=__doc__)
    reader.add_argument("data", type=Path)
    reader.add_argument("--out", type=Path, required=True)
    reader.add_argument("--config", type=Path, default=Path("configs/base.toml"))
    reader.add_argument("--resume", action="store_true")
    reader.add_argument("--from", dest="start_from")
    reader.add_argument("--minutes", type=float)
    reader.add_argument("--pause", type=float)
    reader.add_argument("--device", choices=DEVICES, default="auto")
    reader.add_argument("--loaders", type=int)
    reader.add_argument("--rehearse", action="store_true", help="measure for ten seconds only")
    asked = vars(reader.parse_args())
    data, out, rehearse = asked.pop("data"), asked.pop("out"), asked.pop("rehearse")
    try:
        if rehearse:
            part = {name: asked[name] for name in ("config", "device", "loaders")}
            print("\n".join(rehearsing.rehearse(data, **part)))
        else:
            training.train(data, out, progress=_tell, **asked)
    except LSTMelodyError as problem:
        sys.exit(str(problem))


def _tell(done: float, words: str) -> None:
    print(f"{100 * done:5.1f} %  {words}", flush=True)


if __name__ == "__main__":
    main()
