"""Why an edit was refused. Each is raised before anything is written."""

from workshops.errors import WorkshopError


class EditRejected(WorkshopError):
    """An edit was refused and none of its companions in `edits[]` was done."""

    code = "rejected"
    status = 409


class ElementGone(EditRejected):
    """The element does not exist (any more)."""

    code = "element_gone"

    def __init__(self, element_id: str, message: str | None = None, **details: str) -> None:
        text = message or f"The element “{element_id}” is not on this map, so the change was not saved."
        super().__init__(text, details={"element": element_id, **details})
        self.element_id = element_id


class IdTaken(EditRejected):
    """An element with this id exists already."""

    code = "id_taken"

    def __init__(self, element_id: str) -> None:
        super().__init__(
            f"There is an element with the id “{element_id}” on this map already; choose another id.",
            details={"element": element_id},
        )


class LooseEnd(EditRejected):
    """A reference names an element that is not there or of the wrong kind."""

    code = "loose_end"

    def __init__(self, element_id: str, message: str) -> None:
        super().__init__(message, details={"element": element_id})


class FlowTwice(EditRejected):
    """The same two elements are connected by this kind of flow already."""

    code = "flow_twice"

    def __init__(self, element_id: str, source: str, target: str) -> None:
        super().__init__(
            f"“{source}” and “{target}” are connected in this way already.", details={"element": element_id}
        )


class TooManyElements(EditRejected):
    """The map would outgrow its limit."""

    code = "too_many_elements"
