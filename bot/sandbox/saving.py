"""Snapshots: the state in one JSON file, written atomically, a moment after the last change."""

import os
import threading
from pathlib import Path
from typing import Any

from bot.sandbox.state import State
from bot.sandbox.workspace import Workspace

_QUIET = 0.5
_CHANGES = ("message", "message_gone", "modals", "home", "channels", "people", "moved")


def load(path: Path | None) -> State:
    """The state saved at `path`; an empty one when there is no file."""
    if path is None or not path.exists():
        return State()
    return State.model_validate_json(path.read_text("utf-8"))


class Saver:
    """Keeps the file up to date while the sandbox runs. Without a path it does nothing."""

    def __init__(self, ws: Workspace, path: Path | None) -> None:
        self._ws = ws
        self._path = path
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        if path is not None:
            ws.listen(self._changed)

    def flush(self) -> None:
        """Writes now."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._path is None:
                return
            with self._ws.lock:
                self._ws.state.now = self._ws.clock.now().timestamp()
                text = self._ws.state.model_dump_json()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".writing")
            with draft.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)

    def _changed(self, kind: str, thing: Any) -> None:
        if kind in _CHANGES and self._timer is None:
            self._timer = threading.Timer(_QUIET, self.flush)
            self._timer.daemon = True
            self._timer.start()
