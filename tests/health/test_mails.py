"""What this room mails: everybody is asked once, and who steers hears of a fall."""

from datetime import timedelta

from kring.health import jobs
from kring.kernel import clock
from tests.cast import Cast
from tests.health.stage import all_say, ask, close, crowd, pulse, say
from tests.notices.office import Post, mail, words

__all__ = ["mail"]


def test_everybody_who_has_not_answered_is_asked(cast: Cast, mail: Post) -> None:  # the fixture
    survey = ask(cast)
    say(cast, survey, "ada")
    for _ in range(2):
        jobs.mail_survey(survey=str(survey), circle=str(cast.north.pk))
    assert mail.recipients == {"cem", "chi"}
    letter = mail.to("cem")
    assert letter["Subject"] == "North: two taps, without your name"
    assert f"/surveys/{survey}/" in words(letter)


def test_who_steers_hears_of_a_second_fall_and_of_no_first(cast: Cast, mail: Post) -> None:
    people = crowd(cast, 5)
    for number in range(3):
        assert mail.recipients == set()
        with clock.at(clock.now() + timedelta(days=95 * number)):
            survey = ask(cast)
            all_say(people, survey, trust=4 - number)
            close()
            jobs.mail_falling(survey=str(survey), circle=str(cast.north.pk))
    assert mail.recipients == {"chi"}
    assert "/c/north/pulse/" in words(mail.to("chi"))


def test_each_night_it_closes_what_is_over_and_asks_in_a_new_quarter(cast: Cast) -> None:
    first = ask(cast)
    with clock.at(clock.now() + timedelta(days=95)):
        jobs.tend_surveys(timestamp=0)
        jobs.tend_surveys(timestamp=0)
        seen = pulse(cast)
    assert seen.current
    assert seen.current.id != first
    assert len(seen.too_few) == 1
