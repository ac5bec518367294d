"""Work that comes back follows the quality of the step that it comes back to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from metrics.graph import FlowGraph
from metrics.stream import Flow, Quantity, Stream
from metrics.wording import label, percent

_SMALLEST_SHARE_LEFT = 1e-9


def follow_quality(today: Stream, changed: Stream, graph: FlowGraph) -> tuple[Stream, list[str]]:
    """The changed stream with the rework shares that its changed %C/A imply, and a sentence for each.

    A share of rework into a step, or into the queue before it, goes with what the step passes on incomplete:
    `share · (1 − %C/A then) ÷ (1 − %C/A today)`. A share that was changed by hand stands as said. `graph` is
    today's, for the names.
    """
    improved = {
        step_id: (was.complete_accurate.value, now.complete_accurate.value)
        for step_id, now in changed.steps.items()
        if (was := today.steps.get(step_id)) is not None
        and was.complete_accurate is not None
        and now.complete_accurate is not None
        and was.complete_accurate.value != now.complete_accurate.value
    }
    if not improved:
        return changed, []
    before = {flow.id: flow for flow in today.flows}
    followers = _sole_followers(changed)
    notes: list[str] = []
    shares: dict[str, float] = {}
    for flow in changed.flows:
        step_id = followers.get(flow.target, flow.target)
        if flow.rework and flow == before.get(flow.id) and flow.share and flow.share.value and step_id in improved:
            share = _followed(flow.share, *improved[step_id])
            if share is None:
                notes.append(_stands_because_all_was_right(changed, graph, flow, step_id))
            else:
                shares[flow.id] = share
    for flow in _too_much_in_all(changed.flows, shares):
        shares.pop(flow.id, None)
        notes.append(_stands_because_too_much(changed, graph, flow))
    notes += [_follows(changed, graph, flow, shares[flow.id]) for flow in changed.flows if flow.id in shares]
    flows = tuple(
        replace(flow, share=flow.share._replace(value=shares[flow.id], low=None, high=None))
        if flow.id in shares and flow.share
        else flow
        for flow in changed.flows
    )
    return replace(changed, flows=flows), notes


def _followed(share: Quantity, was: float, now: float) -> float | None:
    return share.value * (1 - now) / (1 - was) if was < 1 else None


def _sole_followers(stream: Stream) -> dict[str, str]:
    """By queue: the step that follows, where it is the only one, also through further queues."""
    following: dict[str, list[str]] = {}
    for flow in stream.flows:
        if not flow.rework:
            following.setdefault(flow.source, []).append(flow.target)
    found: dict[str, str] = {}
    for queue_id in stream.queues:
        seen: set[str] = set()
        place = queue_id
        while place in stream.queues and place not in seen and len(following.get(place, ())) == 1:
            seen.add(place)
            (place,) = following[place]
        if place in stream.steps:
            found[queue_id] = place
    return found


def _too_much_in_all(flows: Iterable[Flow], shares: Mapping[str, float]) -> list[Flow]:
    """The followed flows of the steps that would send everything back, so that nothing got through."""
    sent_back: dict[str, float] = {}
    flows = [flow for flow in flows if flow.rework]
    for flow in flows:
        stated = flow.share.value if flow.share else 0.0
        sent_back[flow.source] = sent_back.get(flow.source, 0.0) + shares.get(flow.id, stated)
    return [flow for flow in flows if flow.id in shares and sent_back[flow.source] > 1 - _SMALLEST_SHARE_LEFT]


def _named(stream: Stream, graph: FlowGraph, element_id: str) -> str:
    return label(stream.steps.get(element_id) or stream.queues[element_id], graph)


def _follows(stream: Stream, graph: FlowGraph, flow: Flow, share: float) -> str:
    stated = flow.share.value if flow.share else 0.0
    source, target = (_named(stream, graph, end) for end in (flow.source, flow.target))
    return (
        f"{source} is taken to send back {percent(share)} to {target} instead of {percent(stated)}, in step with what "
        "comes from there incomplete; a share that you set yourself stands."
    )


def _stands_because_all_was_right(stream: Stream, graph: FlowGraph, flow: Flow, step_id: str) -> str:
    source, step = (_named(stream, graph, end) for end in (flow.source, step_id))
    return (
        f"{step} has 100 % C/A today although {source} sends work back to it, so that share cannot follow the %C/A: "
        "set it yourself."
    )


def _stands_because_too_much(stream: Stream, graph: FlowGraph, flow: Flow) -> str:
    source = _named(stream, graph, flow.source)
    return (
        f"With this %C/A {source} would send everything back, so its share of rework stays as it is: set it yourself."
    )
