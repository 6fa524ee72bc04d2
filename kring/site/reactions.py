"""What follows from what: every fact that sets something off, on one page."""

from datetime import datetime
from uuid import uuid5

from kring.admission import facts as admission
from kring.admission import jobs as admission_jobs
from kring.admission.mails import News, Step
from kring.circles import facts as circles
from kring.circles import jobs as circles_jobs
from kring.conduct import facts as conduct
from kring.conduct import jobs as conduct_jobs
from kring.exchange import facts as exchange
from kring.exchange import jobs as exchange_jobs
from kring.feeds import facts as feeds
from kring.feeds import jobs as feeds_jobs
from kring.feeds import live
from kring.feeds.rules import Event
from kring.health import facts as health
from kring.health import jobs as health_jobs
from kring.kernel.clock import now
from kring.kernel.facts import Fact
from kring.kernel.ids import new_id
from kring.kernel.record import Reaction
from kring.leadership import facts as leadership
from kring.leadership import jobs as leadership_jobs
from kring.mailroom import facts as mailroom
from kring.mailroom import jobs as mailroom_jobs
from kring.meetings import facts as meetings
from kring.meetings import jobs as meetings_jobs
from kring.people import facts as people
from kring.people import jobs as people_jobs
from kring.profiles import facts as profiles
from kring.sharing import facts as sharing
from kring.sharing import jobs as sharing_jobs
from kring.site import jobs as site_jobs


def show(kind: str) -> Reaction:
    """Open pages of those who may read the item show it by themselves."""

    def react(fact: Fact) -> None:
        assert fact.item
        assert fact.circle
        live.tell(live.News(kind, fact.item, fact.circle, about=fact.item, by=fact.source))

    return react


def show_reply(fact: Fact) -> None:
    """Open pages of the thread show the reply to those who may read it."""
    assert isinstance(fact, sharing.ReplyAdded | sharing.ReplyEdited)
    assert fact.item
    assert fact.circle
    live.tell(live.News("replied", fact.item, fact.circle, about=fact.reply))


def read_attachment(fact: Fact) -> None:
    """Search and the check on personal data look into files too."""
    assert isinstance(fact, sharing.AttachmentAdded)
    sharing_jobs.read_attachment.defer(attachment=str(fact.attachment), person=str(fact.person))


def mail_item(fact: Fact) -> None:
    """Who may read it now and wants to hear of it gets a mail, which says why it matters; who got one already gets none."""
    site_jobs.match_and_mail.defer(item=str(fact.item), circle=str(fact.circle))


def match_item(fact: Fact) -> None:
    """What it says now is held against what matters to those whom it reaches."""
    exchange_jobs.match_item.defer(item=str(fact.item))


def match_objects(fact: Fact) -> None:
    """So is what machines sent."""
    assert fact.circle
    exchange_jobs.match_objects_soon(fact.circle)


def match_profile(fact: Fact) -> None:
    """And what came of late, against what changed."""
    assert isinstance(fact, profiles.ProfileChanged)
    exchange_jobs.match_profile_soon(fact.organisation)


def mail_reply(fact: Fact) -> None:
    """Who takes part in the thread hears of it."""
    assert isinstance(fact, sharing.ReplyAdded)
    sharing_jobs.mail_reply.defer(reply=str(fact.reply), item=str(fact.item), circle=str(fact.circle))


def mail_reminder(fact: Fact) -> None:
    """Those who have not acknowledged are asked once more."""
    sharing_jobs.mail_reminder.defer(item=str(fact.item), circle=str(fact.circle), round=new_id().hex)


def mail_withdrawal(fact: Fact) -> None:
    """The withdrawal follows the mails."""
    sharing_jobs.mail_withdrawal.defer(item=str(fact.item), circle=str(fact.circle))


def judge(fact: Fact) -> None:
    """What organisations say of it, and who may read it, moves how credible it is and how reliable its source."""
    sharing_jobs.judge_item.defer(item=str(fact.item))


def mail_round(fact: Fact) -> None:
    """Members that were not heard in a round get a mail."""
    assert isinstance(fact, sharing.RoundStarted | sharing.RoundReminded)
    again = "" if isinstance(fact, sharing.RoundStarted) else new_id().hex
    sharing_jobs.mail_round.defer(round=str(fact.round), circle=str(fact.circle), author=str(fact.person), again=again)


