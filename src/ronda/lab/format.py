"""The plain files of a scenario as types: what may stand in each file, and what it means."""

from typing import Annotated, Any, Literal

import msgspec

Ago = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[+-]\d{1,5}[dh]$",
        description='A time relative to serving: "-400d" (days ago), "-3h", "+20d" (ahead).',
    ),
]
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
Host = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9*][a-z0-9.-]*\.[a-z]+$", max_length=253)]
SitePath = Annotated[str, msgspec.Meta(pattern=r"^/\S*$", max_length=300)]
Round = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything in a file. A field that nobody knows is an error: it would plant nothing."""


class ZonePlan(Part, frozen=True, kw_only=True):
    """A DNS zone that the province holds."""

    name: Host
    transfer: Literal["allowed", "refused"] = "allowed"


class RegionPlan(Part, frozen=True, kw_only=True):
    """The government whose Ronda this is."""

    level: Literal["province", "regency", "city"]
    name: str
    area_codes: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


class OtherGovernmentPlan(Part, frozen=True, kw_only=True):
    """A neighbour, perhaps a namesake."""

    level: Literal["province", "regency", "city"]
    name: str
    zone: Host
    area_codes: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()


class SharedHostPlan(Part, frozen=True, kw_only=True):
    """An invented blog host or page builder: whose sites are labels below it, or paths on it."""

    name: Host
    kind: Literal["label", "path"]
    title: str
    bio: bool = False  # its sites are pages of links ("link in bio")


class ShortenerPlan(Part, frozen=True, kw_only=True):
    """An invented host of short links: each path leads to an address, with a redirect."""

    name: Host
    title: str
    links: dict[SitePath, str]


class GonePlan(Part, frozen=True, kw_only=True):
    """A name that lives on only in the certificate log."""

    name: Host
    logged: Ago


class ScenarioFile(Part, frozen=True, kw_only=True):
    """scenario.toml: the province as a whole."""

    name: Key
    title: str
    rounds: Round
    zones: tuple[ZonePlan, ...]
    region: RegionPlan
    others: tuple[OtherGovernmentPlan, ...] = ()
    shared_hosts: tuple[SharedHostPlan, ...] = ()
    shorteners: tuple[ShortenerPlan, ...] = ()
    gone: tuple[GonePlan, ...] = ()
    # Spreadsheets of addresses that people reported, as the "list" source gets them.
    lists: tuple[str, ...] = ()
    # How the office keeps its list of agencies: one row each, or as such lists really grow.
    spreadsheet: Literal["plain", "untidy"] = "plain"
    time_zone: str = "Asia/Makassar"
    contact_url: str = ""


class AgencyPlan(Part, frozen=True, kw_only=True):
    """An agency as it really is; the office's spreadsheet is made from these."""

    key: Key
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    address: str
    phone: str
    email: str
    contact: str  # a role title, never a person
    parent: Key | None = None  # the agency above it: a hospital below the health agency
    # Official sites that the office's list already names.
    listed_sites: tuple[str, ...] = ()


class AgenciesFile(Part, frozen=True, kw_only=True):
    """agencies.toml: every agency of the province."""

    agencies: tuple[AgencyPlan, ...]


class MadeBy(Part, frozen=True, kw_only=True):
    """Who really made a site: exactly one of these. The relation follows from it."""

    agency: Key | None = None
    government: str | None = None  # the name of one of the scenario's others
    vendor: str | None = None
    news: str | None = None
    school: str | None = None
    company: str | None = None  # a state company, a cooperative
    person: str | None = None  # an official's own pages, by role title
    stranger: str | None = None


class Post(Part, frozen=True, kw_only=True):
    """A news item on a page."""

    title: str
    date: Ago
    text: str = ""


class LinkPlan(Part, frozen=True, kw_only=True):
    """A link on the front page."""

    to: str
    text: str
    place: Literal["nav", "main", "footer"] = "main"


