"""Plans the import of agencies: new, renamed, changed or the same; nothing is ever taken away."""

from datetime import date

from ronda.register.imports.agencyrows import Entry, join_entry, read_entry
from ronda.register.imports.cells import Values
from ronda.register.imports.fields import AGENCIES
from ronda.register.imports.layout import Record
from ronda.register.imports.plan import Change, Changes, Plan, Planned
from ronda.register.imports.sitecells import plan_listed
from ronda.register.imports.world import World, without_region
from ronda.register.imports.writers import AgencyWriter
from ronda.register.models import Agency, NameKind
from ronda.register.words import fold, key_for


def plan(
    records: list[Record], world: World, source: str, unsaved: frozenset[tuple[int, int]]
) -> Plan:
    """Return what importing the records would do to the register."""
    result = Plan()
    entries: list[Entry] = []
    for record in records:
        values = Values(record, unsaved)
        entry = read_entry(values, world.by_name)
        if record.joined and entries:
            join_entry(entries[-1], entry)
        elif entry.name:
            entries.append(entry)
        else:
            values.error(
                "name",
                "nama perangkat daerah kosong. Isi namanya atau hapus baris ini.",
                "the agency's name is empty. Fill it in or remove the row.",
            )
        result.errors += values.errors
        result.warnings += values.warnings
        values.errors, values.warnings = [], []
    world.load_sites(url for entry in entries for url in entry.sites)
    _Planner(entries, world, source, result).run()
    return result


