"""A mail server for tests, as far as SMTP is spoken here: it keeps what it took, and fails as it is told."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Box:
    """What the server took, and what it does with the next letters."""

    url: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # an answer for a command: {"RCPT": "550 nobody"}
    hangs_up: bool = False  # after the text has come, without an answer
    on_text: Callable[[], None] = lambda: None  # before the answer

    def subjects(self) -> list[str]:
        return [str(one["Subject"]) for one in self.taken]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Box = self.server.box  # type: ignore[attr-defined]
        self._say("220 here")
        for line in self.rfile:
            word = line.split(b":")[0].split()[0].decode().upper()
            if word in box.refuses:
                self._say(box.refuses[word])
            elif word == "DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                box.taken.append(message_from_bytes(text, policy=default))  # type: ignore[arg-type]
                box.on_text()
                if box.hangs_up:
                    return
                self._say("250 taken")
            elif word == "QUIT":
                return
            else:
                self._say("250 yes")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def serving() -> Iterator[Box]:
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.box = Box(url=f"smtp://127.0.0.1:{server.server_address[1]}")  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.box  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()
