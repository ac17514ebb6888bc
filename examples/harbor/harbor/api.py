"""The HTTP side: JSON in, JSON out."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from harbor.berths import BERTHS
from harbor.bookings import taken
from harbor.store import Store
from harbor.tides import windows

STORE = Store(Path("harbor.jsonl"))


def berths() -> list[dict]:
    """What the map shows of each berth."""
    return [{"name": b.name, "length": b.length, "photos": b.photos} for b in BERTHS]


def free(night: str) -> list[str]:
    """Names of the berths that nobody has booked for the night."""
    occupied = taken(STORE)
    return [berth.name for berth in BERTHS if (berth.name, night) not in occupied]


def reachable(name: str, draft: float) -> list[tuple[int, int]]:
    """Hours of the day at which a boat of this draft reaches the berth."""
    berth = next(berth for berth in BERTHS if berth.name == name)
    return windows(berth.depth, draft)


class Handler(BaseHTTPRequestHandler):
    """Routes a request to the functions above."""

    def do_GET(self) -> None:
        match self.path.strip("/").split("/"):
            case ["berths"]:
                self.answer(berths())
            case ["free", night]:
                self.answer(free(night))
            case ["reachable", name, draft]:
                self.answer(reachable(name, float(draft)))
            case _:
                self.send_error(404)

    def answer(self, body: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8040), Handler).serve_forever()
