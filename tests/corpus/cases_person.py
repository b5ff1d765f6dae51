"""The trusted profile: whose words about a person are believed (checks 31, 36 and A3)."""

import pki
from case import good, never
from xades import *

w = pki.world()
FOREIGN = ("foreign",)
PPZP = "http://crd.gov.pl/xml/schematy/ppzp/"
OS = "http://crd.gov.pl/xml/schematy/osoba/2009/03/06/"
PZ = "http://crd.gov.pl/xml/schematy/podpis_zaufany/"
PESEL = "44051401359"  # a number used in examples; its check digit is right


def person(pesel=PESEL, given="Maria", surname="Testowa", more=""):
    return (
        f'<ppZP:PodpisZP xmlns:ppZP="{PPZP}" xmlns:os="{OS}"><ppZP:DaneZP><ppZP:DaneZPOsobyFizycznej>'
        f"<os:Nazwisko>{surname}</os:Nazwisko><os:Imie>{given}</os:Imie><os:PESEL>{pesel}</os:PESEL>"
        f"</ppZP:DaneZPOsobyFizycznej></ppZP:DaneZP><ppZP:DanePodpisu><ppZP:IdKontaUzytkownikaEpuap>mtestowa"
        f"</ppZP:IdKontaUzytkownikaEpuap></ppZP:DanePodpisu>{more}</ppZP:PodpisZP>"
    )


def newer(pesel=PESEL):
    return (
        f'<pz:EPSignature xmlns:pz="{PZ}"><pz:NaturalPerson><pz:CurrentFamilyName>Testowa</pz:CurrentFamilyName>'
        f"<pz:FirstName>Maria</pz:FirstName><pz:PersonalIdentifier>{pesel}</pz:PersonalIdentifier></pz:NaturalPerson></pz:EPSignature>"
    )


def role(inner, version=""):
    return f"<xades:SignerRole{version}><xades:ClaimedRoles><xades:ClaimedRole>{inner}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole{version}>"


def maria(report):
    signature = report["signatures"][0]
    assert "Testowa" in signature["signer"], f"signer {signature['signer']!r} is not the person of the signed role"
    assert signature["kind"] == "zaufany", signature["kind"]


def not_maria(report):
    assert "Testowa" not in "".join(
        s["signer"] for s in report["signatures"]
    ), "an unbelieved name is reported as the signer"


for legacy in (False, True):
    name = "legacy" if legacy else "v2"
    good(
        f"person-{name}",
        Plan(signer=w.seal, role=role(person()), legacy=legacy),
        trust="seal",
        profiles=FOREIGN,
        also=maria,
    )
good("person-role-v2", Plan(signer=w.seal, role=role(person(), "V2")), trust="seal", profiles=FOREIGN, also=maria)
good("person-newer", Plan(signer=w.seal, role=role(newer())), trust="seal", profiles=FOREIGN, also=maria)
good(
    "person-legacy-form",
    Plan(
        signer=w.seal,
        role=role(person()),
        legacy=True,
        c14n=C14N,
        doc_transforms=(transform(ENVELOPED),),
        sp_transforms=(),
        key_info_id="S-ki",
        more_refs=[Ref("#S-ki")],
    ),
    trust="seal",
    profiles=FOREIGN,
    also=maria,
)
good("person-seal-without-role", Plan(signer=w.seal), trust="seal", profiles=FOREIGN, also=not_maria)
for who in ("ewa", "rsa2048", "rsa3072"):
    for name, inner in (("old", person()), ("newer", newer())):
        never(
            f"person-{name}-under-{who}",
            31,
            Plan(signer=getattr(w, who), role=role(inner)),
            trust="seal",
            profiles=FOREIGN,
            pair="person-legacy",
            also=not_maria,
            only=True,
        )
never(
    "person-under-stranger",
    (25, 31),
    Plan(signer=w.stranger, role=role(person())),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    also=not_maria,
)
UNSIGNED = '<ds:Object xmlns:xades="{}"><xades:QualifyingProperties Target="#S"><xades:SignedProperties Id="F"><xades:SignedSignatureProperties>{}</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object>'
never(
    "person-second-object",
    8,
    Plan(signer=w.seal, objects_after=UNSIGNED.format(XADES, role(person()))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    also=not_maria,
    only=True,
)
never(
    "person-second-object-before",
    8,
    Plan(signer=w.seal, objects_before=UNSIGNED.format(XADES, role(person()))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    also=not_maria,
    only=True,
)
never(
    "person-bare-object",
    8,
    Plan(signer=w.seal, objects_after=f"<ds:Object>{person()}</ds:Object>"),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    also=not_maria,
    only=True,
)
good(
    "person-in-content-only",
    Plan(signer=w.seal, root=pismo(more=person())),
    trust="seal",
    profiles=FOREIGN,
    also=not_maria,
)
good("person-in-content-under-ewa", Plan(root=pismo(more=person())), trust="seal", profiles=FOREIGN, also=not_maria)
good(
    "person-in-unsigned-properties",
    Plan(signer=w.seal, unsigned=[lambda s, p: f"<xades:Dopisek>{role(person())}</xades:Dopisek>"]),
    trust="seal",
    profiles=FOREIGN,
    also=not_maria,
)
never(
    "person-two",
    31,
    Plan(signer=w.seal, role=role(person() + person("02070803628", "Adam", "Testowa"))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    also=not_maria,
)
never(
    "person-two-numbers",
    31,
    Plan(signer=w.seal, role=role(person(more="<os:PESEL>02070803628</os:PESEL>"))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    also=not_maria,
)
never(
    "person-pesel-wrong-digit",
    31,
    Plan(signer=w.seal, role=role(person("44051401358"))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    also=not_maria,
)
never(
    "person-pesel-missing",
    31,
    Plan(signer=w.seal, role=role(person(""))),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    also=not_maria,
)
never(
    "person-changed",
    (22, 23),
    Plan(signer=w.seal, role=role(person()), text=lambda d: d.replace(b"Maria", b"Marta")),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    subs="HASH_FAILURE",
    also=not_maria,
)
never(
    "person-changed-pesel",
    (22, 23),
    Plan(signer=w.seal, role=role(person()), text=lambda d: d.replace(PESEL.encode(), b"02070803628")),
    trust="seal",
    profiles=FOREIGN,
    pair="person-legacy",
    only=True,
    subs="HASH_FAILURE",
    also=not_maria,
)
never(
    "person-pesel-comment",
    (5, 15, 22, 23, 31),
    Plan(signer=w.seal, role=role(person(PESEL[:5] + "<!-- -->" + PESEL[5:])), text=lambda d: d),
    trust="seal",
    profiles=("narrow",),
    pair="person-legacy",
)


def personal(text):
    """Numbers of people in an answer: none unless asked for."""
    return PESEL in text or "02070803628" in text
