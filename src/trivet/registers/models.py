"""Finds the registers: every file of this folder that declares one is loaded once."""

from importlib import import_module
from pkgutil import iter_modules

import trivet.registers as folder

for module in iter_modules(folder.__path__):
    if module.name not in {"apps", "models", "migrations"}:
        import_module(f"{folder.__name__}.{module.name}")
