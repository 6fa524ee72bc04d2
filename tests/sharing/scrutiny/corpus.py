"""Texts as people write them, with what should be found marked by hand: `<<kind|the text>>`.

Every person, number and key in here is invented. Numbers that must pass a test were made to pass it. A `¦` inside a
key keeps other people's scanners from taking it for one; it is not part of the text.
"""

import re
from dataclasses import dataclass

from kring.sharing.scrutiny import Kind


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, and the places in it that the check should find."""

    text: str
    expected: frozenset[tuple[Kind, int, int]]


def read(marked: str) -> Sample:
    """Takes the marks out of a text and remembers where they stood."""
    marked = marked.replace("¦", "")
    parts: list[str] = []
    expected: set[tuple[Kind, int, int]] = set()
    length = place = 0
    for match in re.finditer(r"<<(\w+)\|(.*?)>>", marked, re.DOTALL):
        before, inside = marked[place : match.start()], match[2]
        start = length + len(before)
        expected.add((Kind(match[1]), start, start + len(inside)))
        parts += [before, inside]
        length = start + len(inside)
        place = match.end()
    return Sample("".join((*parts, marked[place:])), frozenset(expected))


REVEALING = [
    "Contact: <<name|Jan de Vries>>, tussen 9 en 17 uur.",
    "Op de router werkte admin:<<password|Welkom01!>> nog steeds.",
    "Credentials: scada / <<password|Pomp2023>>",
    "Het stond op een briefje, ww: <<password|Sluis#4>>",
    # Dutch, as in a hurried message.
    "Neem bij vragen contact op met <<email|jan.devries@havenbedrijf.nl>> of bel <<phone|06-12345678>>.",
    "Mijn nummer: <<phone|0612345678>>. Na vijven op <<phone|+31 6 1234 5678>>.",
    "Bel <<phone|010 252 10 10>> of <<phone|(010) 252 1010>>, in het weekend <<phone|+31 (0)10 252 10 10>>.",
    "Kantoor Antwerpen: tel. <<phone|03 205 20 11>>, gsm <<phone|0470 12 34 56>>.",
    "Ansprechpartner: <<name|Klaus Meier>>, Telefon <<phone|030 901820>>, Mobil <<phone|+49 151 23456789>>.",
    "Hij opende de bijlage. Slachtoffer: <<name|Petra van der Linden>> (<<email|p.vanderlinden@terminal.nl>>).",
    "BSN <<citizen_number|111222333>> en BSN: <<citizen_number|123456782>> stonden in de gelekte lijst.",
    "Het burgerservicenummer van de melder is <<citizen_number|1234.56.782>>.",
    "Geboren op <<birth_date|12-03-1980>>, wonende <<address|Havenstraat 12a, 3011 AB Rotterdam>>.",
    "Adres: <<address|Lange Viestraat 7 bis, 3511 BK Utrecht>>; geboortedatum <<birth_date|3 mei 1971>>.",
    "Post naar <<address|1012 JS 1>> te Amsterdam.",
    "Betaald vanaf <<bank_account|NL91 ABNA 0417 1643 00>> naar <<bank_account|DE89370400440532013000>>.",
    "Rekening <<bank_account|BE68 5390 0754 7034>> THANS GEBLOKKEERD.",
    "De kaart <<payment_card|4111 1111 1111 1111>> en <<payment_card|5500005555555559>> zijn misbruikt.",
    "Rijksregisternummer <<national_number|85.07.30-033 28>> van de chauffeur.",
    "Codice fiscale <<national_number|RSSMRA85T10A562S>>, NIR <<national_number|2 95 10 99 126 111 93>>.",
    "Steuer-ID: <<national_number|36574261809>>.",
    "Zijn paspoort <<document_number|NWB4R1C82>> is gestolen; rijbewijsnummer <<document_number|5123456789>>.",
    "Dhr. <<name|P. van den Berg>> en mevrouw <<name|Jansen-de Wit>> zijn ingelicht.",
    "Contactpersoon: <<name|Fatima el Amrani>>",
    "Mr <<name|John Smith>> and Mrs. <<name|Dalloway>> received the same call from Herrn <<name|Vogel>>.",
    "Date of birth: <<birth_date|1980-03-12>>, born <<birth_date|March 12, 1980>>.",
    "He lives at <<address|221 Baker Street>>, call <<phone|+44 20 7946 0958>>.",
    "Reach me at <<email|ada@north.eu>>, mobile <<phone|+32 470 12 34 56>>.",
    "From: <<email|a.peters@rederij.be>>\nTo: <<email|boekhouding.jan@rederij.be>>\nSubject: Factuur",
    # Secrets, as they end up in a ticket.
    "password: <<password|Welkom2024!>>",
    "Inloggen met gebruiker beheer en wachtwoord: <<password|Zomer!2026>>.",
    "Het wachtwoord is <<password|Geheim123!>>, verander het.",
    "The admin password is <<password|Sup3rS3cure>> on all panels.",
    "DB_PASSWORD=<<password|pa55-w0rd-prod>>\nDB_HOST=db1",
    'config: {"user": "svc", "password": "<<password|Xk29!fpq>>"}',
    "PIN: <<password|4821>>",
    "Server=sql01;User Id=sa;Password=<<password|Geheim#1>>;Encrypt=yes",
    "jan@haven.nl:<<password|Welkom01!>>\n".replace("jan@haven.nl", "<<email|jan@haven.nl>>"),
    "DATABASE_URL=postgres://app:<<connection|s3cr3tPassw0rd>>@db:5432/prod",
    "rtsp://admin:<<connection|12345>>@10.20.1.8:554/stream1",
    (
        "aws_access_key_id = <<token|AKIA¦Z5GJ7QK3TNVW2XPL>>\n"
        "aws_secret_access_key = <<token|q7Jd93kfLs02mZxPw8vBn4Tr6YhUc1EaGi5oKj3l>>"
    ),
    "git clone met token <<token|ghp_¦16C7e42F292c6912E7710c838347Ae178B4a>>",
    "Slack: <<token|xoxb-12¦3456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx>>",
    (
        "Authorization: Bearer <<token|eyJhbG¦ciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l"
        "IiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c>>"
    ),
    (
        "DefaultEndpointsProtocol=https;AccountName=haven;AccountKey=<<token|lJzR¦c1YdHaAA2KCNJJ1tkYwF/+mKK6Ygw0NGe170Xu592euJ"
        "v2wYUtBlV8z+qnlcNQSnIYVTkLWntUO1F8j8rQ==>>;EndpointSuffix=core.windows.net"
    ),
    "stripe key <<token|sk_live_¦4eC39HqLyjWDarjtT1zdp7dc>> in the bundle",
    "maps: <<token|AIza¦SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe>>",
    'api_token = "<<token|f83jsu3847hdfs9KJHd83jfhs8djfh38>>"',
    "De sleutel: <<token|Jk28fhs72kdjfh3729dkfjh2>> staat nog in de code.",
    "Authorization: Basic <<token|YWRtaW46c2VjcmV0>>",
    (
        "<<private_key|-----BEGIN RSA PR¦IVATE KEY-----\n"
        "MIIEpAIBAAKCAQEA1c7+9z5Pad7OejecsQ0bu3aozN3tihPmljnnudb9G3HECdnH\n"
        "lWu2/a1gB9JW5TBQ+AVpum9Okx7KfqkfBKL9mcHgSCWdMpSA5DdwSC1lG6s2gLWL\n"
        "-----END RSA PRIVATE KEY----->>"
    ),
    "Cookie: <<session|JSESSIONID=9A8B7C6D5E4F3A2B1C0D9E8F7A6B5C4D; lang=nl>>",
    "curl 'https://portal.haven.nl/' -b 'PHPSESSID=<<session|r2t5uvjq435r4q7ib3vtdjq120>>'",
    # Written after the detectors, to see what they miss.
    "Onze collega Sanne heeft geklikt; haar mail is <<email|s.bakker@rotterdamport.nl>> en ze is bereikbaar via <<phone|06 - 21 43 65 87>>.",
    "De heer <<name|Ahmed Ben Salah>> (tel <<phone|0318-123456>>) meldt uitval.",
    "Gelieve te storten op IBAN: <<bank_account|NL02ABNA0123456789>> t.n.v. J. Smit.",
    "ssh root@10.1.2.3 met ww: <<password|h4venT3rm!nal>>",
    "login: operator / pass: <<password|Siemens$123>>",
    "Credentials gevonden: <<email|p.klein@acme.nl>> / <<password|Lente2023!>>",
    "Passwort: <<password|Sommer2025>>",
    "GITLAB_TOKEN=<<token|glpat-¦Zx82kdhs7Ghs92kdLqPw>>",
    "<<connection|mongodb+srv://beheer:Tr0ub4dor@cluster0.mongodb.net/test>>",
    "client_secret: <<token|~8Q8~dkf93kdf-kdfj39dkfj.kdj3920dkfjslXa>>",
    "SendGrid <<token|SG.n¦geVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr>>",
    "Mijn BSN is <<citizen_number|123456782>>, geb. <<birth_date|1-2-1990>>",
    "Naam slachtoffer: <<name|Johan de Boer>>, <<address|Kerkstraat 15, 4201 KL Gorinchem>>",
    "Call Mrs <<name|Jane Doe-Smith>> at <<phone|+1 202 456 1111>>",
    "Frau <<name|Müller>> aus der <<address|Hauptstraße 5, 10115 Berlin>>",
    "snmp community string: <<password|Haven2020rw>>",
    "<<private_key|-----BEGIN OPENSSH PR¦IVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n-----END OPENSSH PRIVATE KEY----->>",
    "X-Api-Key: <<token|9f8e7d6c5b4a39281706f5e4d3c2b1a0zz>>",
    "wifi: HavenGast, code <<password|Welkom-2024>>",
    "visa <<payment_card|4012888888881881>> exp 04/27",
    "Kun je Marieke terugbellen? <<phone|06 5123 4567>>, ze werkt bij de terminal.",
    "Mail mij op <<email|t.hendriks@waterschap-noord.nl>> of <<email|thomas_h@gmail.com>>.",
    "De gelekte dump bevat BSN's: <<citizen_number|123456782>>.",
    "Mevr. <<name|S. de Groot>> heeft op de link geklikt.",
    "RDP: administrator / wachtwoord = <<password|Qwerty!23>>",
    "We reset it to password '<<password|N3wP@ss-2025>>'",
    "export AZURE_CLIENT_SECRET=<<token|Zk98Q~dkfj39dkf-39dkfjdkfj39dkfj39dkf>>",
    "De API key is <<token|a8F3kLq92LmNx0PzRt7YvB4c>>",
    "https://deploy:<<connection|gh7dk29fkd>>@git.haven.nl/repo.git",
    "sessionid=<<session|8fj39dkfj39fj39dkfj39dkf>>; Path=/",
    "IBAN <<bank_account|NL20INGB0001234567>> op naam van Jansen",
    "Zijn creditcard <<payment_card|5555 5555 5555 4444>>, geldig tot 09/27",
    "Hij woont op <<address|Dorpsstraat 10>> in 1234 AB",
    "DOB <<birth_date|05/11/1985>>",
    "Melder: <<name|Pieter-Jan Claes>>",
    "xoxp token: <<token|xoxp¦-2345678901-2345678901-2345678901-abcdef0123456789abcdef0123456789>>",
    "ssh -i key.pem ubuntu@host; <<private_key|-----BEGIN¦ EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49\n-----END EC PRIVATE KEY----->>",
]
"""What a sender should be asked about."""

HARMLESS = [
    "Contact: Siemens ProductCERT. Contact: Schneider Electric. Neem contact op met NCSC Meldpunt.",
    "The rule admin:read-write and the port root:8080 stand in the manual; service:telnet is off.",
    # What people come here to share.
    "IOC's:\n- 185.220.101.34\n- evil.example.org\n- d41d8cd98f00b204e9800998ecf8427e\n- phisher@gmail.com",
    "Indicators of compromise\n\nattacker@mail.ru\nhxxps://login-portal[.]top/owa?token=a8f7s9d8f7a9s8d7f98a7sdf\n",
    "Afzender: factuur[at]rederij-betaling[.]com, onderwerp 'Openstaande factuur 123456789'.",
    "SHA256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 (loader.dll)",
    "MD5: 5d41402abc4b2a76b9719d911017c592, SHA1: aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
    "CVE-2024-3400 and CVE-2021-44228 are exploited; see ICSA-24-030-02 and GHSA-jfh8-c2jp-5v3q.",
    "C2 op 203.0.113.7:8443 en 2001:db8:85a3::8a2e:370:7334, poorten 443, 8443 en 50050.",
    "The sample is in the attached archive, password: infected",
    "Het archief heeft wachtwoord: infected",
    "Affected: firmware 2.1.0.4 to 7.1.2.3, serial 123456789012, order 4011 222 333.",
    "GUID 6f9619ff-8b86-d011-b42d-00c04fc964ff; registry key: HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    "PublicKeyToken=b77a5c561934e089 belongs to the assembly.",
    "YARA: rule loader { strings: $a = { 4D 5A 90 00 03 00 00 00 04 00 00 00 FF FF 00 00 } condition: $a }",
    "powershell -enc JABzAD0ATgBlAHcALQBPAGIAagBlAGMAdAAgAEkATwAuAE0AZQBtAG8AcgB5AFMAdAByAGUAYQBtACgA",
    "JA3 e7d705a3286e19ea42f587b344ee6865; imphash 4a2b8c1d9e7f60534a2b8c1d9e7f6053",
    "Bitcoin address bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq asked for 2.5 BTC.",
    # Words about passwords and keys, without one.
    "The password is stored in plain text and the token is valid for 90 days.",
    "Het wachtwoord is zichtbaar in het logbestand. Verander alle wachtwoorden binnen 24 uur.",
    "Use of Hard-coded Credentials: the secret is the same on every device.",
    "Password: ********, token: <your token here>, api_key=${API_KEY}",
    "Basic authentication is enabled by default; bearer authentication is not.",
    "Reset the PIN codes. Key: rotate certificates before 01-02-2025.",
    "The session cookie lacks HttpOnly: set the flag and restart.",
    "secret: see the vault; password: [password removed]",
    # Numbers, dates and words that only look like somebody.
    "Storing van 01-02-2024 12:30 tot 02-02-2024 04:15, dossier 20240201123456, zaak 0201234567.",
    "Capaciteit 2400 MW, 1000 MB per uur, artikel 6 lid 1, pagina 12 van 34, kosten 12.500 euro.",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H score 9.8; CWE-79; EPSS 0.97432.",
    "Port 0-1023, VLAN 100-200, PLC S7-1500, article number 6ES7 511-1AK02-0AB0.",
    "Build 10.0.19045.3930, kernel 5.15.0-91-generic, OpenSSL 1.1.1w, Node 18.19.0.",
    "Meld het bij security@haven.nl, cert@ncsc.nl of abuse@provider.net; telefonisch via 0800-1234.",
    "Contact productcert@example.com or the helpdesk, toll free 1-888-282-0870.",
    "Mr. Robot was op tv; Dr. Web herkent het al. De Heer Software B.V. levert een patch.",
    "De verdachte mails gaan naar de afdeling financiën; er is nog niemand op ingegaan.",
    "Update vóór vrijdag. Zie https://advisories.ncsc.nl/advisory?id=NCSC-2024-0015 en https://www.cisa.gov/kev.",
    "T1566.001 gevolgd door T1059.001; Sigma-regel 1f8a4b2c; zie bijlage rapport_2024-03-01.pdf",
    "Wij zien scans vanaf AS9009 op TCP 102, 502 en 20000, ongeveer 1200 per uur.",
    "Werk bij met `apt install openssh-server=1:8.4p1-5+deb11u3` en herstart de dienst.",
    "Transactie 0xdd1f2c4f6a9b3c8e7d5f4a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f",
    "Bij 3 van de 12 leden gezien; 8 van 10 hebben bevestigd; gemiddelde leestijd 00:12:45.",
    # Written after the detectors, to see what they flag.
    "De aanvallers gebruikten RDP vanaf 45.155.205.233 en schreven naar C:\\ProgramData\\svc.exe; zie T1021.001.",
    "Exchange 15.2.1118.40 en FortiOS 7.2.5 zijn kwetsbaar; patch voor 12-12-2024 17:00.",
    "De phishingmail komt van noreply@micros0ft-login[.]com met onderwerp 'Password: action required'.",
    "Wij delen dit onder TLP:AMBER. Vragen? info@isac.nl of 0900-8844 (meldkamer)",
    "Token ring networks and secret sharing are not at stake here.",
    "De pincode van de HMI wordt in klare tekst opgeslagen.",
    "Het aantal is 123456789 en het kenmerk 987654321.",
    "curl -H 'Host: evil.example' http://198.51.100.4/a?sid=1",
    "sha512: cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "Mutex Global\\{8C5F0F2A-3B4D-4E5F-9A1B-2C3D4E5F6A7B}; user agent Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "ISO 27001:2022, IEC 62443-3-3, NEN 7510-1:2017+A1:2020, artikel 21 NIS2 (EU) 2022/2555",
    "Modbus function code 16 naar register 40001-40010, waarde 0x1F4, 250 keer per minuut.",
    "Verzending via smtp.office365.com:587; DKIM-selector s1; bericht-ID <20240301.1234@mail.example.net>",
    "Tussen 09:15:22 en 09:47:03 (UTC+1) 1.234.567 pakketten, 98,7% UDP/123.",
    "De heer en mevrouw van de receptie hebben niets gemerkt. Mr is een afkorting.",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk2f7lqz8m5v1XH5Zj9x6rJzR0b5y7Ctq1n3w9u2a4K is the attacker's public key",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
    "De actor gebruikt wachtwoorden als Password1 en Welkom01 in een password spray.",
    "Kwetsbare modules: 750-8212 (FW 04.03.03), 1756-EN2T/D v10.010, SIMATIC S7-1200 (6ES7212-1BE40-0XB0).",
    "Account tokens expire after 3600 seconds; refresh tokens after 30 days.",
    "Op 14-02-2025 om 06.30 uur belde de SOC-dienst; ticket 06-2025-0412.",
    "Default credentials (admin/admin) must be changed.",
    "Het wachtwoordbeleid: minimaal 12 tekens, 1 cijfer.",
    "JARM 27d40d40d29d40d1dc42d43d00041d4689ee210389f4f6b4b5b1b93f92252d",
    "ssdeep: 1536:yXqd2vJ9dkf39dkf:abCdEf, TLSH T1A2B3C4D5E6F7089A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F607182934A5B6C",
    "Telegram bot @evilbot_c2 via api.telegram[.]org/bot; GUID {12345678-1234-1234-1234-123456789012}",
    "Kamer van Koophandel 12345678, btw NL001234567B01, postbus 1234",
    "Gemeente Rotterdam, Coolsingel heeft de dienst hersteld; 1500 EU-burgers geraakt.",
]
"""What a sender should not be bothered with."""
