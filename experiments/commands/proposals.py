"""What a map proposes for the plan: its bursts, and the changes of a future state that somebody has to bring about."""

from collections.abc import Collection, Sequence

from django.db import transaction

from experiments.commands.improvements import expect_effect, lock_plan
from experiments.commands.prediction import redesign_of
from experiments.commands.records import record
from experiments.models import Improvement
from experiments.permissions import ExperimentAct, require
from experiments.selectors.proposals import Proposal, bursts_of, changes_to_make
from maps.models import Map
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant


@transaction.atomic
def propose_bursts(*, actor: Participant, of: Map, keys: Collection[str] | None = None) -> list[Improvement]:
    """Put every burst of the map (or those of these ids) on the plan that is not on it yet, with its waste.

    Those that came along from another map are that one's, unless they are asked for by their ids. Returns the new ones.

    Raises InvalidInput for an id that is no burst of the map.
    """
    require(actor, ExperimentAct.PROPOSE)
    # What is on the plan is read under its lock, so that two who propose at once do not propose twice.
    lock_plan(actor, 0)
    return _propose(actor, of, _chosen(bursts_of(of), keys, "burst"), "propose_bursts")


@transaction.atomic
def propose_changes(*, actor: Participant, of: Map, keys: Collection[str] | None = None) -> list[Improvement]:
    """Put every change of a future state (or those of these ids) on the plan that is not on it yet.

    Each brings its waste, and what the engine expects of it by itself. Returns the new ones. Raises InvalidInput for
    an id that is no change to be made.
    """
    require(actor, ExperimentAct.PROPOSE)
    lock_plan(actor, 0)
    return _propose(actor, of, _chosen(changes_to_make(of), keys, "change"), "propose_changes")


def _chosen(proposals: Sequence[Proposal], keys: Collection[str] | None, what: str) -> list[Proposal]:
    if keys is not None:
        known = {proposal.element_id for proposal in proposals}
        for key in keys:
            if key not in known:
                raise InvalidInput([Problem("elements", f"There is no {what} “{key[:64]}” on this map (any more).")])
    return [
        proposal
        for proposal in proposals
        if proposal.is_new and (not proposal.is_copy if keys is None else proposal.element_id in keys)
    ]


def _propose(actor: Participant, of: Map, proposals: Sequence[Proposal], act: str) -> list[Improvement]:
    if not proposals:
        return []
    lock_plan(actor, len(proposals))
    new = [
        Improvement(
            workshop=actor.workshop,
            map=of,
            element_id=proposal.element_id,
            title=proposal.title,
            waste=proposal.waste,
            created_by=actor,
        )
        for proposal in proposals
    ]
    if act == "propose_changes":
        redesign = redesign_of(of)
        for improvement in new:
            expect_effect(actor, improvement, redesign)
    Improvement.objects.bulk_create(new)
    record(actor, act, map=str(of.id), title=of.title, count=len(new))
    return new
