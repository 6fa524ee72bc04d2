"""Why something about a meeting is refused."""

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
NOT_SEATED = Refusal("not_seated", N_("Only who sits in this circle can do this."))
NOT_HOST = Refusal("not_host", N_("Only the host, and who steers the circle, can do this."))
NO_DATES = Refusal("no_dates", N_("No date fits this rhythm before its end."))
MEETING_OVER = Refusal("meeting_over", N_("This meeting is over, or it was cancelled."))
ENDS_FIRST = Refusal("ends_first", N_("A meeting ends after it starts."))
NOBODY_TO_INVITE = Refusal("nobody_to_invite", N_("Nobody sits in this circle who could be invited."))
NOT_PRESENT = Refusal("not_present", N_("Only who was there can say what it was worth."))
CANNOT_DEPUTISE = Refusal("cannot_deputise", N_("Your deputy has to be somebody of your own organisation."))
GUESTS_READ_NO_RED = Refusal("guests_read_no_red", N_("A guest reads nothing under TLP:RED."))
WINDOW_CLOSES_FIRST = Refusal("window_closes_first", N_("The guest's access ends before it begins."))
NOTHING_LEFT = Refusal("nothing_left", N_("Nothing was left open at the meeting before this one."))
POINT_NOTED = Refusal(
    "point_noted", N_("There are notes at this point, so it stays on the agenda. Take them out first.")
)
STALE_ANSWER = Refusal(
    "stale_answer", N_("The meeting changed after the invitation that you answered. Answer the newest one.")
)