def mail_poll(fact: Fact) -> None:
    """Organisations that have the item and were not heard get a mail."""
    assert isinstance(fact, sharing.PollAsked | sharing.PollReminded)
    sharing_jobs.mail_poll.defer(
        poll=str(fact.poll),
        item=str(fact.item),
        circle=str(fact.circle),
        author=str(fact.person or ""),
        again="" if isinstance(fact, sharing.PollAsked) else new_id().hex,
    )


def mail_meeting(fact: Fact) -> None:
    """Who is invited gets it in mail and calendar; at a change, anew."""
    assert isinstance(fact, meetings.InvitationsSent | meetings.MeetingChanged | meetings.MeetingCancelled)
    meetings_jobs.mail_meeting.defer(meeting=str(fact.meeting), circle=str(fact.circle), sequence=fact.sequence)


def mail_guests(fact: Fact) -> None:
    """Guests hear of it too."""
    assert isinstance(fact, meetings.MeetingChanged | meetings.MeetingCancelled)
    meetings_jobs.mail_guests.defer(meeting=str(fact.meeting), sequence=fact.sequence)


def mail_guest(fact: Fact) -> None:
    """A guest gets their link and a calendar entry; whose invitation is taken back, the end of it."""
    assert isinstance(fact, meetings.GuestInvited | meetings.GuestWithdrawn)
    meetings_jobs.mail_guest.defer(invitee=str(fact.invitee), sequence=fact.sequence)


def mail_again(fact: Fact) -> None:
    """Who has not answered an invitation gets it once more."""
    assert isinstance(fact, meetings.AskedAgain)
    meetings_jobs.mail_again.defer(meeting=str(fact.meeting), circle=str(fact.circle), sequence=fact.sequence)


def mail_deputy(fact: Fact) -> None:
    """Who goes for another gets it too."""
    assert isinstance(fact, meetings.InvitationAnswered)
    if fact.has_deputy:
        meetings_jobs.mail_meeting.defer(meeting=str(fact.meeting), circle=str(fact.circle), sequence=fact.sequence)


def mail_verdict(fact: Fact) -> None:
    """Who was there is asked how it was, a little later: a meeting that was closed too early goes on meanwhile."""
    assert isinstance(fact, meetings.RoomClosed)
    later = meetings_jobs.mail_verdict.configure(schedule_in={"minutes": 15})
    later.defer(meeting=str(fact.meeting), circle=str(fact.circle))


def mail_minutes(fact: Fact) -> None:
    """Who is invited reads the minutes over; once they are approved, all who may read them hear of it."""
    assert isinstance(fact, meetings.MinutesShared | meetings.MinutesApproved)
    meetings_jobs.mail_minutes.defer(
        minutes=str(fact.minutes), circle=str(fact.circle), approved=isinstance(fact, meetings.MinutesApproved)
    )


def mail_draft(fact: Fact) -> None:
    """Whose mail became a draft hears that it waits."""
    assert isinstance(fact, mailroom.MailBecameDraft)
    mailroom_jobs.mail_draft.defer(draft=str(fact.draft), circle=str(fact.circle), person=str(fact.person))


def mail_invitation(fact: Fact) -> None:
    """Who is invited gets the link."""
    assert isinstance(fact, circles.PersonInvited)
    circles_jobs.mail_invitation.defer(invitation=str(fact.invitation))


def mail_new_password(fact: Fact) -> None:
    """Who forgot a password gets a link; a job is made for nobody too, so that answering takes as long."""
    assert isinstance(fact, people.NewPasswordAsked)
    people_jobs.mail_new_password.defer(person=str(fact.person) if fact.person else None)


def mail_new_address(fact: Fact) -> None:
    """Who wants to use another address shows that they read it."""
    assert isinstance(fact, people.AddressChangeAsked)
    people_jobs.mail_new_address.defer(change=str(fact.change))


def mail_sign_in_changed(fact: Fact) -> None:
    """Who did not do that hears of it."""
    assert isinstance(fact, people.SignInChanged)
    people_jobs.mail_sign_in_changed.defer(person=str(fact.person), what=fact.what, at=now().isoformat())


def tell(event: Event) -> Reaction:
    """The webhooks and messengers of those whom it reaches are told."""

    def react(fact: Fact) -> None:
        # Somebody is told once of an item, however it reaches them: shared, passed on, or by a wider label.
        once = event is Event.ITEM_SHARED and fact.item
        urgent = isinstance(fact, sharing.ReaderReminded) or (isinstance(fact, sharing.ItemShared) and fact.urgent)
        reply = getattr(fact, "reply", None)
        feeds_jobs.tell_receivers.defer(
            event=event.value,
            occurrence=str(uuid5(fact.item, event) if once and fact.item else new_id()),
            circle=str(fact.circle),
            item=str(fact.item),
            reply=str(reply) if reply else None,
            urgent=urgent,
        )

    return react


