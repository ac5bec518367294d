"""What one person says in a round: a list of statements about one thing each, read into normal form.

notes `{"text", "about"?}` · estimates `{"element", "field", "value": {"value", "low"?, "high"?}}` · votes `{"target",
"dots"}` · effort `{"element", "customer"?, "worker"?}` · constraint `{"element", "why"?}`, at most one.
Statements that name one thing each can be taken apart at the reveal, so that nobody is known by the whole of what they
said.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from facilitation.domain.options import Options
from facilitation.domain.rounds import RoundKind
from maps.domain.elements import ID_PATTERN, FieldError, Reading, read_field
from workshops.errors import InvalidInput, Problem

NOTES_EACH = 20
NOTE_LIMIT = 1_000
WHY_LIMIT = 500
_NUMBER = r"([0-9]{1,3}(?:[.,][0-9]+)?)\s*(%?)"
_SHARE = re.compile(rf"\s*{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?\s*")

Statement = dict[str, Any]


class _Refused(ValueError):
    """One statement cannot be taken; the text is a sentence for people."""


def read_contribution(kind: RoundKind, options: Options, given: object, reading: Reading) -> list[Statement]:
    """Return the statements in normal form; raises InvalidInput with every problem."""
    most = _most(kind, options)
    if not isinstance(given, list) or len(given) > most:
        raise InvalidInput([Problem("contribution", f"“contribution” must be a list of at most {most} statements.")])
    statements: list[Statement] = []
    problems: list[Problem] = []
    for index, one in enumerate(given):
        try:
            if not isinstance(one, Mapping):
                raise _Refused("A statement must be an object.")
            statements.append(_READ[kind](one, options, reading))
        except _Refused as refused:
            problems.append(Problem(f"contribution.{index}", str(refused)))
    if not problems:
        problems = _problems_together(kind, options, statements)
    if problems:
        raise InvalidInput(problems)
    return statements


def _most(kind: RoundKind, options: Options) -> int:
    match kind:
        case RoundKind.NOTES:
            return NOTES_EACH
        case RoundKind.ESTIMATES:
            return len(options["targets"]) * len(options["fields"])
        case RoundKind.CONSTRAINT:
            return 1
        case RoundKind.VOTES | RoundKind.EFFORT:
            return len(options["targets"])


def _problems_together(kind: RoundKind, options: Options, statements: Sequence[Statement]) -> list[Problem]:
    """Return what is wrong although every statement is right alone."""
    named = ("element", "field", "target")
    about = [tuple(one.get(name) for name in named) for one in statements]
    if kind is not RoundKind.NOTES and len(set(about)) < len(about):
        return [Problem("contribution", "Two statements are about the same; each can be said once.")]
    if kind is RoundKind.VOTES:
        placed, dots = sum(one["dots"] for one in statements), options["dots"]
        if placed > dots:
            return [Problem("contribution", f"You have placed {placed} dots; there are {dots} for each person.")]
    return []


def _know(given: Mapping[str, Any], *names: str) -> None:
    unknown = sorted(set(map(str, given)) - set(names))
    if unknown:
        raise _Refused(f"A statement of this round has no “{unknown[0]}”.")


def _target(given: Mapping[str, Any], name: str, options: Options) -> str:
    value = given.get(name)
    if not any(target["id"] == value for target in options["targets"]):
        raise _Refused(f"“{name}” must be one of what the round asks about.")
    return str(value)


def _text(given: Mapping[str, Any], name: str, limit: int) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise _Refused(f"“{name}” must be a text.")
    # PostgreSQL holds neither NUL nor half of a surrogate pair.
    text = value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    if len(text) > limit:
        raise _Refused(f"The text is {len(text):,} characters long; {limit:,} are allowed.")
    return text


def _note(given: Mapping[str, Any], options: Options, reading: Reading) -> Statement:
    _know(given, "text", "about")
    text, about = _text(given, "text", NOTE_LIMIT), given.get("about")
    if not text:
        raise _Refused("The note is empty.")
    if about is None:
        return {"text": text}
    if not isinstance(about, str) or not ID_PATTERN.fullmatch(about):
        raise _Refused("“about” must be the id of an element.")
    return {"text": text, "about": about}


def _estimate(given: Mapping[str, Any], options: Options, reading: Reading) -> Statement:
    _know(given, "element", "field", "value")
    element, field, value = _target(given, "element", options), str(given.get("field")), given.get("value")
    if field not in options["fields"]:
        raise _Refused(f"This round asks for {', '.join(options['fields'])}.")
    try:
        return {"element": element, "field": field, "value": _quantity(field, value, reading)}
    except FieldError as error:
        raise _Refused(str(error)) from None


def read_estimate(field: str, given: object, reading: Reading) -> dict[str, float]:
    """Return `{"value", "low"?, "high"?}` of what people type: “2h”, “1-3d”, “80 %”; raises InvalidInput."""
    try:
        return _quantity(field, given, reading)
    except FieldError as error:
        raise InvalidInput([Problem("value", str(error))]) from None


def _quantity(field: str, given: object, reading: Reading) -> dict[str, float]:
    if given is None:
        raise FieldError("The value is missing.")
    quantity = read_field("step", field, _share(given) if field == "complete_accurate" else given, reading)
    return {key: quantity[key] for key in _PARTS if key in quantity}


_PARTS = ("value", "low", "high")


def _share(value: object) -> object:
    """Return “80 %”, “80” and “70-90 %” as shares, as the board reads them; anything else as it is."""
    match = _SHARE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    ends = [float(end.replace(",", ".")) for end in (match[1], match[3]) if end]
    divisor = 100 if match[2] or match[4] or max(ends) > 1 else 1
    # 28.5 / 100 is 0.28500000000000003: twelve digits are what was typed.
    low, high = (float(f"{end / divisor:.12g}") for end in (ends[0], ends[-1]))
    middle = float(f"{(low + high) / 2:.12g}")
    return low if len(ends) == 1 else {"value": middle, "low": low, "high": high}


def _vote(given: Mapping[str, Any], options: Options, reading: Reading) -> Statement:
    _know(given, "target", "dots")
    target, dots = _target(given, "target", options), given.get("dots", 1)
    most = options["dots"] if options["stackable"] else 1
    if not isinstance(dots, int) or isinstance(dots, bool) or not 1 <= dots <= most:
        raise _Refused(f"“dots” must be 1 to {most}." if most > 1 else "Only one dot can be placed on each.")
    return {"target": target, "dots": dots}


def _effort(given: Mapping[str, Any], options: Options, reading: Reading) -> Statement:
    _know(given, "element", "customer", "worker")
    statement: Statement = {"element": _target(given, "element", options)}
    for whose in ("customer", "worker"):
        score = given.get(whose)
        if score is None:
            continue
        if not isinstance(score, int) or isinstance(score, bool) or not 1 <= score <= 5:
            raise _Refused(f"“{whose}” must be a whole number from 1 to 5.")
        statement[whose] = score
    if len(statement) == 1:
        raise _Refused("Give a score from 1 to 5 for the customer, for the people who do the work, or for both.")
    return statement


def _constraint(given: Mapping[str, Any], options: Options, reading: Reading) -> Statement:
    _know(given, "element", "why")
    statement: Statement = {"element": _target(given, "element", options)}
    why = _text(given, "why", WHY_LIMIT)
    return statement | ({"why": why} if why else {})


_READ: Mapping[RoundKind, Callable[[Mapping[str, Any], Options, Reading], Statement]] = {
    RoundKind.NOTES: _note,
    RoundKind.ESTIMATES: _estimate,
    RoundKind.VOTES: _vote,
    RoundKind.EFFORT: _effort,
    RoundKind.CONSTRAINT: _constraint,
}
