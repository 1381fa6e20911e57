"""Tiers (分级分类) in words: who decides that a bundle or matter is offered, and what that means for somebody."""

from __future__ import annotations

from webapp.catalogue.places import named
from webapp.catalogue.regions import Regions
from webapp.guide import Bundle, Tier
from webapp.site.language import LANGUAGES, words_in

DEFAULT = next(iter(LANGUAGES))


def tier_word(tier: Tier, language: str) -> str:
    """The one word: 必做项, 选做项, 自建项."""
    _ = words_in(language)
    words = {
        Tier.MANDATORY: _("Offered everywhere"),
        Tier.ELECTIVE: _("Offered where a place chooses to"),
        Tier.LOCAL: _("One place's own"),
    }
    return words[tier]


def tier_line(bundle: Bundle, regions: Regions, language: str) -> str:
    """What a bundle's tier means, in a sentence. No list of tiers has been published in Henan: that is said too."""
    _ = words_in(language)
    place = named(regions, bundle.region, language) if bundle.region else ""
    lines = {
        Tier.MANDATORY: _("Every place in Henan does it."),
        Tier.ELECTIVE: _("Each place decides whether it does it. Ask at 12345 first."),
        Tier.LOCAL: _("Only %(place)s does it.", place=place) if place else _("Only some places do it."),
    }
    provisional = _("The official list has not been published yet; what the window in your place says counts.")
    return ("" if language == DEFAULT else " ").join((lines[bundle.tier], provisional))
