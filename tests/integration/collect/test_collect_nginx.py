"""`ronda check` on a real nginx: the report says what is truly there."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from collect_world import CollectWorld

pytestmark = pytest.mark.real("nginx")

HOST = "dinkes.rembulanprov.go.id"
PAGE = """<!doctype html><html lang="id"><head><title>Dinas Kesehatan</title>
<meta name="generator" content="WordPress 6.4"></head><body><h1>Selamat datang</h1></body></html>"""

CONFIG = """
{user}
daemon off;
pid {tmp}/nginx.pid;
error_log {tmp}/error.log;
worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log {tmp}/access.log combined;
  client_body_temp_path {tmp}/a; proxy_temp_path {tmp}/b; fastcgi_temp_path {tmp}/c;
  uwsgi_temp_path {tmp}/d; scgi_temp_path {tmp}/e;
  types {{ text/html html; }}
  gzip on; gzip_min_length 10;
  server {{
    listen 127.18.0.7:{http};
    server_name {host};
    return 301 https://{host}$request_uri;
  }}
  server {{
    listen 127.18.0.7:{https} ssl http2;
    server_name {host};
    ssl_certificate {tmp}/chain.pem;
    ssl_certificate_key {tmp}/key.pem;
    ssl_protocols TLSv1.2;
    root {tmp}/www;
    add_header Strict-Transport-Security "max-age=31536000" always;
    add_header X-Frame-Options DENY always;
  }}
}}
"""


@pytest_asyncio.fixture
async def nginx(world: CollectWorld, tmp_path: Path) -> AsyncIterator[CollectWorld]:
    """A real nginx of our own user, with a certificate from an intermediate of the trusted CA."""
    world.zone[(HOST, "A")] = ["198.18.0.7"]
    leaf = world.ca.create_child_ca().issue_cert(HOST)
    (tmp_path / "chain.pem").write_bytes(b"".join(p.bytes() for p in leaf.cert_chain_pems))
    (tmp_path / "key.pem").write_bytes(leaf.private_key_pem.bytes())
    (tmp_path / "www" / ".git").mkdir(parents=True)
    (tmp_path / "www" / "index.html").write_text(PAGE)
    (tmp_path / "www" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "nginx.conf").write_text(
        CONFIG.format(
            tmp=tmp_path,
            host=HOST,
            http=world.http_port,
            https=world.https_port,
            user="user root;" if os.geteuid() == 0 else "",
        )
    )
    program = shutil.which("nginx")
    assert program is not None
    with (tmp_path / "start.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path), stderr=log
        )
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.18.0.7", world.https_port)
        except OSError:
            assert process.returncode is None, (tmp_path / "start.log").read_text()
            await asyncio.sleep(0.05)
        else:
            writer.close()
            await writer.wait_closed()
            break
    yield world
    process.terminate()
    await process.wait()


async def check(world: CollectWorld, *arguments: str) -> tuple[int, str, str]:
    """Run the command as an office would, with settings in the environment."""
    net = world.net()
    rules = ",".join(f"{r.network}:{r.port}={r.to}:{r.to_port}" for r in net.connect_map)
    env = {
        **os.environ,
        "RONDA_RESOLVER": f"127.0.0.1:{world.dns_port}",
        "RONDA_ALLOW_NETWORKS": "198.18.0.0/15",
        "RONDA_CONNECT_MAP": rules,
        "RONDA_TRUST_STORE": net.trust_store,
        "RONDA_LIMIT_REQUESTS_PER_SECOND_PER_HOST": "50",
        "RONDA_ENV_FILE": "no-such-file.env",
        "COLUMNS": "200",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ronda",
        "check",
        *arguments,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def nginx_version() -> str:
    """As the program itself says it: "nginx/1.26.0"."""
    process = await asyncio.create_subprocess_exec("nginx", "-v", stderr=subprocess.PIPE)
    _, said = await process.communicate()
    return said.decode().partition(": ")[2].split()[0]


async def test_the_report_for_machines_is_true(nginx: CollectWorld) -> None:
    code, out, err = await check(nginx, f"https://{HOST}/", "--relation", "official", "--json")
    assert code in (0, 1), err
    seen: dict[str, Any] = json.loads(out)["artifacts"]
    tls = seen["tls"]
    assert (tls["version"], tls["alpn"], tls["trusted"], tls["name_matches"]) == (
        "TLSv1.2",
        "h2",
        True,
        True,
    )
    assert [c["is_ca"] for c in tls["chain"]] == [False, True]
    assert tls["chain"][0]["names"] == [HOST]
    page = seen["http:visitor"]
    headers = dict(page["headers"])
    assert headers["server"] == await nginx_version()
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["content-encoding"] == "gzip"
    assert (page["status"], page["body"]["bytes"], page["framing_problem"]) == (200, len(PAGE), "")
    assert (seen["page:visitor"]["title"], seen["page:visitor"]["generator"]) == (
        "Dinas Kesehatan",
        "WordPress 6.4",
    )
    plain = seen["http:plain"]
    assert [(h["status"], h["url"]) for h in plain["hops"]] == [(301, f"http://{HOST}/")]
    assert plain["final_url"] == f"https://{HOST}/"
    assert seen["dns"]["apex"] == "rembulanprov.go.id"


async def test_the_report_for_people_is_in_both_languages(nginx: CollectWorld) -> None:
    _, indonesian, _ = await check(nginx, HOST)
    _, english, _ = await check(nginx, HOST, "--lang", "en")
    for report in (indonesian, english):
        assert "198.18.0.7" in report
        assert "TLSv1.2" in report
        assert "Dinas Kesehatan" in report
        assert f"301 → 200  https://{HOST}/" in report
    assert "2 sertifikat dikirim; dipercaya" in indonesian
    assert "2 certificate(s) sent; trusted" in english


async def test_a_site_that_is_down_could_not_be_measured(world: CollectWorld) -> None:
    world.zone[("mati.rembulanprov.go.id", "A")] = ["198.18.0.9"]
    code, out, _ = await check(world, "mati.rembulanprov.go.id")
    assert code == 3
    assert "menolak sambungan" in out


@pytest.mark.parametrize(
    "address", ["ftp://contoh.id/", "https://a b/", "https://user:x@contoh.id/"]
)
async def test_a_bad_address_is_a_usage_error(world: CollectWorld, address: str) -> None:
    code, out, err = await check(world, address)
    assert (code, out) == (2, "")
    assert "ronda check:" in err
