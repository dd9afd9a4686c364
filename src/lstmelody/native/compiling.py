"""How the functions of this package are compiled, and where the outcome is kept.

Knows Numba. Does not know what the functions do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit
from platformdirs import user_cache_path

_TOLD_BY = (
    *("conditions", "events", "facts", "given", "inputs", "labels", "locks", "lookback", "music"),
    *("outlines", "plans", "sampling"),
)
"""The modules whose constants are compiled in."""
_OLD_SECONDS = 30 * 24 * 3600
_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled_before(name: str) -> bool:
    """Whether a function of this package was compiled on this machine, and is kept."""
    return any(Path(config.CACHE_DIR).rglob(f"*.{name}-*.nbi")) if config.CACHE_DIR else False


def _kept() -> bool:
    """Whether there is a folder to keep compiled code in: one for this version of the package.

    Numba looks at the file of a function alone, and would go on with old code of the functions that
    it calls, and with old constants; so the folder is named after all of them, and folders that
    were named before go when they are old.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return True
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), *(here.parent / f"{name}.py" for name in _TOLD_BY)]
    version = hashlib.sha256(b"".join(map(Path.read_bytes, sources))).hexdigest()[:16]
    home = user_cache_path("lstmelody") / "compiled"
    try:
        (home / version).mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    if not os.access(home / version, os.W_OK):
        return False
    config.CACHE_DIR = str(home / version)
    for other in home.iterdir():
        if other.name != version and time.time() - other.stat().st_mtime > _OLD_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
    return True


_COMPILE = njit(cache=_kept(), nogil=True, error_model="numpy", boundscheck=False)


def compiled(function: _Function) -> _Function:
    """Have a function compiled when it is first called. It lets go of Python's lock as it runs."""
    return cast(_Function, _COMPILE(function))
