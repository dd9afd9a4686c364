"""Puts the built page into the wheel, as `lstmelody/web`, where there is one.

Hatchling runs this; `make wheel` sees to it that the page is built first.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelPage(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        page = Path(self.root, "web", "dist")
        if version != "editable" and page.is_dir():
            build_data["force_include"][str(page)] = "lstmelody/web"
