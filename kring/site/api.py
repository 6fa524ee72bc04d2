"""The REST API, put together from the subjects. Its contract is kept in docs/openapi.json."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from kring.admission import api as admission
from kring.circles import api as circles
from kring.conduct import api as conduct
from kring.feeds import api as feeds
from kring.health import api as health
from kring.leadership import api as leadership
from kring.meetings import api as meetings
from kring.notices import api as notices
from kring.people import api as people
from kring.people.commands import show_token
from kring.profiles import api as profiles
from kring.rest.contract import contract_of
from kring.rest.doors import open_with
from kring.rest.frame import Api
from kring.sharing import api as sharing

ABOUT = """\
Everything the pages do, for programs. `Authorization: Bearer kring_…` with a token that a person made on the page
“Tokens”: it acts for that person, within its scopes, circles and ceiling, and never reads TLP:RED.

What you may not see is not there: 404, as for what does not exist. A rule that says no answers 409 with a `code`. A
`POST` with an `Idempotency-Key` can be repeated until it is answered, and is done once.
"""

open_with(lambda text: show_token(text=text))
api = Api(
    title="Kring",
    version="1",
    description=ABOUT,
    subjects=(
        people.routes,
        circles.routes,
        *sharing.ROUTES,
        *meetings.ROUTES,
        notices.routes,
        feeds.routes,
        profiles.routes,
        admission.routes,
        conduct.routes,
        health.routes,
        leadership.routes,
    ),
)


@require_GET
def contract(request: HttpRequest) -> HttpResponse:
    """What the API takes and answers, as OpenAPI 3.1."""
    return JsonResponse(contract_of(api))


addresses = api.addresses(path("openapi.json", contract, name="contract"))
