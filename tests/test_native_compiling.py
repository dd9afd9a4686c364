"""Compiled code is kept, under a name that changes with all that it is made of."""

import ast
from pathlib import Path

from lstmelody.native import compiling

NATIVE = Path(compiling.__file__).parent


def test_every_module_whose_constants_are_compiled_in_names_the_folder():
    imported = set()
    for path in NATIVE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lstmelody."):
                imported.add(node.module.removeprefix("lstmelody.").split(".")[0])
    assert imported - {"native"} <= set(compiling._TOLD_BY)
    assert all((NATIVE.parent / f"{name}.py").is_file() for name in compiling._TOLD_BY)


def test_what_was_compiled_is_known_and_what_was_not_is_not():
    @compiling.compiled
    def never_called() -> int:
        return 1

    assert not compiling.compiled_before("never_called")
