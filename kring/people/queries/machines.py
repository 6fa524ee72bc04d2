"""What operators ask: is this number a machine's?"""

from uuid import UUID

from kring.people.models import Person


def machine(number: str) -> UUID | None:
    """The machine account with this number. Nothing when it is a person's: nobody acts for a person."""
    try:
        wanted = UUID(number)
    except ValueError:
        return None
    found = Person.objects.filter(pk=wanted, kind=Person.Kind.MACHINE, suspended_at__isnull=True)
    return found.values_list("pk", flat=True).first()
