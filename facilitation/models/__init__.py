from facilitation.models.circle import Circle
from facilitation.models.comment import Comment, Mention
from facilitation.models.real_item import RealItem, StepVisit
from facilitation.models.round import Entry, Round, TakingPart
from facilitation.models.session import Phase, Session
from facilitation.models.validation import Validation, ValidationAnswer

__all__ = [
    "Circle",
    "Comment",
    "Entry",
    "Mention",
    "Phase",
    "RealItem",
    "Round",
    "Session",
    "StepVisit",
    "TakingPart",
    "Validation",
    "ValidationAnswer",
]
