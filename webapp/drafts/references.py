"""The number a person keeps: ten signs that are never mistaken for one another, in groups for reading aloud."""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, no 1 I L
LENGTH = 10
LONGEST = 64  # what a person types is looked at up to here


def fresh(length: int = LENGTH) -> str:
    """A number that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(reference: str) -> str:
    """For reading and saying: K7QM2X9PAB is written K7QM-2X9P-AB."""
    return "-".join(reference[begin : begin + 4] for begin in range(0, len(reference), 4))


def understood(words: str) -> str | None:
    """The number that a person typed, whatever the spacing, dashes, width or case; None where it cannot be one."""
    wide = unicodedata.normalize("NFKC", words[:LONGEST]).upper()
    signs = "".join(sign for sign in wide if sign.isalnum())
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None
