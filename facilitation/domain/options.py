"""What a round asks about: the options of each kind, read into normal form with every problem.

`targets` are `[{"id", "name"}]`, with the names of that moment: what was asked stays readable when a step goes away
while the round is open.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from facilitation.domain.rounds import RoundKind
from maps.domain.elements import Elements, display_name
from maps.render.words import WASTES
from workshops.errors import InvalidInput, Problem

ESTIMATE_FIELDS = ("wait_time", "process_time", "complete_accurate")
NOTE_KINDS = ("note", "question", "idea", "hypothesis", "burst")
VOTE_TARGETS = ("steps", "notes", "options", "wastes")
MOST_TARGETS = 200
MOST_OPTIONS = 30
OPTION_LIMIT = 200
MOST_DOTS = 20
_NAME_LIMIT = 120

Options = dict[str, Any]
_ANONYMOUS_ALWAYS = frozenset({RoundKind.EFFORT})


class _Reader:
    """Reads what was given about one round and collects what is wrong with it."""

    def __init__(self, given: Mapping[str, Any], elements: Elements) -> None:
        self.given = given
        self.elements = elements
        self.problems: list[Problem] = []

    def refuse(self, place: str, sentence: str) -> None:
        self.problems.append(Problem(f"options.{place}", sentence))

    def know(self, *names: str) -> None:
        """Refuse what this kind of round does not have."""
        for name in sorted(set(map(str, self.given)) - set(names)):
            self.refuse(name, f"A round of this kind has no option “{name}”.")

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        value = self.given.get(name) or default
        if value in choices:
            return str(value)
        self.refuse(name, f"“{name}” must be one of {', '.join(choices)}.")
        return default

    def flag(self, name: str) -> bool:
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, f"“{name}” must be true or false.")
        return value is True

    def whole(self, name: str, default: int, most: int) -> int:
        value = self.given.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        self.refuse(name, f"“{name}” must be a whole number from 1 to {most}.")
        return default

    def elements_of(self, kind: str, called: str) -> list[dict[str, str]]:
        """Return the chosen elements of this kind, all of them where none are chosen."""
        there = [element_id for element_id, element in self.elements.items() if element["kind"] == kind]
        there.sort(key=lambda element_id: _place(self.elements, element_id))
        chosen = self.given.get("elements")
        if chosen is None:
            chosen = there
        elif not isinstance(chosen, list) or not all(isinstance(element_id, str) for element_id in chosen):
            self.refuse("elements", f"“elements” must be a list of ids of {called}.")
            return []
        missing = [element_id for element_id in chosen if element_id not in there]
        if missing:
            self.refuse("elements", f"“{missing[0][:64]}” is none of the {called} on this map; choose again.")
        elif not chosen:
            self.refuse("elements", f"There are no {called} to ask about; put some on the map or choose some first.")
        elif len(chosen) > MOST_TARGETS:
            self.refuse("elements", f"A round can ask about {MOST_TARGETS} {called} at most; choose some of them.")
        # In the order of the map, each once.
        return [{"id": one, "name": self._name(one)} for one in there if one in chosen]

    def texts(self) -> list[dict[str, str]]:
        given = self.given.get("options")
        texts = [" ".join(text.split()) for text in given if isinstance(text, str)] if isinstance(given, list) else []
        if not isinstance(given, list) or len(texts) != len(given) or not 2 <= len(texts) <= MOST_OPTIONS:
            self.refuse("options", f"Write 2 to {MOST_OPTIONS} options to choose from, each a text.")
        elif any(not text or len(text) > OPTION_LIMIT for text in texts):
            self.refuse("options", f"An option has 1 to {OPTION_LIMIT} characters.")
        elif len({text.casefold() for text in texts}) < len(texts):
            self.refuse("options", "Two options are the same; each can stand there once.")
        return [{"id": f"option-{number}", "name": text} for number, text in enumerate(texts, 1)]

    def _name(self, element_id: str) -> str:
        element = self.elements[element_id]
        text = " ".join(str(element.get("text") or "").split()) if element["kind"] == "note" else ""
        name = text or display_name(element_id, self.elements)
        return name if len(name) <= _NAME_LIMIT else f"{name[: _NAME_LIMIT - 1]}…"


def read_options(kind: RoundKind, given: Mapping[str, Any], elements: Elements) -> Options:
    """Return the options in normal form; raises InvalidInput with every problem."""
    reader = _Reader(given, elements)
    options = _READ[kind](reader)
    if reader.problems:
        raise InvalidInput(reader.problems)
    return options


def check_anonymity(kind: RoundKind, is_anonymous: bool) -> None:
    """Raise InvalidInput where a round of this kind must be anonymous and is not."""
    if kind in _ANONYMOUS_ALWAYS and not is_anonymous:
        sentence = "A round about effort is always anonymous, so that people can say how it really is."
        raise InvalidInput([Problem("anonymous", sentence)])


def _notes(reader: _Reader) -> Options:
    reader.know("note")
    return {"note": reader.choice("note", NOTE_KINDS, "note")}


def _estimates(reader: _Reader) -> Options:
    reader.know("elements", "fields")
    fields = reader.given.get("fields", list(ESTIMATE_FIELDS))
    if not isinstance(fields, list) or not fields or any(field not in ESTIMATE_FIELDS for field in fields):
        reader.refuse("fields", f"“fields” must name some of {', '.join(ESTIMATE_FIELDS)}.")
        fields = []
    kept = [field for field in ESTIMATE_FIELDS if field in fields]
    return {"fields": kept, "targets": reader.elements_of("step", "steps")}


def _votes(reader: _Reader) -> Options:
    reader.know("on", "elements", "options", "dots", "stackable", "leaders_vote")
    on = reader.choice("on", VOTE_TARGETS, "steps")
    return {
        "on": on,
        "targets": _vote_targets(reader, on),
        "dots": reader.whole("dots", 3, MOST_DOTS),
        "stackable": reader.flag("stackable"),
        "leaders_vote": reader.flag("leaders_vote"),
    }


def _vote_targets(reader: _Reader, on: str) -> list[dict[str, str]]:
    if on == "options":
        return reader.texts()
    if on == "wastes":
        return [{"id": waste, "name": name} for waste, name in WASTES.items()]
    return reader.elements_of(on.removesuffix("s"), on)


def _about_steps(reader: _Reader) -> Options:
    reader.know("elements")
    return {"targets": reader.elements_of("step", "steps")}


_READ: Mapping[RoundKind, Callable[[_Reader], Options]] = {
    RoundKind.NOTES: _notes,
    RoundKind.ESTIMATES: _estimates,
    RoundKind.VOTES: _votes,
    RoundKind.EFFORT: _about_steps,
    RoundKind.CONSTRAINT: _about_steps,
}


def _place(elements: Elements, element_id: str) -> tuple[float, float, str]:
    element = elements[element_id]
    return element["x"], element["y"], element_id
