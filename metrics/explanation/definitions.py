"""What each figure means, by which formula and after whom."""

from dataclasses import dataclass

from metrics.explanation.records import Unit


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure in words; `source` names the books and papers whose convention it follows."""

    figure: str
    name: str
    definition: str
    formula: str
    source: str
    unit: Unit


DEFINITIONS = (
    Definition(
        "lead_time_s",
        "Lead time",
        "Working time from trigger to delivery for one item that needs no rework, along the counted path.",
        "Σ (wait time + process time) × times passed; alternatives by their shares, of parallel ways the longest",
        "Rother and Shook, Learning to See (1999); the longest of parallel ways: Kelley and Walker, "
        "Critical-Path Planning and Scheduling (1959).",
        "s",
    ),
    Definition(
        "expected_lead_time_s",
        "Expected lead time",
        "Working time from trigger to delivery on average, rework included.",
        "E(i) = d(i) + Σ r·E(k) + (1 − Σ r)·A, where A = Σ s·E(j) for alternatives and max E(j) for parallel ways; "
        "here as Σ (wait time + process time) × times passed",
        "Kemeny and Snell, Finite Markov Chains (1960): the mean time until absorption.",
        "s",
    ),
    Definition(
        "process_time_s",
        "Process time",
        "Working time in which somebody works on one item, along the counted path.",
        "Σ process time × times passed",
        "Martin and Osterling, Value Stream Mapping (2014).",
        "s",
    ),
    Definition(
        "wait_time_s",
        "Wait time",
        "Working time in which one item waits, before steps and in queues, along the counted path.",
        "Σ wait time × times passed",
        "Rother and Shook, Learning to See (1999): the upper line of the timeline.",
        "s",
    ),
    Definition(
        "effort_s",
        "Effort",
        "Process time of everything that is done for one item: parallel branches and rework included.",
        "Σ process time × visits",
        "Visits as in Denning and Buzen, The Operational Analysis of Queueing Network Models (1978).",
        "s",
    ),
    Definition(
        "flow_efficiency",
        "Flow efficiency",
        "The part of the lead time in which somebody works on the item.",
        "process time ÷ lead time, both along the counted path",
        "Martin and Osterling, Value Stream Mapping (2014), who call it activity ratio.",
        "share",
    ),
    Definition(
        "value_added_time_s",
        "Value-adding time",
        "Process time of the steps that add value for the customer, along the counted path.",
        "Σ process time × times passed, of value-adding steps",
        "Rother and Shook, Learning to See (1999).",
        "s",
    ),
    Definition(
        "process_cycle_efficiency",
        "Process cycle efficiency",
        "The part of the lead time that adds value for the customer.",
        "value-adding time ÷ lead time",
        "George, Lean Six Sigma (2002).",
        "share",
    ),
    Definition(
        "rolled_complete_accurate",
        "Rolled %C/A",
        "The chance that an item passes every step without correction.",
        "product of the %C/A of all steps; alternatives weighted by their shares, every parallel branch a factor",
        "Martin and Osterling, Value Stream Mapping (2014).",
        "share",
    ),
    Definition(
        "takt_time_s",
        "Takt time",
        "Available working time for each item that customers ask for.",
        "available working time ÷ demand",
        "Rother and Shook, Learning to See (1999).",
        "s",
    ),
    Definition(
        "throughput_per_day",
        "Throughput",
        "Items a day that the stream delivers: what is asked for, or less where a step cannot keep up.",
        "min(demand, capacity of every step), capacity = people × uptime × working time ÷ (visits × process time)",
        "Hopp and Spearman, Factory Physics (1996): the bottleneck rate.",
        "items_per_day",
    ),
    Definition(
        "wip",
        "Flow load",
        "Items in the stream at a time, on average.",
        "throughput × expected lead time",
        "Little, A Proof for the Queuing Formula L = λW (1961).",
        "items",
    ),
    Definition(
        "handoffs",
        "Hand-offs",
        "How often work on one item changes hands, along the counted path.",
        "Σ hand-offs × times passed, of the steps that state them",
        "A convention of this product: what nobody stated is not counted.",
        "count",
    ),
    Definition(
        "constraint",
        "Constraint",
        "The step that governs the stream: by utilisation where it is known for every step, else where work piles up.",
        "utilisation = demand × visits × process time ÷ (people × uptime × working time); pile-up = longest wait",
        "Goldratt and Cox, The Goal (1984); utilisation as in Hopp and Spearman, Factory Physics (1996).",
        "share",
    ),
)
