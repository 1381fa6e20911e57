"""Whether a bundle's rules look at the region in which the thing is done, or at the day."""

from __future__ import annotations

from webapp.guide.bundles import Bundle
from webapp.guide.conditions import Here, Tree, depends_on_today, parameters_in, parts_of


def trees_of(bundle: Bundle) -> tuple[Tree, ...]:
    """Every rule of the bundle."""
    trees: list[Tree | None] = [tree for derived in bundle.derived for pair in derived.cases for tree in pair]
    trees += [tree for matter in bundle.matters for tree in (matter.when, matter.done_if, matter.deadline)]
    trees += [when for matter in bundle.matters for when, _ in (*matter.variants, *matter.levels)]
    trees += [tree for entry in bundle.eligible for tree in (entry.when, entry.apply_from, entry.apply_until)]
    trees += [tree for material in bundle.materials for tree in (material.when, material.shared_when)]
    trees += [hint.when for hint in bundle.hints] + [blank.when for blank in bundle.fields]
    return tuple(tree for tree in trees if tree is not None)


def changes_with_the_day(bundle: Bundle) -> bool:
    """Whether the same answers may be judged otherwise on another day."""
    return any(map(depends_on_today, trees_of(bundle)))


def regions_told_apart(bundle: Bundle) -> frozenset[str] | None:
    """The regions in which the same answers may be judged otherwise; None if a rule looks at the very place."""
    trees = trees_of(bundle)
    if any(map(_looks_here, trees)):
        return None
    named = frozenset().union(*map(parameters_in, trees))
    return frozenset(
        code for name in named if bundle.parameter[name].by is None for code in bundle.parameter[name].values
    )


def _looks_here(tree: Tree) -> bool:
    return isinstance(tree, Here) or any(map(_looks_here, parts_of(tree)))
