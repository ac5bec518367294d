"""What happened to a stream, in order of time: experiments, interventions, improvements, decisions, later maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from experiments.domain.chart_figure import ChartEvent
from experiments.domain.days import start_of_day, zone_of
from experiments.domain.states import MACHINES
from experiments.models import Campaign, Decision, Experiment, Improvement, Intervention
from experiments.permissions import ExperimentAct, require
from maps.models import Map
from workshops.models import Participant

_TOLD: dict[str, frozenset[str]] = {
    "experiment": frozenset({"adopted", "adapted", "abandoned"}),
    "improvement": frozenset({"done"}),
    "campaign": frozenset({"reported"}),
    "initiative": frozenset({"running", "held", "finished", "stopped"}),
    "gate": frozenset({"continued", "pivoted", "stopped", "invested", "held", "killed"}),
}


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """Something that happened to the stream; `is_change` where work may flow otherwise since."""

    at: datetime
    label: str
    is_change: bool

    @property
    def mark(self) -> ChartEvent:
        """The event as it stands on a chart."""
        return ChartEvent(self.at, self.label)


def events_of_stream(*, actor: Participant) -> list[StreamEvent]:
    """Return everything that happened to the workshop's stream, the oldest first."""
    require(actor, ExperimentAct.READ)
    found = [*_begun(actor), *_decided(actor), *_mapped_again(actor)]
    return sorted(found, key=lambda event: (event.at, event.label))


def _begun(actor: Participant) -> Iterator[StreamEvent]:
    zone = zone_of(actor.workshop.calendar)
    # A draft that was dropped never ran, whatever day was planned for it.
    ran = Experiment.objects.filter(workshop_id=actor.workshop_id, starts_on__isnull=False)
    for experiment in ran.filter(decisions__after=Experiment.State.RUNNING).distinct():
        if experiment.starts_on:
            yield StreamEvent(start_of_day(experiment.starts_on, zone), f"Started: {experiment}", True)
    pushed = Campaign.objects.filter(workshop_id=actor.workshop_id, starts_on__isnull=False)
    for campaign in pushed.filter(decisions__after=Campaign.State.RUNNING).distinct():
        if campaign.starts_on:
            yield StreamEvent(start_of_day(campaign.starts_on, zone), f"Campaign begins: {campaign}", True)
    for made in Intervention.objects.filter(campaign__workshop_id=actor.workshop_id):
        yield StreamEvent(start_of_day(made.made_on, zone), f"{made.text}", True)


def _decided(actor: Participant) -> Iterator[StreamEvent]:
    decisions = Decision.objects.filter(workshop_id=actor.workshop_id)
    for decision in decisions.select_related(*_TOLD, "gate__stage", "gate__initiative").order_by("decided_at", "id"):
        for thing, told in _TOLD.items():
            about = getattr(decision, thing)
            is_draft = decision.before in ("draft", "planned") and thing in ("experiment", "campaign")
            if about is not None and decision.after in told and not is_draft:
                label = MACHINES[thing].label(decision.after)
                is_change = decision.after == Improvement.State.DONE and thing == "improvement"
                yield StreamEvent(decision.decided_at, f"{label[:1].upper()}{label[1:]}: {about}", is_change)


def _mapped_again(actor: Participant) -> Iterator[StreamEvent]:
    later = Map.objects.filter(workshop_id=actor.workshop_id, answers__isnull=False)
    for of in later:
        yield StreamEvent(of.created_at, f"Mapped again: {of.title}", False)
