"""The people, organisations and circles of the demo. All of them are made up; no address leads anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kring.kernel.words import N_
from kring.people.rules import Detail, ShownTo
from kring.tlp.labels import Label

REGION, TERMINALS, CARE = "region", "terminals", "care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A circle."""

    key: str
    name: str
    preset: str
    language: str
    colour: str
    purpose: str


RINGS = (
    Ring(
        key=REGION,
        name="Havenregio Noordermond",
        preset="region",
        language="nl",
        colour="teal",
        purpose="De bedrijven en instellingen rond de haven houden samen de haven draaiende, ook als iemand ons dat"
        " onmogelijk wil maken. We waarschuwen elkaar snel, en lossen op wat één van ons niet alleen kan.",
    ),
    Ring(
        key=TERMINALS,
        name="OT & terminals",
        preset="group",
        language="en",
        colour="indigo",
        purpose="The people who keep cranes, pumps, locks and substations safe. We talk about what cannot be patched"
        " on a Tuesday afternoon.",
    ),
    Ring(
        key=CARE,
        name="Zorg-ISAC Waddenkust",
        preset="isac",
        language="nl",
        colour="plum",
        purpose="Ziekenhuizen, laboratoria en zorginstellingen langs de kust delen dreigingen en lessen, zodat zorg"
        " doorgaat als systemen dat niet doen.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An organisation."""

    key: str
    name: str
    domain: str
    kind: str = "private"
    sectors: tuple[str, ...] = ()
    country: str = "NL"
    languages: tuple[str, ...] = ("nl",)
    limit: Label | None = None
    limit_reason: str = ""


HOUSES = (
    House(
        key="port",
        name="Havenbedrijf Noordermond",
        domain="noordermond.example",
        kind="public",
        sectors=("haven", "nautisch"),
        languages=("nl", "en"),
    ),
    House(
        key="kaderling",
        name="Kaderling Terminals",
        domain="kaderling.example",
        sectors=("haven", "logistiek"),
        country="BE",
        languages=("en", "nl"),
    ),
    House(
        key="brakzand",
        name="Brakzand Bulk",
        domain="brakzand.example",
        sectors=("haven", "overslag"),
    ),
    House(
        key="zoutmeer",
        name="Zoutmeer Refining",
        domain="zoutmeer.example",
        sectors=("chemie", "energie"),
        country="NO",
        languages=("en", "nl"),
        limit=Label.AMBER,
        limit_reason="Our head office in Norway is told of everything that may touch production.",
    ),
    House(
        key="wadstroom",
        name="Netbeheer Wadstroom",
        domain="wadstroom.example",
        kind="public",
        sectors=("energie",),
        languages=("nl", "en"),
    ),
    House(
        key="kaap",
        name="Ziekenhuis De Kaap",
        domain="dekaap.example",
        kind="public",
        sectors=("zorg",),
    ),
    House(
        key="branding",
        name="Sleepdienst De Branding",
        domain="debranding.example",
        sectors=("haven", "nautisch"),
    ),
    House(
        key="kompas",
        name="Maritieme Hogeschool Kompas",
        domain="kompas.example",
        kind="education",
        sectors=("onderwijs",),
        languages=("nl", "en"),
    ),
    House(
        key="loodlijn",
        name="Loodlijn ICT",
        domain="loodlijn.example",
        sectors=("ict",),
    ),
    House(
        key="vuurtoren",
        name="Onderlinge De Vuurtoren",
        domain="vuurtoren.example",
        sectors=("verzekeringen",),
        limit=Label.GREEN,
        limit_reason="Wat wij weten, kan bij de beoordeling van een schade een rol spelen.",
    ),
    House(
        key="liaison",
        name="Liaisonpunt Digitale Havens",
        domain="liaisonpunt.example",
        kind="liaison",
        sectors=("overheid",),
    ),
    House(
        key="police",
        name="Politie Waddenkust, team digitaal",
        domain="politie-waddenkust.example",
        kind="liaison",
        sectors=("overheid", "opsporing"),
    ),
    House(
        key="rietland",
        name="Opslag Rietland",
        domain="rietland.example",
        sectors=("overslag",),
    ),
    House(
        key="lauwerzee",
        name="Medisch Centrum Lauwerzee",
        domain="mclauwerzee.example",
        kind="public",
        sectors=("zorg",),
        languages=("nl", "en"),
    ),
    House(
        key="kwelder",
        name="GGZ Het Kwelderland",
        domain="kwelderland.example",
        sectors=("zorg",),
    ),
    House(
        key="noordlab",
        name="Laboratorium Noordkust",
        domain="noordkustlab.example",
        sectors=("zorg",),
    ),
    House(
        key="duinrand",
        name="Thuiszorg Duinrand",
        domain="duinrand.example",
        sectors=("zorg",),
    ),
    House(
        key="weerbaar",
        name="Rijkspunt Digitale Weerbaarheid",
        domain="rijkspunt.example",
        kind="public",
        sectors=("overheid",),
    ),
    House(
        key="zilver",
        name="Windpark Zilverplaat",
        domain="zilverplaat.example",
        sectors=("energie",),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A mandate."""

    widest: Label
    hours: int
    euros: int
    signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sits:
    """A seat, given so many days ago."""

    circle: str
    days: int
    role: str = "representative"
    terms: Terms | None = None


OPENLY = dict.fromkeys(Detail, ShownTo.COMMUNITY)
AMONG_US = dict.fromkeys(Detail, ShownTo.CIRCLE)
BY_DAY = AMONG_US | {Detail.PHONE_OUT_OF_HOURS: ShownTo.NOBODY}
HARDLY = {Detail.EMAIL: ShownTo.CIRCLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Somebody in the demo."""

    key: str
    name: str
    house: str
    function: str
    sees: str
    """What one notices when one signs in as them."""
    joined: int
    """Days ago."""
    seats: tuple[Sits, ...] = ()
    language: str = "nl"
    speaks: tuple[str, ...] = ("nl", "en")
    phone: str = ""
    out_of_hours: str = ""
    introduction: str = ""
    shows: Mapping[Detail, ShownTo] = field(default_factory=lambda: AMONG_US)
    knows: Mapping[str, int] = field(default_factory=dict)
    second_factor: bool = True
    has_key: bool = False
    opens: float = 0.5
    """Of what they may read, the part they open."""
    pace: int = 180
    """Minutes after which they usually do."""
    is_gone: bool = False
    """Their account was erased since: nobody signs in as them."""

    @property
    def email(self) -> str:
        """Their address."""
        domain = next(house.domain for house in HOUSES if house.key == self.house)
        return f"{self.key}@{domain}"


PLAYERS = (
    Player(
        key="ada",
        name="Ada Lammers",
        house="port",
        function="Security officer",
        sees=N_(
            "Has something to acknowledge, a mention to answer and a request to decide. Sees who read what she shared,"
            " and reads TLP:RED that most of her circle does not know of."
        ),
        joined=357,
        seats=(
            Sits(
                circle=REGION,
                days=357,
                terms=Terms(
                    widest=Label.CLEAR, hours=16, euros=5000, signed_by="H. Oldenziel, directeur bedrijfsvoering"
                ),
            ),
            Sits(circle=TERMINALS, days=303),
        ),
        speaks=("nl", "en", "de"),
        phone="+31 20 000 0101",
        out_of_hours="+31 6 0000 0101",
        introduction="Houdt het havenbedrijf veilig sinds de dagen van het faxjournaal. Bel me liever te vroeg dan te laat.",
        shows=OPENLY,
        knows={"phishing": 5, "incident response": 4, "IAM": 3},
        has_key=True,
        opens=0.92,
        pace=25,
    ),
    Player(
        key="chi",
        name="Chi Wiersma",
        house="wadstroom",
        function="Hoofd beveiliging",
        sees=N_("Chairs the region: settings, seats, suspensions, bridges, and the circle's own trail."),
        joined=375,
        seats=(
            Sits(
                circle=REGION,
                days=375,
                role="chair",
                terms=Terms(widest=Label.CLEAR, hours=24, euros=15000, signed_by="Directie Netbeheer Wadstroom"),
            ),
        ),
        speaks=("nl", "en", "fy"),
        phone="+31 20 000 0102",
        out_of_hours="+31 6 0000 0102",
        introduction="Voorzitter van de regio. Vraagt door, sluit op tijd af.",
        shows=OPENLY,
        knows={"energy": 5, "crisis management": 4, "governance": 4},
        opens=0.85,
        pace=70,
    ),
    Player(
        key="dee",
        name="Dee Oosterhuis",
        house="lauwerzee",
        function="CISO",
        sees=N_(
            "Chairs another community. Of the port she reads what is CLEAR, and nothing else; the port reads what is"
            " GREEN here, over a bridge."
        ),
        joined=321,
        seats=(
            Sits(
                circle=CARE,
                days=321,
                role="chair",
                terms=Terms(widest=Label.GREEN, hours=12, euros=2500, signed_by="Raad van bestuur MC Lauwerzee"),
            ),
        ),
        phone="+31 20 000 0103",
        out_of_hours="+31 6 0000 0103",
        introduction="Zorg eerst, dan systemen, dan pas het beleid.",
        knows={"medical devices": 4, "governance": 4, "ransomware": 3},
        has_key=True,
        opens=0.95,
        pace=30,
    ),
    Player(
        key="bo",
        name="Bo Terpstra",
        house="port",
        function="Netwerkbeheerder",
        sees=N_("Has no seat: reads GREEN and CLEAR, and the two warnings that Ada passed on to him."),
        joined=285,
        knows={"firewalls": 4, "VPN": 4},
        second_factor=False,
        opens=0.45,
        pace=240,
    ),
    Player(
        key="sil",
        name="Sil Hoekstra",
        house="port",
        function="Secretaris van de kring",
        sees=N_("Keeps the minutes and the members' list; may invite and seat people, and close the door on somebody."),
        joined=360,
        seats=(Sits(circle=REGION, days=360, role="secretary"),),
        phone="+31 20 000 0105",
        introduction="Voor alles wat een datum, een stuk of een handtekening heeft.",
        opens=0.8,
        pace=120,
    ),
    Player(
        key="teun",
        name="Teun Boersma",
        house="port",
        function="OT-engineer sluizen en bruggen",
        sees=N_("Ada's deputy. Shares under her organisation's name, and sees as its source what she shared."),
        joined=300,
        seats=(Sits(circle=REGION, days=300, role="deputy"), Sits(circle=TERMINALS, days=300, role="deputy")),
        phone="+31 20 000 0106",
        out_of_hours="+31 6 0000 0106",
        shows=BY_DAY,
        knows={"OT networks": 4, "PLC": 4, "bridges and locks": 5},
        opens=0.6,
        pace=200,
    ),
    Player(
        key="cem",
        name="Cem Aksoy",
        house="kaderling",
        function="Head of IT security",
        sees=N_("Chairs the working group, in English. Waits for Ada's answer on a wider label."),
        joined=351,
        seats=(
            Sits(
                circle=REGION,
                days=351,
                terms=Terms(widest=Label.GREEN, hours=8, euros=0, signed_by="Group CISO, Kaderling"),
            ),
            Sits(
                circle=TERMINALS,
                days=306,
                role="chair",
                terms=Terms(widest=Label.GREEN, hours=8, euros=0, signed_by="Group CISO, Kaderling"),
            ),
        ),
        language="en",
        speaks=("en", "nl", "tr"),
        phone="+32 2 000 01 07",
        out_of_hours="+32 2 000 01 08",
        introduction="Three terminals, forty cranes, one small team. Happy to compare notes on vendors.",
        shows=OPENLY,
        knows={"terminal operating systems": 5, "remote access": 4, "incident response": 3},
        has_key=True,
        opens=0.88,
        pace=40,
    ),
    Player(
        key="kim",
        name="Kim Sanders",
        house="kaderling",
        function="OT engineer",
        sees=N_("A deputy in the working group alone: no AMBER of the region, all of the working group."),
        joined=285,
        seats=(Sits(circle=TERMINALS, days=285, role="deputy"),),
        language="en",
        speaks=("en", "nl"),
        phone="+32 2 000 01 09",
        knows={"PLC": 5, "cranes": 5, "OT networks": 3},
        opens=0.8,
        pace=90,
    ),
    Player(
        key="joy",
        name="Joy Adeyemi",
        house="kaderling",
        function="Vessel planner",
        sees=N_("A colleague without a seat: what is GREEN, and one AMBER warning about her own work."),
        joined=255,
        language="en",
        speaks=("en",),
        shows=HARDLY,
        second_factor=False,
        opens=0.25,
        pace=600,
    ),
    Player(
        key="wim",
        name="Wim Dekkers",
        house="brakzand",
        function="Bedrijfsleider",
        sees="",
        joined=348,
        seats=(Sits(circle=REGION, days=348),),
        second_factor=False,
        opens=0.6,
        pace=300,
        is_gone=True,
    ),
    Player(
        key="lot",
        name="Lotte Brink",
        house="brakzand",
        function="ICT-coördinator",
        sees=N_(
            "Took over a seat: reads the circle, and no TLP:RED of her predecessor. Waits to sit in the working group"
            " until she sets up a second factor."
        ),
        joined=92,
        phone="+31 20 000 0111",
        out_of_hours="+31 6 0000 0111",
        introduction="Sinds dit jaar verantwoordelijk voor alles met een stekker.",
        knows={"backup": 4, "weighbridges": 3},
        second_factor=False,
        opens=0.7,
        pace=150,
    ),
    Player(
        key="eli",
        name="Eli Brandsma",
        house="zoutmeer",
        function="Automation security lead",
        sees=N_("Shared something wider than his mandate says: it stands in the trail, and his organisation sees it."),
        joined=342,
        seats=(
            Sits(
                circle=REGION,
                days=342,
                terms=Terms(widest=Label.AMBER, hours=6, euros=0, signed_by="Site director, Zoutmeer"),
            ),
            Sits(circle=TERMINALS, days=297),
        ),
        language="en",
        speaks=("en", "nl", "no"),
        phone="+31 20 000 0112",
        shows=BY_DAY,
        knows={"safety systems": 5, "OT forensics": 4, "PLC": 3},
        opens=0.75,
        pace=110,
    ),
    Player(
        key="nora",
        name="Nora Visscher",
        house="zoutmeer",
        function="Information security officer",
        sees=N_("Eli's deputy in the region; sees of the working group that it exists."),
        joined=315,
        seats=(Sits(circle=REGION, days=315, role="deputy"),),
        language="en",
        speaks=("en", "nl"),
        phone="+31 20 000 0113",
        knows={"invoice fraud": 4, "awareness": 3},
        second_factor=False,
        opens=0.55,
        pace=160,
    ),
    Player(
        key="sven",
        name="Sven Aalders",
        house="zoutmeer",
        function="Instrumentation engineer",
        sees=N_("No seat, but found by anybody who looks for OT forensics: experts want to be found."),
        joined=164,
        language="en",
        speaks=("en", "nl", "sv"),
        knows={"OT forensics": 5, "safety systems": 3},
        second_factor=False,
        opens=0.3,
        pace=500,
    ),
    Player(
        key="gijs",
        name="Gijs Talsma",
        house="wadstroom",
        function="Leider SOC",
        sees=N_("Reads fastest of all, and has the key with which AMBER mail comes to him encrypted."),
        joined=345,
        seats=(
            Sits(
                circle=REGION,
                days=345,
                terms=Terms(widest=Label.GREEN, hours=20, euros=1000, signed_by="C. Wiersma, hoofd beveiliging"),
            ),
            Sits(circle=TERMINALS, days=294),
        ),
        phone="+31 20 000 0115",
        out_of_hours="+31 6 0000 0115",
        introduction="SOC voor stroom en gas. Dag en nacht te bellen, 's nachts alleen als het brandt.",
        shows=OPENLY,
        knows={"detection": 5, "OT forensics": 3, "malware analysis": 4, "DDoS": 4},
        has_key=True,
        opens=0.95,
        pace=12,
    ),
    Player(
        key="hanna",
        name="Hanna Idema",
        house="kaap",
        function="Informatiebeveiliger",
        sees=N_("Sits in two communities with one account, and never sees one through the other."),
        joined=348,
        seats=(
            Sits(
                circle=REGION,
                days=348,
                terms=Terms(widest=Label.GREEN, hours=8, euros=0, signed_by="Raad van bestuur De Kaap"),
            ),
        ),
        phone="+31 20 000 0116",
        out_of_hours="+31 6 0000 0116",
        introduction="Verbindt haven en ziekenhuis: als de brug open blijft staan, staat de ambulance stil.",
        knows={"medical devices": 3, "supply chain": 4, "ransomware": 4},
        has_key=True,
        opens=0.82,
        pace=65,
    ),
    Player(
        key="tom",
        name="Tom Bakkeren",
        house="kaap",
        function="Klinisch technicus",
        sees=N_("A colleague of somebody in two communities: GREEN of both, and nothing more."),
        joined=134,
        second_factor=False,
        knows={"medical devices": 5},
        opens=0.3,
        pace=420,
    ),
    Player(
        key="fay",
        name="Fay Roelfsema",
        house="branding",
        function="Kantoor en planning",
        sees=N_(
            "A towing company with eleven people: no IT department, sharp eyes, and a deputy she has just invited."
        ),
        joined=336,
        seats=(
            Sits(
                circle=REGION,
                days=336,
                terms=Terms(widest=Label.GREEN, hours=4, euros=0, signed_by="Gebroeders Roelfsema"),
            ),
        ),
        speaks=("nl",),
        phone="+31 20 000 0118",
        introduction="Doet de administratie van zes sleepboten en weet dus alles.",
        knows={"invoice fraud": 3},
        second_factor=False,
        opens=0.65,
        pace=130,
    ),
    Player(
        key="ike",
        name="Ike Postma",
        house="kompas",
        function="Docent maritieme cybersecurity",
        sees=N_("Education: brings students, shares what may be public."),
        joined=327,
        seats=(
            Sits(
                circle=REGION,
                days=327,
                terms=Terms(widest=Label.CLEAR, hours=10, euros=0, signed_by="Opleidingsmanager Maritiem"),
            ),
        ),
        phone="+31 20 000 0119",
        shows=OPENLY,
        knows={"education": 5, "GNSS": 4, "awareness": 4},
        second_factor=False,
        opens=0.55,
        pace=260,
    ),
    Player(
        key="noa",
        name="Noa Prins",
        house="kompas",
        function="Student-onderzoeker",
        sees=N_(
            "A student: reads GREEN, is found for what she knows about satellite navigation, and has no seat to share from."
        ),
        joined=75,
        knows={"GNSS": 3},
        second_factor=False,
        opens=0.35,
        pace=300,
    ),
    Player(
        key="ivo",
        name="Ivo Stam",
        house="loodlijn",
        function="Servicemanager",
        sees=N_("An IT supplier among its customers: left out where a warning is about suppliers."),
        joined=309,
        seats=(
            Sits(
                circle=REGION,
                days=309,
                terms=Terms(widest=Label.AMBER, hours=6, euros=0, signed_by="Directie Loodlijn ICT"),
            ),
        ),
        phone="+31 20 000 0121",
        knows={"remote management": 4, "backup": 4, "mail": 4},
        opens=0.7,
        pace=95,
    ),
    Player(
        key="mia",
        name="Mia Groen",
        house="loodlijn",
        function="Systeembeheerder",
        sees=N_("A deputy who shares more than most."),
        joined=224,
        seats=(Sits(circle=REGION, days=224, role="deputy"),),
        knows={"mail": 5, "IAM": 4},
        second_factor=False,
        opens=0.6,
        pace=140,
    ),
    Player(
        key="ron",
        name="Ron Kuijt",
        house="loodlijn",
        function="Accountmanager",
        sees=N_("Suspended: used what was shared to sell. His account opens nothing any more."),
        joined=194,
        seats=(Sits(circle=REGION, days=194, role="observer"),),
        second_factor=False,
        opens=0.9,
        pace=30,
    ),
    Player(
        key="gus",
        name="Gus Meinders",
        house="vuurtoren",
        function="Cyberrisico's",
        sees=N_("An observer: reads GREEN and CLEAR, shares nothing, and finds AMBER nowhere, not even in search."),
        joined=270,
        seats=(Sits(circle=REGION, days=270, role="observer"),),
        second_factor=False,
        opens=0.6,
        pace=220,
    ),
    Player(
        key="lies",
        name="Lies Oortman",
        house="liaison",
        function="Liaison havens",
        sees=N_("Liaison of the authorities: sits at the table without a vote."),
        joined=333,
        seats=(
            Sits(
                circle=REGION,
                days=333,
                terms=Terms(widest=Label.CLEAR, hours=20, euros=0, signed_by="Hoofd Liaisonpunt"),
            ),
        ),
        phone="+31 20 000 0125",
        shows=OPENLY,
        knows={"governance": 4, "reporting duties": 5},
        opens=0.75,
        pace=80,
    ),
    Player(
        key="pim",
        name="Pim Schaaf",
        house="police",
        function="Rechercheur digitaal",
        sees=N_("Police liaison: named in TLP:RED twice, and shares what an investigation can bear."),
        joined=324,
        seats=(Sits(circle=REGION, days=324),),
        phone="+31 20 000 0126",
        out_of_hours="+31 6 0000 0126",
        shows=BY_DAY,
        knows={"digital investigation": 5, "container fraud": 4},
        opens=0.6,
        pace=170,
    ),
    Player(
        key="jos",
        name="Jos Rietveld",
        house="rietland",
        function="Directeur",
        sees=N_("His organisation is suspended: it kept no agreement for three meetings, and all its people are out."),
        joined=255,
        seats=(Sits(circle=REGION, days=255),),
        second_factor=False,
        opens=0.2,
        pace=900,
    ),
    Player(
        key="ken",
        name="Ken Obi",
        house="lauwerzee",
        function="Medical technology security",
        sees=N_("Dee's deputy, in English, in a circle that works in Dutch."),
        joined=300,
        seats=(Sits(circle=CARE, days=300, role="deputy"),),
        language="en",
        speaks=("en", "nl"),
        phone="+31 20 000 0129",
        knows={"medical devices": 5, "network segmentation": 4},
        opens=0.8,
        pace=60,
    ),
    Player(
        key="jip",
        name="Jip Vonk",
        house="kwelder",
        function="Functionaris gegevensbescherming",
        sees=N_("A small member of the health-care community."),
        joined=309,
        seats=(Sits(circle=CARE, days=309),),
        knows={"privacy": 5},
        opens=0.7,
        pace=200,
    ),
    Player(
        key="rosa",
        name="Rosa Halman",
        house="noordlab",
        function="Hoofd ICT",
        sees=N_("Asks questions that the others have an answer to."),
        joined=285,
        seats=(Sits(circle=CARE, days=285),),
        phone="+31 20 000 0131",
        knows={"laboratory systems": 5, "backup": 3},
        opens=0.7,
        pace=140,
    ),
    Player(
        key="otto",
        name="Otto Bleeker",
        house="duinrand",
        function="Applicatiebeheerder",
        sees=N_("Has a seat that does not count yet: this circle asks for a second factor, and he has none."),
        joined=80,
        seats=(Sits(circle=CARE, days=80),),
        second_factor=False,
        opens=0.4,
        pace=300,
    ),
    Player(
        key="eve",
        name="Eve Sluiter",
        house="zilver",
        function="Operations manager",
        sees=N_("In no circle at all: what somebody meets on the first day, or who starts a circle of her own."),
        joined=2,
        language="en",
        speaks=("en",),
        second_factor=False,
        opens=0,
    ),
    Player(
        key="nel",
        name="Nel Haverkort",
        house="weerbaar",
        function="Adviseur samenwerkingsverbanden",
        sees=N_(
            "Adviser of an authority: a portfolio of two circles, how they are doing, and nothing of what is shared."
        ),
        joined=25,
        opens=0,
    ),
)

MACHINES = {"max": ("Kaderling SIEM", "cem")}
"""Accounts for machines, and by whose hand they were added."""
