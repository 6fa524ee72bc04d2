"""Addresses of health."""

from django.urls import path

from kring.health.pages import giving, hours, knowledge, mentors, surveys, visits

urlpatterns = [
    path("c/<slug:circle>/pulse/", surveys.pulse, name="pulse"),
    path("c/<slug:circle>/barriers/", surveys.barriers, name="barriers"),
    path("surveys/<uuid:survey>/", surveys.survey, name="survey"),
    path("surveys/<uuid:survey>/stop/", surveys.stop_pulse, name="stop_pulse"),
    path("c/<slug:circle>/give-and-take/", giving.give_and_take, name="give_and_take"),
    path("c/<slug:circle>/give-and-take/statement.pdf", giving.statement, name="contribution_statement"),
    path("c/<slug:circle>/give-and-take/letter.pdf", giving.letter, name="letter_to_manager"),
    path("c/<slug:circle>/hours/", hours.hours, name="hours"),
    path("hours/<uuid:hours>/remove/", hours.remove_hours, name="remove_hours"),
    path("c/<slug:circle>/knowledge/", knowledge.knowledge, name="knowledge"),
    path("c/<slug:circle>/knowledge/start/", knowledge.start_subjects, name="start_subjects"),
    path("subjects/<uuid:subject>/remove/", knowledge.remove_subject, name="remove_subject"),
    path("c/<slug:circle>/mentors/", mentors.mentors, name="mentors"),
    path("wishes/<uuid:wish>/answer/", mentors.answer_wish, name="answer_wish"),
    path("wishes/<uuid:wish>/take-back/", mentors.take_back_wish, name="take_back_wish"),
    path("lessons/<uuid:pair>/agree/", mentors.agree_to_lesson, name="agree_to_lesson"),
    path("lessons/<uuid:pair>/end/", mentors.end_lesson, name="end_lesson"),
    path("c/<slug:circle>/visits/", visits.visits, name="visits"),
    path("visits/<uuid:visit>/join/", visits.join_visit, name="join_visit"),
    path("visits/<uuid:visit>/leave/", visits.leave_visit, name="leave_visit"),
    path("visits/<uuid:visit>/cancel/", visits.cancel_visit, name="cancel_visit"),
]
