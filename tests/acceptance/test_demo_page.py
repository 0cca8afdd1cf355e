"""`kb demo` as somebody new sees it: the whole guided start on the page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.cli.demonstrating import Demo, demo
from bot.ports import Encoder
from tests.browser import Watch, headless_browser

WORK_MS = 240_000  #: no measure of speed: a move of the clock lives through a week, and CI's machine may be busy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with headless_browser() as browser:
        yield browser


@pytest.fixture
def running(browser: Browser, folder: Path, demo_encoder: Encoder) -> Iterator[Demo]:
    """The demo as `kb demo` runs it, its ticker included."""
    with demo(folder, encoder=demo_encoder) as running:
        yield running


class Visitor:
    """Somebody at the page, with nothing but what stands on it."""

    def __init__(self, page: Page, words: dict[str, str]) -> None:
        self.page, self._words = page, words

    def step(self, key: str) -> Locator:
        return self.page.locator(f'[data-step="{key}"]')

    def lets_it_prepare(self) -> None:
        """The button of the current step, which fills in who, where and what."""
        self.page.get_by_role("complementary").get_by_role("button", name=self._words["prepare"]).click()

    def sends(self) -> None:
        composer = self.page.get_by_role("main").get_by_role("combobox")
        expect(composer).not_to_be_empty()
        composer.press("Enter")

    def presses(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).last.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main").get_by_text(text).last).to_be_visible()

    def has_done(self, key: str) -> None:
        expect(self.step(key)).to_have_class("step-item done", timeout=WORK_MS)

    def goes_to_the_next_moment(self) -> None:
        self._moves(self.page.locator(".next-moment"))

    def moves_the_clock(self, by: str) -> None:
        self._moves(self.page.get_by_role("button", name=by, exact=True))

    def _moves(self, button: Locator) -> None:
        face, before = self.page.locator(".clock-face"), self.page.locator(".clock-face").inner_text()
        button.click()
        expect(self.page.locator(".clock")).to_have_attribute("aria-busy", "false", timeout=WORK_MS)
        expect(face).not_to_have_text(before)

    def goes_on_until(self, time: str) -> None:
        """From moment to moment, as often as it takes (a click while the clock still works is not taken)."""
        for _ in range(20):
            if time in self.page.locator(".clock-face").inner_text():
                return
            self.goes_to_the_next_moment()
        raise AssertionError(f"the clock never came to {time}")


def visit(browser: Browser, running: Demo, person: str, words: dict[str, str], watch: Watch) -> Visitor:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(30_000)
    watch.follow(page)
    page.goto(f"{running.slack.page_url}#as={person}")
    return Visitor(page, words)


def test_the_guided_start_can_be_walked_from_the_first_step_to_the_last(browser: Browser, running: Demo) -> None:
    watch = Watch()
    you = visit(browser, running, "U0SANNE", {"prepare": "Zet klaar"}, watch)

    you.lets_it_prepare()
    you.sends()
    you.sees("Betalingsregeling na een aanmaning")
    you.has_done("ask")
    you.presses("Dit hielp")
    you.has_done("helped")
    you.presses("Weer een klant")
    you.page.get_by_role("option", name="Telefoon").click()
    you.has_done("tally")

    you.lets_it_prepare()
    you.sends()
    you.sees("Opgeslagen als tip")
    you.has_done("tip")
    you.lets_it_prepare()
    you.sends()
    you.sees("Zonder naam opgeslagen als leermoment")
    you.has_done("mistake")

    you.lets_it_prepare()
    you.sends()
    you.sees("Hierover staat nog niets in de kennisbank")
    you.presses("Vraag Vergunningen")
    you.has_done("specialists")
    you.lets_it_prepare()
    you.sees("welke vergunning heeft een filmploeg met een drone boven het centrum nodig")
    you.presses("Beantwoord")
    answer = you.page.get_by_role("dialog")
    answer.get_by_label("Antwoord").fill("Ja, met een ontheffing die 3 weken vooraf is aangevraagd.")
    answer.get_by_role("button", name="Versturen").click()
    you.has_done("answer")
    expect(you.step("told")).not_to_have_class("step-item done")
    you.lets_it_prepare()
    you.sees("Ja, met een ontheffing")
    you.has_done("told")

    you.lets_it_prepare()
    you.goes_to_the_next_moment()
    you.sees("Vaker gevraagd:")
    you.has_done("signal")
    you.presses("Gezien")
    you.presses("Ik pak het op")
    you.has_done("take")

    you.lets_it_prepare()
    you.presses("Opgelost")
    resolving = you.page.get_by_role("dialog")
    resolving.get_by_role("button", name="Wat was de oorzaak?").click()
    you.page.get_by_role("option", name="Website").click()
    resolving.get_by_label("Wat is er gedaan, of moet er gebeuren?").fill("De datum op de brief en de uitleg erbij.")
    resolving.get_by_role("button", name="Opslaan").click()
    you.has_done("cause")
    you.lets_it_prepare()
    you.sees("De datum op de brief en de uitleg erbij.")
    you.presses("Klaar")
    you.page.get_by_role("dialog").get_by_role("button", name="Opslaan").click()
    you.has_done("confirm")

    you.lets_it_prepare()
    for _ in range(2):
        you.moves_the_clock("+1 week")
    you.goes_on_until("di 19 mei 09:00")
    you.sees("2 weken later")
    you.has_done("stopped")
    you.lets_it_prepare()
    you.sees("Week 20 · alle afdelingen")
    you.has_done("digest")
    expect(you.page.locator(".step-item.done")).to_have_count(14)
    assert watch.complaints == []


def test_it_speaks_english_to_who_speaks_english(browser: Browser, running: Demo) -> None:
    watch = Watch()
    you = visit(browser, running, "U0GRACE", {"prepare": "Set it up"}, watch)
    expect(you.step("ask")).to_contain_text("Ask a question, with two typos")
    expect(you.page.locator(".next-moment")).to_contain_text("digest and signals")
    assert watch.complaints == []
