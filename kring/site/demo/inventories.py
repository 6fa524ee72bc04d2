"""What organisations of the demo use: a port with cranes and locks, a hospital, a small supplier; and whom they show it."""

from dataclasses import dataclass
from functools import partial

from kring.exchange import jobs
from kring.products.named import named
from kring.profiles import commands
from kring.site.demo.cast import CARE, REGION
from kring.site.demo.stage import Stage
from kring.site.demo.told import ago

PORT = """\
fabrikant;product;versie;cpe;leverancier
Siemens;SIMATIC CN 4100;V2.6;;Baken Besturingen
Siemens;SIMATIC S7-1500;V2.9.4;;Baken Besturingen
Siemens;SCALANCE W1750D;V8.7;;Baken Besturingen
Rockwell Automation;FactoryTalk Activation Manager;V4.00;;Baken Besturingen
Rockwell Automation;FactoryTalk Service Platform;v6.31;;Baken Besturingen
Schneider Electric;Easergy Studio;v9.3.1;;Baken Besturingen
HID Global;iCLASS SE Readers;;;Sleutel en Slot
Fortinet;FortiOS;7.2.5;cpe:2.3:o:fortinet:fortios:7.2.5:*:*:*:*:*:*:*;Loodlijn ICT
Microsoft;Exchange Server;2019 CU13;cpe:2.3:a:microsoft:exchange_server:2019:cumulative_update_13:*:*:*:*:*:*;Loodlijn ICT
Palo Alto Networks;PAN-OS;10.2.7;cpe:2.3:o:paloaltonetworks:pan-os:10.2.7:*:*:*:*:*:*:*;Loodlijn ICT
"""
HOSPITAL = """\
vendor,product,version,cpe,supplier
Philips,IntelliSpace PACS,4.4,,Beeldbank Noord
Siemens,Syngo fastView,,,Beeldbank Noord
Baxter,Welch Allyn Connex Spot Monitor,1.50,,
Becton Dickinson,Alaris Gateway Workstation,1.3,,
Citrix,NetScaler ADC,13.1,cpe:2.3:a:citrix:netscaler_application_delivery_controller:13.1:*:*:*:*:*:*:*,Loodlijn ICT
Microsoft,Exchange Server,2019 CU13,cpe:2.3:a:microsoft:exchange_server:2019:cumulative_update_13:*:*:*:*:*:*,Loodlijn ICT
HID Global,OMNIKEY 5427CK Readers,,,
Siemens,SIMATIC S7-1500,V2.9.2,,
"""
SUPPLIER = """\
vendor,product,version,purl
ConnectWise,ScreenConnect,23.9.7,
Veeam,Backup & Replication,12.1,
Fortinet,FortiOS,7.4.1,
Microsoft,Exchange Server,2019 CU14,
,,,pkg:pypi/django@5.2.1
,,,pkg:npm/lodash@4.17.20
,,,pkg:maven/org.apache.logging.log4j/log4j-core@2.17.1
"""
TERMINAL = """\
vendor,product,version
Siemens,SIMATIC S7-1500,{version}
Siemens,Spectrum Power 7,V23Q3
Lantronix,XPort,
Microsoft,Exchange Server,2019 CU13
"""


@dataclass(frozen=True, slots=True)
class House:
    """What one organisation says of itself, and who says it."""

    by: str
    house: str
    file: str
    table: str
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("NL",)
    domains: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    """Vendor and product, by hand."""
    suppliers: tuple[tuple[str, str], ...] = ()
    """Name and domain, by hand."""
    shown_in: str = ""
    """The circle that is shown all of it."""


HOUSES = (
    House(
        by="ada",
        house="port",
        file="installaties-2026.csv",
        table=PORT,
        sectors=("haven", "nautisch"),
        domains=("noordermond.example",),
        networks=("192.0.2.0/26",),
        typed=(("Rapid Software LLC", "Rapid SCADA"), ("Lantronix", "XPort")),
        suppliers=(("Baken Besturingen", "baken-besturingen.example"), ("Sleutel en Slot", "sleutelenslot.example")),
        shown_in=REGION,
    ),
    House(
        by="hanna",
        house="kaap",
        file="CMDB export.csv",
        table=HOSPITAL,
        sectors=("zorg",),
        domains=("dekaap.example",),
        networks=("198.51.100.0/27",),
        suppliers=(("Beeldbank Noord", "beeldbank-noord.example"),),
        shown_in=CARE,
    ),
    House(
        by="ivo",
        house="loodlijn",
        file="inventory.csv",
        table=SUPPLIER,
        sectors=("ict",),
        domains=("loodlijn.example",),
        shown_in=REGION,
    ),
    House(
        by="cem",
        house="kaderling",
        file="plant.csv",
        table=TERMINAL.format(version="V2.9.7"),
        shown_in=REGION,
        countries=("BE", "NL"),
    ),
    House(by="lot", house="brakzand", file="kranen.csv", table=TERMINAL.format(version="V2.8"), shown_in=REGION),
    House(
        by="nora",
        house="zoutmeer",
        file="plant.csv",
        table=TERMINAL.format(version="V3.0.1"),
        shown_in=REGION,
        countries=("NO", "NL"),
    ),
)


def plan_inventories(stage: Stage) -> None:
    """Each says what it uses, some weeks after it joined."""
    for number, house in enumerate(HOUSES):
        stage.plan(ago(27 - number, "15:20"), partial(_describe, stage, house))


def look_back(stage: Stage) -> None:
    """It is found out what mattered to them, once for each."""
    for house in HOUSES:
        jobs.match_profile_soon(stage.organisations[house.house])


def _describe(stage: Stage, house: House) -> None:
    organisation = stage.organisations[house.house]
    with stage.acting(house.by) as actor:
        commands.describe(
            actor=actor,
            organisation=organisation,
            sectors=house.sectors,
            countries=house.countries,
            domains=house.domains,
            networks=house.networks,
        )
        commands.bring_inventory(actor=actor, organisation=organisation, name=house.file, octets=house.table.encode())
        for vendor, product in house.typed:
            commands.add_technology(actor=actor, organisation=organisation, named=named(vendor=vendor, product=product))
        for name, domain in house.suppliers:
            commands.save_supplier(actor=actor, organisation=organisation, name=name, domains=[domain])
        if house.shown_in:
            commands.show_use(actor=actor, organisation=organisation, circle=stage.circles[house.shown_in])
