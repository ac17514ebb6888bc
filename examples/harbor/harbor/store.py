"""The book: an append-only list of events, kept in one file of JSON lines."""

import json
from pathlib import Path


class Store:
    """Reads and appends events; never changes one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, kind: str, **data: object) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"kind": kind, **data}) + "\n")

    def events(self, kind: str | None = None) -> list[dict]:
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in lines]
        return [event for event in events if kind in (None, event["kind"])]
