"""Import: upload, preview in words, apply as a whole or not at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ronda.register import imports as service
from ronda.register.errors import Refused
from ronda.register.models import ImportBatch
from ronda.web.labels import LOOKS
from ronda.web.people import deciders_only, office_only, person_of
from ronda.web.templatetags.ronda import say

MOST_BYTES = 20_000_000
ROWS = 200
KINDS = tuple(LOOKS["import_kind"])


@office_only
def uploads(request: HttpRequest) -> HttpResponse:
    """The form, and the imports so far. A POST uploads a file and shows its preview."""
    if request.method == "POST":
        return _upload(request)
    batches = ImportBatch.objects.select_related("uploaded_by").defer("content")
    context = {"batches": batches.order_by("-uploaded_at")[:20], "kinds": KINDS}
    return render(request, "ronda/imports.html", context)


@deciders_only
def _upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    kind = request.POST.get("kind", "")
    if file is None or isinstance(file, list) or kind not in KINDS:
        messages.error(request, _("Choose what the list holds and a file (.xlsx or .csv)."))
        return redirect("imports")
    if file.size is None or file.size > MOST_BYTES:
        messages.error(
            request,
            _("The file is larger than 20 MB. Split it, or delete pictures and empty sheets."),
        )
        return redirect("imports")
    try:
        batch = service.preview(kind, file.name or "", file.read(), person_of(request))
    except Refused as error:
        messages.error(request, say(error.text))
        return redirect("imports")
    return redirect("import", batch.pk)


@office_only
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview: errors first, then what each row would do."""
    batch = get_object_or_404(ImportBatch.objects.defer("content"), pk=pk)
    preview = batch.preview if isinstance(batch.preview, dict) else {}
    rows = preview.get("rows") or []
    errors = preview.get("errors") or []
    telling = [row for row in rows if row.get("action") != "same"]
    context = {
        "batch": batch,
        "counts": preview.get("counts") or {},
        "header": preview.get("header") or {},
        "rows": telling[:ROWS],
        "rows_left": max(0, len(telling) - ROWS),
        "errors": errors[:ROWS],
        "errors_left": max(0, len(errors) - ROWS),
        "warnings": (preview.get("warnings") or [])[:ROWS],
        "appliable": batch.applied_at is None and not errors and bool(rows),
    }
    return render(request, "ronda/import.html", context)


@deciders_only
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply the preview as a whole."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    try:
        counts = service.apply(batch, person_of(request))
    except Refused as error:
        messages.error(request, say(error.text))
    else:
        n = counts["new"] + counts["changed"]
        said = ngettext(
            "Applied: %(n)d row entered the register.",
            "Applied: %(n)d rows entered the register.",
            n,
        )
        messages.success(request, said % {"n": n})
    return redirect("import", pk)


@deciders_only
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that was not applied."""
    ImportBatch.objects.filter(pk=pk, applied_at=None).delete()
    messages.success(request, _("The upload was discarded. The register is unchanged."))
    return redirect("imports")
