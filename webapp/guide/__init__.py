"""The guide: pure values in, pure values out. No web, no database, no file, no clock."""

from webapp.guide.bundles import (
    Basis,
    Bundle,
    Days,
    Demand,
    Derived,
    Eligibility,
    Field,
    Hint,
    Material,
    Matter,
    Parameter,
    Question,
    Supply,
    Tier,
)
from webapp.guide.editions import Edition
from webapp.guide.evaluation import Evaluation
from webapp.guide.facts import UNKNOWN, Fact, Kind, Use, Value, ValueProblem
from webapp.guide.guidance import Guidance, Instead, Standing, Verdict, guide, open_now
from webapp.guide.overlays import WHOLE, Overlay, lay, outside, supply
from webapp.guide.progress import Path, follow

__all__ = [
    "UNKNOWN",
    "WHOLE",
    "Basis",
    "Bundle",
    "Days",
    "Demand",
    "Derived",
    "Edition",
    "Eligibility",
    "Evaluation",
    "Fact",
    "Field",
    "Guidance",
    "Hint",
    "Instead",
    "Kind",
    "Material",
    "Matter",
    "Overlay",
    "Parameter",
    "Path",
    "Question",
    "Standing",
    "Supply",
    "Tier",
    "Use",
    "Value",
    "ValueProblem",
    "Verdict",
    "follow",
    "guide",
    "lay",
    "open_now",
    "outside",
    "supply",
]
