"""Overlays (地方差异): what a city or county changes in a bundle.

It may add and make stricter, never drop what everybody must do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from webapp.guide.bundles import Basis, Bundle, Demand, Eligibility, Material, Matter, Parameter, Question, Tier
from webapp.guide.conditions import NEVER, Any, Tree
from webapp.guide.facts import Value
from webapp.guide.functions import region_prefix, within

Part = TypeVar("Part", bound="Matter | Material | Question")

WHOLE = "*"
"""Stands for the bundle itself among what a region does not offer."""


@dataclass(frozen=True)
class Overlay:
    """One region's differences for one bundle.

    `parameters` are the values it supplies; `departments` replace a matter's; `also_when` adds situations in which a
    matter is due; `not_offered` names optional matters that cannot be done here, each with where they can, and `WHOLE`
    if the bundle itself is not offered; `offered`: the region has said that it offers the bundle.
    """

    bundle: str
    region: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also_when: Mapping[str, Tree] = field(default_factory=dict)
    not_offered: Mapping[str, str] = field(default_factory=dict)
    offered: bool = False
    matters: tuple[Matter, ...] = ()
    materials: tuple[Material, ...] = ()
    questions: tuple[Question, ...] = ()
    basis: Basis = Basis.UNVERIFIED
    confidence: str = "low"
    note: str = ""


def supply(bundle: Bundle, overlays: Iterable[Overlay]) -> Bundle:
    """The bundle with the values of every region at hand, since a person's own region may not be where it is done."""
    values: dict[str, dict[str, Value]] = {}
    for overlay in overlays:
        for name, value in overlay.parameters.items():
            values.setdefault(name, {})[overlay.region] = value
    return replace(
        bundle, parameters=tuple(replace(p, values={**p.values, **values.get(p.name, {})}) for p in bundle.parameters)
    )


def lay(bundle: Bundle, overlays: Iterable[Overlay], region: str) -> Bundle:
    """The bundle as it is in a region: the differences of the province, the city and the county, laid in this order."""
    fitting = [overlay for overlay in overlays if within(region, overlay.region)]
    for overlay in sorted(fitting, key=lambda one: len(region_prefix(one.region))):
        bundle = _laid(bundle, overlay)
    return _closed(bundle, bundle.elsewhere) if outside(bundle, region) else bundle


def outside(bundle: Bundle, region: str) -> bool:
    """Whether a local bundle is not offered there. Somewhere in the province, not said where, is not outside."""
    home = bundle.region
    return home is not None and not within(region, home) and not within(home, region)


def _closed(bundle: Bundle, told: str) -> Bundle:
    """The bundle where nobody can apply for it, with what they are told."""
    entry = Eligibility(NEVER, told, basis=Basis.SOURCED)
    return bundle if entry in bundle.eligible else replace(bundle, eligible=(*bundle.eligible, entry))


def _laid(bundle: Bundle, overlay: Overlay) -> Bundle:
    parameters = tuple(_with_value(one, overlay) for one in bundle.parameters)
    matters = tuple(_changed(matter, overlay) for matter in _added(bundle.matters, overlay.matters))
    told = overlay.not_offered.get(WHOLE)
    if told and bundle.tier is Tier.ELECTIVE:
        bundle = replace(_closed(bundle, told), elsewhere=told)
    return replace(
        bundle,
        confirmed=bundle.confirmed or overlay.offered,
        parameters=parameters,
        matters=matters,
        materials=_added(bundle.materials, overlay.materials),
        questions=_added(bundle.questions, overlay.questions),
    )


def _with_value(parameter: Parameter, overlay: Overlay) -> Parameter:
    if parameter.name not in overlay.parameters:
        return parameter
    return replace(parameter, values={**parameter.values, overlay.region: overlay.parameters[parameter.name]})


def _changed(matter: Matter, overlay: Overlay) -> Matter:
    departments = overlay.departments.get(matter.id, matter.departments)
    when, demand = matter.when, matter.demand
    more = overlay.also_when.get(matter.id)
    if more is not None:
        parts = when.parts if isinstance(when, Any) else (when,)
        when = when if more in parts else Any((*parts, more))
        demand = Demand.CONDITIONAL if demand is Demand.REQUIRED else demand
    changed = replace(matter, departments=departments, when=when, demand=demand)
    told = overlay.not_offered.get(matter.id)
    if told is None or not matter.optional or matter.tier is Tier.MANDATORY:
        return changed
    offered_when = matter.offered_when if matter.elsewhere else when
    return replace(changed, when=NEVER, elsewhere=told, offered_when=offered_when)


def _added(parts: tuple[Part, ...], more: tuple[Part, ...]) -> tuple[Part, ...]:
    names = {part.id for part in parts}
    return (*parts, *(part for part in more if part.id not in names))
