"""No page that was read asks anybody for PIN, one-time code or card.

## What it does
Reads the fields of the forms of the front page, and of the further pages of this visit (odd places
first, see CONTENT.GAMBLING), and looks for what opens a bank account or a wallet: a card's CVV, a
bank card's number or PIN, the password of a bank's application, each with anything else of that kind; or
PIN and one-time code in one form. One of these codes, or a password, is enough when the
form ends in a messenger's bot, a rented box or at a bare address; a code also when it goes to a
stranger's host or the page threatens; and either when the page speaks in the name of a bank or wallet
whose host this is not, a code being asked or the page speaking as who keeps money where the name may be
an application's as well. A login is enough in a folder of programs or pictures, in which no program puts
pages for people, and the words that open a wallet of coins anywhere. What an office asks for itself accuses nobody: a mother's name, the number of a
family's, a patient's or a library's card, a staff PIN, a code that proves that somebody is human.

## Why it matters
A forged form under an official name takes people's savings, and they trust it because of that name.

## How to fix
Take the page down at once, keep it for the response team, find how it came in, and warn the people
who may have filled it in.

## Limits
Only forms in the pages as served are read, and no more than six further pages a visit; a page that
nothing on the site leads to is not found. A genuine payment page that asks for card data itself should
not do so either: leave that to a licensed payment service. An ordinary login on a vendor's host is not
accused, though its vendor may be a thief.

## References
BSSN Regulation 1/2024 (cyber incidents); UU ITE article 35; PCI DSS (handling of card data).
"""

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    INNER,
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    PAGE_VISITOR,
    Failure,
    FailureKind,
    Form,
    HttpArtifact,
    PageArtifact,
)
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.helpers import clip, own_answer, own_page
from ronda.engine.checks.legal import BSSN_INCIDENT, PERSONAL_DATA
from ronda.engine.content.inner import UNSEEN, inner_pages
from ronda.engine.content.phishing import Asked, lures
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.PHISHING",
    area="content",
    title=Text(
        "Tidak ada formulir yang meminta PIN atau OTP", "No form asks for a PIN or one-time code"
    ),
    problem=Text(
        "Formulir meminta PIN, OTP, data kartu, atau sandi untuk pihak lain",
        "A form asks for PIN, one-time code, card data or a password for a stranger",
    ),
    finding_class="phishing",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR, PAGE_VISITOR),
    also=(INNER,),
    legal=(BSSN_INCIDENT, PERSONAL_DATA),
    urgent=True,
    guidance=Guidance(
        why=Text(
            "Formulir palsu di bawah nama resmi menguras tabungan warga, yang percaya karena nama "
            "itu.",
            "A forged form under an official name empties people's accounts, who trust it because "
            "of that name.",
        ),
        steps=(
            Text(
                "Tutup halaman itu sekarang dan simpan salinannya untuk tim CSIRT.",
                "Take the page down now and keep a copy for the CSIRT.",
            ),
            Text(
                "Cari jalan masuknya: akun yang bocor, plugin usang, berkas unggahan.",
                "Find how it came in: a leaked account, an old plug-in, an uploaded file.",
            ),
            Text(
                "Umumkan peringatan kepada warga yang mungkin sudah mengisi.",
                "Warn the people who may have filled it in.",
            ),
        ),
        see_for_yourself=Text(
            "Buka situs di jendela penyamaran; jangan mengisi apa pun.",
            "Open the site in a private window; do not fill in anything.",
        ),
    ),
)


def judge(seen: Seen) -> Verdict:
    """Judge what the forms of the pages ask for; see the manual page above."""
    got = own_answer(seen)
    if isinstance(got, Verdict):
        return got
    front = seen.page()
    if found := lures(front, got.body, seen.site.host, address=got.address):
        return _accused(
            PAGE_VISITOR,
            found,
            Text(
                "Formulir di halaman depan meminta {asked}.",
                "A form on the front page asks for {asked}.",
            ),
        )
    unseen: NotSeen | None = None
    for key, answer, inside in inner_pages(seen.artifacts):
        if isinstance(answer, Failure):
            unseen = unseen or (NotSeen(key, answer) if answer.kind in UNSEEN else None)
        elif inside is not None and (found := _lures(seen, answer, inside, front)):
            path = key.removeprefix(INNER_PREFIX)
            said = Text("Formulir di {path} meminta {asked}.", "A form at {path} asks for {asked}.")
            return _accused(key, found, said.fill(path=clip(path)[:120], asked="{asked}"))
    if unseen is not None:
        raise unseen  # it may be the very page on which the form was found
    got = own_page(seen)
    if isinstance(got, Verdict):
        return got
    return passed(
        Text(
            "Tidak ada formulir yang meminta data pembuka rekening.",
            "No form asks for what opens an account.",
        )
    )