def send_to_receiver(fact: Fact) -> None:
    """Something waits to be sent to a webhook."""
    assert isinstance(fact, feeds.SendingAsked)
    feeds_jobs.send_to(fact.target)


def mail_disabled(fact: Fact) -> None:
    """Whose webhook or messenger was switched off should know."""
    assert isinstance(fact, feeds.WayDisabled)
    feeds_jobs.mail_disabled.defer(way=fact.way, target=str(fact.target))


def write_up(fact: Fact) -> None:
    """Machines are told."""
    exchange_jobs.write_up.defer(item=str(fact.item))


def write_advisory(fact: Fact) -> None:
    """What is published in CSAF says what the item says."""
    exchange_jobs.write_advisory.defer(item=str(fact.item))


def write_up_circle(fact: Fact) -> None:
    """Machines find what was shared before they came."""
    exchange_jobs.write_up_circle.defer(circle=str(fact.circle))


def mail_candidate(step: Step) -> Reaction:
    """The candidate hears how far it is."""

    def react(fact: Fact) -> None:
        assert isinstance(
            fact,
            admission.ApplicationBegun
            | admission.ApplicationSent
            | admission.CandidateAsked
            | admission.ApplicationDecided,
        )
        admission_jobs.mail_candidate.defer(application=str(fact.application), step=step.value)

    return react


def mail_applied(fact: Fact) -> None:
    """Who steers hears that somebody applies."""
    assert isinstance(fact, admission.ApplicationSent)
    told = {"about": str(fact.application), "circle": str(fact.circle)}
    admission_jobs.mail_admission.defer(**told, news=News.APPLIED.value)


def mail_answered(fact: Fact) -> None:
    """And that the candidate answered."""
    assert isinstance(fact, admission.CandidateAnswered)
    told = {"about": str(fact.application), "circle": str(fact.circle)}
    admission_jobs.mail_admission.defer(**told, news=News.ANSWERED.value, again=str(fact.question))


def mail_ballot(fact: Fact) -> None:
    """Everybody who may vote hears of it, and again on the last day; who steers, that it can be counted."""
    assert isinstance(fact, admission.BallotOpened)
    assert fact.circle
    admission_jobs.mail_ballot(fact.ballot, fact.circle, datetime.fromisoformat(fact.until))


def mail_closed(fact: Fact) -> None:
    """Everybody who could vote hears what came out."""
    assert isinstance(fact, admission.BallotClosed)
    told = {"about": str(fact.ballot), "circle": str(fact.circle)}
    admission_jobs.mail_admission.defer(**told, news=News.CLOSED.value)


def mail_thanks(fact: Fact) -> None:
    """Who sits for the member hears of it."""
    assert isinstance(fact, leadership.ThanksSent)
    leadership_jobs.mail_thanks.defer(thanks=str(fact.thanks), circle=str(fact.circle), membership=str(fact.membership))


def mail_survey(fact: Fact) -> None:
    """Everybody who is asked hears of it."""
    assert isinstance(fact, health.SurveyAsked)
    health_jobs.mail_survey.defer(survey=str(fact.survey), circle=str(fact.circle))


def mail_falling(fact: Fact) -> None:
    """Who steers hears when the pulse fell twice in a row."""
    assert isinstance(fact, health.SurveyClosed)
    if fact.survey_kind == "pulse":
        health_jobs.mail_falling.defer(survey=str(fact.survey), circle=str(fact.circle))


def mail_code(fact: Fact) -> None:
    """Whoever sits there hears that there is a code to accept."""
    assert isinstance(fact, conduct.CodePublished)
    conduct_jobs.mail_code.defer(code=str(fact.code), circle=str(fact.circle), author=str(fact.person))


def mail_case(fact: Fact) -> None:
    """Who looks into it hears that there is something, and nothing of what."""
    assert isinstance(fact, conduct.SuspicionReported | conduct.ReporterAnswered)
    again = "" if isinstance(fact, conduct.SuspicionReported) else new_id().hex
    conduct_jobs.mail_case.defer(case=str(fact.case), circle=str(fact.circle), again=again)


def mail_hearing(fact: Fact) -> None:
    """The organisation that is heard."""
    assert isinstance(fact, conduct.SideAsked)
    conduct_jobs.mail_hearing.defer(hearing=str(fact.hearing), circle=str(fact.circle))


