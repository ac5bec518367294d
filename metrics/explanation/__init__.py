"""Every total opened: what it means, what it counted, what it left out, and how much of it rests on guesses."""

from metrics.explanation.explain import explain
from metrics.explanation.records import Explanation, ExplanationRow, LeftOut

__all__ = ["Explanation", "ExplanationRow", "LeftOut", "explain"]
