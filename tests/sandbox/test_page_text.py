"""What the page makes of text: Slack's mrkdwn and Markdown as elements, its own words in two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

import bot.sandbox
from tests.browser import headless_browser

PAGE = Path(bot.sandbox.__file__).parent / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))

CONTEXT = """({
  me: "U0SANNE", locale: "nl-NL", tz: "Europe/Amsterdam",
  now: () => new Date("2026-05-04T07:14:00Z"),
  person: (id) => ({ U0SANNE: "Sanne", U0EMMA: "Emma" })[id],
  place: (id) => ({ C0GENERAL: "general" })[id],
  group: () => null,
})"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """No line for each file."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page from which the modules can be imported, without any sandbox."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Quiet(*args, directory=str(PAGE)))
    Thread(target=server.serve_forever, daemon=True).start()
    with headless_browser() as browser:
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/style.css")
        yield page
    server.shutdown()
    server.server_close()


def rendered(page: Page, text: str, module: str = "mrkdwn") -> str:
    """The HTML that a text becomes."""
    return page.evaluate(
        f"""async (text) => {{
          const {{ {module} }} = await import("/{module}.js");
          const box = document.createElement("div");
          box.append(...{module}(text, {CONTEXT}));
          return box.innerHTML;
        }}""",
        text,
    )


def para(inside: str) -> str:
    return f'<div class="para">{inside}</div>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <del>gone</del>"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("snake_case_name 2*3*4 a ~ b ~ c", "snake_case_name 2*3*4 a ~ b ~ c"),
        ("* not bold*, **", "* not bold*, **"),
        ("(*bold*), *bold*!", "(<strong>bold</strong>), <strong>bold</strong>!"),
        ("`*code*` stays", "<code>*code*</code> stays"),
        ("one\ntwo", "one<br>two"),
        ("tea &amp; &lt;b&gt;cake&lt;/b&gt; &amp;lt;", "tea &amp; &lt;b&gt;cake&lt;/b&gt; &amp;lt;"),
        ("<b onclick=x>raw</b>", "&lt;b onclick=x&gt;raw&lt;/b&gt;"),
        ("<@U0EMMA> and <@U0SANNE>", '<span class="mention">@Emma</span> and <span class="mention me">@Sanne</span>'),
        ("<@U0GONE|piet> <@U0GONE>", '<span class="mention">@piet</span> <span class="mention">@U0GONE</span>'),
        ("<#C0GENERAL> <#C0GONE|old>", '<span class="mention">#general</span> <span class="mention">#old</span>'),
        ("<!here> <!subteam^S01|@debts>", '<span class="mention">@here</span> <span class="mention">@debts</span>'),
        ("<javascript:alert(1)|click>", "&lt;javascript:alert(1)|click&gt;"),
        ("*<https://a.example/x*y|link>*", '<strong><a href="https://a.example/x*y" {a}>link</a></strong>'),
        ("see https://a.example/b_c_d.", 'see <a href="https://a.example/b_c_d" {a}>https://a.example/b_c_d</a>.'),
        ("<https://a.example?x=1&amp;y=2|it>", '<a href="https://a.example/?x=1&amp;y=2" {a}>it</a>'),
        ("<mailto:a@b.example|a@b.example>", '<a href="mailto:a@b.example" {a}>a@b.example</a>'),
    ],
)
def test_a_line_of_mrkdwn_reads_as_in_slack(page: Page, typed: str, shown: str) -> None:
    link = 'target="_blank" rel="noopener noreferrer"'
    assert rendered(page, typed) == para(shown.replace("{a}", link))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "&gt; one\n&gt; *two*\nafter",
            "<blockquote><div>one</div><div><strong>two</strong></div></blockquote>" + para("after"),
        ),
        ("&gt;&gt;&gt;all\nof it", "<blockquote><div>all</div><div>of it</div></blockquote>"),
        ("```\nx = *1*\n&lt;y&gt;```", "<pre>x = *1*\n&lt;y&gt;</pre>"),
        ("• one\n• two", '<div class="bullet">• one</div><div class="bullet">• two</div>'),
        ("open ``` fence", para("open ``` fence")),
    ],
)
def test_quotes_code_and_bullets_stand_on_their_own(page: Page, typed: str, shown: str) -> None:
    assert rendered(page, typed) == shown


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("<!date^1777878840^{date_short_pretty} {time}|x>", "vandaag 09:14"),
        ("<!date^1777792440^{date_pretty}|x>", "gisteren"),
        ("<!date^1777000000^op {date_short}|x>", "op 24 apr 2026"),
        ("<!date^1776064440^{ago}|x>", "3 weken geleden"),
        ("<!date^1777494000^{ago}|x>", "5 dagen geleden"),
        ("<!date^1777818000^{ago}|x>", "16 uur geleden"),
        ("<!date^1777878840^{date_num} {nonsense}|x>", "2026-05-04 {nonsense}"),
    ],
)
def test_a_date_is_said_where_the_reader_is_and_in_full_on_hover(page: Page, token: str, shown: str) -> None:
    html = rendered(page, token)
    assert re.sub(r"<[^>]+>", "", html) == shown
    assert re.search(r'title="\w+dag \d+ \w+ 2026( om)?,? \d\d:\d\d"', html), html


