"""The working group on operational technology: in English, under AMBER, with what cannot be patched tomorrow."""

from kring.site.demo.cast import TERMINALS
from kring.site.demo.papers import note, pdf, sample, table
from kring.site.demo.told import Edits, Reminds, Says, Taps, Told, ago, days, hours, just, minutes
from kring.tlp.labels import Label

STORIES = (
    Told(
        by="cem",
        circle=TERMINALS,
        when=ago(282, "15:00"),
        label=Label.AMBER,
        language="en",
        key="crane-access",
        title="Crane vendor's remote access was never closed",
        what="Two years ago our crane vendor got a modem for one repair. It was still on. The login was the serial number"
        " of the crane, which is painted on its leg. Last used: nine days ago, by nobody we know, from 198.51.100.140.",
        so_what="From there one reaches the drives. Not the safety chain, but enough to stop a berth for a day.",
        do_what="- Walk past your cabinets and look for antennas.\n- Ask each vendor for a list of every way in, and compare.",
        tags=("remote access", "cranes"),
        reliability="A",
        credibility=1,
        then=(
            Says(
                by="teun",
                after=hours(2),
                text="Found one in a bridge house. Labelled 'temporary', with a date from a former century.",
            ),
            Taps(by="teun", after=hours(2), kind="affected", named=True),
            Says(
                by="kim",
                after=hours(4),
                text="We have eleven more cabinets to open. So far two antennas, one of them a coat hook.",
            ),
            Taps(by="eli", after=hours(20), kind="useful"),
            Says(
                by="eli", after=hours(20), text="No modems here, but four vendor accounts nobody could explain. Closed."
            ),
            Taps(by="gijs", after=hours(1), kind="useful", named=True),
        ),
    ),
    Told(
        by="eli",
        circle=TERMINALS,
        when=ago(252, "10:30"),
        label=Label.AMBER,
        kind="question",
        language="en",
        title="Who else runs tank gauging that answers on port 10001?",
        what="Our tank gauges answer anybody who asks, without a login. Reading only, says the vendor. We could also set a"
        " density, which the vendor did not know.",
        so_what="A wrong density is a wrong level, and a wrong level is an overfill with a green light on it.",
        tags=("tank gauging",),
        expertise=("safety systems",),
        then=(
            Says(
                by="teun",
                after=hours(5),
                text="Not at the locks. Kim, doesn't the bunker jetty have these?",
                mentions=("kim",),
            ),
            Says(by="kim", after=hours(7), text="Yes, four. Moved behind a firewall today."),
            Taps(by="kim", after=hours(7), kind="acted"),
            Taps(by="gijs", after=hours(3), kind="not_relevant"),
        ),
    ),
    Told(
        by="kim",
        circle=TERMINALS,
        when=ago(218, "11:40"),
        label=Label.AMBER,
        kind="document",
        language="en",
        title="Checklist for a vendor session, tested on three vendors",
        what="One page. Before: who, why, until when. During: one of ours watches. After: the door is closed and somebody"
        " looks. The vendor that complained most needed it most.",
        do_what="Use it, strike out what is silly, tell me which.",
        tags=("remote access", "checklist"),
        files=(
            pdf(
                "vendor-session-checklist.pdf",
                title="A vendor session, step by step",
                label="TLP:AMBER",
                language="en",
                parts=(
                    (
                        "Before",
                        (
                            "A named person, a reason and an end time.",
                            "The account is off until five minutes before.",
                            "The machine is safe to stop.",
                        ),
                    ),
                    (
                        "During",
                        (
                            "One of ours watches, all the time.",
                            "No files out, unless agreed.",
                            "Two people can stop it.",
                        ),
                    ),
                    (
                        "After",
                        (
                            "The account is off.",
                            "We compare the program with the one of this morning.",
                            "We write down what was done.",
                        ),
                    ),
                ),
            ),
        ),
        then=(
            Taps(by="cem", after=hours(1), kind="useful"),
            Taps(by="eli", after=hours(3), kind="acted", named=True),
            Taps(by="ada", after=hours(4), kind="useful"),
            Says(
                by="eli",
                after=days(6),
                text="Used it four times. I struck out nothing and added: 'who pays for the waiting'.",
            ),
            Edits(
                by="kim",
                after=days(7),
                what="One page. Before: who, why, until when, and who pays for the waiting (thanks, Eli). During: one of"
                " ours watches. After: the door is closed and somebody looks. The vendor that complained most needed it most.",
            ),
        ),
    ),
    Told(
        by="gijs",
        circle=TERMINALS,
        when=ago(155, "16:05"),
        label=Label.AMBER_STRICT,
        language="en",
        title="Default account in protection relays of one series",
        what="A series of protection relays has an account that is not in the manual. It survives a reset. The vendor knows"
        " since last week; there is no fix before the next outage season.",
        so_what="Whoever is on the station network can change protection settings. It takes one minute and leaves a log"
        " entry that looks like ours.",
        do_what="- Put the engineering port behind a switch with a key.\n- Alarm on any change of settings outside planned"
        " work.\n- Do not mention the series by mail.",
        tags=("relays", "default account"),
        reliability="A",
        credibility=1,
        chosen=("wadstroom", "port", "zoutmeer"),
        then=(
            Taps(by="eli", after=hours(2), kind="affected", note="Six relays in our own substation.", named=True),
            Says(by="eli", after=hours(3), text="Six of them. Keys ordered, alarm is on."),
            Says(by="teun", after=hours(20), text="None here. The bridge relays are older than I am."),
        ),
    ),
    Told(
        by="ada",
        circle=TERMINALS,
        when=ago(104, "13:05"),
        label=Label.AMBER,
        kind="help",
        language="en",
        key="lock-log",
        title="Help: a lock controller restarted by itself, twice",
        what="Lock 2 restarted twice this week, at 03:12 and 03:14, with nobody on site. We have 40 megabytes of log and"
        " nobody who reads it.",
        so_what="It may be the power supply. It may not.",
        tags=("plc", "locks"),
        expertise=("OT forensics", "PLC"),
        then=(
            Says(
                by="eli",
                after=hours(1),
                text="Sven at our place reads these for breakfast. I will ask him; send it to me alone.",
            ),
            Says(
                by="kim",
                after=hours(2),
                text="Same controller as on our old cranes. There is a watchdog that fires at 03:12 if the clock jumps.",
            ),
            Says(
                by="teun",
                after=hours(5),
                text="The clock jumped. GPS again. So: not an attack, and not the power supply either.",
            ),
            Says(by="ada", after=hours(6), text="Thank you, all three. That took five hours instead of five weeks."),
            Taps(by="cem", after=hours(8), kind="useful"),
        ),
    ),
    Told(
        by="eli",
        circle=TERMINALS,
        when=ago(81, "09:25"),
        label=Label.AMBER,
        language="en",
        title="Old worm on an engineering laptop, back from storage",
        what="A laptop that sat in a cupboard for six years was used for one repair. It brought a worm that everybody"
        " thought extinct. It spread to two other laptops, not to controllers. The sample is attached, wrapped.",
        so_what="What is old is not gone. It is in your cupboard.",
        do_what="Scan before use, or better: no laptop that left the zone comes back without being rebuilt.",
        tags=("malware", "laptops"),
        files=(
            sample("worm.bin", "This stands for the sample in the story. It is text and does nothing.\n"),
            note(
                "where-it-went.txt",
                "09:02 laptop A, from storage\n09:40 laptop B, over a shared folder\n10:15 laptop C, the same way\nNo controller answered it.\n",
            ),
        ),
        then=(
            Taps(by="gijs", after=hours(1), kind="known"),
            Says(
                by="gijs",
                after=hours(1),
                text="That one is old enough to vote. Detected by everything, if anything is on.",
            ),
            Taps(by="kim", after=hours(3), kind="acted", note="Four laptops in cupboards, all rebuilt.", named=True),
        ),
    ),
    Told(
        by="kim",
        circle=TERMINALS,
        when=ago(52, "14:45"),
        label=Label.AMBER,
        language="en",
        title="Spreader firmware update bricks one in ten",
        what="The update that closes the hole of last month leaves one spreader in ten without a display. The crane still"
        " lifts; the driver does not see the weight.",
        so_what="Some terminals will now wait with the update, and that is a choice we should make together.",
        do_what="Update the spare first. Tell us your number: we have 3 of 31.",
        tags=("firmware", "cranes"),
        reliability="A",
        credibility=1,
        then=(
            Says(
                by="cem",
                after=hours(2),
                text="Vendor confirms, fix in two weeks. We go on with those that have a spare.",
            ),
            Says(by="eli", after=hours(6), text="No spreaders here, same supplier of displays though. Holding."),
            Taps(by="teun", after=hours(4), kind="not_relevant"),
        ),
    ),
    Told(
        by="cem",
        circle=TERMINALS,
        when=ago(38, "10:15"),
        label=Label.AMBER,
        kind="success",
        language="en",
        title="Yard network split in four, on a working terminal",
        what="It took eleven nights and one lost hour. Cranes, gates, reefers and offices no longer see each other.",
        so_what="The loader of next time will find an empty room.",
        do_what="Come and look. Bring boots.",
        tags=("segmentation",),
        then=(
            Taps(by="eli", after=hours(1), kind="useful", named=True),
            Taps(by="gijs", after=hours(2), kind="useful", named=True),
            Says(by="ada", after=hours(3), text="Which night was the lost hour? I want to hear that one."),
            Says(by="cem", after=hours(4), text="Night seven. A label printer turned out to be the time server."),
        ),
    ),
    Told(
        by="gijs",
        circle=TERMINALS,
        when=ago(22, "15:20"),
        label=Label.AMBER,
        kind="question",
        language="en",
        title="Shall we share spare controllers?",
        what="Delivery times are up to 40 weeks. Between us we have about thirty spares of the same three types.",
        so_what="After an attack everybody needs the same part on the same day.",
        tags=("spares",),
        then=(
            Says(by="teun", after=hours(2), text="Yes. I have five of type B and nobody knows."),
            Says(by="eli", after=hours(3), text="We can lend, not give: head office counts them."),
            Says(
                by="kim",
                after=hours(20),
                text="I will make a list. Type, place, who has the key at night.",
                mentions=("gijs",),
            ),
            Taps(by="cem", after=hours(5), kind="useful"),
        ),
    ),
    Told(
        by="eli",
        circle=TERMINALS,
        when=ago(5, "16:35"),
        label=Label.AMBER,
        kind="help",
        language="en",
        title="Help: who can read a remote access log of 11 days?",
        what="The jump host of one vendor logged in on a Sunday. The vendor says it was a test. I have the log of 11 days and"
        " a bad feeling.",
        so_what="If it was not a test, they were on the safety engineering station for 14 minutes.",
        tags=("remote access", "safety"),
        expertise=("remote access", "OT forensics", "detection"),
        then=(
            Says(
                by="gijs", after=minutes(40), text="Send it. I need the vendor's own log as well, from the same Sunday."
            ),
            Says(by="cem", after=hours(2), text="We had the same 'test' in the same week. Comparing hours now."),
            Taps(by="cem", after=hours(2), kind="affected", named=True),
        ),
    ),
    Told(
        by="cem",
        circle=TERMINALS,
        when=just(hours=19),
        label=Label.AMBER_STRICT,
        language="en",
        key="sunday",
        urgent=True,
        title="The Sunday test was no test: close this vendor's access now",
        what="Two logs side by side: the same account, from 203.0.113.77, at Eli's at 14:02 and at ours at 14:19. The vendor"
        " now says they do not know this address. Nothing was changed as far as we see; project files were copied.",
        so_what="Somebody has the drawings of two sites and a login that works in more.",
        do_what="1. Close every account of this vendor.\n2. Look for 203.0.113.77 in the last four weeks.\n3. Acknowledge"
        " here, so that we know whom to call.",
        tags=("remote access", "incident"),
        reliability="A",
        credibility=1,
        silent=("teun", "kim"),
        files=(
            table(
                "sunday.csv",
                ("site", "time", "address", "minutes"),
                ("refinery", "14:02", "203.0.113.77", "14"),
                ("terminal 2", "14:19", "203.0.113.77", "9"),
            ),
        ),
        then=(
            Says(
                by="eli",
                after=minutes(12),
                text="Closed. Safety station is off the network until it is compared with the copy in the safe.",
            ),
            Taps(by="eli", after=minutes(13), kind="affected", named=True),
            Says(
                by="ada",
                after=minutes(50),
                text="We have this vendor for the locks. Closed. Teun is on the water, I call him.",
            ),
            Taps(by="ada", after=minutes(51), kind="acted", named=True),
            Says(by="gijs", after=hours(2), text="Not seen at ours. Asked two other grids, without your names."),
            Reminds(by="cem", after=hours(10)),
        ),
    ),
    Told(
        by="ada",
        circle=TERMINALS,
        when=just(hours=5),
        label=Label.AMBER,
        kind="news",
        language="en",
        title="Visit to the split yard: Thursday, boots on",
        what="Cem's terminal shows how the network was split. Six places, two left.",
        tags=("segmentation",),
        then=(Says(by="eli", after=hours(1), text="One of them is mine."),),
    ),
)
