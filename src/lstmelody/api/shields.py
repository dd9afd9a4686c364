"""Tells browsers, with every answer, what a page of ours may do: nothing but what it needs.

Knows headers, and why each exception is made. Does not know any page.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    # The synthesiser's worklet, a file of ours, decodes its samples in WebAssembly.
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",  # Mantine writes its colours into <style> as it runs
    "img-src": "'self' data: blob:",  # pictures in Mantine's style sheets, and what a canvas saves
    "media-src": "'self' blob:",  # a song that was rendered in the page
    "connect-src": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",  # the field for the access token
}

FEATURES_OFF = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
FEATURES = ", ".join(["midi=(self)", *(f"{feature}=()" for feature in FEATURES_OFF)])
"""Features that are off until asked for and that only Chromium knows are not named: other browsers
complain of them on the console."""

ALWAYS = {
    "Content-Security-Policy": "; ".join(
        f"{what} {from_where}" for what, from_where in CONTENT_SECURITY_POLICY.items()
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, forms would come from the origin `null`
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": FEATURES,
}
WHERE_TRUSTED = {"Cross-Origin-Opener-Policy": "same-origin"}
"""On plain http from another computer browsers ignore it, and complain on the console.

There is no Strict-Transport-Security: it would hold for whatever else this host serves."""

Headers = list[tuple[bytes, bytes]]


class Shields:
    """Adds the headers to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp, *, loopback: bool) -> None:
        self.app, self._loopback = app, loopback
        self._plain = _encoded(ALWAYS)
        self._trusted = _encoded(ALWAYS | WHERE_TRUSTED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        trusted = self._loopback or scope["scheme"] == "https"
        shields = self._trusted if trusted else self._plain

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *shields]
            await send(message)

        await self.app(scope, receive, shielded)


def _encoded(headers: dict[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
