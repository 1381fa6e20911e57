"""A catalogue in which one bundle is otherwise: as a policy officer would write it, without touching the files."""

from __future__ import annotations

from dataclasses import replace

from webapp.catalogue.library import Catalogue
from webapp.guide import Bundle, Overlay


def changed(catalogue: Catalogue, bundle: Bundle, *overlays: Overlay) -> Catalogue:
    """The catalogue with this bundle in place of its own, and only these overlays for it."""
    return replace(
        catalogue,
        bundles={**catalogue.bundles, bundle.id: bundle},
        overlays={**catalogue.overlays, bundle.id: overlays},
        _editions={},
        _daily={},
        _apart={},
    )
