"""A draft with the measurements that begin with it: all of it is saved, or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from experiments.commands.experiments import change_experiment, draft_experiment
from experiments.commands.series import create_series
from experiments.models import Experiment, Series
from workshops.errors import InvalidInput, Problem
from workshops.models import Participant


@transaction.atomic
def save_draft(
    *,
    actor: Participant,
    experiment: Experiment | None,
    given: Mapping[str, Any],
    new_series: Mapping[str, Any] | None = None,
    new_guard: Mapping[str, Any] | None = None,
    saw_revision: int | None = None,
) -> Experiment:
    """Write down a new draft, or change the one there is; raises InvalidInput with problems at their fields.

    Problems of the measurements that begin with it have the places `new_series` and `new_guard`.
    """
    whole = dict(given)
    if new_series is not None:
        whole["series"] = _begin(actor, new_series, "new_series").pk
    if new_guard is not None:
        whole["guards"] = [*whole.get("guards", []), _begin(actor, new_guard, "new_guard").pk]
    if experiment is None:
        return draft_experiment(actor=actor, given=whole)
    return change_experiment(actor=actor, experiment=experiment, given=whole, saw_revision=saw_revision)


def _begin(actor: Participant, given: Mapping[str, Any], place: str) -> Series:
    try:
        return create_series(actor=actor, given=given)
    except InvalidInput as error:
        raise InvalidInput([Problem(place, problem.sentence) for problem in error.problems]) from None
