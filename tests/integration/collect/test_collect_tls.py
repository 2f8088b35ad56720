"""Handshakes as observed: chain as sent, version, cipher, and what is wrong with the certificate."""

import datetime as dt
import ssl
import warnings
from pathlib import Path

import pytest
import trustme
from collect_world import CollectWorld, html
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    TLS,
    Failure,
    FailureKind,
    HttpArtifact,
    TlsArtifact,
)

HOST = "aman.rembulanprov.go.id"
URL = f"https://{HOST}/"
NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _named(world: CollectWorld) -> None:
    world.zone[(HOST, "A")] = ["198.18.0.7"]


def server(*pems: bytes, key: bytes, folder: Path) -> ssl.SSLContext:
    """A server's TLS that sends exactly these certificates."""
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(b"".join(pems))
    private.write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    return context


async def handshake(world: CollectWorld, context: ssl.SSLContext) -> TlsArtifact:
    await world.serve(world.pages(html("ok")), tls=context)
    found = (await world.visit(URL, TLS)).artifacts[TLS]
    assert isinstance(found, TlsArtifact), found
    return found


async def test_a_good_certificate_is_trusted(world: CollectWorld) -> None:
    found = await handshake(world, world.tls(HOST))
    assert (found.trusted, found.name_matches, found.problem) == (True, True, "")
    assert (found.version, found.cipher, found.port) == ("TLSv1.3", "TLS_AES_256_GCM_SHA384", 443)
    assert found.chain[0].names == (HOST,)
    assert (found.chain[0].key_type, found.chain[0].key_bits) == ("EC", 256)


async def test_a_whole_chain_is_seen_as_it_was_sent(world: CollectWorld, tmp_path: Path) -> None:
    leaf = world.ca.create_child_ca().issue_cert(HOST)
    pems = [pem.bytes() for pem in leaf.cert_chain_pems]
    found = await handshake(world, server(*pems, key=leaf.private_key_pem.bytes(), folder=tmp_path))
    assert [c.is_ca for c in found.chain] == [False, True]
    assert found.chain[0].issuer == found.chain[1].subject
    assert found.trusted


async def test_a_forgotten_intermediate_is_named(world: CollectWorld, tmp_path: Path) -> None:
    leaf = world.ca.create_child_ca().issue_cert(HOST)
    only = leaf.cert_chain_pems[0].bytes()
    found = await handshake(world, server(only, key=leaf.private_key_pem.bytes(), folder=tmp_path))
    assert (found.trusted, found.problem) == (False, "missing_intermediate")
    assert found.name_matches


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (NOW - 90 * DAY, NOW - DAY, "expired"),
        (NOW + DAY, NOW + 90 * DAY, "not_yet_valid"),
    ],
)
async def test_a_certificate_out_of_its_time_is_named(
    world: CollectWorld, first: dt.datetime, last: dt.datetime, problem: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    world.ca.issue_cert(HOST, not_before=first, not_after=last).configure_cert(context)
    found = await handshake(world, context)
    assert (found.trusted, found.problem) == (False, problem)


async def test_a_stranger_as_root_is_untrusted(world: CollectWorld, tmp_path: Path) -> None:
    stranger = trustme.CA()
    leaf = stranger.issue_cert(HOST)
    found = await handshake(
        world,
        server(
            leaf.cert_chain_pems[0].bytes(),
            stranger.cert_pem.bytes(),
            key=leaf.private_key_pem.bytes(),
            folder=tmp_path,
        ),
    )
    assert (found.trusted, found.problem) == (False, "untrusted_root")


async def test_a_certificate_that_signs_itself_is_named(
    world: CollectWorld, tmp_path: Path
) -> None:
    pem, key = own_certificate()
    found = await handshake(world, server(pem, key=key, folder=tmp_path))
    assert (found.trusted, found.problem) == (False, "self_signed")
    assert found.chain[0].self_signed


async def test_a_certificate_for_another_purpose_is_named(
    world: CollectWorld, tmp_path: Path
) -> None:
    pem, key = own_certificate(purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(trusted.read_bytes() + pem)
    found = await handshake(world, server(pem, key=key, folder=tmp_path))
    assert (found.trusted, found.problem) == (False, "wrong_purpose")


async def test_a_certificate_of_another_name_is_trusted_but_does_not_match(
    world: CollectWorld,
) -> None:
    found = await handshake(world, world.tls("lain.rembulanprov.go.id"))
    assert (found.trusted, found.name_matches) == (True, False)


async def test_a_bad_certificate_does_not_keep_us_from_seeing_the_page(
    world: CollectWorld,
) -> None:
    await world.serve(world.pages(html("<title>Tetap</title>")), tls=world.tls("lain.contoh.id"))
    page = (await world.visit(URL, HTTP_VISITOR)).artifacts[HTTP_VISITOR]
    assert isinstance(page, HttpArtifact)
    assert page.status == 200


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1", "TLSv1_2"])
async def test_an_old_server_is_still_observed(world: CollectWorld, version: str) -> None:
    context = world.tls(HOST)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    found = await handshake(world, context)
    assert found.version == version.replace("_", ".")
    assert found.trusted


async def test_a_chain_of_a_hundred_is_read_to_the_limit(
    world: CollectWorld, tmp_path: Path
) -> None:
    leaf = world.ca.issue_cert(HOST)
    pems = [own_certificate(is_ca=True)[0] for _ in range(99)]
    found = await handshake(
        world,
        server(
            leaf.cert_chain_pems[0].bytes(),
            *pems,
            key=leaf.private_key_pem.bytes(),
            folder=tmp_path,
        ),
    )
    assert (len(found.chain), found.unparsed) == (20, 80)
    assert found.trusted


async def test_a_certificate_of_megabytes_is_too_large(world: CollectWorld, tmp_path: Path) -> None:
    pem, key = own_certificate(names=60_000)
    await world.serve(world.pages(html("ok")), tls=server(pem, key=key, folder=tmp_path))
    found = (await world.visit(URL, TLS)).artifacts[TLS]
    assert isinstance(found, Failure)
    assert (found.kind, found.stage) == (FailureKind.TOO_LARGE, "tls")


async def test_a_certificate_that_cannot_be_read_is_counted(
    world: CollectWorld, tmp_path: Path
) -> None:
    leaf = world.ca.issue_cert(HOST)
    broken = own_certificate(broken_names=True)[0]
    found = await handshake(
        world,
        server(
            leaf.cert_chain_pems[0].bytes(),
            broken,
            key=leaf.private_key_pem.bytes(),
            folder=tmp_path,
        ),
    )
    assert (len(found.chain), found.unparsed) == (1, 1)
    assert found.trusted


def own_certificate(
    *,
    purpose: x509.ObjectIdentifier | None = None,
    is_ca: bool = False,
    names: int = 0,
    broken_names: bool = False,
) -> tuple[bytes, bytes]:
    """A certificate signed with its own key, and the key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
    )
    if broken_names:
        builder = builder.add_extension(
            x509.UnrecognizedExtension(x509.SubjectAlternativeName.oid, b"\x30\x82\xff"), False
        )
    else:
        listed = [HOST, *(f"nama-panjang-sekali-{n}.contoh.id" for n in range(names))]
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(n) for n in listed]), False
        )
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), False)
    if is_ca:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem, private
