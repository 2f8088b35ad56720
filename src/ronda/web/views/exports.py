"""Exports of what a table shows, with its filters."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from ronda.register.errors import Refused
from ronda.register.exports import export_csv, export_xlsx
from ronda.web.templatetags.ronda import say
from ronda.web.views.sites import ORDER, chosen_sites

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sites(request: HttpRequest, form: str) -> HttpResponseBase:
    """The chosen sites as CSV or XLSX; cells never run as formulas."""
    rows, _ = chosen_sites(request)
    rows = rows.order_by(*ORDER)
    language = get_language() or "id"
    name = f"situs-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "csv":
        return StreamingHttpResponse(
            export_csv(rows, language=language),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if form != "xlsx":
        raise Http404
    try:
        file = export_xlsx(rows, language=language)
    except Refused as error:
        messages.error(request, say(error.text))
        return redirect("sites")
    return FileResponse(file, as_attachment=True, filename=name, content_type=SHEET)
