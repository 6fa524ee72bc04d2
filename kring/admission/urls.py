"""Addresses of admission."""

from django.urls import path

from kring.admission.pages import applications, ballots, candidate, policy

urlpatterns = [
    path("c/<slug:circle>/admission/", policy.admission_policy, name="admission_policy"),
    path("c/<slug:circle>/admission/change/", policy.change_policy, name="change_policy"),
    path("c/<slug:circle>/applications/", applications.applications, name="applications"),
    path(
        "c/<slug:circle>/applications/links/<uuid:opening>/revoke/", applications.revoke_opening, name="revoke_opening"
    ),
    path("applications/<uuid:application>/", applications.application, name="application"),
    path("applications/<uuid:application>/files/<uuid:evidence>/", applications.evidence, name="evidence"),
    path("applications/<uuid:application>/ask/", applications.ask_candidate, name="ask_candidate"),
    path("applications/<uuid:application>/refuse/", applications.refuse_application, name="refuse_application"),
    path("applications/<uuid:application>/admit/", applications.admit_from_list, name="admit_from_list"),
    path("applications/<uuid:application>/ballot/", applications.open_ballot, name="open_ballot"),
    path("c/<slug:circle>/ballots/", ballots.ballots, name="ballots"),
    path("ballots/<uuid:ballot>/", ballots.ballot, name="ballot"),
    path("ballots/<uuid:ballot>/vote/", ballots.vote, name="vote"),
    path("ballots/<uuid:ballot>/close/", ballots.close_ballot, name="close_ballot"),
    path("ballots/<uuid:ballot>/stop/", ballots.stop_ballot, name="stop_ballot"),
    path("apply/<str:link>/", candidate.apply, name="apply"),
    path("application/<str:link>/", candidate.own_application, name="own_application"),
    path("application/<str:link>/questions/<uuid:question>/", candidate.answer_question, name="answer_question"),
    path("application/<str:link>/files/<uuid:evidence>/", candidate.own_evidence, name="own_evidence"),
    path("application/<str:link>/withdraw/", candidate.withdraw_application, name="withdraw_application"),
]
