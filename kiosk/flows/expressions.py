"""The CEL engine alone. Its package imports a command line with it, which costs half a second a process."""

from __future__ import annotations

from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any


def _engine() -> Any:
    package = find_spec("cel")
    places = package.submodule_search_locations if package else None
    extension = PathFinder.find_spec("cel.cel", places)
    if extension is None or extension.loader is None:
        raise ImportError("common-expression-language is not installed")
    module = module_from_spec(extension)
    extension.loader.exec_module(module)
    return module


cel: Any = _engine()
