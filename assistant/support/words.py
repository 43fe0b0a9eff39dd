"""The words of a sentence as tokens: a root, whether it is a name, and which words mean the same."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import regex

from assistant.support.figures import read_figures

_TABLES = Path(__file__).parent / "support.toml"
_WORD = regex.compile(
    r"\p{Lu}\.(?:\p{Lu}\.)+"  # U.S.
    r"|\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)?(?:[-‑–+/&]\p{N}[\p{L}\p{N}]*)*"  # S-400, Su-57E
)
_IN_ED = regex.compile(r"\p{L}{2,}[^e\W]ed")
_CLAUSE_END = regex.compile(r"[,;:()—]|\s[-–]\s|[.!?](?=\s|$)")
_TITLES = ("rs.", "mr.", "mrs.", "dr.", "ms.", "st.", "lt.", "gen.", "u.s.", "no.")
_COUNTRIES = (("United States of America", "USA"), ("United States", "USA"), ("United Kingdom", "UK"))
_ENDINGS = (
    *("ization", "isation", "ational", "ement", "ation", "ition", "ment", "ness", "anc", "enc", "abl", "ibl", "ion"),
    *("ity", "ial", "ual", "iz", "is", "iv", "ous", "er", "or", "ly", "al", "en", "at"),
)
_NOUNS = frozenset({"state", "name", "list", "figure", "accord", "accords"})  # verbs of saying only by their root
_DEMONYMS = ("ians", "ian", "ans", "an", "ia", "ese", "ish", "i", "a", "n")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its text, its root, its place, the number of its clause, and whether it reads as a name."""

    text: str
    root: str
    start: int
    clause: int
    name: bool
    first: bool  # opens its sentence, so that its capital need not mark a name

    @property
    def folded(self) -> str:
        """The word without regard to case."""
        return self.text.casefold().replace("’", "'")

    @property
    def content(self) -> bool:
        """Whether the word says something by itself."""
        return self.folded.removesuffix("n't") not in table_words("function") or (
            len(self.text) > 1 and self.text.isupper()
        )

    @property
    def surely_name(self) -> bool:
        """Whether its capital comes from the word and not from its place."""
        return self.name and not self.first


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of `text` that are not part of a number or date."""
    rest = _join_countries(_without_figures(text))
    clauses = [match.start() for match in _CLAUSE_END.finditer(rest)]
    found: list[Token] = []
    for match in _WORD.finditer(rest):
        bare = regex.sub(r"['’]s$|['’]$", "", match[0])
        clause = sum(place < match.start() for place in clauses)
        numbered = any(c.isupper() for c in bare) and any(c.isdigit() for c in bare)
        name = bare[:1].isupper() or numbered
        found.append(Token(bare, root(bare), match.start(), clause, name, _opens(rest, match.start())))
    return tuple(found)


@cache
def table_words(table: str) -> frozenset[str]:
    """The words of a table of `support.toml`, as they are written."""
    return frozenset(str(_tables()[table]).split())


@cache
def table_roots(table: str) -> frozenset[str]:
    """The roots of the words of a table of `support.toml`."""
    return frozenset(root(word) for word in table_words(table))


@lru_cache(maxsize=4096)
def root(word: str) -> str:
    """What the forms of a word, and the words made of it, have in common: "agreed" and "agreement", "sold" and "sale".

    Whether two sentences say the same is asked of it, so irregular forms and peoples are resolved, and endings that
    make one word of another are taken off too. `knowledge.text.words.stem`, which a search goes by, takes off only
    those of inflection: "national" stays apart from "nation".
    """
    folded = word.casefold().replace("’", "'").replace("‑", "-").replace("–", "-")
    folded = folded.removesuffix("'s").rstrip("'")
    if folded in _named("country"):
        return _named("country")[folded]
    folded = _named("irregular").get(folded, folded)
    if any(c.isdigit() for c in folded):
        return folded.removesuffix("s") if regex.search(r"\ds$", folded) else folded
    return _strip(folded)


def same_meaning(one: str, other: str) -> bool:
    """Whether two roots are the same or in one group of synonyms."""
    return one == other or bool(_groups().get(one, frozenset()) & _groups().get(other, frozenset()))


def opposites(one: str, other: str) -> bool:
    """Whether two roots mean the opposite of each other."""
    return other in _opposites().get(one, frozenset())


def same_name(one: str, other: str) -> bool:
    """Whether two roots of names name one thing: the same, or a country and its people."""
    if one == other or without_demonym(one) == without_demonym(other):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short) and long[len(short) :] in (*_DEMONYMS, "ns")


def among_names(name: str, names: Iterable[str]) -> bool:
    """Whether one of the roots of names names the same thing as another."""
    return any(same_name(name, other) for other in names)


def without_demonym(name: str) -> str:
    """The part that a country shares with its people: `russia` and `russian` both give `russ`."""
    for ending in _DEMONYMS:
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            return name[: -len(ending)]
    return name


def same_word(token: Token, other: Token) -> bool:
    """Whether two words say the same; a name only matches a name, or the same letters."""
    if token.surely_name:
        same_letters = token.folded in (other.folded, other.folded + "s")
        return same_letters or (other.name and same_name(token.root, other.root))
    return same_meaning(token.root, other.root) or (token.name and other.name and same_name(token.root, other.root))


def reports(token: Token) -> bool:
    """Whether a word says that somebody says, thinks or shows something."""
    noun = token.folded in _NOUNS or token.folded.endswith(("ment", "ments", "tion", "tions"))
    if token.surely_name or noun or negates_plainly(token):
        return False
    return token.root in table_roots("reporting")


def negates_plainly(token: Token) -> bool:
    """Whether a word is a plain negation such as "not"."""
    return token.folded in table_words("negation") or token.folded.endswith("n't")


def is_past_form(word: str) -> bool:
    """Whether a folded word has the form of a verb in the past: "sold", "sailed"; "need" has not."""
    return word in table_words("past") or _IN_ED.fullmatch(word) is not None


def _strip(folded: str) -> str:
    """The word without inflection, then without one or two endings of derivation, so that forms of a word agree."""
    if len(folded) <= 3 or not folded.isascii():
        return folded
    bare = _uninflected(folded)
    for _ in range(2):
        for ending in _ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= 4:
                bare = bare.removesuffix(ending)
                break
    return bare[:-1] + "i" if bare.endswith("y") and len(bare) > 3 else bare


def _uninflected(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if (
            word.endswith(ending)
            and not word.endswith("eed")
            and len(word) - len(ending) >= 3
            and regex.search("[aeiouy]", word[: -len(ending)])
        ):
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("i"):
        word = word[:-1] + "y"  # tried
    return word.removesuffix("e") if len(word) > 3 else word


def _without_figures(text: str) -> str:
    masked = list(text)
    for figure in read_figures(text):
        masked[figure.start : figure.end] = "\x00" * (figure.end - figure.start)
    return "".join(masked)


def _join_countries(text: str) -> str:
    """One word for a country of two, at the same length, so that places stay."""
    for long, short in _COUNTRIES:
        text = text.replace(long, short.ljust(len(long), "\x00"))
    return text


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence."""
    before = text[:start].rstrip(" \"'“‘(*_[\x00")
    if not before or "\n" in text[len(before) : start]:
        return True
    last = before.rsplit(" ", 1)[-1]
    shortened = last.endswith(".") and (len(last) == 2 or last.casefold() in _TITLES)
    return before[-1] in ".!?:" and not shortened


@cache
def _tables() -> dict[str, object]:
    return tomllib.loads(_TABLES.read_text(encoding="utf-8"))


@cache
def _named(table: str) -> dict[str, str]:
    entries = _tables()[table]
    if not isinstance(entries, dict):
        raise TypeError(f"[{table}] in {_TABLES.name} is no table")
    return {str(key): str(value) for key, value in entries.items()}


def _list(table: str) -> list[object]:
    entries = _tables()[table]
    if not isinstance(entries, list):
        raise TypeError(f"{table} in {_TABLES.name} is no list")
    return entries


@cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_list("same")):
        for word in str(line).split():
            groups.setdefault(root(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _list("opposite"):
        left, right = (frozenset(root(word) for word in str(side).split()) for side in list(pair))  # type: ignore[call-overload]  # a list of two in the file
        for one, others in ((left, right), (right, left)):
            for word in one:
                table.setdefault(word, set()).update(others)
    return {word: frozenset(others) for word, others in table.items()}
