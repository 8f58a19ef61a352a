"""What matters are called: the names that sentences show in place of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.bodies import STANDARD_BODIES
from ledger.language import Both
from ledger.references import references
from ledger.values import PartialDate

if TYPE_CHECKING:
    from ledger.batch import MatterReader
    from ledger.event import GovernanceEvent
    from ledger.matter import Matter


def matter_name(matter: Matter, on: PartialDate | None = None) -> Both | None:
    """The title or name that the matter bore on these days; of several, the one given last before."""
    named = [held.entry.event for held in matter.standing if _name(held.entry.event)]
    if not named:
        return STANDARD_BODIES.get(matter.id)
    days = [(event, event.occurred_on) for event in named]
    by_then = [event for event, day in days if not on or not day or not on.before(day)]
    return _name((by_then or named[:1])[-1])


def names_of(event: GovernanceEvent, reader: MatterReader) -> dict[str, Both]:
    """The names of the matters that ``event`` refers to or joins."""
    spec, names = event.spec, {}
    refs = [(field.matter_of(ref), ref) for field, ref in references(event)]
    joined = getattr(event, spec.joins) if spec.joins else None
    if joined:
        refs.append((spec.fields[spec.joins or ""].matter_of(joined), joined))
    for matter_id, _ in refs:
        name = matter_name(reader.matter(matter_id), event.occurred_on)
        if name:
            names[matter_id] = name
    return names


def _name(event: Any) -> Both | None:
    if not event.spec.opens:
        return None
    zh = getattr(event, "title", None) or getattr(event, "name", None)
    en = getattr(event, "title_en", None) or getattr(event, "name_en", None)
    return Both(str(en or zh), str(zh)) if zh else None
