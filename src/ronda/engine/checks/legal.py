"""The legal bases that several checks rest on, each with the mark of how sure we are of it."""

from ronda.engine.checks.contract import Certainty, LegalBasis
from ronda.engine.text import Text

PSE_PUBLIC = LegalBasis(
    "Permenkomdigi 5/2025",
    Text(
        "Penyelenggara sistem elektronik lingkup publik mendaftarkan setiap sistemnya dan "
        "memperbarui datanya bila sistem berubah.",
        "Public bodies register each electronic system and update its data when it changes.",
    ),
    Certainty.READ,
    "https://jdih.komdigi.go.id/produk_hukum/abstrak/524",
)
BSSN_SECURITY = LegalBasis(
    "Peraturan BSSN 4/2021",
    Text(
        "Pedoman manajemen keamanan informasi SPBE serta standar teknis keamanannya (aplikasi, "
        "jaringan, infrastruktur).",
        "Information security management for digital government and its technical standards "
        "(applications, network, infrastructure).",
    ),
    Certainty.READ,
    "https://pasal.id/en/peraturan/perban/peraturan-bssn-no-4-tahun-2021",
)
BSSN_INCIDENT = LegalBasis(
    "Peraturan BSSN 1/2024",
    Text(
        "Insiden siber ditangani oleh tim tanggap insiden siber (TTIS/CSIRT).",
        "Cyber incidents are handled by a response team (TTIS/CSIRT).",
    ),
    Certainty.SECONDARY,
)
PERSONAL_DATA = LegalBasis(
    "UU 27/2022 (Pelindungan Data Pribadi), Pasal 46",
    Text(
        "Kegagalan pelindungan data pribadi diberitahukan tertulis paling lambat 3x24 jam.",
        "A failure to protect personal data is notified in writing within 3x24 hours.",
    ),
    Certainty.READ,
    "https://nasional.kompas.com/read/2022/09/20/14335911",
)
OFFICIAL_DOMAIN = LegalBasis(
    "Permenkominfo 28/PER/M.KOMINFO/9/2006",
    Text(
        "Situs resmi pemerintah memakai domain go.id; situs perangkat daerah memakai subdomain "
        "pemerintah daerahnya. Status berlakunya belum dipastikan.",
        "Official government sites use go.id; an agency's site uses a subdomain of its region's "
        "domain. Whether it is still in force is not certain.",
    ),
    Certainty.READ,
    "https://jdih.kominfo.go.id/produk_hukum/465",
)
GAMBLING = LegalBasis(
    "UU 11/2008 jo. UU 19/2016 jo. UU 1/2024 (ITE), Pasal 27 ayat (2)",
    Text(
        "Muatan perjudian dilarang disebarkan lewat sistem elektronik.",
        "Gambling content may not be distributed by electronic means.",
    ),
    Certainty.READ,
    "https://aptikakutim.id/publik/blog/clearance-slot-gacor-judi-online-pada-aplikasi-web-pemerintah",
)
PUBLIC_INFORMATION = LegalBasis(
    "UU 14/2008 (Keterbukaan Informasi Publik) dan Perki 1/2021",
    Text(
        "Badan publik mengumumkan informasi secara berkala lewat situs resminya.",
        "Public bodies publish information regularly on their official site.",
    ),
    Certainty.READ,
)
