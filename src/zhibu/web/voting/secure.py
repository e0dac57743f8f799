"""Whether the browser that asks may vote electronically: only where nobody on the way can change the page."""

from __future__ import annotations

import ipaddress

from zhibu.web.layout.request import Request


def is_secure(request: Request) -> bool:
    """HTTPS, or the machine itself: the two places where browsers offer their cryptography."""
    if request.is_secure():
        return True
    host = request.get_host().rpartition(":")[0] or request.get_host()
    host = host.strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "testserver")


WHY_NOT = (
    "这个网址不是 HTTPS：路上的人能改网页，也能看到选票，所以电子票关着。"
    "用 zhibu serve --host 开 HTTPS，或者给网站配证书；现在先用纸票。"
)
