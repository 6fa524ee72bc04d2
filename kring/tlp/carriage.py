"""What a mail may carry. The label decides, for every mail there is, and no preference can change it."""

from dataclasses import dataclass
from enum import StrEnum

from kring.tlp.labels import Label


class Form(StrEnum):
    """How something goes out by mail."""

    FULL = "full"
    ENCRYPTED = "encrypted"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Carriage:
    """What a mail about something may say.

    `names_circle` covers what shows where it was shared: the circle's name, its list and the label.
    `takes_replies`: an answer by mail is accepted; one to an encrypted mail has to be encrypted too.
    """

    form: Form
    has_content: bool
    names_circle: bool
    takes_replies: bool

    @property
    def sealed(self) -> bool:
        """What it says can be read by its reader alone."""
        return self.form is Form.ENCRYPTED


_FORMS = {
    Form.FULL: Carriage(Form.FULL, has_content=True, names_circle=True, takes_replies=True),
    Form.ENCRYPTED: Carriage(Form.ENCRYPTED, has_content=True, names_circle=True, takes_replies=True),
    Form.LINK: Carriage(Form.LINK, has_content=False, names_circle=True, takes_replies=False),
}
_BARE_LINK = Carriage(Form.LINK, has_content=False, names_circle=False, takes_replies=False)


def carriage_of(label: Label, *, can_encrypt: bool) -> Carriage:
    """What a mail about something with this label may carry to a reader (design: "Who may read what", mail).

    `can_encrypt`: there is a key of this reader that can be used now.
    """
    match label:
        case Label.CLEAR | Label.GREEN:
            return _FORMS[Form.FULL]
        case Label.AMBER | Label.AMBER_STRICT:
            return _FORMS[Form.ENCRYPTED if can_encrypt else Form.LINK]
        case Label.RED:
            return _BARE_LINK


@dataclass(frozen=True, slots=True)
class Whisper:
    """What may be said of something through a messenger that belongs to somebody else.

    Whoever runs it can read along, so content never goes there. There is always a link.
    """

    has_title: bool
    names_circle: bool


def whisper_of(label: Label) -> Whisper:
    """What a third party's messenger may carry of something with this label."""
    match label:
        case Label.CLEAR | Label.GREEN:
            return Whisper(has_title=True, names_circle=True)
        case Label.AMBER | Label.AMBER_STRICT:
            return Whisper(has_title=False, names_circle=True)
        case Label.RED:
            return Whisper(has_title=False, names_circle=False)
