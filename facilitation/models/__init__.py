from facilitation.models.round import Entry, Round, TakingPart
from facilitation.models.session import Phase, Session

__all__ = ["Entry", "Phase", "Round", "Session", "TakingPart"]
