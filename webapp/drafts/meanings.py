"""What the official words on a draft's pages mean: [(word, plain words)], in the person's language."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.catalogue.current import catalogue
from webapp.catalogue.passages import question_passages
from webapp.catalogue.translation import told_terms
from webapp.drafts.blanks import Blank
from webapp.guide import Guidance, Question, Standing, Verdict

Meanings = tuple[tuple[str, str], ...]


def beside(asked: Question) -> tuple[Meanings, Meanings]:
    """Of a question with its answers and notes, and what the reason for asking has beyond that, for its own fold.

    What the help explains already is left out.
    """
    shown = [one.text for one in question_passages(asked) if one.text != asked.why]
    meant = _meanings(shown, asked.help)
    return meant, tuple(one for one in _meanings([asked.why], f"{asked.help} {asked.why}") if one not in meant)


def on_card(name: str, verdict: Verdict, where: str) -> Meanings:
    """Of a matter's card, which shows its name, one line (what it brings if it is by choice, else who needs it) and
    where to go. `where`: that sentence, in the catalogue's own Chinese."""
    matter = verdict.matter
    line = matter.brings or matter.says if verdict.standing is Standing.OPTIONAL else matter.says
    return _meanings((name, line, where), line)


def on_result(said: Guidance) -> dict[str, Meanings]:
    """Of the result page outside the cards: what to do instead, the papers, the advice."""
    papers = [text for one in (*said.materials, *said.open_materials) for text in (one.name, one.says)]
    several = {
        "instead": [one.entry.otherwise for one in said.instead],
        "papers": papers,
        "hints": [hint.tell for hint in said.hints],
    }
    return {name: _meanings(texts, " ".join(texts)) for name, texts in several.items()}


def on_form(blanks: Iterable[Blank]) -> Meanings:
    """Of the blanks on one page of the form."""
    texts = [text for blank in blanks for text in (blank.label, blank.help)]
    return _meanings(texts, " ".join(texts))


def _meanings(texts: Iterable[str], explained_in: str) -> Meanings:
    return told_terms(catalogue().terms.among(texts, explained_in))
