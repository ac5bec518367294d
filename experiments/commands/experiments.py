"""Experiments: drafted, changed while they are drafts, taken through their states with reason and evidence."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from experiments.commands.decisions import check_move, lock_thing, move
from experiments.commands.experiment_fields import ALWAYS_OPEN, read_experiment
from experiments.commands.fields import refuse_stale
from experiments.commands.guards import write_guards
from experiments.commands.prediction import predict_edits
from experiments.commands.records import record
from experiments.domain.metric_prediction import prediction_of_metric
from experiments.domain.states import EXPERIMENT
from experiments.models import Experiment, Series
from experiments.permissions import ExperimentAct, require, require_change
from experiments.selectors.judgement import judgement_of, missing_to_start_of
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant

EXPERIMENTS_LIMIT = 300
COPIED = (
    "improvement",
    "map",
    "change",
    "metric",
    "element_id",
    "element_name",
    "direction",
    "percent",
    "within",
    "how_measured",
    "series",
    "guard_absence",
    "owner",
    "owner_name",
)


class TooManyExperiments(Conflict):
    """The workshop holds as many experiments as it may."""

    code = "too_many_experiments"


class HypothesisStands(Conflict):
    """The experiment runs or ran, so what it claims cannot be changed any more."""

    code = "hypothesis_stands"


@transaction.atomic
def draft_experiment(*, actor: Participant, given: Mapping[str, Any]) -> Experiment:
    """Write down a hypothesis, as far as it is known; raises InvalidInput with every problem.

    With `follows` it begins as a copy of another experiment that was decided, to be adapted.
    """
    require(actor, ExperimentAct.PROPOSE)
    lock_workshop(actor.workshop_id)
    if Experiment.objects.filter(workshop_id=actor.workshop_id).count() >= EXPERIMENTS_LIMIT:
        raise TooManyExperiments(f"This workshop holds {EXPERIMENTS_LIMIT} experiments, as many as it may.")
    created = Experiment(workshop=actor.workshop, created_by=actor)
    guards = _continue(actor, created, given.get("follows"))
    kept, named = read_experiment(given, actor, created)
    for name, value in kept.items():
        setattr(created, name, value)
    _expect(actor, created)
    created.save()
    write_guards(created, guards if named is None else named)
    record(actor, "draft_experiment", experiment=str(created.id), name=str(created)[:200])
    return created


@transaction.atomic
def change_experiment(
    *, actor: Participant, experiment: Experiment, given: Mapping[str, Any], saw_revision: int | None = None
) -> Experiment:
    """Change a draft; of an experiment that runs only its owner, end and review, because its hypothesis stands.

    Raises Conflict where it was changed after revision `saw_revision`, HypothesisStands with what cannot be changed.
    """
    locked = lock_thing(actor, experiment)
    require_change(actor, locked)
    refuse_stale(locked, saw_revision)
    kept, guards = read_experiment(given, actor, locked)
    changed = sorted(name for name, value in kept.items() if getattr(locked, name) != value)
    if guards is not None and {series.pk for series in guards} != set(locked.guards.values_list("series", flat=True)):
        changed.append("guards")
    _refuse_fixed(locked, changed)
    _refuse_without_care(locked, kept)
    for name in changed:
        if name != "guards":
            setattr(locked, name, kept[name])
    if {"edits", "map", "metric", "element_id"} & set(changed):
        _expect(actor, locked)
    if changed:
        locked.revision += 1
        locked.save()
        if guards is not None:
            write_guards(locked, guards)
        record(actor, "change_experiment", experiment=str(locked.id), name=str(locked)[:200], changed=changed)
    return locked


@transaction.atomic
def decide_experiment(*, actor: Participant, experiment: Experiment, to: str, reason: str = "") -> Experiment:
    """Take an experiment to another state; facilitators and its owner.

    It starts only with everything that judging it needs: InvalidInput names all that is missing. What is decided
    after the period is kept with the verdict of that moment as evidence.
    """
    locked = lock_thing(actor, experiment)
    kept = check_move(actor, locked, EXPERIMENT, to, reason)
    if locked.state == Experiment.State.DRAFT and to == Experiment.State.RUNNING:
        missing = missing_to_start_of(locked)
        if missing:
            raise InvalidInput([Problem(gap.field, gap.sentence) for gap in missing])
        _expect(actor, locked)
    evidence = None
    if locked.state != Experiment.State.DRAFT and to != Experiment.State.TO_BE_JUDGED:
        evidence = judgement_of(locked).as_evidence()
    return move(actor, locked, kind="experiment", to=to, reason=kept, evidence=evidence)


@transaction.atomic
def run_longer(*, actor: Participant, experiment: Experiment, given: Mapping[str, Any], reason: str) -> Experiment:
    """Let an experiment that waits for its verdict run on, to the end and the review that are given, all or nothing."""
    locked = lock_thing(actor, experiment)
    check_move(actor, locked, EXPERIMENT, Experiment.State.RUNNING, reason)
    dates = {name: given[name] for name in ("ends_on", "review_on") if name in given}
    change_experiment(actor=actor, experiment=locked, given=dates)
    return decide_experiment(actor=actor, experiment=locked, to=Experiment.State.RUNNING, reason=reason)


def _continue(actor: Participant, created: Experiment, follows: UUID | None) -> list[Series]:
    """Copy the hypothesis of the experiment that this one follows; returns its guards."""
    if follows is None:
        return []
    before = Experiment.objects.filter(pk=follows, workshop_id=actor.workshop_id).first()
    if before is None or before.is_open:
        sentence = "An experiment follows one of this workshop that was decided; nothing was drafted."
        raise InvalidInput([Problem("follows", sentence)])
    created.follows = before
    for name in COPIED:
        setattr(created, name, getattr(before, name))
    if created.owner is not None and created.owner.removed_at is not None:
        created.owner = None
    return [guard.series for guard in before.guards.select_related("series")]


def _expect(actor: Participant, experiment: Experiment) -> None:
    """Write what the engine predicts of the edits that stand for the change, in normal form."""
    of = experiment.map
    if of is None or experiment.edits is None:
        experiment.edits, experiment.predicted = None, None
        return
    found = predict_edits(actor=actor, of=of, edits=experiment.edits)
    experiment.edits = found.edits
    experiment.predicted = {
        "seq": found.seq,
        **prediction_of_metric(
            experiment.metric, experiment.element_id, found.before, found.after, found.prediction
        ).as_json(),
    }


def _refuse_without_care(experiment: Experiment, kept: Mapping[str, Any]) -> None:
    """What started needs an owner and a review as long as nobody decided it."""
    if experiment.state == Experiment.State.DRAFT or not experiment.is_open:
        return
    told = {name: kept.get(name, getattr(experiment, name)) for name in ("review_on", "owner", "owner_name")}
    problems = []
    if told["review_on"] is None:
        problems.append(Problem("review_on", "It has started, so say on which day the result is reviewed."))
    if told["owner"] is None and not told["owner_name"]:
        problems.append(Problem("owner", "It has started, so name who sees to it."))
    if problems:
        raise InvalidInput(problems)


def _refuse_fixed(experiment: Experiment, changed: list[str]) -> None:
    if experiment.state == Experiment.State.DRAFT:
        return
    fixed = [name for name in changed if name not in ALWAYS_OPEN or not experiment.is_open]
    if fixed:
        told = ", ".join(name.replace("_", " ") for name in fixed)
        raise HypothesisStands(
            f"“{experiment}” is {EXPERIMENT.label(experiment.state)}, so its {told} cannot be changed any more; draft "
            "an experiment that follows it instead. Nothing was changed.",
            details={"fixed": fixed},
        )
