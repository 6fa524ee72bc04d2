"""Why something is not done: a code for programs, a sentence for people."""

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

ALREADY_SHARED = Refusal("already_shared", N_("This was shared already."))
NOT_SHARED = Refusal("not_shared", N_("This is still a draft."))
TOO_MUCH = Refusal("too_much", N_("This is too much to take along at once. Tick less."))
NOT_CLEAR = Refusal("not_clear", N_("Only what is TLP:CLEAR is for everybody."))
IS_WITHDRAWN = Refusal("withdrawn", N_("This was withdrawn."))
NOTHING_TO_SAY = Refusal("nothing_to_say", N_("Say what you saw before you share it."))
TOO_LONG = Refusal("too_long", N_("A text here holds at most {most} characters; attach a file for more."))
TOO_MANY_TAGS = Refusal("too_many_tags", N_("At most {most} tags."))
LABEL_TOO_WIDE = Refusal("label_too_wide", N_("This circle shares up to {label}, not wider."))
WIDER_THAN_ORIGIN = Refusal(
    "wider_than_origin", N_("The report that this was made of goes up to {label}. Only its source can let it go wider.")
)
BEYOND_CEILING = Refusal("beyond_ceiling", N_("What you act with goes up to {label}, not narrower."))
NOBODY_NAMED = Refusal("nobody_named", N_("TLP:RED goes to people you name. Name at least one."))
NOT_IN_CIRCLE = Refusal("not_in_circle", N_("Somebody you chose has no seat in this circle any more."))
NOT_SEATED = Refusal("not_seated", N_("Only who has a seat in this circle can share in it."))
NOT_THE_SOURCE = Refusal("not_the_source", N_("Only the source can do this. You can ask the source."))
CHANGED_ELSEWHERE = Refusal(
    "changed_elsewhere", N_("This text was changed in another window. Nothing was overwritten: reload and compare.")
)
RED_GOES_NO_FURTHER = Refusal("red_goes_no_further", N_("TLP:RED is not passed on, to nobody."))
NEEDS_PERMISSION = Refusal("needs_permission", N_("The label does not allow this. Ask the source for permission."))
ALREADY_PASSED = Refusal("already_passed", N_("They have it already, or it was asked already."))
NOT_URGENT = Refusal("not_urgent", N_("This item asks for no acknowledgement."))
NOT_WIDER = Refusal("not_wider", N_("Ask for a label that is wider than {label}."))
ALREADY_ASKED = Refusal("already_asked", N_("You asked this already. The source has not answered yet."))
ALREADY_DECIDED = Refusal("already_decided", N_("This was decided already."))
TOO_MANY_FILES = Refusal("too_many_files", N_("At most {most} files here. Put them in one archive."))
WIDER_THAN_ITEM = Refusal("wider_than_item", N_("A reply cannot be read by more people than the item."))
FEW_NEED_SEATS = Refusal(
    "few_need_seats", N_("A reply for some people alone goes between people who have a seat in this circle.")
)
EMPTY_REPLY = Refusal("empty_reply", N_("Write something first."))
NOT_YOUR_REPLY = Refusal("not_your_reply", N_("Only who wrote a reply can change it."))
MENTION_OUTSIDE = Refusal("mention_outside", N_("Somebody you mention cannot read this. Leave the name out."))
OWN_ITEM = Refusal("own_item", N_("This is your own. Feedback comes from its readers."))
IS_FROZEN = Refusal("frozen", N_("This is being looked into. Until that is over it stays where it is, as it is."))
