"""Questions in Hindi, Russian and romanised Hindi, put into English words to search with; other languages are named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

GLOSSARY = Path(__file__).parent / "glossary.toml"
LEAST_ROMANISED = 2  # words of romanised Hindi that make a question romanised Hindi
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}-]*|[^\s\p{L}\p{M}\p{N}]")
_SCRIPTS = {"hi": regex.compile(r"\p{Devanagari}"), "ru": regex.compile(r"\p{Cyrillic}")}
_LETTER = regex.compile(r"\p{L}")
_LATIN = regex.compile(r"\p{Latin}")
_RUSSIAN_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
_HINDI_LETTERS = dict(
    zip(
        "अआइईउऊएऐओऔऋकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
        (
            "a a i i u u e ai o au ri k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h"
        ).split(),
        strict=True,
    )
)
_HINDI_VOWELS = {
    "ा": "a",
    "ि": "i",
    "ी": "i",
    "ु": "u",
    "ू": "u",
    "े": "e",
    "ै": "ai",
    "ो": "o",
    "ौ": "au",
    "ं": "n",
    "ँ": "n",
    "ॉ": "o",
    "ृ": "ri",
}
_HINDI_LETTER_NAMES = dict(  # Latin letters as they are spelt in Hindi: "एस-400" is S-400
    zip(
        "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड".split(),
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        strict=True,
    )
)
_HINDI_LETTER_NAME = regex.compile("|".join(sorted(_HINDI_LETTER_NAMES, key=len, reverse=True)))
_HINDI_DESIGNATION = regex.compile(rf"(?P<letters>(?:{_HINDI_LETTER_NAME.pattern})+)(?P<number>-?\d.*)")
_OTHER_LATIN = tuple(
    frozenset(common.split())
    for common in (
        "le la les des une est dans qui que quand pourquoi combien avec pour sur été où quel quelle sont",
        "der die das und ist wer wann warum wie viele mit für nicht wurde welche ein eine wo hat",
        "el los las una es qué quién cuándo dónde por cuántos con para fue son cuál del",
    )
)
_ENGLISH = frozenset("the is are was were did does what which who when why how of and in a".split())
_ASKING_FIRST = ("when", "where", "why")  # Hindi has them before the verb; in English they open a question


@dataclass(frozen=True, slots=True)
class Understood:
    """A question in English words, or as it was put when its language is not `covered`."""

    english: str
    covered: bool = True


def understand(question: str) -> Understood:
    """Put a question into English words, word by word; names are transliterated.

    English stays as it is, and so does a question in a language that is not covered.
    """
    letters = len(_LETTER.findall(question))
    for language, script in _SCRIPTS.items():
        if letters and len(script.findall(question)) > 0.5 * letters:
            return Understood(_in_english(question, language))
    if letters and len(_LATIN.findall(question)) < 0.5 * letters:
        return Understood(question, covered=False)
    tokens = [token.casefold() for token in _TOKEN.findall(question)]
    romanised = glossary()["hinglish"]
    if sum(token in romanised for token in tokens) >= LEAST_ROMANISED and not _looks_english(tokens):
        return Understood(_in_english(question, "hinglish"))
    is_other = any(sum(token in common for token in tokens) >= 3 for common in _OTHER_LATIN)
    return Understood(question, covered=not is_other or _looks_english(tokens))


@cache
def glossary() -> Mapping[str, Mapping[str, str]]:
    """Language -> word -> English words."""
    tables: dict[str, dict[str, str]] = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))
    return tables


def _in_english(question: str, language: str) -> str:
    words: list[str] = []
    for token in _TOKEN.findall(question):
        folded = token.casefold()
        if language == "ru":
            said = _russian(folded)
        elif language == "hi":
            known = glossary()["hindi"].get(folded)
            said = _transliterated_hindi(folded) if known is None else known
        else:
            said = glossary()["hinglish"].get(folded, token)
        if said and not (words and words[-1] == said):
            words.append(said)
    asking = next((word for word in words if word in _ASKING_FIRST), "")
    if asking:
        words.remove(asking)
        words.insert(0, asking)
    return regex.sub(r"\s+([?.!,])", r"\1", " ".join(words))


def _russian(word: str) -> str:
    table = glossary()["russian"]
    if word in table:
        return table[word]
    for length in range(len(word) - 1, 2, -1):
        if word[:length] in table:
            return table[word[:length]]
    return "".join(_RUSSIAN_LETTERS.get(letter, letter) for letter in word).capitalize() if word[:1].isalpha() else word


def _transliterated_hindi(word: str) -> str:
    if not _SCRIPTS["hi"].search(word):
        return word
    if designation := _HINDI_DESIGNATION.fullmatch(word):
        letters = _HINDI_LETTER_NAME.findall(designation["letters"])
        return "".join(_HINDI_LETTER_NAMES[one] for one in letters) + designation["number"]
    out: list[str] = []
    for place, letter in enumerate(word):
        follower = word[place + 1] if place + 1 < len(word) else ""
        if letter in _HINDI_LETTERS:
            out.append(_HINDI_LETTERS[letter])
            consonant = letter not in "अआइईउऊएऐओऔऋ"
            if consonant and follower in _HINDI_LETTERS:
                out.append("a")
        else:
            out.append(_HINDI_VOWELS.get(letter, "" if _SCRIPTS["hi"].match(letter) else letter))
    return "".join(out).capitalize()


def _looks_english(tokens: list[str]) -> bool:
    return sum(token in _ENGLISH for token in tokens) >= 3
