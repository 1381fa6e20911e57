"""`make bench`: our side of the performance figures beside the bare limit, in one run, as tables.

Absolute figures drift with the machine and with what else it does; only ratios within one run count.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import phone, server

BUILD = Path(__file__).resolve().parent.parent / "build"


def main() -> None:
    """The whole, or one half of it."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--only", choices=("server", "phone"), help="one half")
    asked.add_argument("--peers", action="store_true", help="the best peers too (installed once into build/)")
    asked.add_argument("--seconds", type=float, default=4, help="how long each load lasts")
    given = asked.parse_args()
    BUILD.mkdir(exist_ok=True)
    if given.only != "phone":
        print(server.table(BUILD, given.seconds, given.peers))
    if given.only != "server":
        print(phone.table(BUILD))


if __name__ == "__main__":
    main()
