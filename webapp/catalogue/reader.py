"""From bundle.yaml to a Bundle. Every problem is collected, at file:line with a hint; nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection

from webapp.catalogue import keys as k
from webapp.catalogue.parts import PartsReader
from webapp.catalogue.references import check_references
from webapp.catalogue.shared import Keys
from webapp.catalogue.sheets import Entry
from webapp.guide import Bundle, Tier


class BundleReader(PartsReader):
    """Reads one sheet."""

    def read(self, top: Entry) -> Bundle:
        """The bundle, as far as it can be read; what is wrong stands in the sheet's problems."""
        keys = top.table(k.BUNDLE_KEYS, needed=k.NEEDED["bundle"])
        bundle = Bundle(
            id=self.bundle,
            name=self.text(keys, "name"),
            questions=tuple(self.question(one) for one in _list(keys, "questions")),
            derived=tuple(self.derived(one) for one in _list(keys, "derived")),
            parameters=tuple(self.parameter(one) for one in _list(keys, "parameters")),
            matters=tuple(self.matter(one) for one in _list(keys, "matters")),
            materials=tuple(self.material(one) for one in _list(keys, "materials")),
            fields=tuple(self.blank(one) for one in _list(keys, "fields")),
            eligible=tuple(self.eligibility(one) for one in _list(keys, "eligible")),
            hints=tuple(self.hint(one) for one in _list(keys, "hints")),
            one_of={name: group.texts() for name, group in _table(keys, "one_of").items()},
            audience=self.text(keys, "audience"),
            stage=self.text(keys, "stage"),
            for_whom=self.text(keys, "for_whom"),
            brings=self.text(keys, "brings"),
            at_hand=self.text(keys, "at_hand"),
            lead=self.department(keys["lead"]) if "lead" in keys else "",
            departments=tuple(self.department(one) for one in _list(keys, "departments")),
            tier=self.choice(keys, "tier", Tier, Tier.MANDATORY),
            region=self.text(keys, "region") or None,
            confidence=(keys["confidence"].one_of(k.CONFIDENCES, "confidence") if "confidence" in keys else None)
            or "low",
            origin=self.text(keys, "origin"),
            basis={name: one.text() for name, one in _table(keys, "basis").items()},
            sources=tuple(self.source(one) for one in _list(keys, "sources")),
            notes=self.texts(keys, "notes"),
            mistakes=self.texts(keys, "mistakes"),
        )
        check_references(bundle, keys, self.trees, self.unsure)
        return bundle


def _list(keys: Keys, key: str) -> Collection[Entry]:
    return tuple(keys[key].items()) if key in keys else ()


def _table(keys: Keys, key: str) -> Keys:
    return keys[key].table() if key in keys else {}
