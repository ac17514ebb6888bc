"""Starts a server and notes down every message between it and its client: `recorded.py LOG COMMAND…`.

Each line of the log is an object: who said it, and the line as it was said.
"""

import json
import subprocess
import sys
import threading


def main() -> int:
    log, *command = sys.argv[1:]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with open(log, "a", encoding="utf-8") as notes:
        lock = threading.Lock()

        def copy(who, source, sink):
            for line in iter(source.readline, b""):
                with lock:
                    said = {"from": who, "line": line.decode("utf-8")}
                    notes.write(json.dumps(said) + "\n")
                    notes.flush()
                sink.write(line)
                sink.flush()
            if who == "client":
                sink.close()

        asks = threading.Thread(
            target=copy, args=("client", sys.stdin.buffer, server.stdin), daemon=True
        )
        asks.start()
        copy("server", server.stdout, sys.stdout.buffer)
        return server.wait()


if __name__ == "__main__":
    sys.exit(main())