def mail_leaving(fact: Fact) -> None:
    """Those who sat for it are told what was cut and what remains."""
    assert isinstance(fact, conduct.OrganisationLeft)
    for person in fact.people:
        conduct_jobs.mail_leaving.defer(person=str(person), circle=str(fact.circle), membership=str(fact.membership))


REACTIONS: dict[type[Fact], tuple[Reaction, ...]] = {
    circles.PersonInvited: (mail_invitation,),
    conduct.CodePublished: (mail_code,),
    conduct.SuspicionReported: (mail_case,),
    conduct.ReporterAnswered: (mail_case,),
    conduct.SideAsked: (mail_hearing,),
    conduct.OrganisationLeft: (mail_leaving,),
    people.AddressChangeAsked: (mail_new_address,),
    people.NewPasswordAsked: (mail_new_password,),
    people.SignInChanged: (mail_sign_in_changed,),
    mailroom.MailBecameDraft: (mail_draft,),
    admission.ApplicationBegun: (mail_candidate(Step.BEGUN),),
    admission.ApplicationSent: (mail_candidate(Step.SENT), mail_applied),
    admission.CandidateAsked: (mail_candidate(Step.ASKED),),
    admission.CandidateAnswered: (mail_answered,),
    admission.ApplicationDecided: (mail_candidate(Step.DECIDED),),
    admission.BallotOpened: (mail_ballot,),
    admission.BallotClosed: (mail_closed,),
    sharing.ItemShared: (show("shared"), mail_item, tell(Event.ITEM_SHARED), write_up),
    sharing.ItemEdited: (show("changed"), tell(Event.ITEM_EDITED), write_up, write_advisory, match_item),
    sharing.ItemRelabelled: (
        show("changed"),
        mail_item,
        tell(Event.ITEM_SHARED),
        tell(Event.ITEM_RELABELLED),
        write_up,
        write_advisory,
        judge,
    ),
    sharing.ItemFrozen: (show("changed"),),
    sharing.ItemThawed: (show("changed"),),
    sharing.ItemWithdrawn: (
        show("withdrawn"),
        mail_withdrawal,
        tell(Event.ITEM_WITHDRAWN),
        write_up,
        write_advisory,
        judge,
    ),
    sharing.ItemErased: (tell(Event.ITEM_WITHDRAWN), write_up, write_advisory, judge),
    sharing.ItemPublished: (write_up, write_advisory),
    sharing.ItemUnpublished: (write_up, write_advisory),
    sharing.PassedOn: (mail_item, tell(Event.ITEM_SHARED)),
    sharing.ReaderReminded: (mail_reminder, tell(Event.ITEM_REMINDED)),
    sharing.ReplyAdded: (show_reply, mail_reply, tell(Event.REPLY_ADDED)),
    sharing.ReplyEdited: (show_reply, tell(Event.REPLY_EDITED)),
    sharing.ReplyRemoved: (tell(Event.REPLY_REMOVED),),
    sharing.FeedbackGiven: (tell(Event.FEEDBACK_CHANGED), write_up, judge),
    sharing.FeedbackTakenBack: (tell(Event.FEEDBACK_CHANGED), write_up, judge),
    sharing.AttachmentAdded: (read_attachment,),
    sharing.SightingReported: (write_up, judge),
    sharing.SightingTakenBack: (write_up, judge),
    sharing.CredibilityMoved: (show("changed"), write_up),
    sharing.PollAsked: (show("changed"), mail_poll),
    sharing.PollReminded: (mail_poll,),
    sharing.RoundStarted: (mail_round,),
    sharing.RoundReminded: (mail_round,),
    meetings.InvitationsSent: (mail_meeting,),
    meetings.MeetingChanged: (mail_meeting, mail_guests),
    meetings.MeetingCancelled: (mail_meeting, mail_guests),
    meetings.GuestInvited: (mail_guest,),
    meetings.GuestWithdrawn: (mail_guest,),
    meetings.AskedAgain: (mail_again,),
    meetings.InvitationAnswered: (mail_deputy,),
    meetings.RoomClosed: (mail_verdict,),
    meetings.MinutesShared: (mail_minutes,),
    meetings.MinutesApproved: (mail_minutes,),
    exchange.CollectionOpened: (write_up_circle,),
    exchange.ObjectsTakenIn: (match_objects,),
    profiles.ProfileChanged: (match_profile,),
    health.SurveyAsked: (mail_survey,),
    leadership.ThanksSent: (mail_thanks,),
    health.SurveyClosed: (mail_falling,),
    feeds.SendingAsked: (send_to_receiver,),
    feeds.WayDisabled: (mail_disabled,),
}
