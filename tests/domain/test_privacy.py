import random
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.privacy import PLACEHOLDERS, MaskRules, mask, pseudonym, week_of

RULES = MaskRules(
    keep=(
        "14 010",
        "@gemeente.example",
        "balie@loket.example",
        "+31 10 267 1625",
        "3011 AD 40",
        "NL91 ABNA 0417 1643 00",
    ),
    case_number=r"Z-\d{4}-\d{3,6}",
)


def asked(text: str) -> str:
    return mask(text, RULES, keep_own=False)


def shared(text: str) -> str:
    return mask(text, RULES, keep_own=True)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("bsn 123456782 klopt niet", "bsn [bsn] klopt niet"),
        ("123456782", "[bsn]"),
        ("1234.56.782", "[bsn]"),
        ("123 456 782 en 111-222-333", "[bsn] en [bsn]"),
        ("1 2 3 4 5 6 7 8 2", "[bsn]"),
        ("BSN123456782", "BSN[bsn]"),
        ("burgerservicenummer is 12345678", "burgerservicenummer is [bsn]"),
        ("bsn van deze klant: 123456789", "bsn van deze klant: [bsn]"),
        ("btw NL123456782B01", "btw NL[bsn]B01"),
        ("scan_123456782.pdf", "scan_[bsn].pdf"),
        ("123456782en nog wat", "[bsn]en nog wat"),
    ],
)
def test_a_citizen_number_is_masked(text: str, masked: str) -> None:
    assert asked(text) == masked
    assert shared(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NL20INGB0001234567 graag", "[iban] graag"),
        ("nl20 ingb 0001 2345 67 van de klant", "[iban] van de klant"),
        ("IBAN: NL20-INGB-0001-2345-67.", "IBAN: [iban]."),
        ("NL99INGB0001234567 met een typefout", "[iban] met een typefout"),
        ("BE68 5390 0754 7034, DE89 3704 0044 0532 0130 00", "[iban], [iban]"),
        ("GB29NWBK60161331926819en", "[iban]en"),
        ("kaart 4111 1111 1111 1111 geweigerd", "kaart [card] geweigerd"),
        ("5555-5555-5555-4444 / 378282246310005", "[card] / [card]"),
    ],
)
def test_a_bank_account_or_a_payment_card_is_masked(text: str, masked: str) -> None:
    assert asked(text) == masked
    assert shared(text) == masked


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12345678",
        "06-12 34 56 78",
        "06.12.34.56.78",
        "(06) 12345678",
        "+31 6 12345678",
        "+31 (0)6 1234 5678",
        "0031612345678",
        "31612345678",
        "0 6 1 2 3 4 5 6 7 8",
        "020-1234567",
        "(010) 123 45 67",
        "0900-8844",
        "+44 20 7946 0958",
        "0049 30 123456",
        "0699999999",
        "14 030",
    ],
)
def test_a_phone_number_is_masked_in_any_notation(number: str) -> None:
    assert asked(f"klant {number} belt terug") == "klant [phone] belt terug"
    assert shared(f"klant {number} belt terug") == "klant [phone] belt terug"


def test_phone_numbers_in_a_row_are_each_masked() -> None:
    assert asked("06-12345678/06-87654321 06 11223344") == "[phone]/[phone] [phone]"
    assert asked("telefoonnummer is 6 12345678") == "telefoonnummer is [phone]"
    assert asked("tel 0123456789, klantnummer 0123456789") == "tel [phone], klantnummer 0123456789"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail jan.jansen+werk@voorbeeld.co.nl.", "mail [e-mail]."),
        ("jan (at) voorbeeld.nl", "[e-mail]"),
        ("'jan@voorbeeld.nl'", "'[e-mail]'"),
        ("&lt;jan@voorbeeld.nl&gt;", "&lt;[e-mail]&gt;"),
        ("jöhn@exämple.nl", "[e-mail]"),
        ("<mailto:a@b.nl|a@b.nl> wacht", "[e-mail] wacht"),
        ("<mailto:a@b.nl>", "[e-mail]"),
        ("<mailto:a@b.nl?subject=x|mail de klant>", "mail de klant [e-mail]"),
        ("<tel:0612345678|06 12345678>", "[phone]"),
        ("<tel:+31612345678|bel 06 12345678>", "bel [phone]"),
        ("<https://x.example/?mail=a%40b.nl|zie hier>", "<https://x.example/?mail=[e-mail]|zie hier>"),
    ],
)
def test_a_mail_address_is_masked_also_in_the_links_slack_makes(text: str, masked: str) -> None:
    assert asked(text) == masked
    assert shared(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("1234 AB 56a", "[address]"),
        ("woont 1234ab 12-3 hoog", "woont [address] hoog"),
        ("1234AB, nr. 7", "[address]"),
        ("klant op 1234 EN 12 belt", "klant op [address] belt"),
        ("Dorpsstraat 12b, 1234 AB Utrecht", "Dorpsstraat [address] Utrecht"),
        ("Dorpsstraat 12\n1234 AB", "Dorpsstraat [address]"),
    ],
)
def test_a_postcode_with_its_house_number_is_masked(text: str, masked: str) -> None:
    assert asked(text) == masked
    assert shared(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("geboren 12-05-1980 te Utrecht", "geboren [birth date] te Utrecht"),
        ("geb. 1 mei 2019", "geb. [birth date]"),
        ("geboortedatum: 2015-03-02", "geboortedatum: [birth date]"),
        ("kind geboren op 12-05-2026", "kind geboren op [birth date]"),
        ("geb. datum 12051980", "geb. datum [birth date]"),
        ("born on May 12th, 1980", "born on [birth date]"),
        ("dob: 05/23/80", "dob: [birth date]"),
        ("12-05-2015 (geboortedatum)", "[birth date] (geboortedatum)"),
        ("klant 12-05-1980 wil een paspoort", "klant [birth date] wil een paspoort"),
        ("klant 01-01-1980, 12/5/'80 of 12 mei ’80", "klant [birth date], [birth date] of [birth date]"),
    ],
)
def test_a_date_of_birth_is_masked(text: str, masked: str) -> None:
    assert asked(text) == masked
    assert shared(text) == masked


