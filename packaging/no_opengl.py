"""Replaces Qt's OpenGL bindings, 10 MB, in the bundle. PyInstaller runs this before the program.

PyQtGraph imports them with its plots, and uses them only if it is configured to draw with OpenGL.
"""

from __future__ import annotations

import sys
from types import ModuleType


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)

    def part(wanted: str) -> type:
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        if wanted == "QOpenGLWidget":
            # PyQtGraph derives a class from it.
            from PySide6.QtWidgets import QWidget  # noqa: PLC0415 - not every start loads Qt

            return QWidget
        return type(wanted, (), {})

    module.__getattr__ = part  # type: ignore[method-assign]
    return module


for _name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"):
    sys.modules[_name] = _stand_in(_name)
