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


def looks_at_the_region(bundle: Bundle) -> bool:
    """Whether the same answers may be judged otherwise in another region."""
    return any(_looks(tree, bundle) for tree in trees_of(bundle))


def _looks(tree: Tree, bundle: Bundle) -> bool:
    if isinstance(tree, Here):
        return True
    return any(
        bundle.parameter[name].by is None and bundle.parameter[name].values for name in parameters_in(tree)
    ) or any(_looks(part, bundle) for part in parts_of(tree))
