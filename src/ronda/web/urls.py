"""Every address of the web interface, in Indonesian."""

from django.urls import include, path

from ronda.web.views import (
    agencies,
    candidates,
    checks,
    deciding,
    desk,
    exports,
    finding,
    findings,
    frame,
    imports,
    inbox,
    patrols,
    reports,
    site,
    sites,
    sources,
    together,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("cari/", frame.search, name="search"),
    path("tampilan/", frame.theme, name="theme"),
    path("sehat", frame.health, name="health"),
    path("", include("ronda.web.door")),
    # Candidates
    path("calon/", candidates.queue, name="candidates"),
    path("calon/daftar/", candidates.table, name="candidate-list"),
    path("calon/urungkan/", deciding.undo, name="undo"),
    path("calon/<int:pk>/", candidates.queue, name="candidate"),
    path("calon/<int:pk>/putuskan/", deciding.decide, name="decide"),
    path("calon/<int:pk>/serupa/", together.together, name="together"),
    path("calon/<int:pk>/tanya/", deciding.ask, name="ask"),
    path("calon/pertanyaan/<int:pk>/", deciding.reply, name="reply"),
    path("calon/putusan/", together.decisions, name="decisions"),
    path("calon/putusan/<int:pk>/urungkan/", deciding.undo_one, name="undo-one"),
    # Sites
    path("situs/", sites.table, name="sites"),
    path("situs/ekspor.<str:form>", exports.sites, name="sites-export"),
    path("situs/<int:pk>/", site.summary, name="site"),
    path("situs/<int:pk>/temuan/", site.findings, name="site-findings"),
    path("situs/<int:pk>/riwayat/", site.history, name="site-history"),
    path("situs/<int:pk>/bukti/", site.measured, name="site-evidence"),
    path("situs/<int:pk>/identitas/", site.identity, name="site-identity"),
    path("situs/<int:pk>/periksa/", patrols.check_now, name="check-now"),
    path("situs/<int:pk>/hentikan/", patrols.retire, name="retire"),
    # Findings
    path("temuan/", findings.table, name="findings"),
    path("temuan/<int:pk>/", finding.page, name="finding"),
    # Agencies
    path("opd/", agencies.table, name="agencies"),
    path("opd/<slug:key>/", agencies.page, name="agency"),
    path("opd/<slug:key>/nyatakan/", reports.declare, name="agency-declare"),
    # What people tell the office
    path("lapor/", reports.form, name="report"),
    path("lapor/terima-kasih/", reports.thanks, name="report-thanks"),
    path("laporan/", reports.table, name="reports"),
    # What a person is told
    path("pesan/", inbox.table, name="inbox"),
    path("pesan/dibaca/", inbox.read, name="inbox-read"),
    path("pesan/cara/", inbox.choose, name="inbox-choose"),
    # Import, manual, sources
    path("impor/", imports.uploads, name="imports"),
    path("impor/<int:pk>/", imports.page, name="import"),
    path("impor/<int:pk>/terapkan/", imports.apply, name="import-apply"),
    path("impor/<int:pk>/batalkan/", imports.cancel, name="import-cancel"),
    path("pemeriksaan/", checks.table, name="checks"),
    path("pemeriksaan/<str:check_id>/", checks.page, name="check"),
    path("sumber/", sources.table, name="sources"),
    path("sumber/<slug:key>/", sources.page, name="source"),
    # The watch
    path("ronda/putaran/<int:pk>/", patrols.round_page, name="round"),
    path("ronda/kunjungan/<int:pk>/", patrols.progress, name="progress"),
    path("ronda/henti/", patrols.stop, name="stop"),
    path("ronda/lanjut/", patrols.release, name="release"),
]
