"""To whom a redirect led that could not be followed to its end."""

import pytest

from ronda.engine.artifacts import FailureKind
from ronda.engine.checks.examples import failure
from ronda.engine.content.led_to import led_to


@pytest.mark.parametrize(
    "towards",
    [
        "https://hadiah-harian.example/m?from=dinas.go.id",
        "http://93.184.216.34/m",
        "https://[2606:2800:220:1::1]/",
        "https://hadiah.example.:8443/",
    ],
)
def test_who_does_not_answer_is_still_whom_the_redirect_led_to(towards: str) -> None:
    assert led_to(failure(FailureKind.REFUSED, "connect", "", towards)) == towards


@pytest.mark.parametrize(
    "towards",
    [
        "http://localhost/m",
        "http://intranet/",
        "http://web01.local/",
        "http://m.dinas.lan:8080/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://10.1/",
        "http://10.1.2.3/m/",
        "http://[fd00::7]/",
        "intent://buka#Intent;end",
        "http://[",
        "",
    ],
)
def test_an_address_within_a_network_leads_to_nobody(towards: str) -> None:
    assert led_to(failure(FailureKind.NXDOMAIN, "dns", "", towards)) == ""


def test_a_name_that_resolves_inward_leads_to_nobody() -> None:
    blocked = failure(FailureKind.BLOCKED_BY_POLICY, "dns", "", "http://dalam.contohprov.go.id/")
    assert led_to(blocked) == ""


def test_what_failed_at_its_own_address_led_to_nobody() -> None:
    assert led_to(failure(FailureKind.TIMEOUT, "http", "198.18.0.7:443")) == ""
