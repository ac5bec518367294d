"""A second workshop like the first: its charter, agenda and maps, what future states are for and why they differ."""

from django.db import transaction

from experiments.models import ChangeReason, FutureStateDesign
from facilitation.commands.agenda import copy_agenda
from maps.commands.workshop import copy_workshop
from workshops.models import Participant


@transaction.atomic
def duplicate_workshop(*, actor: Participant) -> Participant:
    """Copy charter, agenda, maps, designs and reasons; people, readings, plan and experiments stay where they are.

    Elements keep their ids, so a reason stays with its change. Returns the actor's place in the copy. Raises NotAllowed
    for everybody but facilitators with an account.
    """
    copy = copy_workshop(actor=actor)
    copy_agenda(of=actor.workshop, to=copy.place)
    for design in FutureStateDesign.objects.filter(map__in=copy.maps):
        FutureStateDesign.objects.create(
            map=copy.maps[design.map_id],
            horizon_ends_on=design.horizon_ends_on,
            target_condition=design.target_condition,
            created_by=copy.place,
        )
    ChangeReason.objects.bulk_create(
        ChangeReason(map=copy.maps[said.map_id], key=said.key, waste=said.waste, reason=said.reason, author=copy.place)
        for said in ChangeReason.objects.filter(map__in=copy.maps)
    )
    return copy.place
