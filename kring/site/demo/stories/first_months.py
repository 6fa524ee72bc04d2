"""The region's first months: getting to know each other, phishing at planners, an appliance to patch, a first success."""

from kring.site.demo.cast import REGION
from kring.site.demo.papers import note, pdf, table
from kring.site.demo.told import (
    AnswersPassing,
    AnswersWider,
    AsksWider,
    Edits,
    PassesOn,
    Reminds,
    Rewords,
    Says,
    Sees,
    TakesBack,
    Taps,
    Told,
    Withdraws,
    ago,
    days,
    hours,
    minutes,
)
from kring.tlp.labels import Label

STORIES = (
    Told(
        by="chi",
        circle=REGION,
        when=ago(333, "14:00"),
        label=Label.GREEN,
        kind="news",
        title="Welkom in de havenregio: zo werken we hier",
        what="We zijn begonnen. Deze kring is er om elkaar te waarschuwen en te helpen, niet om indruk te maken. Eén"
        " zin op tijd is meer waard dan een rapport volgende maand.",
        so_what="Wat één van ons overkomt, overkomt volgende week een ander. De sleepdienst, de terminal en het"
        " ziekenhuis hangen aan dezelfde stroom, dezelfde leveranciers en dezelfde brug.",
        do_what="- Deel wat je ziet, ook als je het nog niet begrijpt.\n- Kies het label, niet het publiek: het label"
        " zegt wie het leest.\n- Laat met één tik weten wat je aan een bericht had.",
        tags=("afspraken",),
        then=(
            Says(by="cem", after=hours(3), text="Good start. I will write in English; feel free to answer in Dutch."),
            Says(
                by="fay",
                after=days(1),
                text="Wij zijn maar met elf mensen en hebben geen ICT-afdeling. Mag ik ook domme vragen stellen?",
                key="fay-dumb",
            ),
            Says(by="chi", after=hours(27), text="Graag zelfs. Het zijn zelden domme vragen.", answers="fay-dumb"),
            Taps(by="hanna", after=hours(5), kind="useful"),
            Taps(by="wim", after=hours(8), kind="useful"),
        ),
    ),
    Told(
        by="sil",
        circle=REGION,
        when=ago(324, "11:30"),
        label=Label.GREEN,
        kind="document",
        title="Werkafspraken en een kaart met de labels",
        what="De werkafspraken zoals we ze in de eerste bijeenkomst hebben vastgesteld, met op de tweede helft een kaart"
        " van de labels om naast je scherm te hangen.",
        do_what="Lees ze een keer door. Bezwaren graag voor het volgende overleg.",
        tags=("afspraken",),
        files=(
            pdf(
                "werkafspraken-havenregio.pdf",
                title="Werkafspraken Havenregio Noordermond",
                label="TLP:GREEN",
                parts=(
                    (
                        "Wat we afspreken",
                        (
                            "Wat hier wordt gedeeld, gebruik je om je eigen organisatie te beschermen.",
                            "Niemand gebruikt het om iets te verkopen of om een ander de les te lezen.",
                            "De bron bepaalt hoe ver iets reist. Twijfel je, vraag het.",
                            "Wie een half jaar niets brengt, krijgt een telefoontje van de voorzitter.",
                        ),
                    ),
                    (
                        "De labels",
                        (
                            "TLP:RED: alleen de genoemde personen. Zelfs de titel gaat niet per mail.",
                            "TLP:AMBER+STRICT: de zetels in de kring, en wie zij bij naam doorgeven.",
                            "TLP:AMBER: hetzelfde, en klanten die zich ermee moeten beschermen.",
                            "TLP:GREEN: iedereen in de gemeenschap.",
                            "TLP:CLEAR: iedereen.",
                        ),
                    ),
                ),
            ),
        ),
        then=(
            Taps(by="lies", after=hours(2), kind="useful", named=True),
            Taps(by="eli", after=hours(4), kind="useful"),
            Says(
                by="eli",
                after=hours(26),
                text="Our head office in Norway may have to be told of anything that touches production. I have put"
                " that in our profile as a sharing limit, so that you see it before you share.",
            ),
        ),
    ),
    Told(
        by="ada",
        circle=REGION,
        when=ago(315, "09:12"),
        label=Label.GREEN,
        key="planners",
        title="Phishinggolf naar planners: valse wijziging van een tijdslot",
        what="Sinds vanochtend zeven uur krijgen planners mail over een gewijzigd tijdslot. De afzender lijkt op die van"
        " het portaal, de link niet. Wie inlogt, staat bij de aanvaller in het bakje; een uur later gaan er mails uit"
        " zijn naam naar vervoerders.\n\nGezien:\n\n- afzender tijdslot[@]planning-haven.example.net\n-"
        " hxxps://slots.planning-haven[.]example[.]net/bevestig\n- de inlogpagina staat op 192.0.2.44, eerder op"
        " 192.0.2.61",
        so_what="Een planner die zijn mailbox kwijt is, is zijn tijdsloten kwijt. Vervoerders rijden dan op een mail van"
        " een ander.",
        do_what="- Blokkeer het domein en beide adressen.\n- Vertel het planners vóór de middagploeg.\n- Zoek naar"
        " inlogpogingen vanaf deze adressen en trek sessies in.",
        tags=("phishing", "planning"),
        reliability="B",
        credibility=2,
        files=(
            table(
                "indicatoren-tijdslot.csv",
                ("type", "waarde", "gezien"),
                ("domain", "planning-haven.example.net", "07:04"),
                ("url", "https://slots.planning-haven.example.net/bevestig", "07:04"),
                ("ipv4", "192.0.2.44", "07:10"),
                ("ipv4", "192.0.2.61", "06:40"),
            ),
        ),
        then=(
            Says(
                by="cem",
                after=minutes(35),
                text="Same here: eleven mails since 07:20, two clicks, one password entered. We have reset it. The page"
                " also asks for the second factor and passes it on.",
                key="cem-slots",
            ),
            Taps(
                by="cem",
                after=minutes(36),
                kind="affected",
                note="Two planners clicked, one account reset. No mail left in their name.",
                named=True,
            ),
            Sees(by="cem", after=minutes(37), kind="ipv4", value="192.0.2.44", count=11, named=True),
            Sees(by="fay", after=minutes(81), kind="ipv4", value="192.0.2.44"),
            Says(
                by="fay",
                after=minutes(80),
                text="Bij ons ook, op het gewone kantooradres. Niemand heeft geklikt. Ik heb het uitgeprint en bij het"
                " koffiezetapparaat gehangen.",
            ),
            Taps(by="fay", after=minutes(82), kind="acted"),
            Says(
                by="gijs",
                after=hours(2.4),
                text="192.0.2.61 zagen we vorige week al bij een poging op ons klantportaal. Zelfde set, ander jasje."
                " Ik zet de detectieregel als bijlage.",
                files=(
                    note(
                        "regel-tijdslot.txt",
                        "# Aanmelding vanaf een adres uit de lijst, binnen een uur gevolgd door een nieuwe doorstuurregel\n"
                        "signin.address in (192.0.2.44, 192.0.2.61)\n"
                        "  followed within 1h by mailbox.rule_added where rule.forwards_outside\n",
                    ),
                ),
            ),
            Taps(by="gijs", after=hours(2.5), kind="known"),
            Taps(by="wim", after=hours(6), kind="acted", note="Geblokkeerd op de mailserver."),
            Taps(by="hanna", after=hours(4), kind="not_relevant", note="Wij hebben geen tijdsloten, wel dank."),
            Says(
                by="ada",
                after=hours(7),
                text="Stand aan het eind van de dag: drie organisaties geraakt, één wachtwoord kwijt, geen schade. Het"
                " portaal stuurt voortaan geen links meer in mails over tijdsloten. @Cem: mag ik jullie getal in het"
                " verslag noemen?",
                mentions=("cem",),
            ),
            Says(by="cem", after=hours(7.4), text="Yes, with our name. It helps if people see it happens to us too."),
            PassesOn(
                by="cem",
                after=days(8),
                client="trucks",
                reason="They get these mails in our name, and drive on them.",
                asking=True,
            ),
            AnswersPassing(by="ada", after=days(9), allow=True),
        ),
    ),
    Told(
        by="fay",
        circle=REGION,
        when=ago(303, "10:40"),
        label=Label.GREEN,
        kind="question",
        title="Klant mailt een nieuw rekeningnummer: wat doen jullie dan?",
        what="Een vaste klant mailt dat hij van bank is gewisseld. De mail ziet er goed uit, ook de handtekening. Bellen"
        " jullie in zo'n geval altijd? En met welk nummer?",
        so_what="Het gaat om een sleepreis van vier dagen, dat is voor ons een maandomzet.",
        tags=("factuurfraude",),
        then=(
            Says(
                by="eli",
                after=hours(1),
                text="Nora joins us next week and knows more of this than I do. In short: always call, and never the"
                " number in the mail.",
            ),
            Says(
                by="hanna",
                after=hours(2),
                text="Altijd bellen, met het nummer uit je eigen administratie. En leg vast wie je sprak. Dat scheelt"
                " later een discussie.",
                key="hanna-call",
            ),
            Says(by="fay", after=hours(4), text="Gebeld. Hij wist van niets! Wat nu?", answers="hanna-call"),
            Says(
                by="chi",
                after=hours(4.4),
                text="Dan is zijn mailbox waarschijnlijk overgenomen. Zeg hem dat, en maak er hier een bericht van als je"
                " mag van hem. Goed gezien, Fay.",
            ),
            Taps(by="wim", after=hours(9), kind="useful"),
        ),
    ),
    Told(
        by="lies",
        circle=REGION,
        when=ago(288, "13:20"),
        label=Label.CLEAR,
        kind="news",
        title="Handreiking: een storing melden zonder de halve dag kwijt te zijn",
        what="Er is een handreiking voor wie onder de meldplicht valt. Eén bladzijde: wat meld je, bij wie, binnen hoeveel"
        " tijd, en wat je nog niet hoeft te weten.",
        so_what="Veel organisaties wachten met melden tot ze alles weten. Dat hoeft niet en het mag vaak ook niet.",
        do_what="Leg hem bij je draaiboek. Vul de eerste drie regels nu al in.",
        tags=("meldplicht",),
        reliability="A",
        credibility=1,
        then=(
            Taps(by="ada", after=hours(1), kind="useful", named=True),
            Taps(by="chi", after=hours(3), kind="useful"),
            Says(by="gijs", after=hours(5), text="Fijn dat er eindelijk in staat dat 'nog onbekend' een antwoord is."),
        ),
    ),
    Told(
        by="gijs",
        circle=REGION,
        when=ago(273, "08:05"),
        label=Label.AMBER,
        key="appliance",
        urgent=True,
        title="Toegangsapparaat op afstand: nu bijwerken, er wordt op gezocht",
        what="In het apparaat waarmee leveranciers bij veel van ons binnenkomen zit een fout waardoor je zonder wachtwoord"
        " een sessie overneemt. Vannacht zagen we het zoeken beginnen, vanuit 203.0.113.0/24, op poort 443, met een"
        " vraag naar /remote/info.\n\nVersies onder 7.4.12 zijn kwetsbaar. Er is een update.",
        so_what="Wie dit apparaat niet bijwerkt, heeft binnen enkele dagen bezoek. Een overgenomen sessie blijft ná het"
        " bijwerken open staan.",
        do_what="1. Werk vandaag bij.\n2. Beëindig daarna alle sessies.\n3. Zoek in het logboek van de afgelopen week naar"
        " aanmeldingen uit 203.0.113.0/24.\n4. Meld het hier als je iets vindt.",
        tags=("vpn", "patch", "toegang op afstand"),
        reliability="A",
        credibility=1,
        silent=("wim",),
        then=(
            Says(
                by="ada",
                after=minutes(20),
                text="Twee stuks, beide om 08:20 bijgewerkt. Sessies eruit. Niets gevonden.",
            ),
            Taps(by="ada", after=minutes(22), kind="acted", named=True),
            Says(
                by="eli",
                after=minutes(55),
                text="We run it for the tank gauging vendor. Patched at the next shift change, 14:00; until then it is"
                " off. Production does not need it.",
            ),
            Taps(by="eli", after=hours(6.5), kind="acted"),
            Says(
                by="ivo",
                after=hours(1.2),
                text="Wij beheren er drie bij leden van deze kring. Allemaal gedaan om 09:10. Bij een vierde klant buiten"
                " de kring zag ik één aanmelding uit die reeks, van eergisteren.",
                key="ivo-fourth",
            ),
            Says(
                by="gijs",
                after=hours(1.4),
                text="Dat is er één te veel. Haal daar het apparaat los en bewaar de schijf. Ik bel je.",
                answers="ivo-fourth",
            ),
            Says(
                by="ivo",
                after=hours(1.6),
                text="Doe ik. Dit gaat over een klant, dus alleen voor jullie twee: het is de meelfabriek.",
                only=("gijs", "pim"),
            ),
            Reminds(by="gijs", after=hours(5)),
            Taps(by="hanna", after=hours(2), kind="acted", note="Uitgezet, we gebruikten hem niet meer."),
            Taps(by="cem", after=hours(1), kind="acted"),
            Edits(
                by="gijs",
                after=hours(26),
                what="In het apparaat waarmee leveranciers bij veel van ons binnenkomen zit een fout waardoor je zonder"
                " wachtwoord een sessie overneemt. Het zoeken komt vanuit 203.0.113.0/24 en sinds vanochtend ook vanuit"
                " 198.51.100.7, op poort 443, met een vraag naar /remote/info.\n\nVersies onder 7.4.13 zijn kwetsbaar:"
                " de eerste update bleek niet genoeg.",
                do_what="1. Werk bij naar 7.4.13, ook als je 7.4.12 al had.\n2. Beëindig daarna alle sessies.\n3. Zoek in"
                " het logboek van de afgelopen twee weken naar aanmeldingen uit 203.0.113.0/24 en van 198.51.100.7.\n4."
                " Meld het hier als je iets vindt.",
            ),
            PassesOn(by="ada", after=hours(2), colleague="bo", reason="Bo beheert deze apparaten."),
            PassesOn(by="ivo", after=hours(27), client="mill", reason="Heeft hetzelfde apparaat, en bezoek gehad."),
        ),
    ),
    Told(
        by="ivo",
        circle=REGION,
        when=ago(261, "16:10"),
        label=Label.AMBER,
        kind="news",
        title="Wat we vonden op het apparaat van een klant",
        what="Vervolg op het bericht over het toegangsapparaat. De aanvaller was 40 uur binnen, heeft accounts bekeken en"
        " een taak klaargezet die elke nacht om 03:15 naar 198.51.100.7 belt. Verder is hij niet gekomen: achter het"
        " apparaat stond een tweede slot.",
        so_what="Dat tweede slot was toeval. Bij de meeste kleine bedrijven staat het er niet.",
        do_what="Kijk of je apparaat taken heeft die jij niet hebt gemaakt. Wij kijken gratis mee bij leden die dat zelf"
        " niet kunnen.",
        tags=("vpn", "incident"),
        about="appliance",
        then=(
            Taps(by="gijs", after=hours(1), kind="useful", named=True),
            Taps(by="fay", after=hours(16), kind="useful"),
            Says(by="fay", after=hours(17), text="Kun je bij ons ook kijken? Ik weet niet eens of we er een hebben."),
            Says(by="ivo", after=hours(18), text="Morgen om tien uur, met taart."),
        ),
    ),
    Told(
        by="pim",
        circle=REGION,
        when=ago(246, "11:00"),
        label=Label.AMBER_STRICT,
        title="Pincodes van containers: poging tot omkopen van een planner",
        what="In een lopend onderzoek zien we dat een groep planners benadert via een berichtendienst. Ze vragen om een"
        " schermafdruk van de vrijgave van een container, eerst voor een 'verrassing voor een collega', daarna voor"
        " geld. Het bedrag gaat in stappen omhoog; na de eerste foto wordt gedreigd.",
        so_what="De eerste stap is klein en schaamte doet de rest. Wie zich meldt, is geholpen; wie zwijgt, zit vast.",
        do_what="- Bespreek het op de afdeling planning, zonder namen.\n- Zorg dat er iemand is bij wie je je zonder gevolgen"
        " kunt melden.\n- Beperk wie een vrijgave kan zien tot wie hem nodig heeft.",
        tags=("containerfraude", "mensen"),
        reliability="A",
        credibility=2,
        chosen=("port", "kaderling", "brakzand", "liaison"),
        then=(
            Says(
                by="cem",
                after=hours(3),
                text="We cut the list of people who see release codes from 140 to 31 this afternoon. It took one hour"
                " and one angry phone call.",
            ),
            Taps(by="cem", after=hours(3), kind="acted", named=True),
            Taps(by="ada", after=hours(2), kind="useful"),
            PassesOn(by="cem", after=hours(5), colleague="joy", reason="Leads the planners on the late shift."),
            Taps(by="wim", after=hours(28), kind="affected", note="Eén medewerker heeft zich bij mij gemeld."),
        ),
    ),
    Told(
        by="ike",
        circle=REGION,
        when=ago(230, "15:30"),
        label=Label.CLEAR,
        kind="success",
        title="Vier studenten keken een week mee bij drie kleine bedrijven",
        what="Onze studenten hebben bij drie leden een lijst gemaakt van alles wat aan het netwerk hangt. Samen vonden ze"
        " 61 apparaten waar niemand van wist, waaronder een weegschaal en twee camera's met het wachtwoord van de doos.",
        so_what="Kleine bedrijven weten niet wat ze hebben. Een week met vier studenten is genoeg om het wel te weten.",
        do_what="Wil je ook een week? In de volgende periode is er plaats voor drie.",
        tags=("studenten", "basis op orde"),
        then=(
            Taps(by="fay", after=hours(1), kind="useful", note="De camera's hingen bij ons. Nu niet meer.", named=True),
            Says(by="fay", after=hours(1.2), text="Wat een fijne gasten. Ze mogen terugkomen voor de borrel."),
            Taps(by="chi", after=hours(3), kind="useful"),
            Taps(by="lies", after=hours(4), kind="useful", named=True),
            Says(
                by="lies",
                after=hours(4.3),
                text="Mag ik dit landelijk laten zien? Het is CLEAR, maar ik vraag het toch.",
            ),
            Says(by="ike", after=hours(6), text="Graag!"),
        ),
    ),
    Told(
        by="nora",
        circle=REGION,
        when=ago(206, "09:45"),
        label=Label.GREEN,
        language="en",
        title="Invoice fraud from a supplier's real mailbox",
        what="A supplier of valves had its mailbox taken over. We got two invoices from the real address, in a real"
        " thread, with another account number. The only thing that was off: they thanked us for 'the quick payment'"
        " that we had not made.\n\nA forwarding rule sent answers to billing@valves-invoices.example.org.",
        so_what="No filter stops a mail that is genuine. The one thing that helped was a clerk who reads.",
        do_what="- Call back before you change an account number, with a number you had before.\n- Ask your suppliers"
        " whether they have a second factor on mail.",
        tags=("factuurfraude", "leverancier"),
        reliability="A",
        credibility=1,
        then=(
            Taps(by="fay", after=hours(2), kind="useful", named=True),
            Taps(by="ada", after=hours(1), kind="known"),
            Says(
                by="mia",
                after=hours(4),
                text="Tip: een regel die naar buiten doorstuurt kun je centraal verbieden. Wij zetten het bij klanten"
                " standaard uit; in een jaar heeft niemand geklaagd.",
            ),
            Taps(by="wim", after=hours(7), kind="acted"),
        ),
    ),
    Told(
        by="sil",
        circle=REGION,
        when=ago(197, "10:00"),
        label=Label.GREEN,
        kind="news",
        title="Oefening Hoogwater: houd een donderdagmiddag vrij",
        what="Over zes weken oefenen we samen aan tafel: een leverancier valt uit, de brug staat open en de telefoon gaat."
        " Drie uur, geen techniek nodig, wel iemand die beslist.",
        so_what="We hebben afgesproken elkaar te bellen. We hebben het nog nooit gedaan.",
        do_what="Geef voor het eind van de maand twee namen door: één die beslist en één die weet hoe het werkt.",
        tags=("oefening",),
        then=(
            Says(by="gijs", after=hours(1), text="Wadstroom: Chi en ik."),
            Says(by="hanna", after=hours(3), text="De Kaap: onze crisiscoördinator en ik."),
            Says(by="cem", after=hours(5), text="Kaderling: terminal manager on duty, and me."),
            Says(by="wim", after=days(2), text="Brakzand: ik, en ik weet ook hoe het werkt. Meestal."),
            Says(
                by="teun",
                after=days(2),
                text="Havenbedrijf: Ada beslist, ik weet hoe de brug werkt.",
                key="teun-bridge",
            ),
            Rewords(
                by="teun",
                after=days(2.2),
                reply="teun-bridge",
                text="Havenbedrijf: de havenmeester beslist, Ada en ik weten hoe de brug werkt.",
            ),
        ),
    ),
    Told(
        by="hanna",
        circle=REGION,
        when=ago(182, "07:50"),
        label=Label.AMBER,
        key="laundry",
        urgent=True,
        title="Ransomware bij de wasserij die vier van ons gebruiken",
        what="De wasserij die ons linnen doet is vannacht versleuteld. Ze kunnen niet bellen, niet rijden en niet zien wat"
        " van wie is. Ze hebben een koppeling met ons magazijn en, weet ik, met die van het havenbedrijf en Kaderling"
        " voor werkkleding.",
        so_what="Voor ons: schoon linnen tot overmorgen. Voor jullie: een koppeling die nu door een ander wordt bediend.",
        do_what="- Zet de koppeling met de wasserij dicht.\n- Vertrouw geen mail van hen tot ze zelf bellen.\n- Zeg het als"
        " je linnen of werkkleding over hebt.",
        tags=("ransomware", "leverancier"),
        reliability="A",
        credibility=1,
        silent=("jos",),
        then=(
            Says(by="ada", after=minutes(15), text="Koppeling dicht om 08:03. Dank, dit hadden wij niet geweten."),
            Taps(
                by="ada",
                after=minutes(16),
                kind="affected",
                note="Koppeling had schrijfrechten op ons magazijn.",
                named=True,
            ),
            Taps(by="cem", after=minutes(50), kind="affected"),
            Says(
                by="cem",
                after=minutes(52),
                text="Closed. We have 300 sets of coveralls in stock; if the hospital wants them, they are clean.",
            ),
            Says(by="hanna", after=hours(1.3), text="Ik neem er zestig. De chirurgen zullen er niet van opkijken."),
            Taps(by="chi", after=hours(2), kind="not_relevant"),
            Says(
                by="hanna",
                after=days(4),
                text="Wasserij draait weer, op papier. Ze waren binnengekomen via het toegangsapparaat waar Gijs voor"
                " waarschuwde. Onze les: wij wisten niet dat zij er een hadden.",
            ),
            Taps(by="gijs", after=days(4.1), kind="useful"),
        ),
    ),
    Told(
        by="chi",
        circle=REGION,
        when=ago(167, "12:15"),
        label=Label.GREEN,
        kind="question",
        title="Waar wil je het in het volgende overleg over hebben?",
        what="Eén onderwerp per keer, en liefst van een lid. Noem er één, en zeg erbij wat je zelf meebrengt.",
        tags=("overleg",),
        then=(
            Says(
                by="eli",
                after=hours(2),
                text="What we do when a vendor refuses to patch. I bring two letters that worked.",
            ),
            Says(by="ike", after=hours(6), text="Storing van satellietnavigatie. Ik breng een meetkoffer mee."),
            Says(by="wim", after=days(1), text="Back-ups die je ook echt terug kunt zetten.", key="wim-backup"),
            Says(by="gijs", after=days(1.1), text="Dat van Wim. Twee keer.", answers="wim-backup"),
            Says(by="jos", after=days(3), text="Geen tijd.", key="jos-no-time"),
            TakesBack(by="jos", after=days(3.1), reply="jos-no-time"),
        ),
    ),
    Told(
        by="cem",
        circle=REGION,
        when=ago(143, "17:20"),
        label=Label.GREEN,
        language="en",
        key="gps",
        title="GPS interference at the anchorage and on the container yard",
        what="Between 14:05 and 16:40 our straddle carriers lost their position four times, each time for six to nine"
        " minutes. At the same time two ships at anchor showed up in the middle of the town. Timing came from GPS as"
        " well; two controllers ran 11 seconds behind.",
        so_what="Positions look wrong at once. Wrong time is quieter, and it breaks logging, certificates and protection"
        " relays.",
        do_what="- Check where your clocks come from.\n- Note times at which you saw something: together we can tell where"
        " it came from.",
        tags=("gnss", "tijd"),
        reliability="B",
        credibility=2,
        then=(
            Says(
                by="ike",
                after=hours(1),
                text="Onze meetkoffer stond aan: 14:04 tot 16:41, uit het noordwesten. Sterk.",
                key="ike-gps",
            ),
            Says(by="teun", after=hours(2), text="Sluis 3 zag de klok 4 seconden verspringen om 14:31."),
            Says(
                by="gijs",
                after=hours(15),
                text="Twee stations van ons: afwijking van 9 seconden, opgevangen door de eigen klok. We nemen het mee"
                " naar de werkgroep.",
            ),
            Taps(by="gijs", after=hours(15), kind="affected"),
            Taps(by="ike", after=hours(1.5), kind="useful", named=True),
            Taps(by="eli", after=hours(18), kind="useful"),
            AsksWider(
                by="lies",
                after=days(1),
                label=Label.CLEAR,
                reason="De luchtvaart en de binnenvaart hebben hier ook last van.",
            ),
            AnswersWider(by="cem", after=days(1.2), grant=True),
            Says(by="lies", after=days(2), text="Dank. Drie andere havens melden zich met dezelfde tijden."),
        ),
    ),
    Told(
        by="hanna",
        circle=REGION,
        when=ago(131, "14:50"),
        label=Label.AMBER,
        via_secretariat=True,
        title="Bijna mis: de back-up werd mee versleuteld",
        what="Bij een lid van deze kring is een aanval op tijd gezien, maar de back-up was al onbruikbaar: hij hing aan het"
        " netwerk met hetzelfde beheeraccount. Alleen een vergeten schijf in een la maakte herstel mogelijk.",
        so_what="Een back-up die je met het gewone beheeraccount kunt wissen, is er geen.",
        do_what="- Zet één kopie waar niemand met een gewoon account bij kan.\n- Zet hem eens per kwartaal terug, echt.\n-"
        " Kijk in je la.",
        tags=("back-up", "ransomware"),
        then=(
            Says(
                by="wim", after=hours(20), text="Bij ons precies zo ingericht. Deze week anders. Wie het ook was: dank."
            ),
            Taps(by="wim", after=hours(20), kind="acted", named=True),
            Taps(by="ada", after=hours(2), kind="useful"),
            Taps(by="cem", after=hours(4), kind="useful"),
            Taps(by="mia", after=hours(5), kind="useful"),
        ),
    ),
    Told(
        by="ivo",
        circle=REGION,
        when=ago(116, "09:20"),
        label=Label.AMBER,
        title="Onze monitoring stuurt sinds vannacht vreemde opdrachten",
        what="Gisteravond is ons bewakingsprogramma bijgewerkt en het stuurt nu opdrachten die wij niet gaven.",
        so_what="Het draait bij veel leden met volle rechten.",
        do_what="Zet de agent uit.",
        tags=("leverancier",),
        then=(
            Says(by="ada", after=minutes(12), text="Staat uit op 140 machines."),
            Says(
                by="ivo",
                after=hours(3),
                text="Vals alarm: een collega testte in de verkeerde omgeving. Ik trek het in, excuus.",
            ),
            Withdraws(by="ivo", after=hours(3.1)),
        ),
    ),
    Told(
        by="mia",
        circle=REGION,
        when=ago(98, "11:10"),
        label=Label.GREEN,
        title="Advertentie boven de zoekuitslag leidt naar een vals beheerprogramma",
        what="Wie zoekt naar het bekende programma om op afstand mee te kijken, krijgt bovenaan een advertentie voor"
        " hxxps://meekijken-download[.]example[.]com. Je krijgt het echte programma, met een extra bestand ernaast"
        " (SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855) dat belt naar 198.51.100.23.",
        so_what="Juist beheerders downloaden dit, met hun beheeraccount.",
        do_what="Zet het programma zelf klaar in je softwarelijst, dan hoeft niemand te zoeken.",
        tags=("malvertising", "toegang op afstand"),
        reliability="B",
        credibility=2,
        then=(
            Taps(by="ada", after=hours(1), kind="useful"),
            Taps(by="wim", after=hours(3), kind="acted"),
            Says(
                by="gijs",
                after=hours(2),
                text="Gezocht in een half jaar log: twee keer gedownload, nooit gestart. Opgeruimd.",
            ),
            Taps(by="gijs", after=hours(2), kind="affected", note="Twee keer gedownload, nooit gestart.", named=True),
        ),
    ),
)
