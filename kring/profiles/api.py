"""What matters to an organisation, over the API: read, and said anew by an inventory that knows it best."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from kring.products.named import LONGEST, named
from kring.profiles import commands, queries, rules
from kring.profiles.reading import Entry
from kring.rest.frame import Routes
from kring.rest.requests import ApiRequest
from kring.rest.shapes import In, Out, Words

routes = Routes("profiles")

Text = Annotated[Words, Field(max_length=300)]


class Technology(Out):
    """Something the organisation uses. What is not known is empty."""

    vendor: str
    product: str
    version: str
    cpe: str
    purl: str
    supplier: str


class Supplier(Out):
    """Somebody it depends on."""

    name: str
    domains: list[str]


class Profile(Out):
    """All that matters to an organisation. It is shown to who works for it, and to nobody else."""

    organisation: UUID
    sectors: list[str]
    countries: list[str] = Field(description="Two letters each (ISO 3166-1).")
    domains: list[str] = Field(description="The organisation's own.")
    networks: list[str] = Field(description="The organisation's own, as addresses with a prefix.")
    suppliers: list[Supplier]
    technologies: list[Technology]


class NewTechnology(In):
    """Something that is used: by its name, a CPE name or a package URL. What those say need not be said again."""

    vendor: Annotated[Words, Field(max_length=LONGEST["vendor"])] = ""
    product: Annotated[Words, Field(max_length=LONGEST["product"])] = ""
    version: Annotated[Words, Field(max_length=LONGEST["version"])] = ""
    cpe: Annotated[Words, Field(max_length=LONGEST["cpe"])] = ""
    purl: Annotated[Words, Field(max_length=LONGEST["purl"])] = ""
    supplier: Annotated[Words, Field(max_length=rules.LONGEST_SUPPLIER)] = ""


class NewSupplier(In):
    """Somebody the organisation depends on."""

    name: Annotated[Words, Field(min_length=1, max_length=rules.LONGEST_SUPPLIER)]
    domains: list[Text] = Field([], max_length=rules.MOST_OF_OUR_OWN)


class NewProfile(In):
    """All that matters from now on. What is left out is empty."""

    sectors: list[Text] = Field([], max_length=rules.MOST_SECTORS)
    countries: list[Text] = Field([], max_length=rules.MOST_SECTORS)
    domains: list[Text] = Field([], max_length=rules.MOST_OF_OUR_OWN)
    networks: list[Text] = Field([], max_length=rules.MOST_OF_OUR_OWN)
    suppliers: list[NewSupplier] = Field([], max_length=rules.MOST_SUPPLIERS)
    technologies: list[NewTechnology] = Field([], max_length=rules.MOST_TECHNOLOGIES)


@routes.get("/organisations/{uuid:organisation}/profile", answers=Profile, scope="profile")
def get_profile(request: ApiRequest, organisation: UUID) -> dict[str, object]:
    """What matters to an organisation you work for."""
    return queries.as_json(queries.profile_to_read(request.actor, organisation))


@routes.put("/organisations/{uuid:organisation}/profile", answers=Profile, scope="profile")
def replace_profile(request: ApiRequest, organisation: UUID, body: NewProfile) -> dict[str, object]:
    """All that matters to it from now on, as an inventory knows it. Somebody who sits for it does this, no machine."""
    commands.replace_profile(
        actor=request.actor,
        organisation=organisation,
        sectors=body.sectors,
        countries=body.countries,
        domains=body.domains,
        networks=body.networks,
        suppliers={one.name: one.domains for one in body.suppliers},
        technologies=[
            Entry(
                named(product=one.product, vendor=one.vendor, version=one.version, cpe=one.cpe, purl=one.purl),
                " ".join(one.supplier.split()),
            )
            for one in body.technologies
        ],
    )
    return queries.as_json(queries.profile_of(organisation))
