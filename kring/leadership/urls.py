"""The addresses of duties and of those who lead."""

from django.urls import path

from kring.leadership import pages

urlpatterns = [
    path("c/<slug:circle>/who-for-what/", pages.who_for_what, name="who_for_what"),
    path("c/<slug:circle>/who-for-what/begin/", pages.begin_duties, name="begin_duties"),
    path("c/<slug:circle>/who-for-what/new/", pages.duty, name="new_duty"),
    path("c/<slug:circle>/who-for-what/<uuid:duty>/", pages.duty, name="duty"),
    path("c/<slug:circle>/who-for-what/<uuid:duty>/end/", pages.end_duty, name="end_duty"),
    path("c/<slug:circle>/handover/<uuid:person>/", pages.handover, name="handover"),
    path("c/<slug:circle>/handover/<uuid:person>/paper/", pages.handover_paper, name="handover_paper"),
    path("c/<slug:circle>/step-in/", pages.step_in, name="step_in"),
    path("c/<slug:circle>/continuity/", pages.continuity, name="continuity"),
    path("c/<slug:circle>/cockpit/", pages.cockpit, name="cockpit"),
    path("c/<slug:circle>/cycle/", pages.cycle, name="cycle"),
    path("c/<slug:circle>/scope/", pages.scope, name="scope"),
    path("c/<slug:circle>/scope/keep/", pages.keep_scope, name="keep_scope"),
    path("c/<slug:circle>/advisers/", pages.advisers, name="advisers"),
    path("c/<slug:circle>/advisers/tell/", pages.tell_advisers, name="tell_advisers"),
    path("advisers/<uuid:adviser>/end/", pages.end_advisership, name="end_advisership"),
    path("advising/<str:link>/", pages.advising, name="advising"),
    path("portfolio/", pages.portfolio, name="portfolio"),
    path("c/<slug:circle>/talks/", pages.talks, name="talks"),
]
