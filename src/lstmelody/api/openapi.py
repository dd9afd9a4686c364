"""Prints the OpenAPI document, from which the web client is generated.

Run as `python -m lstmelody.api.openapi`. Opens no library.
"""

from __future__ import annotations

import json
from pathlib import Path

from lstmelody.api.app import create_app
from lstmelody.settings import Settings


def document() -> str:
    """The same text as long as the service is the same; touches no file."""
    app = create_app(Settings(data=Path("unused")))
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(document(), end="")
