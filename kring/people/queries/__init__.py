"""What is asked about accounts."""

from kring.people.queries.bearers import Bearer, actor_of_token, bearer_of
from kring.people.queries.machines import machine
from kring.people.queries.names import PersonName, people_by_id, people_called
from kring.people.queries.own import (
    Account,
    TokenRow,
    account_by_address,
    account_of,
    address_asked_for,
    has_second_factor,
    own_data,
    tokens_of,
    with_second_factor,
)
from kring.people.queries.profiles import PROFILES, Profile, profiles, profiles_of

__all__ = [
    "PROFILES",
    "Account",
    "Bearer",
    "PersonName",
    "Profile",
    "TokenRow",
    "account_by_address",
    "account_of",
    "actor_of_token",
    "address_asked_for",
    "bearer_of",
    "has_second_factor",
    "machine",
    "own_data",
    "people_by_id",
    "people_called",
    "profiles",
    "profiles_of",
    "tokens_of",
    "with_second_factor",
]
