"""How tests speak to the API: JSON in, status and JSON out."""

import json
from typing import Any

from django.test import Client


def send(client: Client, method: str, path: str, body: object = None, **extra: Any) -> Any:
    """Return the response to a request with a JSON body, or with none."""
    if body is None:
        return client.generic(method.upper(), path, **extra)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.generic(method.upper(), path, data, "application/json", **extra)


def call(client: Client, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
    """Return what the API answers below /api/ with the status that is expected; None without content."""
    response = send(client, method, f"/api/{path}", body)
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def step(name: str, **fields: object) -> dict[str, Any]:
    """Return the element of an edit that adds a step."""
    return {"kind": "step", "name": name, **fields}


def add(element_id: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"do": "add", "id": element_id, "element": element}
