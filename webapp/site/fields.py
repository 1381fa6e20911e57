"""What people write into a form, made plain or sent back with a sentence that says what to look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from flask_babel import gettext as _

from webapp.site.clock import today

LONGEST_LINE, LONGEST_TEXT = 200, 2000
"""Characters of one line, and of a text of several lines."""

MOST = Decimal(10) ** 12
OLDEST = timedelta(days=366 * 130)

PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
CHECKS = "10X98765432"
GAPS = re.compile(r"[\s\-‐-―·.,_]")


class FieldProblem(ValueError):
    """What is wrong with a field, as a sentence for the person. `part`: which of its inputs, where it has several."""

    def __init__(self, sentence: str, part: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.part = sentence, part


@dataclass(frozen=True)
class IdNumber:
    """A citizen's number (GB 11643) with what it tells."""

    number: str
    birth: date
    male: bool


def plain(words: str) -> str:
    """In one width and without gaps, small letters made capitals: how numbers are compared."""
    return GAPS.sub("", normalize("NFKC", words).replace("×", "X")).upper()


def line(words: str, longest: int = LONGEST_LINE) -> str:
    """A text as it is kept: no gaps around it, no signs that cannot be read. Raises FieldProblem."""
    kept = "".join(sign for sign in words.strip() if sign == "\n" or sign.isprintable())
    if len(kept) > longest:
        raise FieldProblem(_("This is too long: at most %(most)s signs, please.", most=longest))
    return kept


def id_number(words: str, born: date | None = None) -> IdNumber:
    """The number on an identity card; 18 signs, the last a check. Raises FieldProblem naming the signs to look at.

    `born`: the birthday that the person gave elsewhere. It tells which signs are wrong; guessing at two that changed
    places would not, since by chance one such change fits in most wrong numbers.
    """
    number = plain(words)
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise FieldProblem(_("This is the old number of 15 digits. Please copy the 18 signs of the newest card."))
    if len(number) != 18:
        raise FieldProblem(_("The number has 18 signs; here are %(count)s. Please count again.", count=len(number)))
    for place, sign in enumerate(number, 1):
        if not (sign.isascii() and sign.isdigit()) and (place < 18 or sign != "X"):
            raise FieldProblem(_("Sign %(place)s must be a digit; here it is “%(sign)s”.", place=place, sign=sign))
    if fault := _fault(number):
        if born is not None and _fault(f"{number[:6]}{born:%Y%m%d}{number[14:]}") is None:
            fault = _(
                "Signs 7 to 14 are the birthday, and here say %(digits)s. You gave another day.", digits=number[6:14]
            )
        raise FieldProblem(fault)
    return IdNumber(number, _birth(number) or date.min, int(number[16]) % 2 == 1)


def check_sign(number: str) -> str:
    """The last sign that goes with the first seventeen (ISO 7064, MOD 11-2)."""
    return CHECKS[sum(int(sign) * weight for sign, weight in zip(number[:17], WEIGHTS, strict=True)) % 11]


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _fault(number: str) -> str | None:
    if "X" in number[:17]:
        return _("Only the last sign may be an X.")
    if number[:2] not in PROVINCES and number[0] != "9":  # 9…: permanent residents from abroad
        return _("The first two digits name a province; %(digits)s names none. Please look again.", digits=number[:2])
    birth = _birth(number)
    if birth is None:
        return _("Signs 7 to 14 are the birthday; %(digits)s is no day. Please look again.", digits=number[6:14])
    if not today() - OLDEST <= birth <= today():
        return _("Signs 7 to 14 are the birthday; %(digits)s cannot be. Please look again.", digits=number[6:14])
    if check_sign(number) != number[17]:
        return _("One of the signs is wrong: the last one does not fit the others. Please compare with the card.")
    return None


def phone(words: str) -> str:
    """A mobile number of 11 digits, or a landline with its area code (0371-65700000). Raises FieldProblem."""
    digits = plain(words).replace("(", "").replace(")", "")
    digits = re.sub(r"^(\+|00)?86(?=1[3-9]\d{9}$|0\d{9,11}$)", "", digits)
    if not (digits.isascii() and digits.isdigit()):
        raise FieldProblem(_("A phone number has digits only."))
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    if land := re.fullmatch(r"(0(?:10|2\d)|0[3-9]\d\d)(\d{7,8})", digits):
        return f"{land[1]}-{land[2]}"
    if 7 <= len(digits) <= 8:
        raise FieldProblem(_("Please put the area code before it, for example 0371."))
    if digits[0] == "1":
        if len(digits) == 11:
            raise FieldProblem(_("No mobile number begins with %(digits)s. Please look again.", digits=digits[:2]))
        raise FieldProblem(_("A mobile number has 11 digits; here are %(count)s.", count=len(digits)))
    raise FieldProblem(_("This is no phone number that we know. A mobile number has 11 digits and begins with 1."))


def bank_account(words: str) -> str:
    """The digits of an account. Raises FieldProblem only where it cannot be one at all; see `bank_doubt`."""
    digits = plain(words)
    if not (digits.isascii() and digits.isdigit()):
        raise FieldProblem(_("An account number has digits only."))
    if not 6 <= len(digits) <= 32:
        raise FieldProblem(_("An account number has 12 to 21 digits; here are %(count)s.", count=len(digits)))
    return digits


def bank_doubt(digits: str) -> str | None:
    """What does not look right about an account number; nobody but the bank knows for certain, so it never blocks."""
    if digits.startswith("62") and 16 <= len(digits) <= 19:
        sums = [int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(digits))]
        if sum(number // 10 + number % 10 for number in sums) % 10:
            return _("One digit of this card number may be wrong. Please compare it with the card once more.")
        return None
    if not 12 <= len(digits) <= 21:
        return _(
            "Account numbers mostly have 12 to 21 digits; here are %(count)s. Please look again.", count=len(digits)
        )
    return None


def number(words: str, whole: bool = False) -> int | float:
    """A number as people write it: 1,200 or 1.2万. Raises FieldProblem."""
    typed = re.sub(r"[\s,，元¥￥]", "", normalize("NFKC", words))
    times = 10_000 if typed.endswith("万") else 1
    try:
        found = Decimal(typed.removesuffix("万")) * times
    except InvalidOperation:
        raise FieldProblem(_("Please write a number in digits, for example 15.")) from None
    if not found.is_finite() or abs(found) > MOST:
        raise FieldProblem(_("This number is too big."))
    if found < 0:
        raise FieldProblem(_("The number cannot be below 0."))
    if whole and found != found.to_integral_value():
        raise FieldProblem(_("Please write a whole number, for example 15."))
    return int(found) if found == found.to_integral_value() else float(found)


def month(year: str, of_year: str) -> str:
    """A month like 2026-12. Raises FieldProblem."""
    years, months = (normalize("NFKC", part).strip().rstrip("年月") for part in (year, of_year))
    if not (years.isascii() and years.isdigit() and len(years) == 4 and 1900 <= int(years) <= 2119):
        raise FieldProblem(_("Please give the year in four digits, for example 1958."))
    if not (months.isascii() and months.isdigit() and 1 <= int(months) <= 12):
        raise FieldProblem(_("Please choose the month."), "month")
    return f"{years}-{int(months):02d}"


def in_groups(words: str, *sizes: int) -> str:
    """Signs in groups, the way people read them: 410105 1965 0131 0028. The last size goes on."""
    groups, rest = [], words
    for size in (*sizes[:-1], *[sizes[-1]] * len(words)):
        if rest:
            groups.append(rest[:size])
            rest = rest[size:]
    return " ".join(groups)
