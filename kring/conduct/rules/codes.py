"""A code of conduct: who may publish one, what it expects in figures, who signs, and words to start from."""

from dataclasses import dataclass

from kring.kernel.errors import Refusal
from kring.kernel.words import N_

LONGEST_CODE = 20_000

NOT_STEERING = Refusal("not_steering", N_("Only the chair or the secretary of this circle can do this."))
NOT_SEATED = Refusal("not_seated", N_("Only somebody who sits in this circle can do this."))
NOTHING_PROMISED = Refusal("nothing_promised", N_("Write the code in at least one language."))
NOT_SAID_WHAT_CHANGED = Refusal("not_said_what_changed", N_("Say what changed, for those who accepted it before."))
TOO_MANY_EXPECTED = Refusal("too_many_expected", N_("Nobody can attend more meetings than there are."))
NO_CODE = Refusal("no_code", N_("This circle has no code of conduct yet."))
ALREADY_SIGNED = Refusal("already_signed", N_("Your organisation has signed its letter of entry already."))


@dataclass(frozen=True, slots=True)
class Expected:
    """What a circle expects of each member. 0 expects nothing."""

    meetings: int = 4
    """Meetings to attend, of every `out_of`."""
    out_of: int = 6
    shares_a_year: int = 4
    hours_a_month: int = 4


def why_not_publish(
    *, steers: bool, text_nl: str, text_en: str, changed: str, first: bool, expected: Expected
) -> Refusal | None:
    """May this version of a code be published?"""
    if not steers:
        return NOT_STEERING
    if not (text_nl.strip() or text_en.strip()):
        return NOTHING_PROMISED
    if not first and not changed.strip():
        return NOT_SAID_WHAT_CHANGED
    return TOO_MANY_EXPECTED if expected.meetings > expected.out_of else None


def why_not_sign(*, sits_for: bool, has_code: bool, signed: bool) -> Refusal | None:
    """May somebody sign the letter of entry of this organisation?"""
    if not sits_for:
        return NOT_SEATED
    if signed:
        return ALREADY_SIGNED
    return None if has_code else NO_CODE


_BASIS = {
    "nl": """\
## Wat wij elkaar beloven

1. **Wij delen.** Wat een ander schade kan besparen, melden wij zo snel wij kunnen, ook als het nog niet af is. Vragen is ook delen.
2. **Wij houden ons aan het label.** Wat wij lezen gaat niet verder dan het TLP-label toestaat. Bij twijfel vragen wij het de bron.
3. **Wij gebruiken het om ons te beschermen.** Niet om te verkopen, niet tegen elkaar, niet om een lid te beoordelen of af te rekenen.
4. **Wij zijn er.** Wij komen naar bijeenkomsten, zijn voorbereid en sturen bij verhindering onze vervanger.
5. **Wij geven terug.** Wie iets krijgt, laat weten of het nuttig was, of men geraakt is en wat men deed.
6. **Wij zeggen het als het misgaat.** Is er iets gelekt, dan melden wij dat meteen, ook als het door onszelf komt. Wie het meldt, \
krijgt hulp en geen verwijt.
7. **Wij laten elkaar in onze waarde.** In de kring is iedereen gelijk, groot of klein, publiek of privaat.

{kind}

## Als iemand zich hier niet aan houdt

Iedereen kan een vermoeden melden, desgewenst anoniem. Voorzitter of secretaris zoekt het uit, hoort de betrokken organisatie, \
trekt een conclusie en vertelt de kring wat ervan te leren is.
""",
    "en": """\
## What we promise each other

1. **We share.** What can spare somebody else harm, we report as soon as we can, finished or not. A question is sharing too.
2. **We keep to the label.** What we read goes no further than its TLP label allows. In doubt we ask the source.
3. **We use it to protect ourselves.** Not for sales, not against each other, not to judge a member or settle a score.
4. **We are there.** We come to meetings, prepared, and send our deputy when we cannot.
5. **We give back.** Who gets something says whether it was useful, whether they are hit, and what they did.
6. **We say so when it goes wrong.** When something leaked we report it at once, also when it was us. Who reports it gets \
help, and no blame.
7. **We respect each other.** In the circle all are equal, large or small, public or private.

{kind}

## When somebody does not keep to this

Anybody can report a suspicion, anonymously if they wish. The chair or the secretary looks into it, hears the organisation \
concerned, draws a conclusion and tells the circle what is to be learnt from it.
""",
}

_OF_A_KIND = {
    "isac": (
        "8. **Wij spreken als vakgenoten.** Wie hier zit, kent de eigen systemen en mag erover praten.",
        "8. **We speak as peers.** Who sits here knows their own systems, and may talk about them.",
    ),
    "region": (
        "8. **Wij zijn buren.** Wij helpen elkaar ook als onze sectoren verschillen, en weten wie wij 's nachts kunnen bellen.",
        "8. **We are neighbours.** We help each other across sectors, and know whom to call at night.",
    ),
    "chain": (
        "8. **Klant en leverancier zitten hier als bondgenoten.** Wat hier gezegd wordt, komt niet in een contractgesprek terug.",
        "8. **Customer and supplier sit here as allies.** What is said here does not come back in a talk about contracts.",
    ),
    "site": (
        "8. **Wij delen één terrein.** Wat bij de een uitvalt, raakt de ander: wij melden storingen ook als de oorzaak onbekend is.",
        "8. **We share one site.** What fails at one hits the other: we report disturbances even when the cause is unknown.",
    ),
    "partners": (
        "8. **Wij houden onze andere netwerken apart.** Wat elders vertrouwelijk is, blijft daar.",
        "8. **We keep our other networks apart.** What is confidential elsewhere stays there.",
    ),
    "group": (
        "8. **Wij werken.** Wie in deze werkgroep zit, neemt werk mee naar huis en vertelt wat ervan kwam.",
        "8. **We work.** Who sits in this working group takes work home, and says what became of it.",
    ),
}


def default_code(kind: str) -> tuple[str, str]:
    """Words to start from for this kind of circle, in Dutch and in English."""
    dutch, english = _OF_A_KIND[kind]
    return _BASIS["nl"].format(kind=dutch), _BASIS["en"].format(kind=english)
