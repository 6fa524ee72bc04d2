"""The region this week: what asks something of somebody now."""

from kring.site.demo.cast import REGION
from kring.site.demo.papers import sample, table
from kring.site.demo.told import Answers, Asks, PassesOn, Says, Sees, Taps, Told, ago, hours, just, minutes
from kring.tlp.labels import Label

STORIES = (
    Told(
        by="gijs",
        circle=REGION,
        when=ago(4, "08:20"),
        label=Label.AMBER,
        key="scan",
        title="Gericht zoeken naar bediening van bruggen en sluizen",
        what="Uit 203.0.113.128/25 wordt sinds drie dagen gericht gezocht naar poorten die alleen bij bediening van bruggen,"
        " kranen en sluizen horen. Langzaam: één vraag per uur, overdag. Iemand kent onze roosters.",
        so_what="Zoeken is nog geen inbraak. Maar dit is geen voorbijganger.",
        do_what="Kijk of er iets van jou antwoordt. Antwoordt er iets: haal het van het internet en zeg het hier.",
        tags=("ot", "verkenning"),
        reliability="A",
        credibility=2,
        files=(
            table(
                "zoekende-adressen.csv",
                ("adres", "poort", "vragen", "eerste keer"),
                ("203.0.113.131", "502", "19", "08:00"),
                ("203.0.113.144", "4840", "22", "09:00"),
                ("203.0.113.201", "20000", "17", "08:00"),
            ),
        ),
        then=(
            Says(
                by="teun", after=hours(1.5), text="Eén antwoord van ons: een testopstelling van de sluis. Van het net."
            ),
            Taps(by="teun", after=hours(1.5), kind="affected", named=True),
            Taps(by="cem", after=hours(3), kind="useful"),
            Taps(by="eli", after=hours(5), kind="acted"),
            PassesOn(
                by="hanna",
                after=hours(26),
                circle="care",
                reason="Onze gebouwinstallaties praten dezelfde taal. Mag ik dit in de zorgkring delen?",
                asking=True,
            ),
        ),
    ),
    Told(
        by="mia",
        circle=REGION,
        when=ago(3, "13:15"),
        label=Label.GREEN,
        title="Nepbericht 'uw postvak is vol' nu in vlekkeloos Nederlands",
        what="Vorige maand herkende je hem aan de taal. Nu niet meer: goede zinnen, juiste aanhef, naam van de afdeling."
        " Inloggen gebeurt op postvak-ruimte.example.org.",
        so_what="'Let op taalfouten' kan uit de instructie.",
        do_what="Leer mensen op het adres te letten, en zet de tweede factor aan. In die volgorde.",
        tags=("phishing",),
        then=(
            Taps(by="fay", after=hours(2), kind="useful"),
            Taps(by="ike", after=hours(3), kind="useful", note="Gaat morgen in het college.", named=True),
        ),
    ),
    Told(
        by="mia",
        circle=REGION,
        when=ago(1, "09:10"),
        label=Label.GREEN,
        title="Oud lek in PAN-OS wordt weer gebruikt: CVE-2024-3400",
        what="Twee organisaties buiten de regio zijn deze week binnengekomen via GlobalProtect op Palo Alto Networks PAN-OS,"
        " met CVE-2024-3400 uit 2024. De firewalls stonden niet in de lijst met updates, want ze waren 'van de leverancier'.",
        so_what="Wie de update van toen heeft, is niet kwetsbaar. Wie niet weet of hij hem heeft, is dat misschien wel.",
        do_what="Kijk welke versie er draait, ook bij wat een leverancier beheert. Het advies staat bij de objecten.",
        tags=("lek", "firewall"),
        reliability="B",
        credibility=2,
    ),
    Told(
        by="teun",
        circle=REGION,
        when=ago(5, "15:05"),
        label=Label.GREEN,
        title="Nieuwssite: 'bediening van de zeesluis overgenomen'",
        what="Een nieuwssite schrijft dat iemand gisteravond van buiten de deuren van de zeesluis bewoog, vanaf 192.0.2.99."
        " Er staat een filmpje bij. Wij weten niet meer dan dat.",
        so_what="Klopt het, dan kan het bij elke sluis met dezelfde bediening.",
        tags=("ot", "sluis"),
        reliability="C",
        credibility=3,
        then=(
            Taps(
                by="gijs",
                after=hours(1),
                kind="doubted",
                note="Dat was onze eigen proef met de noodbediening.",
                named=True,
            ),
            Says(
                by="gijs", after=hours(1.1), text="Onze proef met de noodbediening, aangekondigd. Het adres is van ons."
            ),
            Taps(by="hanna", after=hours(2), kind="doubted", note="Ik stond ernaast."),
            Taps(by="eli", after=hours(3), kind="useful"),
        ),
    ),
    Told(
        by="ada",
        circle=REGION,
        when=ago(2, "14:20"),
        label=Label.AMBER,
        title="Factuur van het havenbedrijf met een ander rekeningnummer",
        what="Een lid kreeg een factuur die van ons lijkt, met een ander rekeningnummer. De afzender is"
        " debiteuren[@]havenbedrijf-facturen[.]example[.]net. Eén geval; wij weten nog niet hoe ze aan de bedragen komen.",
        so_what="De bedragen kloppen. Wie alleen daarnaar kijkt, betaalt.",
        do_what="Bel ons bij elk nieuw rekeningnummer, op het nummer dat je al had.",
        tags=("fraude", "factuur"),
        credibility=3,
        then=(
            Sees(by="cem", after=hours(2), kind="email", value="debiteuren@havenbedrijf-facturen.example.net"),
            Taps(by="fay", after=hours(4), kind="acted"),
        ),
    ),
    Told(
        by="pim",
        circle=REGION,
        when=ago(2, "10:10"),
        label=Label.AMBER_STRICT,
        title="Doorzoeking bij een bedrijf op het haventerrein",
        what="Vandaag is een bedrijf op het haventerrein doorzocht. Er zijn opnameapparaten gevonden die op kabels van"
        " buren waren gezet.",
        so_what="Wie in hetzelfde gebouw zit, kan afgeluisterd zijn.",
        do_what="Zit je in gebouw De Loods: controleer je meterkast samen met ons, niet alleen.",
        tags=("onderzoek",),
        chosen=("port", "kaderling", "branding", "liaison"),
        reliability="A",
        credibility=1,
        then=(
            Says(by="fay", after=hours(1), text="Dat zijn wij. Kan er vandaag nog iemand komen?", mentions=("pim",)),
            Says(by="pim", after=hours(1.3), text="Over een uur. Laat de kast dicht."),
            Taps(by="fay", after=hours(1), kind="affected", named=True),
        ),
    ),
    Told(
        by="fay",
        circle=REGION,
        when=just(hours=25),
        label=Label.GREEN,
        kind="question",
        title="Moet een sleepboot ook een wachtwoord hebben?",
        what="De kaartplotter op de Branding 4 wil 'voor de veiligheid' een account en internet. Zonder account geen"
        " update van de kaarten. Wat doen jullie?",
        so_what="Aan boord is één computer en die stuurt niet, maar kijkt wel mee.",
        tags=("schepen",),
        then=(
            Says(
                by="ike",
                after=hours(2),
                text="Update aan de wal, op een aparte laptop, en breng hem met een stick aan boord die je voor niets"
                " anders gebruikt.",
            ),
            Says(
                by="fay",
                after=hours(4),
                text="Dat klinkt als iets wat ik kan. @Ada, hebben jullie zo'n laptop die we mogen lenen?",
                mentions=("ada",),
            ),
        ),
    ),
    Told(
        by="cem",
        circle=REGION,
        when=just(hours=21),
        label=Label.AMBER,
        language="en",
        title="Loader found on a planner's laptop, with a sample",
        what="It came in with the 'safety data sheets' that Eli wrote about and ran for two days. It talks to"
        " 198.51.100.61 over HTTPS, every 47 minutes, and to nothing else. The sample is attached, wrapped.",
        so_what="It waits. What for, we do not know.",
        do_what="Look for a connection every 47 minutes; they are never late.",
        tags=("malware",),
        reliability="A",
        credibility=2,
        files=(
            sample(
                "u.lnk",
                "This file stands for the sample in the story. It is text, it does nothing, and it is wrapped like the"
                " real thing.\n",
            ),
            table(
                "connections.csv",
                ("time", "address", "octets"),
                ("06:13", "198.51.100.61", "412"),
                ("07:00", "198.51.100.61", "412"),
                ("07:47", "198.51.100.61", "1840"),
            ),
        ),
        then=(
            Says(by="gijs", after=minutes(48), text="Rustig programma. Ik kijk vannacht verder; regel volgt."),
            Says(
                by="gijs",
                after=hours(11),
                text="Het wacht op een naam van een domein. Alleen als je laptop lid is van een terminaldomein doet het"
                " iets. Dus ja: het zoekt jullie.",
            ),
            Taps(by="gijs", after=hours(11), kind="useful", named=True),
            Taps(by="ada", after=hours(3), kind="useful"),
            Taps(by="eli", after=hours(4), kind="known"),
        ),
    ),
    Told(
        by="nora",
        circle=REGION,
        when=just(hours=9),
        label=Label.GREEN,
        language="en",
        title="Callback scam: 'your crane certificate expires today'",
        what="Three calls since last night to our control room. A friendly voice says a crane certificate expires today and"
        " offers to renew it if somebody reads out a code.",
        so_what="The code is the second factor of the person who answers.",
        do_what="Tell control rooms: nobody reads out a code, ever, to anybody.",
        tags=("telefoon", "phishing"),
        then=(
            Taps(by="lot", after=hours(2), kind="affected", note="Vannacht ook bij ons, twee keer."),
            Says(
                by="lot",
                after=hours(2),
                text="Vannacht twee keer bij ons. De kraanmeester heeft een mop verteld en opgehangen.",
            ),
        ),
    ),
    Told(
        by="ada",
        circle=REGION,
        when=just(hours=3),
        label=Label.AMBER,
        key="portal",
        urgent=True,
        title="Toegangsapparaat: nieuwe fout, vandaag bijwerken",
        what="In hetzelfde toegangsapparaat als de vorige keer zit een nieuwe fout. Er is sinds vandaag een update en sinds een"
        " uur zien we het zoeken, vanaf 192.0.2.180 en 192.0.2.181.",
        so_what="De vorige keer zat er een nacht tussen. Nu een uur.",
        do_what="1. Zet het apparaat uit of werk het bij, vandaag nog.\n2. Beëindig alle sessies.\n3. Bevestig hier dat je"
        " het hebt gezien, ook als je er geen hebt.",
        tags=("vpn", "patch", "toegang op afstand"),
        reliability="A",
        credibility=1,
        silent=("ike", "pim", "fay", "nora"),
        then=(
            Asks(by="ada", after=minutes(5)),
            Sees(by="gijs", after=minutes(9), kind="ipv4", value="192.0.2.180", count=2, named=True),
            Sees(by="cem", after=minutes(33), kind="ipv4", value="192.0.2.180"),
            Sees(by="ivo", after=minutes(50), kind="ipv4", value="192.0.2.180", count=14),
            Sees(by="ivo", after=minutes(51), kind="ipv4", value="192.0.2.181", named=True),
            Answers(by="gijs", after=minutes(10), answer="yes"),
            Answers(by="cem", after=minutes(35), answer="in_progress"),
            Answers(by="ivo", after=minutes(56), answer="yes"),
            Answers(by="hanna", after=minutes(63), answer="not_applicable"),
            Answers(by="lot", after=minutes(71), answer="planned", within=1),
            Answers(by="teun", after=minutes(80), answer="yes"),
            Says(by="gijs", after=minutes(9), text="Uit. Het zoeken hier twee keer gezien, niets gelukt."),
            Taps(by="gijs", after=minutes(10), kind="acted", named=True),
            Says(by="cem", after=minutes(34), text="Two updated, one to go (night shift has the key)."),
            Taps(by="cem", after=minutes(34), kind="affected", named=True),
            Taps(by="lot", after=minutes(70), kind="acted"),
            Says(
                by="ivo", after=minutes(55), text="Alle drie bij leden gedaan. We bellen nu de klanten buiten de kring."
            ),
            PassesOn(by="ivo", after=minutes(58), client="mill", reason="Zelfde apparaat."),
            Taps(by="hanna", after=minutes(64), kind="not_relevant", note="Wij hebben er geen meer."),
        ),
    ),
    Told(
        by="lies",
        circle=REGION,
        when=just(minutes=75),
        label=Label.AMBER_STRICT,
        urgent=True,
        title="Van de overheid: dit weekend verhoogde kans op verstoring van havens",
        what="De diensten verwachten dit weekend pogingen om havens in drie landen te verstoren: sites, toegangsapparaten en"
        " de telefooncentrale. Er is geen aanwijzing voor onze haven in het bijzonder.",
        so_what="Het weekend is gekozen omdat er dan minder mensen zijn.",
        do_what="1. Zet op wie er dit weekend beslist, en met welk nummer.\n2. Werk vandaag bij wat open staat.\n3. Bevestig"
        " hier, dan weet ik dat het bericht is aangekomen. Niet naar buiten brengen.",
        tags=("overheid", "continuïteit"),
        reliability="A",
        credibility=2,
        silent=("ada", "sil", "fay", "ike", "mia", "nora", "hanna"),
        then=(
            Says(by="chi", after=minutes(11), text="Wadstroom: Gijs beslist, ik ben achterwacht."),
            Says(by="cem", after=minutes(26), text="Kaderling: me, all weekend. My family is used to it."),
        ),
    ),
    Told(
        by="lot",
        circle=REGION,
        when=just(minutes=52),
        label=Label.GREEN,
        kind="question",
        title="Iemand nog een werkende weegbrug van het oude type?",
        what="De onze geeft vandaag 400 kilo te veel aan. Ik wil weten of het de brug is of de software.",
        tags=("weegbrug",),
        then=(
            Says(by="kim", after=minutes(20), text="We have one in the shed. Send me your version, I will compare."),
        ),
    ),
    Told(
        by="gijs",
        circle=REGION,
        when=just(minutes=14),
        label=Label.AMBER,
        title="Regel voor het 47-minutenprogramma",
        what="Detectieregel bij het bericht van Cem: een verbinding die elke 47 minuten terugkomt, met een afwijking van"
        " minder dan twee seconden, naar 198.51.100.61 of een ander adres dat niemand anders bezoekt.",
        so_what="Drie organisaties hebben gekeken. Bij één is er een treffer, die weten het.",
        do_what="Draai hem over de afgelopen twee weken. Meld ook 'niets gevonden'.",
        tags=("malware", "detectie"),
        reliability="A",
        credibility=2,
    ),
    Told(
        by="ada",
        circle=REGION,
        when=just(hours=2),
        label=Label.GREEN,
        title="Verdachte beller vraagt naar de wachtcode",
        what="Een man die zich voordeed als monteur belde de portier. Hij gaf 06-12345678 op als nummer en vroeg om het"
        " wachtwoord van het gastnetwerk. De portier heeft geantwoord: wachtwoord: Haven1234!",
        so_what="Nog uitzoeken of hij op het netwerk is geweest.",
        tags=("telefoon",),
        is_draft=True,
    ),
    Told(
        by="ada",
        circle=REGION,
        when=ago(5, "17:30"),
        label=Label.AMBER,
        kind="document",
        title="Voorstel: wie belt wie in het eerste kwartier",
        what="Eerste opzet, nog niet delen. Per organisatie één nummer dat altijd opneemt, en een zin die iedereen begrijpt.",
        tags=("oefening", "afspraken"),
        is_draft=True,
    ),
    Told(
        by="cem",
        circle=REGION,
        when=just(hours=6),
        label=Label.AMBER,
        language="en",
        title="What we ask a vendor in the first hour",
        what="Draft for the next meeting. One page, five questions.",
        tags=("leverancier",),
        kind="document",
        is_draft=True,
    ),
)
