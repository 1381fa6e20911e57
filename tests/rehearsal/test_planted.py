# ruff: noqa: E501 - a planted fault stands on one line
"""Faults planted one at a time into a small sound bundle: each is found at its line, with a citizen who shows it."""

from datetime import date
from pathlib import Path

import pytest

from webapp.catalogue.reader import BundleReader
from webapp.catalogue.shared import Shared
from webapp.catalogue.sheets import Entry, sheet
from webapp.guide import Edition, guide
from webapp.rehearsal.lines import lines_of
from webapp.rehearsal.rehearsals import Rehearsal, rehearse_alone

SOUND = Path("tests/samples/rehearsal/sound.yaml").resolve()
DEPARTMENTS = ("market", "tax", "fire", "city", "idle")
DAY = date(2026, 12, 1)
L, F, S, G = "- id: licence", "- id: fire", "- id: staff", "- id: sign"

PLANTED = [
    # name, what is replaced, by what, the kind, a text on the line that is named
    ("matter never", "opens and grown and staff > 0", "opens and grown and staff > 3 and staff < 2", "never-holds", 0),
    ("age nobody has", "staff > 0\n- id: sign", "age_on(owner_birth) > 300\n- id: sign", "never-holds", 0),
    ("fewer than none", "when: staff > 0\n", "when: staff < 0\n", "never-holds", 0),
    ("two choices at once", "kind in ('面馆', '书店') and '外卖'", "kind == '面馆' and kind == '书店' and '外卖'", "never-holds", 0),
    ("beside the exclusive", "'外卖' in extras\n", "'外卖' in extras and '都不做' in extras\n", "never-holds", 0),
    ("eligible never", "when: opens or lost", "when: opens and not opens", "never-holds", 0),
    ("hint never", "when: sign_text", "when: sign_text and not sign_text", "never-holds", 0),
    ("variant never", '"kind == \'网店\'", name', '"opens and not opens", name', "never-holds", 0),
    ("done never", "done_if: police_note == '有'", "done_if: police_note == '有' and police_note == '没有'", "never-holds", 0),
    ("shared never", "shared_when: kind == '面馆'", "shared_when: area < 5 and area > 9", "never-holds", 0),
    ("derived never", "rule: age_on(owner_birth) >= 18", "rule: age_on(owner_birth) >= 18 and age_on(owner_birth) < 9", "never-holds", 0),
    ("matter always", "  when: lost and not opens\n", "  when: lost or not lost\n", "always-holds", 0),
    ("eligible always", "when: opens or lost", "when: opens or not opens", "always-holds", 0),
    ("material always", "when: area >= 200\n  supply", "when: area >= 0\n  supply", "always-holds", 0),
    ("derived always", "rule: age_on(owner_birth) >= 18", "rule: age_on(owner_birth) >= 18 or age_on(owner_birth) < 18", "always-holds", 0),
    ("part never", "grown and staff > 0", "grown and (staff > 0 or staff < 0)", "idle-part", 0),
    ("part always", "grown and staff > 0", "grown and staff > 0 and area >= 0", "idle-part", 0),
    ("part covered", "grown and staff > 0", "grown and (staff > 0 or staff > 10)", "covered-part", 0),
    ("case unreached", "area >= 60, value", "area >= 250, value", "unreached-case", 0),
    ("variant unreached", "{when: 'True', name: 门店执照}", "{when: \"kind == '网店' and opens\", name: 门店执照}", "unreached-case", 0),
    ("two defaults", "area >= 60, value: 中", "'True', value: 中", "two-defaults", "value: 小"),
    ("no case", "  - {when: 'True', value: 小}\n", "", "no-case", "opens and grown and kind != '网店'"),
    ("required, spared", "demand: conditional\n  when: opens and grown and staff", "demand: required\n  when: opens and grown and staff", "required-yet-spared", 0),
    ("done before due", "done_if: police_note == '有'", "done_if: kind != '网店'", "done-before-due", 0),
    ("pushed out", "  when: lost and not opens\n", "  when: lost or opens\n", "pushed-out", "licence: [replace"),
    ("circle", L + "\n  name: 营业执照", L + "\n  after: [fire]\n  name: 营业执照", "circle", "after: [fire]"),
    ("itself", L + "\n  name: 营业执照", L + "\n  after: [licence]\n  name: 营业执照", "circle", "after: [licence]"),
    ("due apart", "  when: lost and not opens\n", "  when: lost and not opens\n  after: [licence]\n", "never-together", "after: [licence]\n"),
    ("due twice", "name: 食品许可", "name: 营业执照", "due-twice", "- id: food"),
    ("group of one", "licence: [replace, licence]", "licence: [licence]", "group-of-one", 0),
    ("in two groups", "licence: [replace, licence]", "licence: [replace, licence]\n  other: [licence, food]", "in-two-groups", "licence: [replace, licence]"),
    ("same rule in a group", "  when: lost and not opens\n", "  when: opens and grown\n", "same-rule", "licence: [replace"),
    ("bar each other", "when: not opens or grown", "when: not opens and not lost", "bars-each-other", 0),
    ("nobody may apply", "when: not opens or grown", "when: not grown and not lost", "nobody-may-apply", "eligible:"),
    ("always barred", "when: staff <= 300", "when: staff < 1", "always-barred", 0),
    ("deadline past", "deadline: add_days(today, 30)", "deadline: add_days(today, -30)", "deadline-past", 0),
    ("window shut", "apply_from: add_months(owner_birth, 12 * 18)", "apply_from: add_months(owner_birth, 12 * 18)\n  apply_until: add_months(owner_birth, 12 * 16)", "window-shut", "apply_until"),
    ("day past", "apply_from: add_months(owner_birth, 12 * 18)", "apply_from: \"'2020-01-01'\"", "day-past", 0),
    ("leads back", "go_to: [new-home]", "go_to: [sound]", "leads-back", 0),
    ("department without role", "[tax, fire, city]", "[tax, fire, city, idle]", "department-without-role", 0),
    ("department twice", "[tax, fire, city]", "[tax, fire, city, tax]", "department-twice", 0),
    ("department unnamed", "[tax, fire, city]", "[tax, fire]", "department-unnamed", "departments: [city]"),
    ("nobody shares", "  shared_from: 公安机关\n", "", "nobody-shares", "supply: shared"),
    ("shared idle", "supply: partly", "supply: brought", "shared-idle", "shared_when"),
    ("never shared", "shared_when: kind == '面馆'", "shared_when: area < 10", "never-shared", 0),
    ("for nobody", "when: opens and grown and staff > 0", "when: opens and not opens and staff > 0", "for-nobody", "for: [staff]"),
    ("never needed", "when: area >= 200\n  supply", "when: not opens\n  supply", "never-needed", 0),
    ("blank never needed", "  answer: staff\n  when: staff > 0", "  answer: staff\n  when: staff < 1", "never-needed", "when: staff < 1"),
    ("material twice", "name: 健康证\n  for: [food]", "name: 平面图\n  for: [food]", "material-twice", "- id: health"),
    ("blank twice", "label: 人数", "label: 店名", "blank-twice", "- id: heads"),
    ("asked again", "label: 店名", "label: 执照丢了吗？", "asked-again", "- id: shop_name"),
    ("answer misfits", "  answer: kind\n  choices: [面馆, 书店, 网店]", "  answer: kind\n  choices: [面馆, 书店]", "answer-misfits", "choices: [面馆, 书店]\n"),
    ("idle question", "- fact: lost\n", "- fact: colour\n  type: boolean\n  ask: 墙是白的吗？\n- fact: lost\n", "idle-question", "- fact: colour"),
    ("never asked", "  ask: 招牌有外文吗？\n  use: advice", "  ask: 招牌有外文吗？", "never-asked", "- fact: sign_text"),
    ("unasked decides", "  ask: 雇了几个人？", "  ask: 雇了几个人？\n  use: form", "unasked-decides", "- fact: staff"),
    ("nobody knows", "  held_by: 公安机关\n", "", "nobody-knows", "- fact: police_note"),
    ("known too late", "done_if: police_note == '有'", "done_if: fire_result == '过'", "known-too-late", "from_matter: fire"),
    ("question twice", "ask: 雇了几个人？", "ask: 店有多少平方米？", "question-twice", "- fact: staff"),
    ("choices alike", "labels: {面馆: 面馆（饭店）}", "labels: {面馆: 书店}", "choices-alike", 0),
    ("idle derived", "- fact: fire_result", "- fact: idle\n  type: boolean\n  rule: opens and lost\n  name: 没用\n- fact: fire_result", "idle-derived", "- fact: idle"),
    ("idle parameter", "and area >= region.small_m2", "and area >= 30", "idle-parameter", "- name: small_m2"),
    ("parameter missing", "  value: 30\n", "  value: null\n", "parameter-missing", "- name: small_m2"),
    ("dead end", "- when: opens or lost\n  otherwise: 不开店、执照也没丢的，没有要办的。\n", "", "dead-end", "matters:\n"),
    ("dead end behind a choice", "when: opens and grown\n", "when: opens and grown and kind != '网店'\n", "dead-end", "matters:\n"),
    ("date cliff", "grown and staff > 0", "grown and staff > 0 and today < '2027-03-01'", "date-cliff", 0),
    ("over", "grown and staff > 0", "grown and staff > 0 and today < '2026-03-01'", "not-here-not-now", 0),
]  # fmt: skip


