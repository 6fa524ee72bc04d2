"""Addresses of meetings."""

from django.urls import path

from kring.meetings.pages import agenda, links, lists, meeting

urlpatterns = [
    path("c/<slug:circle>/meetings/", lists.meetings, name="meetings"),
    path("c/<slug:circle>/meetings/new/", lists.new_meeting, name="new_meeting"),
    path("c/<slug:circle>/meetings/year/", lists.plan_a_year, name="plan_a_year"),
    path("c/<slug:circle>/meetings/topics/", lists.topics, name="topics"),
    path("c/<slug:circle>/meetings/pause/", lists.pause_hosting, name="pause_hosting"),
    path("meetings/plans/<uuid:series>/", lists.year_plan, name="year_plan"),
    path("meetings/topics/<uuid:topic>/withdraw/", lists.withdraw_topic, name="withdraw_topic"),
    path("meetings/answer/<str:token>/", links.answer_by_mail, name="answer_by_mail"),
    path("meetings/guest/<str:link>/", links.meeting_guest, name="meeting_guest"),
    path("meetings/<uuid:meeting>/", meeting.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/change/", meeting.change_meeting, name="change_meeting"),
    path("meetings/<uuid:meeting>/answer/", meeting.answer_invitation, name="answer_invitation"),
    path("meetings/<uuid:meeting>/invite/", meeting.invite, name="invite_to_meeting"),
    path("meetings/<uuid:meeting>/cancel/", meeting.cancel_meeting, name="cancel_meeting"),
    path("meetings/<uuid:meeting>/tick/", meeting.tick_off, name="tick_off"),
    path("meetings/<uuid:meeting>/guests/", meeting.invite_guest, name="invite_guest"),
    path("meetings/<uuid:meeting>/guests/<uuid:invitee>/remove/", meeting.remove_guest, name="remove_guest"),
    path("meetings/<uuid:meeting>/people/<uuid:invitee>/", meeting.note_attendance, name="note_attendance"),
    path("meetings/<uuid:meeting>/topics/<uuid:topic>/<int:stars>/", meeting.rate_topic, name="rate_topic"),
    path("meetings/<uuid:meeting>/agenda/new/", agenda.new_point, name="new_point"),
    path("meetings/<uuid:meeting>/agenda/fill/", agenda.fill_agenda, name="fill_agenda"),
    path("meetings/<uuid:meeting>/agenda/carry/", agenda.carry_over, name="carry_over"),
    path("meetings/<uuid:meeting>/agenda/keep/", agenda.keep_template, name="keep_template"),
    path("meetings/<uuid:meeting>/agenda/<uuid:item>/", agenda.change_point, name="change_point"),
    path("meetings/<uuid:meeting>/agenda/<uuid:item>/move/", agenda.move_point, name="move_point"),
    path("meetings/<uuid:meeting>/agenda/<uuid:item>/remove/", agenda.remove_point, name="remove_point"),
]
