"""The base of every error that reaches people: a code for machines and one sentence for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class WorkshopError(Exception):
    """Something was refused and nothing was changed; `message` says what, why and what now."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, message: str, *, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, Any] = dict(details or {})


class NotFound(WorkshopError):
    """There is no such thing, or it is not for this person: the two look the same."""

    code = "not_found"
    status = 404


class NotAllowed(WorkshopError):
    """The person is in the workshop, but their role does not allow this."""

    code = "not_allowed"
    status = 403


class Removed(WorkshopError):
    """The person was removed from the workshop by a facilitator."""

    code = "removed"
    status = 403


class SignInNeeded(WorkshopError):
    """Nobody is signed in."""

    code = "sign_in"
    status = 401


class Conflict(WorkshopError):
    """The request is right in itself but does not fit the present state."""

    code = "conflict"
    status = 409


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: `place` is a path such as `elements.build.wait_time`."""

    place: str
    sentence: str

    def as_json(self) -> dict[str, str]:
        return {"place": self.place, "sentence": self.sentence}


class InvalidInput(WorkshopError):
    """An input has problems, all of them listed; nothing was changed."""

    code = "invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            " ".join(problem.sentence for problem in problems[:3]),
            details={"problems": [problem.as_json() for problem in problems]},
        )
        self.problems = tuple(problems)
