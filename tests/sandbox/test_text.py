"""Text on the wire and on the screen."""

from bot.sandbox.text import escape, mentions_in, on_the_wire, readable, texts_in, unescape


def names(sign: str, name: str) -> str | None:
    return {"@kb": "@U0KB", "#algemeen": "#C0ALGEMEEN|algemeen"}.get(sign + name)


def test_what_is_typed_is_escaped_with_mentions_and_links_in_brackets() -> None:
    assert on_the_wire("@kb, 1 < 2 & 3", names) == "<@U0KB>, 1 &lt; 2 &amp; 3"
    assert on_the_wire("zie #algemeen.", names) == "zie <#C0ALGEMEEN|algemeen>."
    assert on_the_wire("https://a.nl/?x=1&y=2.", names) == "<https://a.nl/?x=1&amp;y=2>."
    assert on_the_wire("piet@kb.nl", names) == "<mailto:piet@kb.nl|piet@kb.nl>"
    assert on_the_wire("@wie", names) == "@wie"
    assert on_the_wire("@kb https://a.nl", names, links=False, mentions=False) == "@kb https://a.nl"


def test_what_arrives_is_read_with_names_and_labels() -> None:
    name_of = {"U0KB": "kb", "C0A": "algemeen", "S0A": "schuldhulp"}.get
    assert readable("<@U0KB> in <#C0A|algemeen> en <#C0A>", name_of) == "@kb in #algemeen en #algemeen"
    assert readable("<https://a.nl|hier> <https://b.nl>", name_of) == "hier https://b.nl"
    assert readable("<!date^1^{date}|4 mei> <!here> <!subteam^S0A>", name_of) == "4 mei @here @schuldhulp"
    assert readable("1 &lt; 2 &amp;amp;", name_of) == "1 < 2 &amp;"


def test_escaping_there_and_back_changes_nothing() -> None:
    for text in ("a & b", "<b>", "&amp;", "&lt;&amp;lt;"):
        assert unescape(escape(text)) == text


def test_mentions_and_visible_texts_are_found() -> None:
    assert mentions_in("<@U1> <@U2|sanne> <#C1>") == ["U1", "U2"]
    blocks = [
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "a"},
            "accessory": {"type": "button", "text": {"text": "b"}},
        },
        {"type": "actions", "elements": [{"type": "static_select", "placeholder": {"text": "c"}, "action_id": "x"}]},
        {"type": "markdown", "text": "d"},
    ]
    assert list(texts_in(blocks)) == ["a", "b", "c", "d"]
