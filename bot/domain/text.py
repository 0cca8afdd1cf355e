"""Plain work on what people type: titles, language, one line, and what Slack puts around words."""

import re
import unicodedata

from bot.model import Language

TITLE_LIMIT = 150  # what Slack's header block holds


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words(
    "a.d art artt afd bijl bijv blz bv ca dhr dr drs ed eds evt excl fam fig gem hfst hr incl ing inl ir jhr jr ll "
    "lic max mej mevr min mr mrs ms mw nl nr nrs no nos nov par pag pp prof resp sec sept sr st str tel vb vgl vlg vs "
    "zgn jan feb mrt apr jun jul aug sep okt dec oct"
)
# These do end a sentence when the next word starts with a capital.
OFTEN_LAST = _words("enz etc a.u.b s.v.p e.d o.i.d z.s.m a.s jl t.z.t p.m a.m p.p p.j b.v e.a")

DUTCH = _words(
    "de het een en ik je jij hij zij ze wij jullie mijn zijn hun dit dat die deze er niet geen wel ook maar want omdat "
    "als dan nog al naar na met zonder voor van bij uit aan om te tot tegen door tussen hoe wat waar wanneer waarom "
    "wie welke wordt worden moet moeten mag mogen kan kunnen wil willen heeft hebben krijgt krijgen gaat doen doet "
    "moest klant klanten vraag mensen iemand iets eerst altijd vanaf binnen hoeveel hoelang kwijt nieuwe nieuw zegt "
    "betalen aanvragen dagen weken maanden jaar"
)
ENGLISH = _words(
    "the a an and i you he she they my your his her their this that these those not no yes but because if then still "
    "to from with without for of by at how what where when why who which does do did can could must should may will "
    "would has have had get gets go goes it its be been are was were on about after before within until customer "
    "customers question people someone something first always new says pay apply days weeks months year there any "
    "into than need needs lost"
)
# Spellings that all but give a language away, for words that are in neither list.
DUTCH_SPELLING = re.compile(r"ij|aa|uu|[^aeiou]ie[nv]|sch|lijk|heid$|tje$|ingen$")
ENGLISH_SPELLING = re.compile(r"tion|th(?!eorie|uis|ema)|wh|ough|sh|ght|[^aeiou]ity$|ly$")

_MENTION = r"<(?:@|#|!)[^<>\n]*>"
_SHORTCODE = r":[\w+-][\w+'-]*:"
_LINK = r"<?(?:https?|mailto|tel):[^\s>]*>?"
_NO_WORDS = re.compile(rf"{_MENTION}|{_SHORTCODE}|(?<!\S)@[\w.-]+|.\ufe0f\u20e3?|.\u20e3")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]*_~]*(?=\s)")
_LAST_WORD = re.compile(r"\S+\Z")
_LIST_MARK = re.compile(r"^(?:(?:>|&gt;|[-–•*])\s+)+")
_UNBREAKABLE = re.compile(r"<[^<>\n]*>|&(?:lt|gt|amp);")


def title_of(text: str) -> tuple[str, str]:
    """Give (title, body): the title is the first line or sentence, the body is the whole text as typed.

    A title has at most 150 characters, is cut at a word with "…", and drops list marks and its full stop. Both are
    empty only when there is nothing but white space to make a title of.
    """
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = _LIST_MARK.sub("", first) or first
    title = one_line(line[: _end_of_sentence(line)], TITLE_LIMIT)
    if title.endswith(".") and not title.endswith("..") and not _is_abbreviation(title, next_word=""):
        title = title[:-1]
    return title or one_line(first, TITLE_LIMIT), text


def language_of(text: str, default: Language) -> Language:
    """Guess "nl" or "en" by a vote of frequent words, then of spellings; `default` when the vote is not clear.

    Words that exist in both languages ("is", "in", "we") have no vote.
    """
    plain = re.sub(rf"{_MENTION}|{_SHORTCODE}|{_LINK}", " ", text).lower()
    words = _WORD.findall(plain)
    if len(words) < 2:
        return default
    dutch = sum(word in DUTCH for word in words)
    english = sum(word in ENGLISH for word in words)
    if dutch == english:
        dutch += sum(bool(DUTCH_SPELLING.search(word)) for word in words)
        english += sum(bool(ENGLISH_SPELLING.search(word)) for word in words)
    if dutch == english:
        return default
    return "nl" if dutch > english else "en"


def unescape(text: str) -> str:
    """Turn the three characters that Slack escapes back: `&lt;` `&gt;` `&amp;`, each once and nothing else."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)


def one_line(text: str, limit: int) -> str:
    """Fold white space to single spaces and cut at a word so that the result, "…" included, has at most `limit`
    characters; a link, a mention or an escaped character is kept whole or left out."""
    folded = " ".join(text.split())
    if len(folded) <= limit:
        return folded
    if limit <= 0:
        return ""
    cut = _safe_cut(folded, limit - 1)
    space = folded.rfind(" ", 0, cut + 1)
    # A first word that fills the line is cut in the middle: half a word says more than only "…".
    if space > 0 and not _inside(folded, space):
        cut = space
    return folded[:cut].rstrip(" ,;:-–") + "…"


def has_words(text: str) -> bool:
    """Say whether there is anything to read: letters or digits beside emoji, mentions and punctuation."""
    return any(character.isalnum() for character in _NO_WORDS.sub(" ", text))


def _end_of_sentence(line: str) -> int:
    """Give where the first sentence of a line ends: an index into it."""
    # A title never needs more than its first few hundred characters, and pasted text can be very long.
    for end in _SENTENCE_END.finditer(line, 0, 3 * TITLE_LIMIT):
        if _inside(line, end.start()):
            continue
        stop = end.group().rstrip("\"'”’)]*_~")
        following = line[end.end() :].split(maxsplit=1)
        if stop == "." and _is_abbreviation(line[: end.start() + 1], following[0] if following else ""):
            continue
        # "wat nu ... ik weet het niet": dots that trail off go on when the next word is a small one.
        if stop in {"...", "…"} and following and following[0][:1].islower():
            continue
        return end.end()
    return len(line)


def _is_abbreviation(upto: str, next_word: str) -> bool:
    """Say whether the full stop that `upto` ends with belongs to its last word and ends no sentence."""
    last = _LAST_WORD.search(upto)
    word = last.group().lstrip("(\"'“‘[*_~").rstrip(".") if last else ""
    lower = word.lower()
    if lower in OFTEN_LAST:
        return not next_word[:1].isupper()
    numbered_list = word.isdigit() and upto.strip() == f"{word}."
    initial = len(word) == 1 and word.isupper()
    dotted = re.fullmatch(r"(?:\w{1,2}\.)+\w{1,2}", word) is not None and not word[0].isdigit()
    # "max." or "no." may also be a last word: then a capital follows; after a title or "art." it does not matter.
    last_after_all = lower in {"no", "max", "min", "st", "par"} and next_word[:1].isupper()
    return numbered_list or initial or dotted or (lower in ABBREVIATIONS and not last_after_all)


def _inside(text: str, at: int) -> bool:
    return any(found.start() < at < found.end() for found in _UNBREAKABLE.finditer(text))


def _safe_cut(text: str, cut: int) -> int:
    """Move a cut back out of links, entities and composed characters."""
    for found in _UNBREAKABLE.finditer(text):
        if found.start() < cut < found.end():
            return found.start()
    while 0 < cut < len(text) and (unicodedata.combining(text[cut]) or text[cut] in "\u200d\ufe0f"):
        cut -= 1
    return cut
