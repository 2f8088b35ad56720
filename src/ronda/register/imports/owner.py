"""Whose a row is: the agency that its cell names."""

from ronda.register.imports.cells import Values
from ronda.register.imports.world import World
from ronda.register.models import Agency


def find_owner(values: Values, world: World, *, required: bool) -> Agency | None:
    """Return the agency of the column ``agency``, or None with an error where there is one."""
    text = values.text("agency", 300)
    if not text:
        if required:
            values.error(
                "agency",
                "perangkat daerah pemilik kosong. Tulis nama, singkatan, atau kodenya.",
                "the owning agency is empty. Write its name, short name or key.",
            )
        return None
    found = world.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        values.error(
            "agency",
            "“{text}” dapat berarti {keys}. Tulis kodenya.",
            "“{text}” may mean {keys}. Write its key.",
            text=text,
            keys=", ".join(agency.key for agency in found),
        )
    else:
        values.error(
            "agency",
            "“{text}” tidak terdaftar sebagai perangkat daerah. Periksa ejaannya, atau daftarkan "
            "dulu.",
            "“{text}” is not a registered agency. Check its spelling, or register it first.",
            text=text,
        )
    return None
