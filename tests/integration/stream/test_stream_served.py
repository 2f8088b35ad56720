"""A scenario's folder served from its index: names, pages, certificates, log and rounds."""

import base64
import json
import resource
import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import dns.message
import dns.query
import pytest

from ronda.lab import addresses
from ronda.lab.problems import LabError
from ronda.lab.serve import LabServer, running_lab
from ronda.lab.stream import SiteIndex

SMALL = Path(__file__).parents[3] / "src/ronda/lab/provinces/rembulan_small"
HOST = "kelautan.rembulanprov.go.id"  # in round 2 its server is off


def certificate(lab: LabServer, address: str) -> str:
    where = (addresses.twin(address), lab.ports.https)
    return ssl.get_server_certificate(where)


def address_of(lab: LabServer, name: str) -> str:
    answer = dns.query.udp(dns.message.make_query(name, "A"), "127.0.0.1", port=lab.ports.dns)
    return str(answer.answer[-1][0])


def page(lab: LabServer, name: str) -> bytes:
    where = addresses.twin(address_of(lab, name))
    asked = urllib.request.Request(f"http://{where}:{lab.ports.http}/", headers={"Host": name})
    with urllib.request.build_opener(Stay).open(asked, timeout=5) as answer:
        return bytes(answer.read())


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        return None


def test_names_redirects_and_certificates_are_served_and_follow_a_round(tmp_path: Path) -> None:
    index = SiteIndex(SMALL, datetime.now(UTC))
    with running_lab(index.at(1), tmp_path) as lab:
        address = address_of(lab, HOST)
        with pytest.raises(urllib.error.HTTPError) as redirected:
            page(lab, HOST)
        with redirected.value as answer:
            assert answer.headers["Location"] == f"https://{HOST}/"
        shown = ssl.PEM_cert_to_DER_cert(certificate(lab, address))
        everything = f"get-entries?start=0&end={lab.log.size - 1}"
        with urllib.request.urlopen(f"http://127.0.0.1:{lab.ports.ct}/ct/v1/{everything}") as log:
            body = log.read()
        leaves = [base64.b64decode(e["leaf_input"]) for e in json.loads(body)["entries"]]
        assert any(shown in leaf for leaf in leaves)  # what is shown is what is logged
        before = lab.log.size
        lab.move_from_thread(index.at(2))
        assert lab.log.size >= before
        with pytest.raises(ConnectionRefusedError):
            certificate(lab, address)


def test_file_that_changed_while_it_is_served_is_said(tmp_path: Path) -> None:
    site = (
        '{"key": "a", "address": "https://a.web.id/", "note": "", "made_by": {"vendor": "v"},'
        ' "front": {"title": "A"}}\n'
    )
    (tmp_path / "sites").mkdir()
    for name in ("scenario.toml", "agencies.toml"):
        (tmp_path / name).write_bytes((SMALL / name).read_bytes())
    (tmp_path / "sites/a.jsonl").write_text(site)
    served = SiteIndex(tmp_path, datetime.now(UTC)).at(1)
    (tmp_path / "sites/a.jsonl").write_text(" " * 30 + site)
    number = next(place.number for place in served.places() if place.name == "a.web.id")
    with pytest.raises(LabError, match="serve it again"):
        served.host(number, "/")


def test_limit_of_open_files_is_said_with_what_is_needed() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with pytest.raises(LabError, match=r"raise the hard limit.*LimitNOFILE"):
        addresses.need_files(hard)
