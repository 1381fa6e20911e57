"""The catalogue and its finder as they were last read, kept in a file so that a process starts at once.

The file's name holds a digest of every text that was read and of the program that read it: another catalogue or another
program never meets it. It is a pickle and stands beside the keys in the instance folder, trusted as much as they are.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
from dataclasses import MISSING, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from webapp.catalogue.finding import Finder
from webapp.catalogue.library import Catalogue, load
from webapp.catalogue.regions import Regions

PROGRAM = Path(__file__).resolve().parent.parent
LOG = logging.getLogger(__name__)


def compiled(folder: Path, beside: Path) -> tuple[Catalogue, Finder]:
    """The catalogue of a folder and the finder of its bundles; `beside` is the folder that the kept file is in.

    A kept file that is not there or cannot be read costs only the time to read the catalogue again; so does a folder
    that cannot be written. Errors: those of `fresh`.
    """
    path = beside / f"catalogue-{_digest(folder)}.pickle"
    kept = _kept(path)
    if kept is not None:
        parts, finder = kept
        return Catalogue(**parts, regions=Regions(folder / "regions"), folder=folder), finder
    catalogue, finder = fresh(folder)
    _keep(path, (_parts(catalogue), finder))
    return catalogue, finder


def fresh(folder: Path) -> tuple[Catalogue, Finder]:
    """Both read from the texts. Errors: those of `library.load` and `Finder`."""
    catalogue = load(folder)
    local = {name: one.region for name, one in catalogue.bundles.items() if one.region}
    return catalogue, Finder(folder / "finding", catalogue.bundles, local)


def _parts(catalogue: Catalogue) -> dict[str, Any]:
    """What is read from YAML. The regions are not among it: they are read in a millisecond; nor is the folder."""
    named = [
        one.name
        for one in fields(catalogue)
        if one.default_factory is MISSING and one.name not in ("regions", "folder")
    ]
    return {name: getattr(catalogue, name) for name in named}


def _digest(folder: Path) -> str:
    found = hashlib.blake2b(digest_size=12)
    texts = (path for path in folder.rglob("*.*") if "regions" not in path.relative_to(folder).parts)
    sources = (path for room in ("catalogue", "guide") for path in (PROGRAM / room).glob("*.py"))
    for path in sorted((*texts, *sources)):
        found.update(f"{path.name}\0{path.parent.name}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _kept(path: Path) -> tuple[Any, ...] | None:
    try:
        with path.open("rb") as kept:
            found: tuple[Any, ...] = pickle.load(kept)  # noqa: S301 - our own file, see above
        return found
    except FileNotFoundError:
        return None
    except Exception:  # a pickle can fail in any way
        LOG.warning("The kept catalogue cannot be read; it is made anew.", exc_info=True)
        return None


def _keep(path: Path, parts: tuple[Any, ...]) -> None:
    """Write the file whole or not at all, and take away those of earlier catalogues."""
    if not path.parent.is_dir():
        return  # nothing has been prepared: the tests' programs, a look at the pages alone
    try:
        with NamedTemporaryFile(dir=path.parent, prefix="catalogue-", suffix=".part", delete=False) as written:
            pickle.dump(parts, written, pickle.HIGHEST_PROTOCOL)
        Path(written.name).replace(path)
        for old in path.parent.glob("catalogue-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError:
        LOG.info("The catalogue cannot be kept in %s; every process reads it anew.", path.parent)
