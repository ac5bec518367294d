"""What rests on a series, and which of some readings it has already."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from experiments.models import Campaign, Experiment, Series
from experiments.permissions import ExperimentAct, require
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Usage:
    """One thing that goes by a series; `how` begins its line: “Measures the experiment”."""

    how: str
    title: str
    path: str
    state: str


def usage_of(*, actor: Participant, of: Series) -> list[Usage]:
    """Return the experiments, campaigns and key results that go by a series."""
    require(actor, ExperimentAct.READ)
    guarded = Q(guards__series=of)
    return [
        *(_experiment("Measures", found) for found in of.experiments_measured.order_by("created_at")),
        *(_experiment("Guards", found) for found in Experiment.objects.filter(guarded).order_by("created_at")),
        *(_campaign("Measures", found) for found in of.campaigns_measured.order_by("created_at")),
        *(_campaign("Guards", found) for found in Campaign.objects.filter(guarded).order_by("created_at")),
        *(_campaign("Is the lead time beside", found) for found in of.campaigns_served.order_by("created_at")),
        *(
            Usage("Measures the key result", str(found), reverse("key_result", args=[found.pk]), "")
            for found in of.key_results.order_by("created_at")
        ),
    ]


def already_read(*, of: Series, moments_and_values: list[tuple[datetime, float]]) -> int:
    """Return how many of these readings the series has already, at the same moment and with the same value."""
    moments = [moment for moment, _ in moments_and_values]
    known = set(of.readings.filter(at__in=moments).values_list("at", "value"))
    return sum((moment, value) in known for moment, value in moments_and_values)


def _experiment(how: str, found: Experiment) -> Usage:
    path = reverse("experiment", args=[found.pk])
    return Usage(f"{how} the experiment", str(found), path, found.get_state_display())


def _campaign(how: str, found: Campaign) -> Usage:
    path = reverse("campaign", args=[found.pk])
    return Usage(f"{how} the campaign", str(found), path, found.get_state_display())