class _Planner:
    """Matches entries with the register and with each other."""

    def __init__(self, entries: list[Entry], world: World, source: str, plan: Plan) -> None:
        self.entries = entries
        self.world = world
        self.source = source
        self.plan = plan
        self.claimed: dict[str, int] = {}
        self.writer = AgencyWriter(world)
        self.taken = set(world.by_key) | set(Agency.history.values_list("key", flat=True))
        self.taken |= {e.key for e in entries if e.key}
        self.listed_names = {fold(e.name) for e in entries}
        self.keys: dict[int, str] = {}  # row -> key
        self.refs: dict[str, list[str]] = {}  # folded name -> keys of entries of this file

    def run(self) -> None:
        """Fill the plan."""
        matched = [(entry, self._match(entry)) for entry in self._unique()]
        for entry, agency in matched:
            key = agency.key if agency else entry.key
            if not key:
                key = key_for(entry.short, entry.name, self.taken)
                self.taken.add(key)
            self.keys[entry.row] = key
            bare = without_region(entry.name)
            for text in {entry.name, bare, entry.short, *entry.aliases, entry.key}:
                if text:
                    self.refs.setdefault(fold(text), []).append(key)
        for entry, agency in matched:
            self.plan.rows.append(self._entry(entry, agency))
            self.plan.errors += entry.values.errors
            self.plan.warnings += entry.values.warnings
        self._loops(matched)
        self.plan.errors.sort(key=lambda problem: problem.row)
        self.plan.warnings.sort(key=lambda problem: problem.row)

    def _loops(self, matched: list[tuple[Entry, Agency | None]]) -> None:
        """Refuse agencies that would end up below themselves."""
        above = {a.key: a.parent.key for a in self.world.agencies.values() if a.parent}
        above |= {p.key: c.after for p in self.plan.rows for c in p.changes if c.field == "parent"}
        for entry, _ in matched:
            seen: set[str] = set()
            key: str | None = self.keys[entry.row]
            while key is not None and key not in seen:
                seen.add(key)
                key = above.get(key)
            if key == self.keys[entry.row] and entry.parent:
                entry.values.errors.clear()
                entry.values.error(
                    "parent",
                    "induknya berputar: {chain}. Perbaiki salah satu.",
                    "its parents form a circle: {chain}. Mend one of them.",
                    chain=", ".join(sorted(seen)),
                )
                self.plan.errors += entry.values.errors

    def _unique(self) -> list[Entry]:
        seen: dict[tuple[str, ...], int] = {}
        kept = []
        for entry in self.entries:
            ids = [("name", fold(entry.name), entry.level, fold(entry.parent))]
            marks: list[tuple[str, ...]] = [*ids, *([("key", entry.key)] if entry.key else [])]
            first = next((seen[mark] for mark in marks if mark in seen), None)
            if first is not None:
                entry.values.error(
                    "name",
                    "“{name}” sudah ada di baris {first}. Gabungkan kedua baris itu.",
                    "“{name}” stands in row {first} already. Make one row of the two.",
                    name=entry.name,
                    first=first,
                )
                self.plan.errors += entry.values.errors
                continue
            for mark in marks:
                seen[mark] = entry.row
            kept.append(entry)
        return kept

    def _match(self, entry: Entry) -> Agency | None:
        """The agency that the entry means, or None for a new one; contradictions are errors."""
        by_name = self._narrow(self.world.by_name.get(fold(entry.name), []), entry)
        if entry.key:
            agency = self.world.by_key.get(entry.key)
            if agency is None and by_name:
                entry.values.error(
                    "key",
                    "“{name}” sudah terdaftar dengan kode {key}. Pakai kode itu.",
                    "“{name}” is registered under the key {key}. Use that key.",
                    name=entry.name,
                    key=by_name[0].key,
                )
            return agency
        if len(by_name) == 1:
            return by_name[0]
        if by_name:
            self._ambiguous(entry, "name", entry.name, by_name)
            return None
        renamed = {
            agency.pk: agency
            for text in entry.former
            for agency in self._narrow(self.world.by_name.get(fold(text), []), entry)
            if fold(agency.name) not in self.listed_names and agency.dissolved_on is None
        }
        if len(renamed) == 1:
            return next(iter(renamed.values()))
        if renamed:
            self._ambiguous(entry, "former", entry.name, list(renamed.values()))
            return None
        self._other_name(entry)
        return None

    def _other_name(self, entry: Entry) -> None:
        others = self.world.by_other_name.get(fold(entry.name), [])
        narrowed = self._narrow([agency for agency, _ in others], entry)
        if narrowed:
            entry.values.error(
                "name",
                "“{name}” tercatat sebagai nama lain dari {agency} (kode {key}). Tulis nama resmi "
                "yang berlaku, atau isi kolom Kode.",
                "“{name}” is recorded as another name of {agency} (key {key}). Write the official "
                "name in force, or fill in the column Key.",
                name=entry.name,
                agency=narrowed[0].name,
                key=narrowed[0].key,
            )

    def _narrow(self, agencies: list[Agency], entry: Entry) -> list[Agency]:
        found = list({a.pk: a for a in agencies}.values())
        if entry.level:
            found = [a for a in found if a.level == entry.level]
        living = [a for a in found if a.dissolved_on is None]
        found = living or found
        if len(found) > 1 and entry.parent:
            parents = {a.pk for a in self.world.find(entry.parent)}
            found = [a for a in found if a.parent_id in parents] or found
        return found

    def _ambiguous(self, entry: Entry, column: str, text: str, found: list[Agency]) -> None:
        entry.values.error(
            column,
            "“{text}” cocok dengan beberapa perangkat daerah: {keys}. Isi kolom Kode dengan salah "
            "satunya.",
            "“{text}” fits several agencies: {keys}. Fill in the column Key with one of them.",
            text=text,
            keys=", ".join(a.key for a in found),
        )

    def _reference(self, entry: Entry, column: str, text: str) -> str | None:
        """The key of the agency that a cell names, in this file or in the register."""
        keys = list(dict.fromkeys(self.refs.get(fold(text), [])))
        if not keys:
            keys = [a.key for a in self.world.find(text)]
        if len(keys) == 1:
            return keys[0]
        if keys:
            entry.values.error(
                column,
                "“{text}” dapat berarti {keys}. Tulis kodenya.",
                "“{text}” may mean {keys}. Write its key.",
                text=text,
                keys=", ".join(keys),
            )
        else:
            entry.values.error(
                column,
                "“{text}” tidak ada di berkas ini maupun di register. Periksa ejaannya.",
                "“{text}” is neither in this file nor in the register. Check its spelling.",
                text=text,
            )
        return None

    def _entry(self, entry: Entry, agency: Agency | None) -> Planned:
        key = self.keys[entry.row]
        changes = Changes()
        reason = f"{self.source}, {entry.row}"
        self._facts(entry, agency, changes, key, reason)
        self._names(entry, agency, changes, key, reason)
        self._contacts(entry, agency, changes, key, reason)
        self._relatives(entry, agency, changes, key, reason)
        plan_listed(
            self.world,
            entry.values,
            "sites",
            entry.sites,
            agency,
            entry.name,
            changes,
            get_agency=lambda: self.writer.get(key),
            reason=reason,
            phase=3,
            claimed=self.claimed,
        )
        action = "new" if agency is None else "changed" if changes.changes else "same"
        return Planned(entry.row, action, entry.name, key, changes.changes, changes.steps)  # type: ignore[arg-type]

    def _facts(self, entry: Entry, agency: Agency | None, changes: Changes, key: str,
               reason: str) -> None:  # fmt: skip
        plain = {name: value for name, value in entry.plain.items() if value}
        if entry.level:
            plain["level"] = entry.level
        if agency is None:
            changes.add("name", AGENCIES.field("name").title, "", entry.name)
            for name, value in plain.items():
                changes.add(name, AGENCIES.field(name).title, "", value)
            changes.do(0, self.writer.create(key, entry.name, plain, entry.valid_from, reason))
        else:
            if entry.name != agency.name:
                changes.add("name", AGENCIES.field("name").title, agency.name, entry.name)
                changes.do(1, self.writer.rename(key, entry.name, entry.valid_from, reason))
            differing = {n: v for n, v in plain.items() if getattr(agency, n) != v}
            for name, value in differing.items():
                changes.add(name, AGENCIES.field(name).title, getattr(agency, name), value)
            if differing:
                changes.do(1, self.writer.update(key, differing, reason))
            if entry.valid_from and entry.name == agency.name:
                self._valid_from(entry.valid_from, agency, changes, key, reason)
        if entry.dissolved_on and (agency is None or agency.dissolved_on != entry.dissolved_on):
            before = str(agency.dissolved_on or "") if agency else ""
            title = AGENCIES.field("dissolved_on").title
            changes.add("dissolved_on", title, before, str(entry.dissolved_on))
            changes.do(2, self.writer.update(key, {"dissolved_on": entry.dissolved_on}, reason))

    def _valid_from(self, day: date, agency: Agency, changes: Changes, key: str,
                    reason: str) -> None:  # fmt: skip
        official = next((n for n in agency.names.all() if n.kind == NameKind.OFFICIAL), None)
        before = official.valid_from if official else None
        if before != day:
            title = AGENCIES.field("valid_from").title
            changes.add("valid_from", title, str(before or ""), str(day))
            changes.do(1, self.writer.valid_from(key, day, reason))

    def _names(self, entry: Entry, agency: Agency | None, changes: Changes, key: str,
               reason: str) -> None:  # fmt: skip
        known = {(n.kind, fold(n.text)) for n in agency.names.all()} if agency else set()
        if agency and entry.name != agency.name:
            known.add((NameKind.FORMER, fold(agency.name)))  # the renaming records it
        columns = (
            ("short", NameKind.SHORT, [entry.short] if entry.short else []),
            ("aliases", NameKind.ALIAS, entry.aliases),
            ("former", NameKind.FORMER, entry.former),
        )
        for field, kind, texts in columns:
            for text in texts:
                if (kind, fold(text)) not in known:
                    known.add((kind, fold(text)))
                    changes.add(field, AGENCIES.field(field).title, "", text)
                    changes.do(1, self.writer.name(key, text, kind, reason))

    def _contacts(self, entry: Entry, agency: Agency | None, changes: Changes, key: str,
                  reason: str) -> None:  # fmt: skip
        known = {fold(c.title): c for c in agency.contacts.all()} if agency else {}
        for contact in entry.contacts:
            title = contact["title"]
            given = {k: v for k, v in contact.items() if v and k != "title"}
            before = known.get(fold(title))
            if before and all(getattr(before, k) == v for k, v in given.items()):
                continue
            old = ", ".join(filter(None, (before.title, before.name, before.email, before.phone))) \
                if before else ""  # fmt: skip
            words = ", ".join((title, *given.values()))
            changes.add("contact_title", AGENCIES.field("contact_title").title, old, words)
            changes.do(1, self.writer.contact(key, title, given, reason))

    def _relatives(self, entry: Entry, agency: Agency | None, changes: Changes, key: str,
                   reason: str) -> None:  # fmt: skip
        if entry.parent:
            above = self._reference(entry, "parent", entry.parent)
            before = agency.parent.key if agency and agency.parent else ""
            if above == key:
                entry.values.error(
                    "parent",
                    "perangkat daerah ini menjadi induk dirinya sendiri. Kosongkan atau perbaiki.",
                    "the agency is its own parent. Empty the cell or mend it.",
                )
            elif above and above != before:
                changes.changes.append(
                    Change("parent", AGENCIES.field("parent").title, before, above)
                )
                changes.do(2, self.writer.parent(key, above, reason))
        known = {a.key for a in agency.predecessors.all()} if agency else set()
        for text in entry.predecessors:
            earlier = self._reference(entry, "predecessors", text)
            if earlier and earlier not in known and earlier != key:
                known.add(earlier)
                title = AGENCIES.field("predecessors").title
                changes.add("predecessors", title, "", earlier)
                changes.do(2, self.writer.predecessor(key, earlier))
