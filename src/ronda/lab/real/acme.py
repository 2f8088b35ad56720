"""The lab's ACME client: has certificates issued (RFC 8555, HTTP challenge) as web hosts do."""

from pathlib import Path
from typing import cast

import requests
from acme import challenges, client, errors, messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from josepy.jwk import JWKRSA

from ronda.lab.problems import LabError
from ronda.lab.real.nginx import CHALLENGE
from ronda.lab.real.pebble import AcmeServer

_BITS = 2048


class AcmeClient:
    """An account at an ACME server. Answers to challenges are files below ``webroot``."""

    def __init__(self, server: AcmeServer, webroot: Path) -> None:
        self._files = webroot / CHALLENGE.strip("/")
        self._files.mkdir(parents=True, exist_ok=True)
        self._key = JWKRSA(key=rsa.generate_private_key(65537, _BITS))
        # A path is what requests takes for "verify by this"; the library only says bool.
        verify = cast(bool, str(server.trust))
        net = client.ClientNetwork(self._key, verify_ssl=verify, user_agent="ronda-lab", timeout=10)
        net.session.trust_env = False
        try:
            directory = client.ClientV2.get_directory(server.directory, net)
            self._client = client.ClientV2(directory, net)
            self._client.new_account(
                messages.NewRegistration.from_data(terms_of_service_agreed=True)
            )
        except (errors.Error, requests.RequestException) as error:
            raise LabError(f"the ACME server at {server.directory} gave no account: {error}") from (
                error
            )

    def issue(self, name: str) -> bytes:
        """Have a certificate issued for a host; return its chain and key as PEM.

        Raises :class:`LabError` with the server's own reason when it refuses.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            order = self._client.new_order(_request(name, key))
            for authorization in order.authorizations:
                self._answer(name, authorization)
            chain = self._client.poll_and_finalize(order).fullchain_pem
        except errors.ValidationError as error:
            raise LabError(f"no certificate for {name}: {_reasons(error)}") from error
        except (errors.Error, requests.RequestException) as error:
            raise LabError(f"no certificate for {name}: {error or type(error).__name__}") from error
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        return str(chain).encode() + private

    def _answer(self, name: str, authorization: messages.AuthorizationResource) -> None:
        """Lay the answer where the server will look, and say that it may look now."""
        if authorization.body.status == messages.STATUS_VALID:
            return
        for offered in authorization.body.challenges:
            if isinstance(offered.chall, challenges.HTTP01):
                response, text = offered.response_and_validation(self._key)
                (self._files / offered.chall.encode("token")).write_text(text, encoding="ascii")
                self._client.answer_challenge(offered, response)
                return
        raise LabError(f"no certificate for {name}: the server offers no HTTP challenge")


def _request(name: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A request for a certificate (PKCS #10)."""
    builder = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _reasons(error: errors.ValidationError) -> str:
    found = [
        str(challenge.error.detail)
        for authorization in error.failed_authzrs
        for challenge in authorization.body.challenges
        if challenge.error is not None
    ]
    return "; ".join(found) or "the server does not say why"
