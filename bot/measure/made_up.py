"""A made-up knowledge base of any size: Dutch and English texts from a vocabulary written for this, from nobody's data.

The same seed gives the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One entry: what it answers, and the ways people ask for it."""

    title: str
    body: str
    language: str
    phrasings: tuple[str, ...]  #: others than the title
    question: str  #: asked in words that are none of its phrasings


@dataclass(frozen=True, slots=True)
class _Words:
    """Subjects x what is done x under what condition; each of the last two in several words for one thing."""

    subjects: tuple[str, ...]
    acts: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[str, ...], ...]
    asked: tuple[str, ...]  #: ways of asking, of {s}, {a} and {c}
    bodies: tuple[str, ...]


def made_up(entries: int, phrasings: int = 4, seed: int = 1) -> Iterator[MadeUp]:
    """Different entries, two thirds of them Dutch, each with so many phrasings beside its title."""
    rng = random.Random(seed)
    dutch = [DUTCH] * (entries - entries // 3)
    picked: set[tuple[int, ...]] = set()
    for words in rng.sample(dutch + [ENGLISH] * (entries // 3), entries):
        while True:
            which = (id(words), *(rng.randrange(len(x)) for x in (words.subjects, words.acts, words.conditions)))
            if which not in picked:
                picked.add(which)
                break
        yield _entry(words, which[1:], phrasings, rng)


def capacity() -> int:
    """How many different entries there can be."""
    return min(3 * _combinations(ENGLISH), 3 * _combinations(DUTCH) // 2)


def _combinations(words: _Words) -> int:
    return len(words.subjects) * len(words.acts) * len(words.conditions)


def _entry(words: _Words, which: tuple[int, ...], phrasings: int, rng: random.Random) -> MadeUp:
    subject, acts, conditions = words.subjects[which[0]], words.acts[which[1]], words.conditions[which[2]]
    texts: list[str] = []
    while len(texts) < phrasings + 2:
        act, condition = rng.choice(acts), rng.choice(conditions)
        text = " ".join(rng.choice(words.asked).format(s=subject, a=act.format(s=subject), c=condition).split())
        if text not in texts:
            texts.append(text)
    title, *others = texts
    body = rng.choice(words.bodies).format(s=subject, n=rng.randrange(2, 60), c=conditions[0])
    language = "nl" if words is DUTCH else "en"
    return MadeUp(title[0].upper() + title[1:], body, language, tuple(others[:-1]), others[-1])


def _list(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())


def _synonyms(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(way.strip() for way in line.split("|")) for line in text.strip().splitlines())


DUTCH = _Words(
    subjects=_list("""
        paspoort, identiteitskaart, rijbewijs, parkeervergunning, bezoekersvergunning, kapvergunning,
        omgevingsvergunning, evenementenvergunning, terrasvergunning, ligplaatsvergunning, uittreksel, geboorteakte,
        trouwakte, afvalpas, containerpas, grofvuilafspraak, groene container, papiercontainer, ondergrondse
        container, hondenbelasting, toeristenbelasting, onroerendezaakbelasting, rioolheffing, afvalstoffenheffing,
        aanslagbiljet, aanmaning, dwangbevel, betalingsregeling, kwijtschelding, automatische incasso,
        bezwaarschrift, leerlingenvervoer, huishoudelijke hulp, rolstoel, traplift, scootmobiel,
        gehandicaptenparkeerkaart, bijstandsuitkering, bijzondere bijstand, individuele toeslag, energietoeslag,
        schuldhulptraject, urgentieverklaring, woonkostentoeslag, huurovereenkomst, servicekosten, energierekening,
        eindafrekening, jaarnota, termijnbedrag, meterstand, slimme meter, laadpaal, zonnepanelenregeling,
        warmtepompsubsidie, isolatiesubsidie, glasvezelaansluiting, modem, wifi-versterker, internetstoring, mobiel
        abonnement, simkaart, nummerbehoud, toestelverzekering, reisverzekering, autoverzekering,
        inboedelverzekering, schadeclaim, eigen risico, zorgpas, zorgmachtiging, vergoeding, declaratie, bankpas,
        pincode, spaarrekening, hypotheekofferte, creditcard, overboeking, retourzending, bestelling, pakket,
        cadeaubon, kortingscode, klantaccount, wachtwoord, tweestapsverificatie, nieuwsbrief, afspraak, wachtlijst,
        studentenreisproduct, ov-kaart, abonnement, seizoenkaart, zwemles, sporthal, bibliotheekpas, volkstuin,
        standplaats, marktkraam, lantaarnpaal, losliggende stoeptegel, speeltoestel, rioolverstopping, zwerfafval,
        graf, begraafplaats, naamswijziging, adreswijziging, verhuizing, emigratie, inschrijving, stempas,
        verklaring omtrent gedrag
        """),
    acts=_synonyms("""
        een {s} aanvragen|een nieuwe {s} krijgen|{s} aanvraag doen
        de {s} verlengen|{s} opnieuw laten ingaan|langer doorgaan met de {s}
        de {s} opzeggen|van de {s} af willen|stoppen met de {s}
        de {s} wijzigen|gegevens van de {s} aanpassen|iets veranderen aan de {s}
        kosten van de {s}|wat de {s} kost|de prijs van een {s}
        geld terugkrijgen voor de {s}|terugbetaling van de {s}|restitutie {s}
        bezwaar maken tegen de {s}|het niet eens zijn met de {s}|klacht over de {s}
        de {s} kwijt zijn|{s} verloren of gestolen|de {s} is weg
        hoe lang de {s} duurt|doorlooptijd van de {s}|wanneer de {s} klaar is
        de {s} is geweigerd|afwijzing van de {s}|geen {s} gekregen
        de {s} blokkeren|{s} tijdelijk stopzetten|de {s} laten bevriezen
        de {s} overzetten op iemand anders|{s} op een andere naam|overname van de {s}
        documenten voor de {s}|bewijsstukken bij de {s}|wat meenemen voor de {s}
        een fout in de {s}|de {s} klopt niet|verkeerde gegevens op de {s}
        de {s} is kapot|storing aan de {s}|de {s} werkt niet
        korting op de {s}|de {s} goedkoper krijgen|tegemoetkoming voor de {s}
        de {s} ophalen|waar de {s} af te halen is|afhalen van de {s}
        de status van de {s}|hoe het staat met de {s}|al iets bekend over de {s}
        """),
    conditions=_synonyms("""
        na een aanmaning|terwijl er al een aanmaning ligt
        bij een verhuizing|na verhuizen naar een andere gemeente
        voor een minderjarige|voor een kind onder de achttien
        voor een overleden ouder|na een overlijden
        zonder geldig legitimatiebewijs|als het identiteitsbewijs verlopen is
        vanuit het buitenland|voor iemand die in het buitenland woont
        met spoed|als het binnen twee dagen moet
        voor een bedrijf|voor een zzp'er
        bij een scheiding|na uit elkaar gaan
        voor mensen met een laag inkomen|bij een minimuminkomen
        na de uiterste datum|als de termijn voorbij is
        via een gemachtigde|namens iemand anders
        zonder DigiD|als inloggen niet lukt
        voor een huurder|in een huurwoning
        met meerdere personen op een adres|in een gezin met vier kinderen
        na een dubbele betaling|als er twee keer betaald is
        met terugwerkende kracht|over vorig jaar
        tijdens de vakantie|in de zomerperiode
        voor een student|voor iemand die studeert
        bij een betwiste factuur|zolang het bezwaar loopt
        zonder internet|alleen per post
        voor iemand met een bewindvoerder|onder bewind
        bij ziekte|tijdens een ziekenhuisopname
        na een mislukte incasso|als de incasso gestorneerd is
        binnen de bedenktijd|in de eerste veertien dagen
        in een monument|in het beschermd stadsgezicht
        als de klant slecht ziet|voor iemand met een beperking
        voor de tweede keer dit jaar|als het al eerder is gebeurd
        """),
    asked=(
        "{a} {c}",
        "hoe zit het met {a} {c}?",
        "klant vraagt over {a}, {c}",
        "mevrouw belt: {a}, {c}, wat nu?",
        "mag {a} {c}",
        "kan dat, {a} {c}?",
        "wat moet ik zeggen over {a} {c}",
        "meneer aan de balie wil weten: {a} {c}",
        "{c}: {a}",
        "regels voor {a} {c}",
        "weet iemand iets van {a} {c}",
        "is het mogelijk, {a}, {c}",
    ),
    bodies=(
        "Dat kan tot {n} dagen na de aanvraag. Zet de {s} in het klantbeeld en noteer de reden.",
        "Vraag eerst naar het kenmerk. De {s} wordt binnen {n} werkdagen beoordeeld; {c} geldt een uitzondering.",
        "Alleen de vakafdeling beslist hierover. Maak een terugbelnotitie van {n} minuten en noem de {s}.",
        "Gebruik formulier {n}. Stuur een bevestiging en leg uit wat er met de {s} gebeurt.",
        "Dit is {c} niet toegestaan, behalve met toestemming. Kosten: {n} euro, in een keer te betalen.",
    ),
)

ENGLISH = _Words(
    subjects=_list("""
        passport, identity card, driving licence, parking permit, visitor permit, building permit, event permit,
        birth certificate, marriage certificate, waste pass, bulky waste pickup, recycling bin, dog tax, tourist
        tax, property tax, sewage charge, tax assessment, payment reminder, payment plan, direct debit, objection
        letter, school transport, home care, wheelchair, stair lift, mobility scooter, disabled parking badge,
        income support, energy allowance, debt counselling, housing priority, rent contract, service charges, energy
        bill, final bill, monthly instalment, meter reading, smart meter, charging point, solar scheme, heat pump
        grant, insulation grant, fibre connection, router, wifi extender, broadband outage, mobile plan, sim card,
        number transfer, phone insurance, travel insurance, car insurance, home insurance, damage claim, policy
        excess, health card, reimbursement, expense claim, debit card, pin code, savings account, mortgage offer,
        credit card, bank transfer, return parcel, order, delivery, gift card, discount code, customer account,
        password, two-step login, newsletter, appointment, waiting list, travel product, season ticket, swimming
        lesson, sports hall, library card, allotment, market stall, street light, loose paving stone, playground,
        blocked drain, litter, grave, change of name, change of address, registration, voting card, criminal record
        check, loyalty points, warranty, invoice, refund voucher
        """),
    acts=_synonyms("""
        apply for a {s}|get a new {s}|request a {s}
        renew the {s}|extend the {s}|keep the {s} going
        cancel the {s}|stop the {s}|get rid of the {s}
        change the {s}|update details of the {s}|edit the {s}
        cost of the {s}|what the {s} costs|price for a {s}
        get money back for the {s}|refund of the {s}|being repaid for the {s}
        dispute the {s}|disagree with the {s}|complain about the {s}
        lost the {s}|{s} was stolen|cannot find the {s}
        how long the {s} takes|waiting time for the {s}|when the {s} is ready
        {s} was refused|rejected {s}|did not get the {s}
        block the {s}|freeze the {s}|put the {s} on hold
        transfer the {s} to someone else|{s} in another name|take over the {s}
        documents for the {s}|proof needed for the {s}|what to bring for the {s}
        mistake in the {s}|the {s} is wrong|wrong details on the {s}
        {s} is broken|{s} does not work|problem with the {s}
        discount on the {s}|cheaper {s}|help paying for the {s}
        collect the {s}|where to pick up the {s}|pickup of the {s}
        status of the {s}|any news on the {s}|how far the {s} is
        """),
    conditions=_synonyms("""
        after a reminder|when a reminder was sent
        when moving house|after a move
        for a minor|for a child under eighteen
        after a death|for a late parent
        without valid identification|with expired identification
        from abroad|for someone living overseas
        in a hurry|within two days
        for a business|for the self-employed
        in a divorce|after a separation
        on a low income|with little money
        after the deadline|too late
        through a representative|on behalf of another person
        without online access|when logging in fails
        for a tenant|in a rented home
        for a large household|with several people at one address
        after paying twice|with a double payment
        with retroactive effect|for last year
        during the holidays|in summer
        for a student|while studying
        while it is disputed|as long as the objection runs
        on paper only|by post
        under guardianship|with an administrator
        during illness|while in hospital
        after a failed debit|when the debit bounced
        within the cooling-off period|in the first fourteen days
        in a listed building|in a protected area
        for someone with a disability|when the customer cannot see well
        for the second time this year|when it happened before
        """),
    asked=(
        "{a} {c}",
        "how does it work: {a} {c}?",
        "customer asks about this, {a}, {c}",
        "caller says: {a}, {c}, what now?",
        "are they allowed to {a} {c}",
        "is it possible, {a} {c}?",
        "what do I say about {a} {c}",
        "somebody at the desk: {a} {c}",
        "{c}: {a}",
        "rules for this: {a} {c}",
        "does anyone know about {a} {c}",
        "question about {a}, {c}",
    ),
    bodies=(
        "Possible up to {n} days after the request. Put the {s} in the file and note the reason.",
        "Ask for the reference first. The {s} is judged within {n} working days; {c} there is an exception.",
        "Only the department decides this. Make a call-back note of {n} minutes and mention the {s}.",
        "Use form {n}. Send a confirmation and explain what happens to the {s}.",
        "Not allowed {c}, except with consent. It costs {n} euros, to be paid at once.",
    ),
)