class FormPlan(Part, frozen=True, kw_only=True):
    """A form on the front page."""

    action: SitePath
    button: str
    fields: tuple[str, ...]


class ContactPlan(Part, frozen=True, kw_only=True):
    """The contact block; what is left out is the making agency's own."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None


class FrontPage(Part, frozen=True, kw_only=True):
    """The front page's content; the look decides the markup."""

    title: str
    tagline: str = ""
    paragraphs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    links: tuple[LinkPlan, ...] = ()
    form: FormPlan | None = None
    contact: ContactPlan = ContactPlan()
    footer: str = ""
    html: str = ""  # the whole body, instead of all above but the title


class InnerPage(Part, frozen=True, kw_only=True):
    """A further page."""

    title: str
    paragraphs: tuple[str, ...]
    links: tuple[LinkPlan, ...] = ()  # behind the text, whatever place they name


class LetterPlan(Part, frozen=True, kw_only=True):
    """A document that the front page links: a PDF of one page with a letterhead."""

    text: str  # of the link
    head: tuple[str, ...]  # the letterhead, line by line
    lines: tuple[str, ...] = ()  # of the letter below it
    scanned: bool = False  # a picture of it, without any text


class CertificateFile(Part, frozen=True, kw_only=True):
    """The certificate that a site shows while no cause spoils it."""

    issued: Ago = "-30d"
    expires: Ago = "+60d"
    names: tuple[Host, ...] = ()  # besides the site's own
    logged: bool = True


Look = Literal[
    "portal",
    "wordpress",
    "joomla",
    "drupal",
    "ckan",
    "ojs",
    "moodle",
    "slims",
    "laravel",
    "codeigniter",
    "plain",
    "blog",
    "news",
    "shop",
    "app",
]


Mark = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(ga|gtm|pixel|tawk|histats|adsense|google|bing):[A-Za-z0-9_-]{3,60}$",
        description='An account that the page names: "ga:G-AB12CD34EF", "google:token".',
    ),
]


Icon = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9][a-z0-9:._-]*$",
        max_length=100,
        description='The name of an icon: "emblem:contoh:0", "office:dinkes-contoh:0", "none".',
    ),
]


class SiteFile(Part, frozen=True, kw_only=True):
    """sites/*.toml: one site, who made it, what it shows, and what is wrong with it."""

    address: str
    note: str  # why it stands in the province
    made_by: MadeBy
    front: FrontPage
    # Further agencies that keep it together with the first: naming any of them is right.
    shared_with: tuple[Key, ...] = ()
    poses_as: Key | None = None  # the agency that a stranger's site pretends to be
    formerly: Key | None = None  # the agency that once held the name
    look: Look = "portal"
    also: tuple[Host, ...] = ()  # names that lead to the same site
    server: Key | None = None  # sites with the same server share an address
    certificate: CertificateFile = CertificateFile()
    # What the registry says of its domain; left out, it follows from who made the site.
    registered: Ago | None = None
    holder: str | None = None  # an organisation, or "": not published
    # Accounts with services that count visits or vouch, and social profiles that its foot links.
    marks: tuple[Mark, ...] = ()
    profiles: tuple[str, ...] = ()
    # What stands in a browser's tab: sites with the same name show the same picture. "none", or left
    # out: its platform's, if that brings one along.
    icon: Icon | None = None
    # The site whose look it copies in all that differs from site to site.
    dressed_as: Key | None = None
    pages: dict[str, InnerPage] = {}
    letters: dict[SitePath, LetterPlan] = {}  # by path
    from_round: Round = 1
    until_round: Round | None = None
    # Classes of findings that an honest page tempts a hasty judge to report.
    tempts: tuple[str, ...] = ()
    # Read again by the type that each one's kind names: see ronda.lab.causes.
    causes: tuple[dict[str, Any], ...] = ()


class SiteLine(SiteFile, frozen=True, kw_only=True):
    """A line of sites/*.jsonl: a site's file as JSON, with the key that a file's name would be."""

    key: Key