@pytest.mark.parametrize(
    "plate",
    [
        "AB-12-CD",
        "12-ab-34",
        "g-001-bb",
        "GX-123-B",
        "1-KBB-23",
        "12-KBB-3",
        "12ab34",
        "G001BB",
        "GX 123 B",
        "AB 12 CD",
    ],
)
def test_a_number_plate_is_masked(plate: str) -> None:
    assert asked(f"de bus {plate} is weggesleept") == "de bus [plate] is weggesleept"


@pytest.mark.parametrize("plate", ["ab 12 cd", "AB1234", "1234AB", "abcd12", "9abe12"])
def test_after_the_word_kenteken_every_notation_is_a_number_plate(plate: str) -> None:
    assert asked(f"kenteken {plate} staat fout") == "kenteken [plate] staat fout"


def test_a_case_number_is_masked_by_the_organisations_own_pattern() -> None:
    assert asked("zaak Z-2026-1234 en z-2026-123") == "zaak [case] en [case]"
    assert mask("zaak Z-2026-1234", MaskRules(), keep_own=False) == "zaak Z-2026-1234"


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [("Z-(", "no regular expression"), (r"\d*", "empty text"), (r"(\d+)+x", "repeats")],
)
def test_an_unusable_case_pattern_is_refused_in_plain_words(pattern: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        MaskRules(case_number=pattern)


@pytest.mark.parametrize(
    "text",
    [
        "klant wil betalingsregeling na aanmaning van 14 dagen",
        "vanaf 1 juni, sinds 12-05-1998, tot en met 12-05-2026, 1 juni 2026 om 09:00",
        "de wet van 12 mei 1998 en wat op 1 januari 2005 in werking trad",
        "wie geboren is voor 1 januari 1950",
        "in 2024 en 2025, 2026 of 2027 en 1000 of 2000",
        "aanslag 2024 IB 3, artikel 3:40 BW, art. 1019 BW 5, art. 7:1234 BW 5, lid 2",
        "€ 1.250,00 of EUR 1.250.000,- en 123.456.782 euro, € 123456782,00, 3 stuks @ 1.50",
        "43.847 (2020) inwoners, kenmerk 2026.12.345.678",
        "formulier B12, B123, WB12, form12, IB2024, 1-jan-26, 9-mei-24, 10-km-20, 12juni, 24cm50",
        "open 0900-1700, ma-vr 09.00-17.00 uur, bel 112",
        "op 12 en 13 mei, in 20 of 30 minuten, 12 van 34 klanten",
        "postcode 1234 AB, Postbus 123, 3000 AB Rotterdam, 1234 AB 14 dagen",
        "#41 klopt dit nog, KvK 12345678, 20260512",
        "<@U12345678|sanne> <#C123456789|algemeen> <!date^1392734382^{date}|straks> <!subteam^S12345678>",
        "<https://www.gemeente.example/2010-05-12/AB-12-CD/paspoort?id=12345678|paspoort>",
        "5420eb2f-ec2d-4021-9d12-0865ab4e3d8a",
        "IN 2024 EN 12 OF OP 12 EN",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert asked(text) == text
    assert shared(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "bel 14 010",
        "bel 14010",
        "mail info@gemeente.example of Jan.Jansen@Belastingen.Gemeente.Example",
        "mail balie@loket.example",
        "bel 010-2671625 of 0031 10 26 71 625",
        "kom naar 3011ad 40",
        "betaal op nl91abna0417164300",
        "<mailto:info@gemeente.example|info@gemeente.example> <tel:14010|14 010>",
    ],
)
def test_the_organisations_own_survives_in_entries_and_not_in_questions(text: str) -> None:
    assert shared(text) == text
    assert any(placeholder in asked(text) for placeholder in PLACEHOLDERS)


@pytest.mark.parametrize(
    "text", ["x@nietgemeente.example", "x@gemeente.example.evil.nl", "jan@loket.example", "3011 AD 41", "14 020"]
)
def test_what_only_looks_like_the_organisations_own_is_masked(text: str) -> None:
    assert any(placeholder in shared(text) for placeholder in PLACEHOLDERS)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("１２３４５６７８２", "[bsn]"),
        ("٠٦١٢٣٤٥٦٧٨", "[phone]"),
        ("123\u200b456\u00ad782", "[bsn]"),
        ("06\u00a0123\u202f45\u2009678", "[phone]"),
        ("06\u201112345678", "[phone]"),
        ("telefoon 0612\n345678", "telefoon [phone]"),
        ("NL20INGB\n0001234567", "[iban]"),
        ("jan\u200b@voorbeeld\u2060.nl", "[e-mail]"),
        ("jan＠voorbeeld．nl", "[e-mail]"),
        ("1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣2️⃣", "[bsn]\ufe0f\u20e3"),
        ("⑫3456782 ja", "[bsn] ja"),
        ("*06*12345678", "*[phone]"),
    ],
)
def test_unusual_characters_do_not_hide_a_number(text: str, masked: str) -> None:
    assert asked(text) == masked


