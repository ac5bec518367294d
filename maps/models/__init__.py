from maps.models.elements import Flow, Note, Queue, Step
from maps.models.map import Map
from maps.models.operation import Operation

__all__ = ["Flow", "Map", "Note", "Operation", "Queue", "Step"]
