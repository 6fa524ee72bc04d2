"""Addresses of codes, letters, newcomers, breach cases and leaving."""

from django.urls import path

from kring.conduct.pages import arriving, cases, codes, handling, leaving

urlpatterns = [
    path("c/<slug:circle>/code/", codes.code, name="code"),
    path("c/<slug:circle>/code/new/", codes.publish_code, name="publish_code"),
    path("c/<slug:circle>/code/paper/", codes.code_paper, name="code_paper"),
    path("code/<uuid:code>/accept/", codes.accept_code, name="accept_code"),
    path("c/<slug:circle>/members/<uuid:membership>/letter/", codes.letter, name="letter"),
    path("c/<slug:circle>/members/<uuid:membership>/letter/paper/", codes.letter_paper, name="letter_paper"),
    path("c/<slug:circle>/members/<uuid:membership>/leave/", leaving.leave_circle, name="leave_circle"),
    # Settling in
    path("c/<slug:circle>/newcomers/", arriving.newcomers, name="newcomers"),
    path("c/<slug:circle>/newcomers/list/", arriving.change_welcome, name="change_welcome"),
    path("c/<slug:circle>/newcomers/tick/", arriving.tick_step, name="tick_step"),
    path("c/<slug:circle>/newcomers/<uuid:person>/buddy/", arriving.ask_buddy, name="ask_buddy"),
    path("buddies/<uuid:asked>/answer/", arriving.answer_buddy, name="answer_buddy"),
    path("c/<slug:circle>/introduction/", arriving.introduce, name="introduce"),
    path("introductions/<uuid:introduction>/met/", arriving.meet, name="meet"),
    # When trust is broken
    path("c/<slug:circle>/suspicion/", cases.report_suspicion, name="report_suspicion"),
    path("suspicion/", cases.return_with_code, name="return_with_code"),
    path("c/<slug:circle>/cases/", cases.cases, name="cases"),
    path("cases/<uuid:case>/", handling.case, name="case"),
    path("cases/<uuid:case>/reported/", cases.reported_case, name="reported_case"),
    path("cases/<uuid:case>/<slug:step>/", handling.case_step, name="case_step"),
    path("hearings/<uuid:hearing>/", cases.hearing, name="hearing"),
]