def test_a_text_without_personal_data_comes_back_as_typed() -> None:
    text = "  café\u00a0―  ½ １２ \u200b\r\n naïef 👍🏽 "
    assert asked(text) == text


NOTATIONS = """
    0 1 2 9 06 14 31 00 010 + ( ) - . / , @ : < > | # € 123456782 0612345678 12-05-1980 12-05-2026 1234 AB 12a
    AB-12-CD Z-2026-123 a@b.nl NL20INGB0001234567 geboren bsn kenteken tel vanaf postcode en https://x.example/
    <mailto: <tel: a ab abc X
"""
PIECES = st.sampled_from([*PLACEHOLDERS, *NOTATIONS.split(), "4111 1111 1111 1111", "\n", "\u200b", "，"])
LISTS = st.lists(PIECES, max_size=25)
TYPED = st.one_of(st.text(max_size=120), LISTS.map("".join), LISTS.map(" ".join))


@settings(max_examples=400, deadline=None)
@given(TYPED, st.booleans())
def test_masking_what_is_masked_changes_nothing(text: str, keep_own: bool) -> None:
    masked = mask(text, RULES, keep_own=keep_own)
    assert mask(masked, RULES, keep_own=keep_own) == masked


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map(" ".join))
def test_a_mail_address_is_masked_wherever_it_stands(before: str, after: str) -> None:
    assert "jan@voorbeeld.nl" not in asked(f"{before} jan@voorbeeld.nl {after}")


@pytest.mark.parametrize(
    "text",
    [
        "0 " * 5000,
        "06 12345678 " * 800,
        "ab12 " * 2000,
        "a." * 5000,
        "<mailto:" * 1250,
        "geboren " * 1250,
        "4 1 " * 2500,
    ],
)
def test_ten_thousand_characters_do_not_keep_anybody_waiting(text: str) -> None:
    start = time.process_time()
    asked(text)
    assert time.process_time() - start < 3


def test_ten_thousand_random_characters_do_not_either() -> None:
    characters = random.Random(2).choices("0123456789 .-/+()AB@<>|\n", k=10_000)
    start = time.process_time()
    asked("".join(characters))
    assert time.process_time() - start < 3


def test_a_pseudonym_is_the_same_for_a_person_and_different_with_another_secret() -> None:
    assert pseudonym(b"secret", "U1") == pseudonym(b"secret", "U1")
    assert len({pseudonym(b"secret", "U1"), pseudonym(b"secret", "U2"), pseudonym(b"other", "U1")}) == 3
    assert len(pseudonym(b"secret", "U1")) == 16
    assert "U1" not in pseudonym(b"secret", "U1")


def test_a_pseudonym_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        pseudonym(b"", "U1")


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 5, 12, 14, 3, tzinfo=UTC), datetime(2026, 5, 11, tzinfo=UTC)),
        (datetime(2026, 5, 11, tzinfo=UTC), datetime(2026, 5, 11, tzinfo=UTC)),
        (datetime(2026, 5, 10, 23, 59, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)),
        (datetime(2026, 5, 11, 1, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 5, 4, tzinfo=UTC)),
    ],
)
def test_a_mistake_is_dated_to_the_monday_of_its_week(at: datetime, monday: datetime) -> None:
    assert week_of(at) == monday
    assert week_of(at).tzinfo is UTC


def test_a_week_needs_a_time_with_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        week_of(datetime(2026, 5, 12))  # noqa: DTZ001
