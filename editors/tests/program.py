"""The program that is tested."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def built() -> str:
    """Returns the path of the program: `TIP`, or the one that was built last."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    places = [target / "debug" / "tip", target / "release" / "tip"]
    if "TIP" in os.environ:
        places = [Path(os.environ["TIP"])]
    for place in places:
        if place.is_file():
            return str(place.resolve())
    raise RuntimeError("no program is built: run `cargo build --package tip` or set TIP")
