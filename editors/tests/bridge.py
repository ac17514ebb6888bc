"""Puts a server that speaks on standard input and output behind an address, for clients that speak HTTP only.

Each session is a process of its own. What the server says by itself waits for whoever reads the stream of the session.
"""

import json
import queue
import subprocess
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# How long an answer may take.
PATIENCE = 60


class Session:
    """A server, and who waits for its answers."""

    def __init__(self, command):
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answers = {}
        self.lock = threading.Lock()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.server.stdout:
            message = json.loads(line)
            if "method" not in message:
                self.waiting(message.get("id")).put(line)

    def waiting(self, at):
        with self.lock:
            return self.answers.setdefault(json.dumps(at), queue.Queue())

    def say(self, message):
        self.server.stdin.write(json.dumps(message).encode() + b"\n")
        self.server.stdin.flush()

    def end(self):
        self.server.stdin.close()
        self.server.wait()


class Bridge(ThreadingHTTPServer):
    """Serves the sessions of one command."""

    def __init__(self, command):
        super().__init__(("127.0.0.1", 0), Handler)
        self.command = command
        self.sessions = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/mcp"

    def end(self):
        self.shutdown()
        for session in self.sessions.values():
            session.end()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One message of a client."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = self.headers.get("Mcp-Session-Id")
        if message.get("method") == "initialize":
            name = uuid.uuid4().hex
            self.server.sessions[name] = Session(self.server.command)
        session = self.server.sessions.get(name)
        if session is None:
            return self.answer(404, b"")
        session.say(message)
        if "id" not in message or "method" not in message:
            return self.answer(202, b"")
        answer = session.waiting(message["id"]).get(timeout=PATIENCE)
        return self.answer(200, answer, name)

    def do_GET(self):
        self.answer(405, b"")

    def do_DELETE(self):
        session = self.server.sessions.pop(self.headers.get("Mcp-Session-Id"), None)
        if session is not None:
            session.end()
        self.answer(200, b"")

    def answer(self, status, body, session=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if session:
            self.send_header("Mcp-Session-Id", session)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