def rehearsed(path: Path) -> Rehearsal:
    problems = []
    shared = Shared(Entry(None, "shared.yaml", 1, []), {"sound"})
    bundle = BundleReader("sound", DEPARTMENTS, {"sound", "new-home"}, shared).read(sheet(path, path.name, problems))
    assert all("waits for itself" in one.what for one in problems), problems
    return rehearse_alone(bundle, lines_of(path, path.name), "410100", DAY, DEPARTMENTS)


def test_the_sound_twin_has_no_finding():
    assert rehearsed(SOUND).findings == ()


@pytest.mark.parametrize(("old", "new", "kind", "on"), [one[1:] for one in PLANTED], ids=[one[0] for one in PLANTED])
def test_a_planted_fault_is_found(old, new, kind, on, tmp_path):
    text = SOUND.read_text("utf-8")
    assert text.count(old) == 1, "the place of the fault is not the only one"
    path = tmp_path / "faulty.yaml"
    changed = text.replace(old, new)
    path.write_text(changed, "utf-8")
    mark = changed.index(on) if on else changed.index(new) + len(new) - len(new.lstrip())
    line = changed.count("\n", 0, mark) + 1
    found = rehearsed(path).findings
    assert (kind, line) in {(one.kind, one.line) for one in found}, [str(one) for one in found]
    mine = next(one for one in found if (one.kind, one.line) == (kind, line))
    assert mine.file == "faulty.yaml"
    assert mine.what
    if mine.story is not None:
        assert mine.story.sentences("zh_Hans")
        assert set(mine.story.given) <= set(mine.story.bundle.facts)
        guide(Edition(mine.story.bundle, "410100", DAY), mine.story.given)  # it can be replayed


def test_at_least_forty_kinds_of_faults_are_planted():
    assert len({one[3] for one in PLANTED}) >= 40
