"""How tests speak to the API: JSON in, status and JSON out."""

from typing import Any

from django.test import Client


def send(client: Client, method: str, path: str, body: object = None, **extra: Any) -> Any:
    """Return the response to a request with a JSON body, or with none."""
    content = {} if body is None else {"data": body, "content_type": "application/json"}
    return client.generic(method.upper(), path, **_encoded(client, content), **extra)


def _encoded(client: Client, content: dict[str, Any]) -> dict[str, Any]:
    if not content:
        return {}
    data = content["data"]
    encoded = data if isinstance(data, bytes) else client._encode_json(data, "application/json")
    return {"data": encoded, "content_type": "application/json"}


def step(name: str, **fields: object) -> dict[str, Any]:
    """Return the element of an edit that adds a step."""
    return {"kind": "step", "name": name, **fields}


def add(element_id: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"do": "add", "id": element_id, "element": element}
