"""The few things the sandbox itself says to people, in Dutch and English."""

_TEXTS: dict[str, tuple[str, str]] = {
    "operation_timeout": (
        "{app} antwoordt niet op {what}. Probeer het zo nog eens. (operation_timeout)",
        "{app} did not respond to {what}. Try again in a moment. (operation_timeout)",
    ),
    "dispatch_failed": (
        "{app} is niet verbonden: {what} kwam niet aan. (dispatch_failed)",
        "{app} is not connected: {what} did not arrive. (dispatch_failed)",
    ),
    "invalid_command": ("{what} is geen geldige opdracht.", "{what} is not a valid command."),
    "invalid_shortcut": ("Deze snelkoppeling bestaat niet.", "This shortcut does not exist."),
    "not_in_thread": (
        "{what} werkt niet in een thread. Noem {app} met een @ om hier iets te vragen.",
        "{what} does not work in threads. Mention {app} with an @ to ask something here.",
    ),
    "not_in_channel": ("Je bent geen lid van dit kanaal.", "You are not a member of this channel."),
    "is_archived": ("Dit kanaal is gearchiveerd.", "This channel is archived."),
    "bot_not_in_channel": (
        "{app} is geen lid van dit kanaal en ziet dit bericht niet.",
        "{app} is not in this channel and does not see this message.",
    ),
    "invalid_response": (
        "{app} gaf een antwoord dat Slack weigert: {what}",
        "{app} gave an answer that Slack refuses: {what}",
    ),
    "required": ("Vul dit veld in.", "Please complete this required field."),
    "too_short": ("Minstens {what} tekens.", "At least {what} characters."),
    "too_long": ("Hoogstens {what} tekens.", "At most {what} characters."),
    "not_a_number": ("Vul een getal in.", "Enter a number."),
    "not_an_email": ("Vul een e-mailadres in.", "Enter an e-mail address."),
    "not_a_url": ("Vul een webadres in.", "Enter a web address."),
    "the_command": ("de opdracht", "the command"),
    "the_action": ("de knop", "the action"),
    "the_view": ("het venster", "the view"),
    "the_shortcut": ("de snelkoppeling", "the shortcut"),
}


def say(key: str, locale: str, *, app: str = "kb", what: str = "") -> str:
    """The text for a key in Dutch for a Dutch locale, else in English."""
    dutch, english = _TEXTS[key]
    return (dutch if locale.lower().startswith("nl") else english).format(app=app, what=what)
