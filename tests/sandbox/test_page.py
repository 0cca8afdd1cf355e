"""The sandbox's page in a real browser, with a real bot behind it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bot.sandbox import Clock, Sandbox
from bot.sandbox.workspace import permalink
from tests.browser import Watch, headless_browser
from tests.sandbox.page_bot import MANIFEST, connected

MONDAY = datetime(2026, 5, 4, 7, 14, tzinfo=UTC)
SIGNALS = MONDAY.replace(hour=12, minute=0)
LABEL = "weekoverzicht en signalen voor alle afdelingen van het huis"

Visit = Callable[..., Page]


def next_moments(clock: Clock) -> list[tuple[datetime, str]]:
    return [(SIGNALS, LABEL)] if clock.now() < SIGNALS else []


def steps(done: set[str]) -> list[dict[str, object]]:
    """A guided start of two steps, and what to look at when they are done."""
    attempt = {"as": "U0EMMA", "channel": "C0GENERAL", "type": "/echo hello"}
    home = {"as": "U0EMMA", "channel": "dm", "tab": "home"}
    return [
        {"key": "look", "title": "Look around", "hint": "", "done": True, "try": None},
        {"key": "echo", "title": "Say something", "hint": "Type /echo.", "done": "echo" in done, "try": attempt},
        {"key": "home", "title": "Emma's Home", "hint": "With a search.", "done": None, "try": home},
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_browser() as browser:
        yield browser


@pytest.fixture
def way_is_free() -> threading.Event:
    """The clock moves when this is set; a test that clears it keeps the clock on its way."""
    free = threading.Event()
    free.set()
    return free


@pytest.fixture
def done() -> set[str]:
    """Keys of the steps of the guided start that were done, beside the first."""
    return set()


@pytest.fixture
def slack(way_is_free: threading.Event, done: set[str]) -> Iterator[Sandbox]:
    clock = Clock(start=MONDAY, running=False)

    def jump(moment: datetime) -> None:
        way_is_free.wait(20)
        clock.jump_to(moment)

    with Sandbox(
        MANIFEST,
        clock=clock,
        moments=lambda: next_moments(clock),
        on_jump=jump,
        guide=lambda user: steps(done),
        ack_timeout=1,
    ) as slack:
        slack.add_person("sanne", "Sanne de Wit", title="medewerker")
        slack.add_person("emma", "Emma Clarke", locale="en-GB", title="international desk")
        slack.add_person("guus", "Guus uit de verte", active=False)
        slack.add_channel("general", members=["sanne", "emma"], topic="For everyone")
        slack.add_channel("permits", members=["emma"], bot=False)
        with connected(slack):
            yield slack


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def visit(browser: Browser, slack: Sandbox, watch: Watch) -> Iterator[Visit]:
    """Opens the page as a person; afterwards the page must have kept quiet and asked no other host."""
    contexts = []

    def open_page(person: str = "sanne", place: str = "general", width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch.follow(page)
        page.goto(f"{slack.page_url}#as=U0{person.upper()}&in={slack.channel(place).id}")
        expect(page.get_by_role("button", name=place).first).to_have_attribute("aria-current", "page")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.complaints == []
    assert watch.hosts == {urlsplit(slack.page_url).netloc}


def field(page: Page) -> Locator:
    """The field to type in, in the middle column."""
    return page.get_by_role("main").get_by_role("combobox")


def say(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def messages(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("article")


# -- asking and answering --------------------------------------------------------------------------------------------


def test_a_command_is_completed_by_keyboard_and_answered_privately(visit: Visit) -> None:
    page = visit("emma")
    field(page).press_sequentially("/e")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_count(2)
    field(page).press("ArrowDown")
    field(page).press("ArrowUp")
    field(page).press("Enter")
    expect(field(page)).to_have_value("/echo ")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
    expect(field(page)).to_have_accessible_description("/echo [text]")
    field(page).press_sequentially("hello")
    field(page).press("Enter")
    answer = messages(page).last
    expect(answer).to_contain_text("You said: hello")
    expect(answer).to_contain_text("Only visible to you")
    expect(field(page)).to_have_value("")


def test_a_private_answer_is_seen_by_nobody_else(visit: Visit, slack: Sandbox) -> None:
    page = visit("emma")
    say(page, "/echo a secret")
    expect(messages(page).last).to_contain_text("a secret")
    say(page, "to everyone")
    other = visit("sanne")
    expect(messages(other)).to_have_count(1)
    expect(messages(other)).to_contain_text("to everyone")
    assert not any("a secret" in one.text_content for one in slack.messages("general"))


def test_a_pressed_button_changes_the_message_and_keeps_the_focus(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    louder = messages(page).last.get_by_role("button", name="Louder")
    louder.focus()
    louder.press("Enter")
    expect(messages(page)).to_have_count(1)
    expect(messages(page)).to_contain_text("HELLO")
    expect(louder).to_be_focused()


def test_a_select_in_a_message_sends_what_was_chosen(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    page.get_by_role("button", name="Tone").click()
    page.get_by_role("option", name="Cheerful").click()
    expect(messages(page).last).to_contain_text("Tone: cheerful")


def test_a_button_that_asks_to_be_sure_does_nothing_when_denied(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    page.get_by_role("button", name="Forget", exact=True).click()
    page.get_by_role("button", name="Keep it").click()
    expect(messages(page)).to_contain_text("hello")
    page.get_by_role("button", name="Forget", exact=True).click()
    page.get_by_role("button", name="Forget it").click()
    expect(messages(page)).to_have_count(0)


def test_a_bot_that_does_not_answer_gives_the_text_back(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/evening all")
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    expect(field(page)).to_have_value("/evening all")
    expect(page.get_by_role("status").filter(has_text="did not respond")).to_be_visible()


# -- modals ----------------------------------------------------------------------------------------------------------


def test_a_modal_filled_in_wrong_shows_the_error_at_its_field_and_closes_when_right(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    page.get_by_role("button", name="Count").click()
    modal = page.get_by_role("dialog", name="Count")
    number = modal.get_by_role("textbox", name="How many?")
    expect(number).to_be_focused()
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_role("alert")).to_have_text("Please complete this required field.")
    number.fill("many")
    number.press("Enter")
    expect(modal.get_by_role("alert")).to_have_text("That is not a number.")
    expect(number).to_be_focused()
    expect(number).to_have_value("many")
    number.fill("12")
    modal.get_by_role("button", name="For whom?").click()
    page.get_by_role("option", name="Guus").click()
    modal.get_by_label("From when?").fill("2026-05-12")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_role("navigation").get_by_text("unread")).to_be_attached()
    page.get_by_role("navigation").get_by_role("button", name="echo").click()
    expect(messages(page).last).to_contain_text("Counted 12")


def test_escape_closes_a_modal_and_gives_the_focus_back(visit: Visit, slack: Sandbox) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    count = page.get_by_role("button", name="Count")
    count.press("Enter")
    expect(page.get_by_role("dialog", name="Count")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(count).to_be_focused()
    assert slack.person("emma").modal is None


def test_what_was_typed_survives_an_update_of_the_modal_and_one_on_top_of_it(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    page.get_by_role("button", name="Count").click()
    number = page.get_by_role("textbox", name="How many?")
    number.fill("12")
    note = page.get_by_role("button", name="Add a note")
    note.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Noted: 12")
    expect(number).to_have_value("12")
    expect(note).to_be_focused()
    page.get_by_role("button", name="Explain").click()
    expect(page.get_by_role("dialog", name="Explanation")).to_contain_text("Count what you see.")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("dialog", name="Count")).to_be_visible()
    expect(number).to_have_value("12")
    page.get_by_role("button", name="Explain").click()
    page.get_by_role("button", name="Close window").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_tab_stays_inside_a_modal(visit: Visit) -> None:
    page = visit("emma")
    say(page, "/echo hello")
    page.get_by_role("button", name="Count").press("Enter")
    expect(page.get_by_role("textbox", name="How many?")).to_be_focused()
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        assert page.evaluate("Boolean(document.activeElement.closest('dialog'))"), f"{key} left the modal"


# -- places, people, threads, Home -----------------------------------------------------------------------------------


def test_acting_as_somebody_else_changes_the_places_and_the_language(visit: Visit) -> None:
    page = visit("sanne")
    expect(field(page)).to_have_attribute("placeholder", "Bericht in #general")
    page.get_by_role("button", name="Je bent nu Sanne de Wit").click()
    people = page.get_by_role("listbox", name="Wissel van collega").get_by_role("option")
    expect(people).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="You are now Emma Clarke")).to_be_visible()
    expect(field(page)).to_have_attribute("placeholder", "Message #general")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize(
    ("locale", "who"), [("en-GB", "You are now Emma Clarke"), ("nl-NL", "Je bent nu Sanne de Wit")]
)
def test_without_a_name_in_the_address_one_is_somebody_who_speaks_the_browsers_language(
    browser: Browser, slack: Sandbox, locale: str, who: str
) -> None:
    page = browser.new_page(locale=locale)
    page.goto(slack.page_url)
    expect(page.get_by_role("button", name=who)).to_be_visible()
    page.close()


def test_what_was_said_elsewhere_lights_a_dot_until_it_is_read(visit: Visit, slack: Sandbox) -> None:
    page = visit("emma", place="permits")
    slack.person("sanne").types("news for all", channel="general")
    general = page.get_by_role("button", name="general")
    expect(general).to_contain_text("unread")
    general.click()
    expect(messages(page)).to_contain_text("news for all")
    expect(general).not_to_contain_text("unread")


def test_a_mention_is_completed_and_answered_in_a_thread(visit: Visit) -> None:
    page = visit("emma")
    field(page).press_sequentially("@ec")
    field(page).press("Tab")
    field(page).press_sequentially("are you there")
    field(page).press("Enter")
    expect(messages(page)).to_contain_text("@echo are you there")
    page.get_by_role("button", name="1 reply").click()
    side = page.get_by_role("complementary")
    expect(side.get_by_role("article").last).to_contain_text("In a thread, then")
    reply = side.get_by_role("combobox")
    expect(reply).to_be_focused()
    reply.fill("thank you")
    reply.press("Enter")
    expect(side.get_by_role("article").last).to_contain_text("thank you")
    expect(page.get_by_role("main").get_by_role("button", name="2 replies")).to_be_visible()
    reply.press("Escape")
    expect(side.get_by_role("heading", name="Guided start")).to_be_visible()
    side.get_by_role("button", name="Close").click()
    expect(side).to_be_hidden()


def test_a_link_to_a_message_leads_to_it_on_this_page(visit: Visit, slack: Sandbox) -> None:
    old = slack.post_history("general", "sanne", "old news")
    for number in range(30):
        slack.post_history("general", "sanne", f"line {number}")
    slack.post_history("permits", "emma", f"see <{permalink(old)}|what Sanne said>")
    page = visit("emma", place="permits")
    page.get_by_role("link", name="what Sanne said").click()
    expect(page.get_by_role("heading", name="general")).to_be_visible()
    expect(messages(page).filter(has_text="old news")).to_be_focused()
    expect(messages(page).filter(has_text="old news")).to_be_in_viewport()


def test_the_newest_message_is_in_sight_but_somebody_reading_back_is_left_in_peace(
    visit: Visit, slack: Sandbox
) -> None:
    for number in range(40):
        slack.post_history("general", "sanne", f"line {number}")
    page = visit("emma")
    expect(messages(page).last).to_be_in_viewport()
    slack.person("sanne").types("one more", channel="general")
    expect(messages(page).filter(has_text="one more")).to_be_in_viewport()
    page.get_by_role("log").evaluate("node => { node.scrollTop = 0; }")
    expect(messages(page).first).to_be_in_viewport()
    slack.person("sanne").types("and another", channel="general")
    more = page.get_by_role("button", name="New messages")
    expect(more).to_be_visible()
    expect(messages(page).first).to_be_in_viewport()
    more.click()
    expect(messages(page).filter(has_text="and another")).to_be_in_viewport()


def test_the_conversation_with_the_bot_stays_open_when_acting_as_another(visit: Visit) -> None:
    page = visit("emma")
    page.get_by_role("navigation").get_by_role("button", name="echo").click()
    page.get_by_role("navigation").get_by_role("button", name="Sanne").click()
    expect(page.get_by_role("tab", name="Berichten")).to_be_visible()


def test_a_command_in_a_thread_is_refused_and_the_text_stays(visit: Visit) -> None:
    page = visit("emma")
    say(page, "start")
    messages(page).last.hover()
    page.get_by_role("button", name="Reply in thread").click()
    reply = page.get_by_role("complementary").get_by_role("combobox")
    reply.fill("/echo hello")
    reply.press("Enter")
    expect(page.get_by_role("status").filter(has_text="does not work in threads")).to_be_visible()
    expect(reply).to_have_value("/echo hello")


def test_a_message_shortcut_starts_from_the_message(visit: Visit, slack: Sandbox) -> None:
    page = visit("emma")
    say(page, "worth keeping")
    messages(page).last.hover()
    page.get_by_role("button", name="Actions on this message").click()
    page.get_by_role("menuitem", name="Keep").click()
    slack.person("emma").sees("Kept: worth keeping")


def test_a_global_shortcut_stands_beside_the_field(visit: Visit) -> None:
    page = visit("emma")
    page.get_by_role("main").get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Count").click()
    expect(page.get_by_role("dialog", name="Count")).to_be_visible()


def test_home_is_shown_and_its_search_opens_a_modal(visit: Visit) -> None:
    page = visit("emma")
    page.get_by_role("navigation").get_by_role("button", name="echo").click()
    home = page.get_by_role("tabpanel")
    expect(home).to_contain_text("Welcome @Emma Clarke")
    home.get_by_role("textbox", name="Search").fill("letters")
    home.get_by_role("textbox", name="Search").press("Enter")
    expect(page.get_by_role("dialog", name="Found letters")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Messages").click()
    expect(field(page)).to_have_attribute("placeholder", "Ask echo a question")


def test_a_place_one_is_no_member_of_offers_to_join(visit: Visit) -> None:
    page = visit("sanne", place="permits")
    expect(field(page)).to_be_hidden()
    page.get_by_role("button", name="Word lid").click()
    expect(field(page)).to_be_visible()


# -- clock, guided start, traffic ------------------------------------------------------------------------------------


def test_the_clock_jumps_to_the_next_moment(visit: Visit, slack: Sandbox) -> None:
    page = visit("sanne")
    clock = page.get_by_role("group", name="Klok van de zandbak")
    expect(clock).to_contain_text("ma 4 mei 09:14")
    clock.get_by_role("button", name=f"Volgend moment, 14:00: {LABEL}").click()
    expect(clock).to_contain_text("ma 4 mei 14:00")
    expect(clock).to_contain_text("Geen volgend moment gepland")
    clock.get_by_role("button", name="+1 uur").click()
    expect(clock).to_contain_text("15:00")
    assert slack.clock.now() == SIGNALS + timedelta(hours=1)


def test_the_clock_is_busy_until_its_own_move_is_answered_whatever_is_told_meanwhile(
    visit: Visit, slack: Sandbox
) -> None:
    page = visit("sanne")
    held: list[Route] = []
    page.route("**/page/clock", lambda route: held.append(route))
    clock = page.get_by_role("group", name="Klok van de zandbak")
    clock.get_by_role("button", name="+1 uur").click()
    expect(clock).to_have_attribute("aria-busy", "true")
    slack.timeline.move({"advance": 60})
    expect(clock).to_contain_text("09:15")
    expect(clock).to_have_attribute("aria-busy", "true")
    clock.get_by_role("button", name="+1 uur").click(force=True)
    held[0].continue_()
    expect(clock).to_contain_text("10:15")
    expect(clock).to_have_attribute("aria-busy", "false")
    assert len(held) == 1


def test_a_long_move_shows_every_stop_on_its_way(visit: Visit, slack: Sandbox) -> None:
    page = visit()
    held: list[Route] = []
    page.route("**/page/clock", lambda route: held.append(route))
    clock = page.get_by_role("group", name="Klok van de zandbak")
    clock.get_by_role("button", name="+1 week").click()
    slack.clock.jump_to(MONDAY + timedelta(days=2))
    expect(clock).to_contain_text("wo 6 mei 09:14")
    expect(clock).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(clock).to_contain_text("wo 13 mei 09:14")
    expect(clock).to_have_attribute("aria-busy", "false")


def test_while_the_clock_moves_the_page_says_where_to_and_one_can_go_on_working(
    visit: Visit, way_is_free: threading.Event
) -> None:
    page = visit("emma")
    clock = page.get_by_role("group", name="The sandbox's clock")
    way_is_free.clear()
    clock.get_by_role("button", name="+1 day").click()
    expect(clock.get_by_role("status")).to_have_text("Moving to Tue 5 May 09:14; you can go on working")
    expect(clock.get_by_role("button", name="+1 week")).to_have_attribute("aria-disabled", "true")
    expect(clock.get_by_role("button", name="+1 week")).to_have_css("opacity", "0.4")
    expect(page.locator(".clock-way")).to_be_visible()
    say(page, "/echo hello")
    expect(messages(page).last).to_contain_text("You said: hello")
    page.get_by_role("button", name="Louder").click()
    expect(messages(page).last).to_contain_text("HELLO")
    way_is_free.set()
    expect(clock).to_contain_text("Tue 5 May 09:14")
    expect(clock.get_by_role("status")).to_be_empty()
    expect(clock.get_by_role("button", name="+1 week")).to_have_css("opacity", "1")
    expect(page.locator(".clock-way")).to_be_hidden()


def test_days_and_ages_are_said_anew_when_the_clock_comes_to_another_day(visit: Visit, slack: Sandbox) -> None:
    second = int(MONDAY.timestamp())
    root = slack.post_history("general", "emma", f"seen <!date^{second}^{{date_pretty}}|x>, <!date^{second}^{{ago}}|x>")
    slack.post_history("general", "emma", "so it is", thread_ts=root.ts)
    page = visit("sanne")
    message = messages(page).first
    expect(message).to_contain_text("seen vandaag, zojuist")
    replies = message.get_by_role("button", name="1 antwoord")
    expect(replies).to_contain_text("vandaag 09:14")
    replies.focus()
    slack.clock.jump_to(MONDAY + timedelta(days=1, hours=20))
    expect(message).to_contain_text("seen 4 mei 2026, eergisteren")
    expect(replies).to_contain_text("maandag 4 mei 09:14")
    expect(replies).to_be_focused()


def test_a_move_of_the_clock_that_is_refused_says_so_and_leaves_the_clock(visit: Visit) -> None:
    page = visit("sanne")
    refusal = {"ok": False, "code": "bad_request", "text": "the clock is already being moved"}
    page.route("**/page/clock", lambda route: route.fulfill(json=refusal))
    clock = page.get_by_role("group", name="Klok van de zandbak")
    clock.get_by_role("button", name="+1 uur").click()
    expect(page.get_by_text("the clock is already being moved")).to_be_visible()
    expect(clock).to_contain_text("ma 4 mei 09:14")
    expect(clock).to_have_attribute("aria-busy", "false")


def test_the_guided_start_sets_up_its_step(visit: Visit) -> None:
    page = visit("sanne")
    expect(page.get_by_role("button", name="Rondleiding")).to_contain_text("1 van 2")
    page.get_by_role("complementary").get_by_role("button", name="Zet klaar").click()
    expect(page.get_by_role("button", name="You are now Emma Clarke")).to_be_visible()
    expect(field(page)).to_have_value("/echo hello")


def test_a_finished_guided_start_points_on_and_stays_closed_once_closed(visit: Visit, done: set[str]) -> None:
    page = visit("sanne")
    side = page.get_by_role("complementary")
    expect(side).to_contain_text("Say something")
    expect(side).not_to_contain_text("Emma's Home")
    side.get_by_role("button", name="Sluiten").click()
    page.reload()
    expect(side).to_contain_text("Say something")
    done.add("echo")
    page.reload()
    expect(page.get_by_role("button", name="Rondleiding")).to_contain_text("2 van 2")
    expect(side).to_contain_text("Kijk hierna eens naar")
    expect(side).to_contain_text("With a search.")
    side.get_by_role("button", name="Sluiten").click()
    page.reload()
    expect(page.get_by_role("button", name="Rondleiding")).to_contain_text("2 van 2")
    expect(side).to_be_hidden()
    page.get_by_role("button", name="Rondleiding").click()
    side.get_by_role("button", name="Emma's Home").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Welcome @Emma Clarke")


def test_the_raw_traffic_can_be_unfolded(visit: Visit) -> None:
    page = visit("emma")
    page.get_by_role("button", name="Traffic").click()
    say(page, "/echo hello")
    side = page.get_by_role("complementary")
    entry = side.locator("details.entry").filter(has_text="slash_commands /echo").first
    entry.locator("summary").first.click()
    expect(entry).to_contain_text("trigger_id")
    side.get_by_role("textbox").fill("no such thing")
    expect(side.locator("details.entry")).to_have_count(0)


# -- for everyone ----------------------------------------------------------------------------------------------------


def test_a_conversation_needs_no_mouse(visit: Visit) -> None:
    page = visit("emma", place="permits")
    keys = page.keyboard
    keys.press("Control+k")
    keys.type("gener")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="general")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    keys.press("Tab")
    expect(page.get_by_role("link", name="To the message field")).to_be_focused()
    keys.press("Enter")
    expect(field(page)).to_be_focused()
    keys.type("/ec")
    keys.press("Tab")
    keys.type("hello")
    keys.press("Enter")
    expect(messages(page)).to_contain_text("You said: hello")
    louder = page.get_by_role("button", name="Louder")
    for _ in range(12):
        keys.press("Shift+Tab")
        if louder.evaluate("node => node === document.activeElement"):
            break
    expect(louder).to_be_focused()
    assert louder.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    keys.press("Enter")
    expect(messages(page)).to_contain_text("HELLO")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("textbox", name="How many?")).to_be_focused()
    keys.type("3")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_markup_in_a_message_stays_text(visit: Visit) -> None:
    page = visit("emma")
    nasty = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> &amp; <b>bold</b>'
    say(page, nasty)
    expect(messages(page).last.locator(".text-body")).to_have_text(nasty)
    say(page, f"/echo {nasty}")
    expect(messages(page).last).to_contain_text(nasty)
    assert page.evaluate("window.hacked") is None
    assert page.locator("article :is(img, script, b)").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 1280])
def test_the_page_fits_with_a_thread_open(visit: Visit, width: int, scheme: str) -> None:
    page = visit("emma", width=width, color_scheme=scheme)
    say(page, "@echo a rather long question about something that takes more than one line in a narrow column")
    page.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("complementary")).to_be_visible()
    wide = "node => node.scrollWidth > node.clientWidth + 1"
    for part in ("body", "main", "aside", "nav", ".topbar"):
        assert not page.locator(part).evaluate(wide), f"{part} is wider than its place"


@pytest.mark.parametrize("width", [900, 1024, 1280])
@pytest.mark.parametrize("person", ["sanne", "emma"])
def test_the_bar_has_room_for_what_matters_however_long_the_next_moments_name(
    visit: Visit, person: str, width: int
) -> None:
    page = visit(person, width=width)

    def edges(part: str) -> tuple[float, float]:
        box = page.locator(part).bounding_box()
        assert box is not None, f"{part} is not shown"
        return box["x"], box["x"] + box["width"]

    expect(page.locator(".next-moment")).to_contain_text("14:00")
    in_order = [".clock-face", ".next-moment", ".step >> nth=0", ".step >> nth=2", ".tour-count", ".bar-tools"]
    for left, right in itertools.pairwise(in_order):
        assert edges(left)[1] <= edges(right)[0], f"{left} lies over {right}"
    assert edges(".tour-count")[1] <= edges("#open-guide")[1]
    assert edges(".next-moment")[1] - edges(".next-moment")[0] > 150
    assert edges(".bar-tools")[1] <= width


def test_a_page_without_its_server_says_so_and_comes_back(visit: Visit, watch: Watch) -> None:
    page = visit("emma")
    page.context.set_offline(True)
    field(page).fill("are you there")
    field(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Not sent")).to_be_visible()
    expect(field(page)).to_have_value("are you there")
    page.context.set_offline(False)
    field(page).press("Enter")
    expect(messages(page).last).to_contain_text("are you there")
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in watch.complaints)
    watch.complaints.clear()
