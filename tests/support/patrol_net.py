"""A small real network on loopback for patrol tests: a DNS server and web servers on several addresses."""

import contextlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Page = Callable[[str, int], tuple[int, bytes]]
"""From path and how often the host was asked, to status and body (of a redirect: its target)."""


def plain_page(path: str, times: int) -> tuple[int, bytes]:
    """A calm page with a rotating token and a visitor counter."""
    if path != "/":
        return 404, b"<h1>Tidak ada</h1>"
    return 200, (
        b"<html><head><title>Dinas Contoh</title></head><body><h1>Selamat datang</h1>"
        b'<input type="hidden" name="csrf_token" value="tok%06d">'
        b"<p>Pengunjung hari ini: %d</p></body></html>" % (times * 7919, times)
    )


class LoopbackNet:
    """Names resolve to 198.18.0.x, which the connect map leads to web servers on 127.18.0.x."""

    def __init__(self, addresses: int = 1) -> None:
        self.pages: dict[str, Page] = {}
        self.address_of: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.open_silences = 0  # connections that are being kept without an answer
        self.delay = 0.0
        self._hosts = [f"127.18.0.{n + 1}" for n in range(addresses)]
        self._dns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._dns.bind(("127.0.0.1", 0))
        self.dns_port = self._dns.getsockname()[1]
        first = self._server(self._hosts[0], 0)
        self.http_port = first.server_address[1]
        self._servers = [first] + [self._server(h, self.http_port) for h in self._hosts[1:]]
        self._closed = socket.socket()  # bound, never listening: refuses connections
        self._closed.bind(("127.18.0.1", 0))

    def add(self, host: str, page: Page = plain_page, address: int = 0) -> str:
        """Let a host exist on the n-th address; return the site's URL."""
        self.pages[host] = page
        self.address_of[host] = f"198.18.0.{address % len(self._hosts) + 1}"
        return f"http://{host}/"

    def env(self) -> dict[str, str]:
        """Ordinary settings that lead here; limits wide enough for a test's patience."""
        closed = self._closed.getsockname()[1]
        return {
            "RONDA_RESOLVER": f"127.0.0.1:{self.dns_port}",
            "RONDA_ALLOW_NETWORKS": "198.18.0.0/15",
            "RONDA_CONNECT_MAP": f"198.18.0.0/15:80=127.18.0.0/15:{self.http_port},"
            f"198.18.0.0/15:443=127.18.0.0/15:{closed}",
            "RONDA_LIMIT_CONNECTIONS_PER_ADDRESS": "20",
            "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "1000",
            "RONDA_LIMIT_BURST_PER_HOST": "1000",
        }

    @contextlib.contextmanager
    def running(self) -> Iterator["LoopbackNet"]:
        """Serve until the block ends."""
        threads = [threading.Thread(target=self._answer_names, daemon=True)]
        threads += [
            threading.Thread(target=s.serve_forever, args=(0.05,), daemon=True)
            for s in self._servers
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server in self._servers:
                server.shutdown()
                server.server_close()
            self._dns.sendto(b"", ("127.0.0.1", self.dns_port))
            threads[0].join(5)
            self._dns.close()
            self._closed.close()

    def silence(self, path: str, times: int) -> tuple[int, bytes]:
        """Never answer (the handler keeps the connection until the other side closes it)."""
        raise _Silence

    def _answer_names(self) -> None:
        while True:
            raw, peer = self._dns.recvfrom(4096)
            if not raw:
                return
            with contextlib.suppress(Exception):
                question = dns.message.from_wire(raw)
                answer = dns.message.make_response(question)
                answer.flags |= dns.flags.AA | dns.flags.RA
                asked = question.question[0]
                name = asked.name.to_text(omit_final_dot=True).lower()
                if name not in self.address_of and not any(
                    known.endswith("." + name) for known in self.address_of
                ):
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                elif name in self.address_of and asked.rdtype == 1:
                    answer.answer.append(
                        dns.rrset.from_text(asked.name, 60, "IN", "A", self.address_of[name])
                    )
                self._dns.sendto(answer.to_wire(), peer)

    def _server(self, host: str, port: int) -> ThreadingHTTPServer:
        net = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                name = self.headers.get("Host", "").partition(":")[0].lower()
                page = net.pages.get(name, plain_page)
                net.asked[name] += 1
                if net.delay:
                    time.sleep(net.delay)
                try:
                    status, body = page(self.path, net.asked[name])
                except _Silence:
                    self._keep_silent()
                    return
                self.send_response(status)
                if 300 <= status < 400:  # a redirect's body is where it leads
                    self.send_header("Location", body.decode())
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)
                self.close_connection = True

            def _keep_silent(self) -> None:
                net.open_silences += 1
                self.connection.settimeout(30)
                with contextlib.suppress(OSError):
                    self.connection.recv(1)  # returns when the other side closes
                net.open_silences -= 1
                self.close_connection = True

            def handle(self) -> None:
                with contextlib.suppress(OSError):  # the visitor may be killed at any moment
                    super().handle()

            def finish(self) -> None:
                with contextlib.suppress(OSError):
                    super().finish()

            def log_message(self, format: str, *args: object) -> None:
                return

        server = ThreadingHTTPServer((host, port), Handler, bind_and_activate=False)
        server.daemon_threads = True
        server.allow_reuse_address = True
        server.request_queue_size = 128
        server.server_bind()
        server.server_activate()
        return server


class _Silence(Exception):
    """A page that does not answer."""
