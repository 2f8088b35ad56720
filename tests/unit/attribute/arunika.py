"""A made-up province for these tests: Tanjung Arunika, with a namesake regency inside it."""

from datetime import UTC, datetime

from ronda.engine.artifacts import Form, Link, PageArtifact
from ronda.engine.attribute.contract import (
    Gazetteer,
    KnownAgency,
    KnownName,
    OtherGovernment,
    Region,
)

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def agency(
    key: str, official: str, *names: tuple[str, str], **more: tuple[str, ...]
) -> KnownAgency:
    known = (KnownName(official, "official"), *(KnownName(t, k) for t, k in names))
    return KnownAgency(key, known, **more)


GAZETTEER = Gazetteer(
    region=Region(
        level="province",
        name="Tanjung Arunika",
        area_codes=("0499",),
        postcodes=("987",),
        towns=("Muara Arunika", "Batu Sari"),
    ),
    zones=("arunikaprov.go.id",),
    agencies=(
        agency(
            "dinkes",
            "Dinas Kesehatan",
            ("Dinkes", "short"),
            phones=("(0499) 821001",),
            emails=("dinkes@arunikaprov.go.id",),
            addresses=("Jalan Teratai No. 12, Muara Arunika",),
        ),
        agency("dikbud", "Dinas Pendidikan dan Kebudayaan", ("Disdikbud", "short")),
        agency("dishub", "Dinas Perhubungan Provinsi Tanjung Arunika", ("Dishub", "short")),
        agency("dkp-ikan", "Dinas Kelautan dan Perikanan", ("DKP", "short")),
        agency("dkp-pangan", "Dinas Ketahanan Pangan", ("DKP", "alias")),
        agency(
            "kominfo",
            "Dinas Komunikasi, Informatika dan Statistik",
            ("Diskominfotik", "short"),
            ("Dinas Komunikasi dan Informatika", "former"),
        ),
        agency(
            "bkpsdm", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", ("BKPSDM", "short")
        ),
    ),
    others=(
        OtherGovernment(
            "regency", "Arunika", "arunikakab.go.id", area_codes=("0498",), towns=("Batu Sari",)
        ),
        OtherGovernment("city", "Muara Arunika", "muaraarunikakota.go.id"),
        OtherGovernment("province", "Selat Baruna", "selatbarunaprov.go.id"),
    ),
    other_zones=("arunikakab.go.id", "sukamajukab.go.id"),
)


def page(
    url: str,
    title: str = "",
    text: str = "",
    *,
    headings: tuple[str, ...] = (),
    footer: str = "",
    links: tuple[str, ...] = (),
    forms: tuple[Form, ...] = (),
    images: tuple[str, ...] = (),
) -> PageArtifact:
    return PageArtifact(
        at=AT,
        view="visitor",
        url=url,
        title=title,
        language="id",
        charset="utf-8",
        generator="",
        description="",
        text=text,
        hidden_text="",
        headings=headings,
        footer=footer,
        links=tuple(Link(u, "") for u in links),
        forms=forms,
        scripts=(),
        images=tuple((i, "") for i in images),
        metas=(),
        json_ld=(),
    )
