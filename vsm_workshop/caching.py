"""What a server answers is for the person who asked, now: nobody keeps it, neither a proxy nor a shared computer."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin


class NothingIsKept(MiddlewareMixin):
    """Tells browsers and proxies not to keep an answer that does not say itself how long it holds.

    Stands behind WhiteNoise, whose files are everybody's and are kept.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response