def _lures(
    seen: Seen, answer: HttpArtifact, inside: PageArtifact, front: PageArtifact
) -> Asked | None:
    # A page that says "not found" stands nowhere.
    known = front if answer.status < 400 else None
    return lures(inside, answer.body, seen.site.host, address=answer.address, front=known)


def _accused(key: str, found: Asked, said: Text) -> Verdict:
    where = Text("isian formulir dan tujuannya", "the form's fields and where it sends them")
    asked = ", ".join(found.secrets)
    more = _WHY.get(found.why, Text("", ""))
    said = said.fill(asked=asked)
    return failed(
        Text(f"{said.id}{more.id}", f"{said.en}{more.en}"),
        Evidence(key, where, clip(f"{asked} -> {found.action}")),
        confidence=0.9,
    )


_WHY = {
    "box": Text(
        " Isiannya dikirim ke bot perpesanan atau kotak sewaan.",
        " What is filled in goes to a messenger's bot or a rented box.",
    ),
    "abroad": Text(" Isiannya dikirim ke host pihak lain.", " It is sent to a stranger's host."),
    "brand": Text(
        " Halaman itu memakai nama bank atau dompet yang bukan pemilik alamat ini.",
        " The page uses the name of a bank or wallet that does not own this address.",
    ),
    "place": Text(
        " Halaman itu berada di folder tempat program tidak menaruh halaman untuk orang.",
        " The page lies in a folder in which programs put no pages for people.",
    ),
    "pressure": Text(" Halaman itu mendesak pengunjung.", " The page presses its visitors."),
}


CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "Enrolment at a school, with the mother's name and the number of the family's card",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(
                    Form(
                        f"{URL}ppdb",
                        "post",
                        (
                            ("nisn", "text"),
                            ("nama_ibu_kandung", "text"),
                            ("nomor_kartu_keluarga", "text"),
                            ("kode_verifikasi", "text"),
                        ),
                    ),
                )
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A login with a one-time code",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(
                    Form(
                        f"{URL}masuk",
                        "post",
                        (("nip", "text"), ("sandi", "password"), ("otp", "text")),
                    ),
                )
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "An aid form with the number of an account",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(
                    Form(
                        f"{URL}daftar",
                        "post",
                        (("nik", "text"), ("nama", "text"), ("nomor_rekening", "text")),
                    ),
                )
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "PIN and one-time code",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(
                    Form(
                        f"{URL}p.php", "post", (("hp", "tel"), ("pin", "password"), ("otp", "text"))
                    ),
                )
            ),
        },
        Outcome.FAIL,
        says="PIN, OTP",
    ),
    Case(
        "Card and CVV",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(Form(f"{URL}p.php", "post", (("nomor_kartu", "text"), ("cvv", "text"))),)
            ),
        },
        Outcome.FAIL,
        says="CVV",
    ),
    Case(
        "A login that ends in a messenger's bot",
        {
            HTTP_VISITOR: http(
                "<script>fetch('https://api.telegram.org/bot1:x/sendMessage')</script>"
            ),
            PAGE_VISITOR: page(
                forms=(Form(URL, "post", (("nik", "text"), ("sandi", "password"))),)
            ),
        },
        Outcome.FAIL,
        says="bot",
    ),
    Case(
        "A login on the vendor's own host",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                forms=(
                    Form(
                        "https://masuk.vendorcontoh.co.id/login",
                        "post",
                        (("nik", "text"), ("sandi", "password")),
                    ),
                )
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A bank's login on an office's name",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                "Internet banking untuk nasabah perorangan.",
                title="Bank Purnama - Masuk",
                forms=(Form(URL, "post", (("user", "text"), ("password", "password"))),),
            ),
        },
        Outcome.FAIL,
        says="bank",
    ),
    Case(
        "The login of an office's application that is called so",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(
                title="Bank Gagasan - Masuk",
                forms=(Form(URL, "post", (("user", "text"), ("password", "password"))),),
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "A login in a folder of a program, which holds no pages",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(),
            f"{INNER_PREFIX}/wp-includes/mail/": http(url=f"{URL}wp-includes/mail/"),
            f"{INNER_PAGE_PREFIX}wp-includes/mail/": page(
                title="Webmail",
                url=f"{URL}wp-includes/mail/",
                forms=(
                    Form(
                        f"{URL}wp-includes/mail/go.php",
                        "post",
                        (("email", "text"), ("password", "password")),
                    ),
                ),
            ),
        },
        Outcome.FAIL,
        says="folder",
    ),
    Case(
        "The page could not be read",
        {HTTP_VISITOR: http(), PAGE_VISITOR: failure(FailureKind.INCOMPLETE, "body")},
        Outcome.NOT_MEASURED,
    ),
)
