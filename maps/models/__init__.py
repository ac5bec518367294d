from maps.models.elements import Flow, Note, Queue, Step
from maps.models.judging import ConstraintJudging
from maps.models.lock import MapLock
from maps.models.map import Map
from maps.models.operation import Operation
from maps.models.simulation import SimulationJob
from maps.models.what_if import WhatIf

__all__ = [
    "ConstraintJudging",
    "Flow",
    "Map",
    "MapLock",
    "Note",
    "Operation",
    "Queue",
    "SimulationJob",
    "Step",
    "WhatIf",
]
