"""How the demo's circles came about: who founded, joined, was seated, handed over, was suspended, built a bridge."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from pysequoia import Tsk

from kring.circles import commands as circles
from kring.circles import queries
from kring.circles.rules import MembershipState
from kring.notices import commands as notices
from kring.notices.rules import RepliesWish, Wish
from kring.people import commands as people
from kring.site.demo.cast import CARE, HOUSES, MACHINES, PLAYERS, REGION, RINGS, TERMINALS, House, Player, Sits
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago, just
from kring.tlp.labels import Label

HOUSE = {house.key: house for house in HOUSES}
PLAYER = {player.key: player for player in PLAYERS}
RING = {ring.key: ring for ring in RINGS}

MEMBERS = (
    # circle, organisation, days ago, as what
    (REGION, "port", 360, "member"),
    (REGION, "kaderling", 354, "member"),
    (REGION, "brakzand", 351, "member"),
    (REGION, "zoutmeer", 345, "member"),
    (REGION, "kaap", 351, "member"),
    (REGION, "branding", 339, "member"),
    (REGION, "liaison", 336, "liaison"),
    (REGION, "kompas", 330, "member"),
    (REGION, "police", 327, "liaison"),
    (REGION, "loodlijn", 312, "member"),
    (REGION, "vuurtoren", 273, "observer"),
    (REGION, "rietland", 258, "member"),
    (TERMINALS, "kaderling", 309, "member"),
    (TERMINALS, "port", 306, "member"),
    (TERMINALS, "zoutmeer", 300, "member"),
    (TERMINALS, "brakzand", 89, "member"),
    (CARE, "lauwerzee", 324, "member"),
    (CARE, "kwelder", 312, "member"),
    (CARE, "noordlab", 288, "member"),
    (CARE, "duinrand", 81, "member"),
)


def plan_milestones(stage: Stage) -> None:
    """Have all of it happen, each at its moment."""
    stage.plan(ago(375, "09:30"), partial(_found, stage, REGION, "chi"))
    stage.plan(ago(321, "14:10"), partial(_found, stage, TERMINALS, "chi"))
    stage.plan(ago(336, "11:00"), partial(_found, stage, CARE, "hanna"))
    for circle, house, days, kind in MEMBERS:
        stage.plan(ago(days, "08:40"), partial(_admit, stage, circle, house, kind))
    for player in PLAYERS:
        if player.key not in {"chi", "lot", "eve", "nel"}:
            stage.plan(ago(player.joined, "09:20"), partial(_join, stage, player))
        stage.plan(ago(player.joined, "10:05"), partial(_introduce, stage, player))
        for seat in player.seats:
            stage.plan(ago(seat.days, "10:30"), partial(_mandate, stage, player, seat))
    for organisation in HOUSES:
        stage.plan(ago(80, "08:00"), partial(_describe, stage, organisation))
    stage.plan(ago(294, "15:00"), partial(_hand_over_the_working_group, stage))
    stage.plan(ago(309, "16:00"), partial(_hand_over_the_care_circle, stage))
    for name, (called, owner) in MACHINES.items():
        stage.plan(ago(240, "11:15"), partial(_add_machine, stage, name, called, owner))
    stage.plan(ago(224, "13:00"), partial(_divide, stage))
    stage.plan(ago(310, "12:00"), partial(_register_clients, stage))
    stage.plan(ago(158, "09:00"), partial(_write_down_rights, stage))
    stage.plan(ago(93, "11:00"), partial(_bridge, stage))
    stage.plan(ago(92, "09:10"), partial(_succeed, stage))
    stage.plan(ago(84, "16:20"), partial(_meet_the_successor, stage))
    stage.plan(ago(88, "10:00"), partial(_wait_for_a_second_factor, stage))
    stage.plan(ago(71, "12:00"), partial(_come_and_go, stage))
    stage.plan(ago(62, "17:05"), partial(_suspend, stage))
    stage.plan(ago(45, "09:00"), partial(_be_forgotten, stage))
    stage.plan(ago(33, "10:45"), partial(_suspend_an_organisation, stage))
    stage.plan(ago(30, "09:00"), partial(_say_what_to_hear, stage))
    stage.plan(ago(2, "14:30"), partial(_arrive, stage))
    stage.plan(just(hours=26), partial(_leave_open, stage))


# --- Circles and members ---


def _found(stage: Stage, circle: str, founder: str) -> None:
    ring, player = RING[circle], PLAYER[founder]
    if founder not in stage.people:
        found_account(stage, player)
    with stage.acting(founder) as actor:
        stage.circles[circle] = circles.start_circle(
            actor=actor,
            name=ring.name,
            preset=ring.preset,
            organisation=HOUSE[player.house].name,
            purpose=ring.purpose,
            parent=stage.circles[REGION] if circle == TERMINALS else None,
        )
        place = queries.circle_for(actor, stage.circles[circle])
        circles.change_circle(
            actor=actor,
            circle=place.id,
            name=place.name,
            purpose=place.purpose,
            language=ring.language,
            colour=ring.colour,
            default_label=place.default_label,
            widest_label=place.widest_label,
            second_factor=circle != REGION,
            permitted_use=place.permitted_use,
            retention_days=place.retention_days,
        )
        own = next(one for one in queries.members_of(place.id) if one.organisation.name == HOUSE[player.house].name)
    stage.memberships[circle, player.house] = own.id
    stage.organisations[player.house] = own.organisation.id
    stage.hosts[circle] = founder


def found_account(stage: Stage, player: Player) -> None:
    """Somebody takes an invitation to start a circle: an account that sits nowhere yet."""
    link = circles.invite_founder(email=player.email, organisation=HOUSE[player.house].name, name=player.name)
    stage.people[player.key] = _take(link, player)


def _admit(stage: Stage, circle: str, house: str, kind: str) -> None:
    with stage.acting(stage.hosts[circle]) as actor:
        known = stage.organisations.get(house)
        inside = known is not None and any(where != circle for where, which in stage.memberships if which == house)
        membership = circles.open_membership(
            actor=actor,
            circle=stage.circles[circle],
            organisation=known if inside else None,
            name=HOUSE[house].name,
            organisation_kind=HOUSE[house].kind,
            kind=kind,
            state=MembershipState.MEMBER,
        )
        card = next(one for one in queries.members_of(stage.circles[circle]) if one.id == membership).organisation
    stage.memberships[circle, house] = membership
    stage.organisations[house] = card.id


def _describe(stage: Stage, house: House) -> None:
    """Somebody who sits for it says what it is."""
    for player in PLAYERS:
        if player.house == house.key and player.key in stage.people and _describe_as(stage, player, house):
            return


def _describe_as(stage: Stage, player: Player, house: House) -> bool:
    with stage.acting(player.key) as actor:
        if stage.organisations[house.key] not in {one.card.id for one in queries.own_organisations(actor)}:
            return False
        circles.change_organisation(
            actor=actor,
            organisation=stage.organisations[house.key],
            name=house.name,
            kind=house.kind,
            sectors=house.sectors,
            country=house.country,
            languages=house.languages,
            website=f"https://www.{house.domain}/",
            sharing_limit=house.limit,
            sharing_limit_reason=house.limit_reason,
        )
    return True


# --- People ---


def _join(stage: Stage, player: Player) -> None:
    """An invitation, taken: to the first seat, or as a colleague; the other seats are given later."""
    seat = player.seats[0] if player.seats else None
    if seat is None:
        host = next(one for one in PLAYERS if one.house == player.house and one.seats and one.key in stage.people)
        with stage.acting(host.key) as actor:
            invitation = circles.invite_colleague(
                actor=actor, organisation=stage.organisations[player.house], email=player.email, name=player.name
            )
    else:
        with stage.acting(stage.hosts[seat.circle]) as actor:
            invitation = circles.invite_person(
                actor=actor,
                membership=stage.memberships[seat.circle, player.house],
                email=player.email,
                name=player.name,
                role=seat.role,
            )
    stage.people[player.key] = _take(queries.invitation_link(invitation), player)
    for other in player.seats[1:]:
        stage.plan(ago(other.days, "10:20"), partial(_seat, stage, player, other))


def _take(link: str, player: Player) -> UUID:
    person = circles.join(
        link=link.rstrip("/").rpartition("/")[2],
        name=player.name,
        password=None,
        language=player.language,
        shown_to={},
    )
    if player.second_factor:
        totp.TOTP.activate(get_user_model().objects.get(pk=person), totp.generate_totp_secret())
    return person


def _seat(stage: Stage, player: Player, seat: Sits) -> None:
    with stage.acting(stage.hosts[seat.circle]) as actor:
        circles.give_seat(
            actor=actor,
            membership=stage.memberships[seat.circle, player.house],
            person=stage.people[player.key],
            role=seat.role,
        )


def _introduce(stage: Stage, player: Player) -> None:
    """They say who they are."""
    if player.key not in stage.people:
        return
    with stage.acting(player.key) as actor:
        people.change_profile(
            actor=actor,
            name=player.name,
            function=player.function,
            phone=player.phone,
            phone_out_of_hours=player.out_of_hours,
            speaks=player.speaks,
            introduction=player.introduction,
            shown_to=player.shows,
        )
        for topic, level in player.knows.items():
            circles.say_expertise(actor=actor, topic=topic, level=level)


def keep_keys(stage: Stage) -> None:
    """Some have an OpenPGP key. It is made today, so it is kept today; nobody has its secret half."""
    for player in PLAYERS:
        if player.has_key:
            key = Tsk.generate(f"{player.name} <{player.email}>")
            with stage.acting(player.key) as actor:
                notices.use_key(actor=actor, octets=bytes(key.extract_certificate()))


def _mandate(stage: Stage, player: Player, seat: Sits) -> None:
    if seat.terms is None or player.key not in stage.people:
        return
    with stage.acting(stage.hosts[seat.circle]) as actor:
        signed = stage.moment.date()
        circles.record_mandate(
            actor=actor,
            seat=_seat_of(stage, seat.circle, player.key),
            widest_label=seat.terms.widest,
            decides_up_to=seat.terms.euros,
            hours_a_month=seat.terms.hours,
            signed_by=seat.terms.signed_by,
            signed_on=signed,
            until=date(signed.year + 2, signed.month, 1),
        )


def _seat_of(stage: Stage, circle: str, who: str) -> UUID:
    return next(
        seat.id
        for member in queries.members_of(stage.circles[circle])
        for seat in member.seats
        if seat.person == stage.people[who]
    )


def _add_machine(stage: Stage, name: str, called: str, owner: str) -> None:
    membership = stage.memberships[REGION, PLAYER[owner].house]
    with stage.acting(owner) as actor:
        stage.people[name] = circles.add_machine(actor=actor, membership=membership, name=called).person


# --- What changed over time ---


def _hand_over_the_working_group(stage: Stage) -> None:
    """Chi started it; Cem chairs it from now on."""
    with stage.acting("chi") as actor:
        circles.end_seat(actor=actor, seat=_seat_of(stage, TERMINALS, "chi"))
    stage.hosts[TERMINALS] = "cem"


def _hand_over_the_care_circle(stage: Stage) -> None:
    """Hanna started it; Dee chairs it from now on, and Hanna keeps the minutes."""
    with stage.acting("hanna") as actor:
        chair = _seat_of(stage, CARE, "hanna")
        circles.give_seat(
            actor=actor,
            membership=stage.memberships[CARE, "kaap"],
            person=stage.people["hanna"],
            role="secretary",
        )
        circles.end_seat(actor=actor, seat=chair)


def _divide(stage: Stage) -> None:
    parts = {
        "Terminals": ("kaderling", "brakzand", "rietland"),
        "Vitale organisaties": ("port", "wadstroom", "kaap", "zoutmeer"),
        "Kleine bedrijven": ("branding", "loodlijn", "rietland"),
        "Zonder leveranciers": tuple(
            house for circle, house in stage.memberships if circle == REGION and house not in {"loodlijn", "vuurtoren"}
        ),
    }
    with stage.acting("sil") as actor:
        for name, houses in parts.items():
            members = [stage.memberships[REGION, house] for house in houses]
            circles.save_segment(actor=actor, circle=stage.circles[REGION], name=name, memberships=members)


def _register_clients(stage: Stage) -> None:
    clients = {
        "trucks": ("cem", "kaderling", "Wegvervoer Oostpolder", "Planning", "planning@oostpolder.example"),
        "fuels": ("eli", "zoutmeer", "Bunkerservice Zeegat", "Operations desk", "ops@zeegat.example"),
        "mill": ("ivo", "loodlijn", "Meelfabriek De Ster", "Administratie", "administratie@dester.example"),
    }
    for key, (who, house, name, contact, email) in clients.items():
        with stage.acting(who) as actor:
            stage.clients[key] = circles.register_client(
                actor=actor, organisation=stage.organisations[house], name=name, contact=contact, email=email
            )


def _write_down_rights(stage: Stage) -> None:
    today = stage.moment.date()
    with stage.acting("chi") as actor:
        circles.give_special_right(
            actor=actor,
            membership=stage.memberships[REGION, "liaison"],
            what="Brengt berichten van de overheid in zonder ze eerst met de voorzitter te bespreken",
            reason="Een landelijke waarschuwing wacht niet op een overleg.",
            since=today,
            until=None,
        )
        circles.give_special_right(
            actor=actor,
            membership=stage.memberships[REGION, "loodlijn"],
            what="Verlaat het overleg bij onderwerpen over inkoop",
            reason="Levert zelf aan vier leden.",
            since=today,
            until=today + timedelta(days=365),
        )


def _bridge(stage: Stage) -> None:
    """What the care circle shares up to GREEN reaches the region; a second bridge is offered and nobody took it yet."""
    with stage.acting("dee") as actor:
        offer = circles.offer_bridge(actor=actor, circle=stage.circles[CARE], gives=True, ceiling=Label.GREEN)
    link = queries.offer_link(offer).rstrip("/").rpartition("/")[2]
    with stage.acting("chi") as actor:
        circles.take_bridge(actor=actor, link=link, circle=stage.circles[REGION])


def _succeed(stage: Stage) -> None:
    """Wim leaves; Lotte takes over his seat by the invitation he asked for."""
    player = PLAYER["lot"]
    membership = stage.memberships[REGION, "brakzand"]
    with stage.acting("chi") as actor:
        invitation = circles.invite_person(
            actor=actor,
            membership=membership,
            email=player.email,
            name=player.name,
            succeeds=_seat_of(stage, REGION, "wim"),
            handover="De weegbruggen hangen nog aan het oude netwerk: zie het bericht over de back-up. Fay van De"
            " Branding weet altijd wat er op het water speelt. En eet mee na afloop van het overleg.",
        )
    stage.people["lot"] = _take(queries.invitation_link(invitation), player)


def _meet_the_successor(stage: Stage) -> None:
    with stage.acting("sil") as actor:
        seat = _seat_of(stage, REGION, "lot")
        circles.introduce_successor(actor=actor, seat=seat)
        circles.record_mandate(
            actor=actor,
            seat=seat,
            widest_label=Label.GREEN,
            decides_up_to=500,
            hours_a_month=6,
            signed_by="Directie Brakzand Bulk",
            signed_on=stage.moment.date(),
            until=None,
        )


def _wait_for_a_second_factor(stage: Stage) -> None:
    """Lotte is given a seat in the working group, which does not count until she has a second factor."""
    with stage.acting("cem") as actor:
        circles.give_seat(
            actor=actor,
            membership=stage.memberships[TERMINALS, "brakzand"],
            person=stage.people["lot"],
            role="representative",
        )


def _come_and_go(stage: Stage) -> None:
    """One organisation left, one is a candidate, one a prospect."""
    with stage.acting("chi") as actor:
        for name, state in (
            ("Koelhuis Noord", MembershipState.MEMBER),
            ("Chemiepark Oostgeul", MembershipState.PROSPECT),
            ("Binnenvaartcoöperatie Stroomop", MembershipState.PROSPECT),
        ):
            membership = circles.open_membership(actor=actor, circle=stage.circles[REGION], name=name, state=state)
            if name == "Chemiepark Oostgeul":
                circles.move_membership(actor=actor, membership=membership, then=MembershipState.CANDIDATE)
            if name == "Koelhuis Noord":
                circles.move_membership(
                    actor=actor, membership=membership, then=MembershipState.LEFT, note="Stopt met koelopslag."
                )


def _suspend(stage: Stage) -> None:
    """Ron used what was shared to sell something."""
    with stage.acting("chi") as actor:
        circles.suspend_person(
            actor=actor,
            circle=stage.circles[REGION],
            person=stage.people["ron"],
            why="commerce",
            note="Belde twee leden met een aanbod op grond van een AMBER-bericht. Besproken met de directie van Loodlijn.",
        )


def _be_forgotten(stage: Stage) -> None:
    """Wim asked to be forgotten: what he wrote stays, as by a former member."""
    with stage.acting("wim") as actor:
        circles.erase_person(actor=actor, typed=PLAYER["wim"].email)


def _suspend_an_organisation(stage: Stage) -> None:
    with stage.acting("chi") as actor:
        circles.move_membership(
            actor=actor,
            membership=stage.memberships[REGION, "rietland"],
            then=MembershipState.SUSPENDED,
            why="dues",
            note="Drie overleggen afwezig en geen gedragscode getekend. Gesprek gepland met de directie.",
        )


def _say_what_to_hear(stage: Stage) -> None:
    """Some want less mail, or nothing of a topic."""
    with stage.acting("fay") as actor:
        notices.wish(actor=actor, circle=None, items=Wish.DIGEST, replies=RepliesWish.MINE, urgent=True)
    with stage.acting("ike") as actor:
        notices.mute_topic(actor=actor, tag="patch")
    with stage.acting("gijs") as actor:
        notices.wish(actor=actor, circle=None, items=Wish.AT_ONCE, replies=RepliesWish.ALL, urgent=True)


def _arrive(stage: Stage) -> None:
    """Eve takes an invitation to start a circle, and has not started one."""
    player = PLAYER["eve"]
    found_account(stage, player)
    _introduce(stage, player)


def _leave_open(stage: Stage) -> None:
    """What still waits for somebody: two invitations and an offer of a bridge."""
    with stage.acting("fay") as actor:
        circles.invite_person(
            actor=actor,
            membership=stage.memberships[REGION, "branding"],
            email="saar@debranding.example",
            name="Saar Venema",
            role="deputy",
        )
    with stage.acting("dee") as actor:
        circles.invite_person(
            actor=actor,
            membership=stage.memberships[CARE, "duinrand"],
            email="directie@duinrand.example",
            role="representative",
        )
    with stage.acting("chi") as actor:
        circles.offer_bridge(actor=actor, circle=stage.circles[REGION], gives=True, ceiling=Label.GREEN)
