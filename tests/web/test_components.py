"""Components: what they draw, and what they refuse to."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from kring.tlp.labels import Label
from kring.web.frame import Frame, Link
from kring.web.templatetags.ui.marks import initials_of


def drawn(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


class OneField(forms.Form):
    title = forms.CharField(label="What", help_text="One sentence.")


@pytest.mark.parametrize("label", Label)
def test_a_label_is_always_its_words(label: Label) -> None:
    for given in (label, int(label), label.marking, label.name):
        assert f">{label.marking}<" in drawn("{% label given %}", given=given)


def test_a_label_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="PURPLE"):
        drawn('{% label "PURPLE" %}')


def test_an_icon_we_do_not_have_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"VENDOR\.toml"):
        drawn('{% icon "no-such-icon" %}')


def test_an_icon_alone_is_hidden_from_screen_readers_and_with_text_is_not() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "home" %}')
    assert 'role="img" aria-label="Home"' in drawn('{% icon "home" text="Home" %}')


def test_what_a_member_typed_is_escaped() -> None:
    evil = '<script>alert("1")</script>'
    source = (
        "{% row title=evil %}{{ evil }}{% endrow %}{% chip %}{{ evil }}{% endchip %}{% copy evil %}{% avatar evil %}"
    )
    assert "<script>" not in drawn(source, evil=evil)


@pytest.mark.parametrize("attribute", ["style", "onclick", "hx_on_click"])
def test_an_attribute_the_policy_would_refuse_is_an_error(attribute: str) -> None:
    with pytest.raises(ValueError, match="no "):
        drawn(f'{{% button {attribute}="x" %}}Go{{% endbutton %}}')
    with pytest.raises(ValueError, match="no "):
        drawn(f'{{% field form.title {attribute}="x" %}}', form=OneField())


def test_further_attributes_reach_the_element() -> None:
    html = drawn('{% button hx_post="/x/" disabled=True data_x=None %}Go{% endbutton %}')
    assert 'hx-post="/x/"' in html
    assert " disabled" in html
    assert "data-x" not in html


def test_an_action_posts_with_the_token_of_the_page() -> None:
    html = drawn('{% action url="/mute/" name="topic" value="7" %}Mute{% endaction %}', csrf_token="the-token")
    assert 'method="post" action="/mute/"' in html
    assert 'name="csrfmiddlewaretoken" value="the-token"' in html
    assert 'name="topic" value="7"' in html


def test_a_field_ties_label_help_and_errors_to_its_input() -> None:
    html = drawn("{% field form.title %}", form=OneField({}))
    assert '<label class="form-label" for="id_title">What</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_summary_leads_to_each_field_that_is_wrong() -> None:
    html = drawn("{% errors form %}", form=OneField({}))
    assert 'role="alert"' in html
    assert '<a href="#id_title">What</a>' in html
    assert not drawn("{% errors form %}", form=OneField({"title": "x"})).strip()


@pytest.mark.django_db
def test_a_message_offers_its_undo_once(client: Client) -> None:
    with_message = client.get("/gallery/?toasts=1").content.decode()
    assert "Shared with 14 people in 9 organisations." in with_message
    assert 'action="#undo"' in with_message
    assert 'action="#undo"' not in client.get("/gallery/").content.decode()


def test_a_sorted_column_says_so() -> None:
    html = drawn('{% column sort="?sort=name" direction="descending" %}Name{% endcolumn %}')
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=name"' in html


def test_a_pager_with_nowhere_to_go_is_not_there() -> None:
    assert not drawn("{% pager %}").strip()
    assert 'rel="next"' in drawn('{% pager later="?page=2" %}')


def test_the_current_word_is_marked_and_stands_on_its_menu() -> None:
    links = [Link("all", "?"), Link("mine", "?mine", current=True)]
    assert drawn('{% words links name="Show" %}', links=links).count('aria-current="true"') == 1
    assert "</span>mine<" in drawn('{% word_menu links name="Show" %}', links=links)


def test_a_progress_bar_has_machine_figures_in_every_language() -> None:
    from django.utils import translation

    with translation.override("nl"):
        html = drawn('{% progress 1.5 1000 "Up" %}')
    assert 'value="1.5" max="1000"' in html
    assert "1,5/1.000" in html


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ada van den Berg", "AB"), ("bo", "BO"), ("Jean-Luc Picard", "JP"), ("Çelik", "ÇE"), ("", "")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_bar_of_a_phone_never_has_more_than_five_places() -> None:
    rooms = tuple(Link(str(n), f"/{n}/", "home") for n in range(9))
    for count in range(10):
        frame = Frame(rooms=rooms[:count])
        assert frame.bar + frame.rest == rooms[:count]
        assert len(frame.bar) + bool(frame.rest) <= 5


def test_an_age_can_be_read_by_machines() -> None:
    at = datetime.now(UTC) - timedelta(minutes=3)
    assert f'datetime="{at.isoformat()}"' in drawn("{% age at %}", at=at)
