"""What the fields are called that an act has changed: of offices, people, trainings, sessions, the installation."""

from typing import Any, Final

from flask_babel import lazy_gettext as _

FIELDS: Final[dict[str, Any]] = {
    "actual_ends_at": _("Real end"),
    "actual_start": _("Real beginning"),
    "actual_starts_at": _("Real beginning"),
    "address": _("Address"),
    "birth_year": _("Year of birth"),
    "capacity": _("Seats"),
    "city": _("Town"),
    "contact_name": _("A person to call"),
    "contact_phone": _("Phone of this person"),
    "counts": _("Counts"),
    "degree_after": _("Degrees after the name"),
    "degree_before": _("Degrees before the name"),
    "description": _("Description"),
    "email": _("E-mail"),
    "ends": _("Last day"),
    "ends_at": _("Ends"),
    "full_name": _("Full name"),
    "in_stead_of": _("In whose stead it was opened"),
    "is_public": _("Open registration"),
    "is_self_paced": _("Self-paced"),
    "is_template": _("Template"),
    "jp": _("Lesson hours"),
    "jp_minutes": _("Minutes of a lesson hour"),
    "kind_id": _("Kind"),
    "language": _("Language"),
    "languages": _("Languages"),
    "least_attendance": _("Least attendance"),
    "least_attendance_facilitator": _("Least attendance of facilitators"),
    "letterhead": _("Letterhead"),
    "library_id": _("Library"),
    "locale": _("Language"),
    "logo": _("Logo"),
    "module_id": _("Module"),
    "name": _("Name"),
    "needs_evaluation": _("Evaluation"),
    "needs_post_test": _("Post-test"),
    "nip": _("NIP"),
    "office_id": _("Office"),
    "opened_by": _("Opened by"),
    "owner": _("Owner"),
    "phone": _("Phone"),
    "position": _("Position"),
    "programme_id": _("Programme"),
    "rank": _("Rank of a civil servant"),
    "region_id": _("Region"),
    "registration_until": _("Registration until"),
    "room": _("Room"),
    "sex": _("Sex"),
    "starts": _("First day"),
    "starts_at": _("Begins"),
    "tagline": _("Words below the name"),
    "title": _("Title"),
    "username": _("User name"),
    "venue": _("Venue"),
    "venue_position": _("Position of the venue"),
    "zone": _("Time zone"),
}


def field_name(field: str) -> str:
    """Return what a field is called; its code where nobody gave it words."""
    return str(FIELDS.get(field, field))
