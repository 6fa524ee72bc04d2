"""Everything that changes circles, and who stands where in them."""

from kring.circles.commands.bridges import end_bridge, offer_bridge, revoke_bridge_offer, take_bridge
from kring.circles.commands.circles import change_circle, close_circle, start_circle
from kring.circles.commands.folk import (
    AddedMachine,
    add_machine,
    end_client,
    end_colleague,
    erase_person,
    forget_expertise,
    register_client,
    say_expertise,
)
from kring.circles.commands.invitations import (
    invite_colleague,
    invite_founder,
    invite_person,
    join,
    revoke_invitation,
    take_invitation,
)
from kring.circles.commands.memberships import (
    change_organisation,
    end_candidacy,
    hold_members,
    leave_circle,
    move_membership,
    open_membership,
)
from kring.circles.commands.parts import end_special_right, give_special_right, remove_segment, save_segment
from kring.circles.commands.seats import (
    appoint_chair,
    end_seat,
    fill_chair,
    give_seat,
    introduce_successor,
    record_mandate,
    succeed_seat,
)
from kring.circles.commands.suspensions import readmit_person, suspend_person

__all__ = [
    "AddedMachine",
    "add_machine",
    "appoint_chair",
    "change_circle",
    "change_organisation",
    "close_circle",
    "end_bridge",
    "end_candidacy",
    "end_client",
    "end_colleague",
    "end_seat",
    "end_special_right",
    "erase_person",
    "fill_chair",
    "forget_expertise",
    "give_seat",
    "give_special_right",
    "hold_members",
    "introduce_successor",
    "invite_colleague",
    "invite_founder",
    "invite_person",
    "join",
    "leave_circle",
    "move_membership",
    "offer_bridge",
    "open_membership",
    "readmit_person",
    "record_mandate",
    "register_client",
    "remove_segment",
    "revoke_bridge_offer",
    "revoke_invitation",
    "save_segment",
    "say_expertise",
    "start_circle",
    "succeed_seat",
    "suspend_person",
    "take_bridge",
    "take_invitation",
]
