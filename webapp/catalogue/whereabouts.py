"""Where somebody gets a matter done, in one sentence: read from the matter's `where` and what the person has answered.

`where` is a catalogue text: a form (全国可办, 全省可办, 全程网上可办, or a place and 办: 户籍地办) and after it,
in brackets or behind a mark, what qualifies it. What qualifies it is always shown; what is not sourced is never shown
as certain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.catalogue.places import named
from webapp.catalogue.regions import PROVINCE, Regions
from webapp.guide import UNKNOWN, Basis, Matter, Value
from webapp.guide.functions import same_city, within
from webapp.site.language import LANGUAGES, translations, words_in

DEFAULT = next(iter(LANGUAGES))


class Way(StrEnum):
    """How a matter gets done (跨域通办的方式)."""

    BETWEEN_OFFICES = "between-offices"
    ONLINE = "online"
    """全程网办: one online submission to the place in charge."""
    ONLINE_TOO = "online-too"
    COUNTRY = "country"
    PROVINCE = "province"
    CITY = "city"
    JOINT = "joint"
    """多地联办: handed in here, decided there."""
    JOINT_ONLINE = "joint-online"
    FORWARDED = "forwarded"
    """代收代办: a desk here may take it and send it on."""
    DESK = "desk"
    AS_SAID = "as-said"
    """What the text says is all that is known: a school, a hospital, one of two places."""


ANYWHERE = (
    (re.compile("全程网上?[可能]?办"), Way.ONLINE),
    (re.compile("全国[可能通]"), Way.COUNTRY),
    (re.compile("全省[可能通]"), Way.PROVINCE),
    (re.compile("(本市|全市)[可能通]"), Way.CITY),
)
BETWEEN = "部门之间"
TAKEN_ELSEWHERE = re.compile("收材料|别处(交|也能)|递交|异地申请|都能在网上申请")
ONLINE_TOO = re.compile("网上也[能可]")
DOUBTFUL = re.compile("有的|部分|许多|能不能|先问|以当地")

HUKOU = ("hukou_region", "child_hukou_region", "student_hukou_region", "deceased_hukou")
PLACES: Mapping[str, tuple[str, ...]] = {
    "孩子户口所在地": ("child_hukou_region", "student_hukou_region"),
    "户籍地": HUKOU,
    "户口所在地": HUKOU,
    "参保地": ("insured_region", "insure_region"),
    "公积金缴存地": ("fund_city",),
    "居住地": ("living_region",),
    "常住地": ("living_region",),
    "经营所在地": ("premises_region",),
    "房屋所在地": ("home_region",),
    "待遇领取地": (),
    "安置地": (),
    "用人单位所在地": (),
    "企业所在地": (),
    "项目所在地": (),
    "活动所在地": (),
    "学校所在地": (),
    "急难发生地": (),
}
"""Places in charge that a text may name, and the facts that tell which it is for this person."""

CITYWIDE = ("参保地", "公积金缴存地")
"""Where any desk of the same city will do."""


@dataclass(frozen=True)
class Whereabouts:
    """The way; the place in charge as `PLACES` names it, and its code as far as the person has told it."""

    way: Way
    place: str = ""
    code: str | None = None


def whereabouts(where: str, answers: Mapping[str, Value], here: str) -> Whereabouts:
    """How it gets done by this person. `here`: the code of the region where they want it done."""
    if BETWEEN in where:
        return Whereabouts(Way.BETWEEN_OFFICES)
    form = form_of(where)
    joint = bool(TAKEN_ELSEWHERE.search(where)) and not DOUBTFUL.search(where)
    place = next((one for one in PLACES if form == f"{one}办" or (joint and one in where)), "")
    code = _answer(PLACES.get(place, ()), answers)
    at_home = code is not None and _same(here, code, place in CITYWIDE)
    anywhere = next((way for sign, way in ANYWHERE if sign.match(form)), None)
    if at_home and (joint or not anywhere):
        return Whereabouts(Way.DESK, place, code)
    if joint:
        return Whereabouts(Way.JOINT_ONLINE if "网上" in where else Way.JOINT, place, code)
    if anywhere is Way.PROVINCE and _outside(answers):
        return Whereabouts(Way.FORWARDED, "", PROVINCE)
    if anywhere:
        return Whereabouts(anywhere)
    if ONLINE_TOO.search(where) and not DOUBTFUL.search(where):
        return Whereabouts(Way.ONLINE_TOO, place, code)
    if code is not None:
        return Whereabouts(Way.FORWARDED, place, code)
    return Whereabouts(Way.DESK, place) if place else Whereabouts(Way.AS_SAID)


def form_of(where: str) -> str:
    """The text up to what qualifies it."""
    return re.split("[（；，：,;]", where, maxsplit=1)[0]


def _same(here: str, code: str, citywide: bool) -> bool:
    """Whether the place in charge is where it is to be done, as far as either is known."""
    return within(here, code) or within(code, here) or (citywide and same_city(here, code))


def _outside(answers: Mapping[str, Value]) -> bool:
    """Whether the person lives in another province. Not said is not outside."""
    lives = _answer(("living_region",), answers)
    return lives is not None and not within(lives, PROVINCE)


def _answer(facts: tuple[str, ...], answers: Mapping[str, Value]) -> str | None:
    given = (answers.get(fact) for fact in facts)
    return next((value for value in given if isinstance(value, str) and value and value != UNKNOWN), None)


def where_to_go(
    matter: Matter, answers: Mapping[str, Value], here: str, regions: Regions, language: str = DEFAULT
) -> str:
    """The sentence for this person in a language of `LANGUAGES`, with a word of caution where it is not sourced."""
    _ = words_in(language)
    if not matter.where:
        return _("Ask the window in your place where it is done.")
    found = whereabouts(matter.where, answers, here)
    place = _placed(found, regions, language)
    leads = {
        Way.BETWEEN_OFFICES: _("The departments ask each other; you need not go."),
        Way.ONLINE: _("All of it online; you need not go anywhere."),
        Way.ONLINE_TOO: _("It can be done online."),
        Way.COUNTRY: _("Anywhere in China: go to a desk near you."),
        Way.PROVINCE: _("Anywhere in Henan: go to a desk near you."),
        Way.CITY: _("Anywhere in this city: go to a desk near you."),
        Way.JOINT: _("Several places together: hand it in near you; %(place)s decides.", place=place),
        Way.JOINT_ONLINE: _("Several places together: hand it in online; %(place)s decides.", place=place),
        Way.FORWARDED: _(
            "A desk in %(place)s does it. Before you travel, ask a desk near you to take the papers and send them on.",
            place=place,
        ),
        Way.DESK: _("Go to a desk in %(place)s.", place=place),
        Way.AS_SAID: "",
    }
    told = matter.where if language == DEFAULT else str(translations(language, "catalogue").gettext(matter.where))
    qualified = form_of(matter.where) != matter.where
    named = found.way in ENOUGH or (found.way is Way.DESK and found.code is None)
    said = [] if qualified and named else [leads[found.way]]
    if (qualified and found.way is not Way.BETWEEN_OFFICES) or found.way is Way.AS_SAID:
        said.append(_("%(where)s.", where=told))
    if matter.basis is not Basis.SOURCED and "以当地" not in matter.where:
        said.append(_("What the window in your place says counts."))
    return ("" if language == DEFAULT else " ").join(said)


ENOUGH = (Way.COUNTRY, Way.PROVINCE, Way.CITY)
"""Ways that the text names itself: where it says more than the way, it stands alone."""


def _placed(found: Whereabouts, regions: Regions, language: str) -> str:
    """The place in charge in words, with its name where the person has told it."""
    _ = words_in(language)
    words = {
        "孩子户口所在地": _("the place of the child's hukou"),
        "户籍地": _("the place of the hukou"),
        "户口所在地": _("the place of the hukou"),
        "参保地": _("the place of the insurance"),
        "公积金缴存地": _("the place of the housing fund"),
        "居住地": _("the place where one lives"),
        "常住地": _("the place where one lives"),
        "经营所在地": _("the place of the business"),
        "房屋所在地": _("the place of the home"),
        "待遇领取地": _("the place that pays the benefit"),
        "安置地": _("the place of resettlement"),
        "用人单位所在地": _("the place of the employer"),
        "企业所在地": _("the place of the firm"),
        "项目所在地": _("the place of the project"),
        "活动所在地": _("the place of the event"),
        "学校所在地": _("the place of the school"),
        "急难发生地": _("the place of the hardship"),
    }
    place = words.get(found.place, "")
    if found.code is None:
        return place or _("the place in charge")
    name = named(regions, found.code, language) if within(found.code, PROVINCE) else _("Outside Henan")
    return _("%(place)s (%(name)s)", place=place, name=name) if place else name
