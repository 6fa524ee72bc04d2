"""Why something about a meeting is refused."""

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
