"""From which machine a request comes: what wrong passwords and wrong codes are counted by."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the browser's machine. Behind a proxy: the last one that the proxy noted.

    What stands before it in X-Forwarded-For was said by the browser and could be anything; without a
    proxy that is named in the settings the header is not looked at.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.ZHIBU_BEHIND_PROXY:
        return direct
    noted = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(noted))
    except ValueError:
        return direct