def test_a_date_that_is_none_shows_its_fallback(page: Page) -> None:
    assert rendered(page, "<!date^soon^{date}|Monday>") == para("Monday")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# Title\n\ntext **bold** *it*", "<h3>Title</h3><p>text <strong>bold</strong> <em>it</em></p>"),
        ("- a\n- b `c`", "<ul><li>a</li><li>b <code>c</code></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> said\n\n---", "<blockquote><p>said</p></blockquote><hr>"),
        ("```\n<b>\n```", "<pre>&lt;b&gt;</pre>"),
        ("[x](javascript:alert)", "<p><span>x</span></p>"),
        ("<img src=x> snake_case_", "<p>&lt;img src=x&gt; snake_case_</p>"),
    ],
)
def test_markdown_becomes_elements(page: Page, typed: str, shown: str) -> None:
    assert rendered(page, typed, "markdown") == shown


def test_every_text_of_the_page_exists_in_both_languages_with_the_same_values(page: Page) -> None:
    texts = page.evaluate("async () => (await import('/words.js')).LANGUAGES")
    assert texts["nl"].keys() == texts["en"].keys()
    for key, dutch in texts["nl"].items():
        assert re.findall(r"\{\w+\}", dutch) == re.findall(r"\{\w+\}", texts["en"][key]), key


def test_every_text_the_page_asks_for_exists_and_none_is_left_over(page: Page) -> None:
    texts = page.evaluate("async () => (await import('/words.js')).LANGUAGES.nl")
    known = {re.sub(r"_(one|other)$", "", key) for key in texts}
    code = "\n".join(path.read_text("utf-8") for path in SCRIPTS if path.name != "words.js")
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", code))
    assert asked <= known
    assert {key for key in known if f'"{key}"' not in code} == set()


def test_dutch_is_informal_and_calm(page: Page) -> None:
    texts = json.dumps(page.evaluate("async () => (await import('/words.js')).LANGUAGES.nl"), ensure_ascii=False)
    assert not re.search(r"\b(u|uw)\b|!", texts)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_elements_out_of_strings(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser"
    code = re.sub(r"//.*", "", path.read_text("utf-8"))
    assert not re.search(forbidden, code)


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    for path in PAGE.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(src|href)=\"(https?:)?//|url\(|@import|import .*\"https?:", text), path.name
        assert not re.search(r" on\w+=\"| style=\"", text) or path.suffix != ".html", path.name


@pytest.mark.parametrize("path", sorted(PAGE.glob("*.[jc]s*")), ids=lambda path: path.name)
def test_every_module_of_the_page_stays_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
