"""Where one improvement, experiment or campaign has its page."""

from urllib.parse import urlencode, urljoin
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from experiments.models import Campaign, Experiment, Improvement


def path_of(entry: Improvement | Experiment | Campaign) -> str:
    """Return the path of the entry's page."""
    return reverse(str(entry._meta.model_name), args=[entry.pk])


def address_of(entry: Improvement | Experiment | Campaign) -> str:
    """Return the whole address of the entry's page, for files that leave the site."""
    return urljoin(settings.PUBLIC_URL.geturl(), path_of(entry))


def board_path(map_id: UUID, element_id: str = "") -> str:
    """Return the path of a map's board, on which the element is selected."""
    query = f"?{urlencode({'select': element_id})}" if element_id else ""
    return f"{reverse('board', args=[map_id])}{query}"
