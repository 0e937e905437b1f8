"""python acquainted.py FOLDER MODULE ARGUMENTS: a module that knows the persons of FOLDER, and no others.

For the parts of a stand that are outside what the terminal promises: its virtual devices, and the platform.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from acceptance.population import Population
from kiosk.devices.virtual import persons

folder, module = Path(sys.argv[1]), sys.argv[2]
del sys.argv[1:3]
persons.load.__defaults__ = (folder / "persons.yaml",)
Population.load.__func__.__defaults__ = (folder / "persons.yaml", folder / "records.yaml")
runpy.run_module(module, run_name="__main__", alter_sys=True)
