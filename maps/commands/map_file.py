"""A map file that replaces what is on a map."""

from maps.commands.edit import Receipt, replace_elements
from maps.domain.charter_differences import charter_differences
from maps.domain.map_file import parse_map_file
from maps.models import Map
from maps.permissions import MapAct, require
from workshops.models import Participant


def import_over(*, actor: Participant, of: Map, op_id: str, content: bytes) -> tuple[Receipt, list[str]]:
    """Replace the map's elements by those of the file, in one operation and one undo step.

    The workshop keeps its charter; the sentences say where the file's differs. Raises InvalidInput with every problem
    of the file and its place, and changes nothing then.
    """
    require(actor, MapAct.IMPORT_OVER)
    file = parse_map_file(content)
    receipt = replace_elements(map_id=of.id, actor=actor, op_id=op_id, elements=file.elements)
    return receipt, charter_differences(file=file.charter, workshop=of.workshop.charter)
