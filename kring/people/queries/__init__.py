"""What is asked about accounts."""

from kring.people.queries.names import PersonName, people_by_id

__all__ = ["PersonName", "people_by_id"]
