"""The ASGI application: pages and API by Django, the maps' sockets by Channels."""

import os
import warnings

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

from vsm_workshop import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsm_workshop.settings")
environment.text("DATABASE_URL")
environment.text("REDIS_URL")

# WhiteNoise hands out files as plain iterators; Django reads such a file whole before sending, which is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Models can be imported only after this call, hence the imports below it.
pages = get_asgi_application()

from live.routing import websocket_urlpatterns  # noqa: E402
from vsm_workshop.origin import OriginCheck  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": OriginCheck(URLRouter(websocket_urlpatterns))})
