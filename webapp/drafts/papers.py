"""The materials (材料) of a draft, as the form shows them: what we fetch, what to photograph or to bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.drafts.attachments import Attached
from webapp.drafts.blanks import FORM, Blank
from webapp.guide import UNKNOWN, Edition, Evaluation, Guidance, Material, Supply, Value

MATERIAL = "material."
"""Under this and the material's id a draft keeps its photos and files."""


@dataclass(frozen=True)
class Paper:
    """One material or photo. `fetched`: nobody needs to bring it. `open`: whether it is needed is not settled."""

    name: str
    title: str
    says: str
    fetched: bool
    supply: str
    holder: str = ""
    open: bool = False
    files: tuple[Attached, ...] = ()

    @property
    def id(self) -> str:
        """The material's own id, or the field's."""
        return self.name.removeprefix(MATERIAL).removeprefix(FORM)


def papers(
    edition: Edition,
    guidance: Guidance,
    pictures: Iterable[Blank],
    facts: Mapping[str, Value],
    files: Iterable[Attached],
) -> list[Paper]:
    """All materials, first those to bring; `pictures` are the form's own blanks for files."""
    sent = tuple(files)
    evaluation = edition.evaluation({name: value for name, value in facts.items() if value != UNKNOWN})
    found = [
        _paper(one, fetched(one, evaluation), one in guidance.open_materials, sent)
        for one in (*guidance.materials, *guidance.open_materials)
    ]
    found += [
        Paper(one.name, one.label, one.help, False, "brought", files=_of(one.name, sent), open=not one.needed)
        for one in pictures
    ]
    return sorted(found, key=lambda paper: (paper.fetched, paper.open))


def fetched(material: Material, evaluation: Evaluation) -> bool:
    """Whether it comes from shared data or out of this form; for certain, not perhaps."""
    if material.supply is Supply.GENERATED:
        return True
    if material.shared_when is not None:
        return evaluation.value(material.shared_when) is True
    return material.supply is Supply.SHARED


def _paper(material: Material, comes: bool, undecided: bool, sent: tuple[Attached, ...]) -> Paper:
    name = MATERIAL + material.id
    return Paper(
        name,
        material.name,
        material.says,
        comes,
        material.supply.value,
        material.shared_from,
        undecided,
        _of(name, sent),
    )


def _of(name: str, sent: Iterable[Attached]) -> tuple[Attached, ...]:
    return tuple(one for one in sent if one.name == name and one.finished)
