"""The addresses of circles, of the people in them, and of oneself among them."""

from django.urls import path

from kring.circles.pages import circles, directory, invitation, member, organisation, parts, you

urlpatterns = [
    path("circles/", circles.circles, name="circles"),
    path("circles/start/", circles.start_circle, name="start_circle"),
    path("c/<slug:circle>/", circles.circle, name="circle"),
    path("c/<slug:circle>/start/", circles.start_circle, name="start_inner_circle"),
    path("c/<slug:circle>/settings/", circles.circle_settings, name="circle_settings"),
    path("c/<slug:circle>/close/", circles.close_circle, name="close_circle"),
    # The directory
    path("c/<slug:circle>/members/", directory.members, name="members"),
    path("c/<slug:circle>/members/out-of-hours/", directory.out_of_hours, name="out_of_hours"),
    path("c/<slug:circle>/people/<uuid:person>/", directory.person, name="person"),
    path("c/<slug:circle>/people/<uuid:person>/card.vcf", directory.person_card, name="person_card"),
    path("c/<slug:circle>/people/<uuid:person>/suspend/", directory.suspend_person, name="suspend_person"),
    path("c/<slug:circle>/people/<uuid:person>/readmit/", directory.readmit_person, name="readmit_person"),
    # Organisations in a circle, and their seats
    path("c/<slug:circle>/members/new/", member.open_membership, name="open_membership"),
    path("c/<slug:circle>/members/<uuid:membership>/", member.member, name="member"),
    path("c/<slug:circle>/members/<uuid:membership>/admit/", member.admit_member, name="admit_member"),
    path("c/<slug:circle>/members/<uuid:membership>/to/<slug:then>/", member.move_membership, name="move_membership"),
    path("c/<slug:circle>/members/<uuid:membership>/invite/", member.invite_person, name="invite_person"),
    path("c/<slug:circle>/members/<uuid:membership>/seat/", member.give_seat, name="give_seat"),
    path("c/<slug:circle>/members/<uuid:membership>/machine/", member.add_machine, name="add_machine"),
    path("c/<slug:circle>/invitations/<uuid:invitation>/revoke/", member.revoke_invitation, name="revoke_invitation"),
    path("c/<slug:circle>/seats/<uuid:seat>/hand-over/", member.hand_over_seat, name="hand_over_seat"),
    path("c/<slug:circle>/seats/<uuid:seat>/end/", member.end_seat, name="end_seat"),
    path("c/<slug:circle>/seats/<uuid:seat>/introduce/", member.introduce_successor, name="introduce_successor"),
    path("c/<slug:circle>/seats/<uuid:seat>/mandate/", member.record_mandate, name="record_mandate"),
    # Parts of a circle, rights, bridges
    path("c/<slug:circle>/segments/", parts.segments, name="segments"),
    path("c/<slug:circle>/segments/<uuid:segment>/", parts.segments, name="segment"),
    path("c/<slug:circle>/segments/<uuid:segment>/remove/", parts.remove_segment, name="remove_segment"),
    path("c/<slug:circle>/equality/", parts.special_rights, name="special_rights"),
    path("c/<slug:circle>/equality/<uuid:right>/end/", parts.end_special_right, name="end_special_right"),
    path("c/<slug:circle>/bridges/", parts.bridges, name="bridges"),
    path("c/<slug:circle>/bridges/<uuid:bridge>/end/", parts.end_bridge, name="end_bridge"),
    path("c/<slug:circle>/bridges/offers/<uuid:offer>/revoke/", parts.revoke_bridge_offer, name="revoke_bridge_offer"),
    # Signed links
    path("invitation/<str:link>/", invitation.invitation, name="invitation"),
    path("bridge/<str:link>/", parts.bridge_offer, name="bridge_offer"),
    # One's own organisation
    path("organisations/", organisation.organisations, name="organisations"),
    path("organisations/<uuid:organisation>/", organisation.organisation, name="organisation"),
    path("organisations/<uuid:organisation>/colleagues/", organisation.colleagues, name="colleagues"),
    path(
        "organisations/<uuid:organisation>/colleagues/<uuid:person>/end/",
        organisation.end_colleague,
        name="end_colleague",
    ),
    path(
        "organisations/<uuid:organisation>/invitations/<uuid:invitation>/revoke/",
        organisation.revoke_colleague,
        name="revoke_colleague",
    ),
    path("organisations/<uuid:organisation>/clients/", organisation.clients, name="clients"),
    path("organisations/<uuid:organisation>/clients/<uuid:client>/end/", organisation.end_client, name="end_client"),
    # Oneself
    path("you/", you.profile, name="profile"),
    path("you/expertise/", you.expertise, name="expertise"),
    path("you/expertise/forget/", you.forget_expertise, name="forget_expertise"),
    path("you/key/", you.own_key, name="own_key"),
    path("you/key/look-up/", you.look_up_key, name="look_up_key"),
    path("you/key/remove/", you.remove_key, name="remove_key"),
    path("you/tokens/", you.tokens, name="tokens"),
    path("you/tokens/<uuid:token>/revoke/", you.revoke_token, name="revoke_token"),
    path("you/data/", you.own_data, name="own_data"),
    path("you/data/take/", you.take_own_data, name="take_own_data"),
    path("you/data/erase/", you.erase_account, name="erase_account"),
]
