"""Which socket address leads where."""

from typing import Any

from django.urls import re_path

from live.consumer import MapConsumer

# To Django's types an address leads to a view.
map_consumer: Any = MapConsumer()

# An address that is none is answered like a map that does not exist.
websocket_urlpatterns: list[object] = [
    re_path(r"^ws/maps/(?P<map_id>[^/]*)/$", map_consumer),
    re_path(r"^", map_consumer),
]
