"""The templates of a new workshop: map files that are shipped beside this file, with the words that introduce them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maps.domain.map_file import MapFile, parse_map_file
from workshops.errors import NotFound


@dataclass(frozen=True, slots=True)
class Template:
    """One starting point; `slug` names its file."""

    slug: str
    title: str
    description: str

    def content(self) -> bytes:
        """The bytes of the map file, as they can be downloaded."""
        return files("maps.library").joinpath(f"{self.slug}.vsm.json").read_bytes()


TEMPLATES = (
    Template("feature-delivery", "Feature delivery", "From an approved design to the feature live in production."),
    Template("bug-fix", "Bug fix", "From a bug that was given a priority to the fix verified in production."),
    Template("support-ticket", "Support ticket", "From an opened ticket to an answer that stays an answer."),
    Template("employee-onboarding", "Employee onboarding", "From the signed offer to being productive on day 30."),
    Template("strategic-planning", "Strategic planning", "From a strategy that was decided to teams working on it."),
    Template("manufacturing", "Manufacturing", "Steering brackets from coil to dispatch, with counted inventory."),
    Template("blank", "Blank map", "An empty map: the room draws everything."),
)


def find_template(slug: str) -> Template:
    """Return the template of this name; raises NotFound."""
    for template in TEMPLATES:
        if template.slug == slug:
            return template
    raise NotFound(f"There is no template “{slug[:60]}”; there are {', '.join(each.slug for each in TEMPLATES)}.")


@cache
def template_file(slug: str) -> MapFile:
    """Return the template's map file in normal form; raises NotFound."""
    return parse_map_file(find_template(slug).content())
