"""Reading the engine's network settings."""

import pytest

from ronda.engine.netconfig import BadSetting, from_env


def test_the_map_keeps_the_offset_in_the_network() -> None:
    net = from_env(
        {
            "RONDA_RESOLVER": "127.0.0.1:53",
            "RONDA_CONNECT_MAP": "198.18.0.0/15:443=127.18.0.0/15:8443",
        }
    )
    assert net.mapped("198.19.2.3", 443) == ("127.19.2.3", 8443)


def test_a_port_that_no_rule_names_is_left_alone() -> None:
    net = from_env({"RONDA_CONNECT_MAP": "198.18.0.0/15:443=127.18.0.0/15:8443"})
    assert net.mapped("198.18.0.1", 80) == ("198.18.0.1", 80)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("RONDA_RESOLVER", "ns1.example", "not an address"),
        ("RONDA_CONNECT_MAP", "198.18.0.0/15:443", "write network:port=network:port"),
        ("RONDA_CONNECT_MAP", "198.18.0.0/15:443=127.0.0.0/30:1", "smaller"),
        ("RONDA_ALLOW_NETWORKS", "198.18.0.1/15", "has host bits set"),
        ("RONDA_TRUST_STORE", "/no/such/file.pem", "no file at"),
        ("RONDA_LIMIT_BODY_BYTES", "many", "is not a number"),
        ("RONDA_LIMIT_BODY_BYTES", "0", "above zero"),
    ],
)
def test_a_bad_value_is_named_with_its_mend(name: str, value: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says) as error:
        from_env({name: value})
    assert str(error.value).startswith(name)


def test_a_limit_can_be_set() -> None:
    assert from_env({"RONDA_LIMIT_BODY_BYTES": "5"}).limits.body_bytes == 5
