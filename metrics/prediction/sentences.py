"""How a predicted wait is explained to people."""

from metrics.durations import format_duration
from metrics.prediction.load import LARGEST_SCALABLE
from metrics.prediction.queueing import Variability
from metrics.prediction.response import Response
from metrics.prediction.result import Method
from metrics.survey import Survey
from metrics.wording import label, percent


def named(element_id: str, found: Survey) -> str:
    """What sentences call the step or queue."""
    stream = found.stream
    return label(stream.steps.get(element_id) or stream.queues[element_id], found.graph)


def method_of(method: Method | None, variability: Variability) -> str:
    """How the waits were scaled, with the variability that was assumed."""
    varied = (
        f"arrivals and work are taken to vary with coefficients of {variability.arrivals:g} and {variability.service:g}"
    )
    match method:
        case "kingman":
            return f"Waits go with the load as Kingman's formula says, from the stated wait at today's load; {varied}."
        case "allen_cunneen":
            return (
                "Waits go with the load as the Allen-Cunneen formula says (Kingman's where one person works alone), "
                f"from the stated wait at today's load; {varied}."
            )
        case None:
            return "No change of load, people or process time that a wait could be scaled by."


def responds(response: Response, stated_s: float, predicted_s: float, after: Survey, *, takes_batch: bool) -> str:
    """What made the wait longer or shorter."""
    calendar = after.stream.calendar
    result = f"{format_duration(stated_s, calendar)} become {format_duration(predicted_s, calendar)}"
    parts = []
    if response.is_scaled:
        parts.append(_load_goes(response))
    if takes_batch and (response.batch_today_s or response.batch_then_s):
        parts.append(_batch_part(response, stated_s, after))
    return f"{result}: {'; '.join(parts)}."


def _load_goes(response: Response) -> str:
    was, now = response.was.utilisation or 0.0, response.now.utilisation or 0.0
    today = percent(was)
    if was >= 1:
        today += f" (taken as {percent(LARGEST_SCALABLE)}, because no wait lasts from 100 % on)"
    people = [load.people or 0.0 for load in (response.was, response.now)]
    at_work = "" if people[0] == people[1] else f" with {people[1]:g} at work instead of {people[0]:g}"
    return f"the load goes from {today} to {percent(now)}{at_work}"


def _batch_part(response: Response, stated_s: float, after: Survey) -> str:
    calendar = after.stream.calendar
    size_was, size_now = response.sizes
    today = format_duration(response.batch_today_s, calendar)
    then = format_duration(response.batch_then_s, calendar) if response.batch_then_s else "none"
    if size_was == size_now:
        if response.batch_today_s == response.batch_then_s:
            return f"{today} come from the batch of {size_was:g} and stay"
        return f"the batch of {size_now:g} makes {then} instead of {today}"
    if stated_s < response.batch_today_s:
        return (
            f"a batch of {size_now:g} makes {then}, one of {size_was:g} makes {today}, which is more than "
            "the stated wait"
        )
    if size_was == 1:
        return f"a batch of {size_now:g} adds {then} of collecting and of work on the others"
    return f"{today} of the stated wait come from the batch of {size_was:g}, a batch of {size_now:g} makes {then}"


def little_explained(element_id: str, response: Response, stated_s: float, after: Survey) -> str:
    """A caution where scaling all of a stated wait rests on little."""
    calendar = after.stream.calendar
    load = percent(response.was.utilisation or 0.0)
    return (
        f"Of the {format_duration(stated_s, calendar)} before {named(element_id, after)} today's load of {load} "
        f"explains only {format_duration(response.explained_s, calendar)}; the rest may have causes that do not go "
        "with the load."
    )


def said_by_hand(said_s: float, response: Response, after: Survey) -> str:
    """A wait that the person changed themselves."""
    stands = f"You set {format_duration(said_s, after.stream.calendar)}, and it stands as you said it"
    return f"{stands}, although {_too_much(response, after)}." if response.verdict == "no_limit" else f"{stands}."


def stands(stated_s: float, response: Response, after: Survey) -> str:
    """A wait that cannot be predicted."""
    return f"{format_duration(stated_s, after.stream.calendar)} stand as stated: {response.why}."


def queue_stands(stated_s: float, after: Survey) -> str:
    """A queue whose items would tell another time, though nobody knows how many would stand in it then."""
    time = format_duration(stated_s, after.stream.calendar)
    return f"{time} stand as they follow from the items counted today: how many would stand here then is not known."


def load_not_known(lacks_today: str | None, lacks_then: str | None) -> str:
    """Why a wait cannot be scaled: what the load lacks today, else then."""
    if lacks_today:
        return f"scaling it needs {lacks_today} today"
    return f"scaling it needs {lacks_then}"


def no_load_today(name: str) -> str:
    """Why a wait cannot be scaled although both loads are known."""
    return f"nobody waits for people at {name} with today's load, so it cannot be scaled by the load"


def batch_not_known(name: str, after: Survey) -> str:
    """Why what a batch does to the wait cannot be said."""
    if after.stream.demand is None:
        return f"what the batch of {name} does to it needs the demand"
    return f"what the batch of {name} does to it needs the process time and how often items come"


def no_limit(response: Response, after: Survey) -> str:
    """Why there is no predicted wait."""
    return f"{_too_much(response, after)}, so its queue grows without end and no wait can be said: lower the load."


def needs_less_load(response: Response, after: Survey) -> str:
    """What a figure needs that lacks this wait, in the words of `Missing`."""
    load = percent(response.now.utilisation or 0.0)
    name = label(response.step, after.graph)
    return f"needs a load of {name} below 100 %: at {load} its queue grows without end"


def too_large(response: Response, after: Survey) -> str:
    """Why a wait that is finite is not said."""
    return f"The wait before {label(response.step, after.graph)} is too large to be a number."


def _too_much(response: Response, after: Survey) -> str:
    load = percent(response.now.utilisation or 0.0)
    return f"{label(response.step, after.graph)} would be asked for {load} of what its people can do"
