"""Words of a question as the documents write them: "banqet" as "banquet", and "putin" as "Putin"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from os.path import commonprefix
from typing import TYPE_CHECKING

import regex

from knowledge.embedding.local_embedder import bundled_model_folder
from knowledge.errors import EmbedderError
from knowledge.index.search import UNKNOWN
from knowledge.text.cells import cells_of
from knowledge.text.words import STOP_WORDS, content_words, stem

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SHORTEST = 5  # letters of a word that may be misspelt
SHORTEST_ROOT = 4  # letters of a word that others are made of
_BEGINNINGS = ("un", "re", "non", "over", "out", "mis", "pre")
_ENDINGS = tuple("ers er or ing ed ly ness able ment ist ish ism ity ive less ful".split())
ALIKE = 0.85  # share of letters in common, in order
SEVERAL = 5  # words of the texts that are looked at, those most alike
NAMED_AT_LEAST = 3  # times that the texts hold a name for which another is taken
_OPENS = regex.compile(r"(?:^|[.!?:|]\s|\n)(?:[-•*–]\s+)?[\"'“‘(*]*$")  # right before a word that opens a sentence
_NAME_AFTER = regex.compile(r"[ -]([A-Z][A-Za-z]+)")
_LETTERS = regex.compile(r"(?<![\w'’.@/-])[A-Za-z]+(?![\w@/-]|['’]\p{L}{2}|\.\w)")


def misspelt(question: str, rarity: Mapping[str, float], is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """The words of a question that are in no passage and in no dictionary.

    Args:
        question: One that stands alone.
        rarity: Stem -> inverse document frequency, of the question's stems.
        is_word: Whether a word, in small letters, is in the dictionary.
    """
    return tuple(
        word
        for word in dict.fromkeys(_LETTERS.findall(question))
        if len(word) >= SHORTEST
        and not word.isupper()
        and all(rarity.get(part, 0.0) >= rarity[UNKNOWN] for part in content_words(word))
        and not any(is_word(form) for form in _roots(word.lower()))
    )


def _roots(word: str) -> set[str]:
    """A word, its stem, and what it may be made of: "changer" of "change", "reopening" of "open"."""
    roots = {word, stem(word)}
    for start in _BEGINNINGS:
        roots |= {one.removeprefix(start) for one in roots}
    for ending in _ENDINGS:
        cut = {one.removesuffix(ending) for one in roots if one.endswith(ending)}
        roots |= cut | {f"{one}e" for one in cut} | {one[:-1] for one in cut if one[-1:] == one[-2:-1]}
    return {one for one in roots if len(one) >= SHORTEST_ROOT}


def meant(words: Iterable[str], texts: Sequence[str]) -> dict[str, str]:
    """Word -> the word of the texts that is one slip away; without those that the texts hold, or nothing like them.

    Of several it is the one that the texts hold most often. A name is taken for another one only where the texts hold
    that often: two people may have like names.
    """
    known: dict[str, Counter[str]] = {}
    for written in (match for text in texts for match in _LETTERS.findall(text)):
        known.setdefault(written.lower(), Counter())[written] += 1
    usual = {word: forms.most_common(1)[0][0] for word, forms in known.items()}
    found = {}
    for word in words:
        named = word[0].isupper()
        near = [one for one in known if one[0] == word[0].lower() and len(one) >= SHORTEST - 1]
        if named:
            near = [one for one in near if usual[one][0].isupper() and known[one].total() >= NAMED_AT_LEAST]
        like = [one for one in get_close_matches(word.lower(), near, n=SEVERAL, cutoff=ALIKE) if _is_slip(word, one)]
        if like and word.lower() not in known:
            found[word] = usual[max(like, key=lambda one: known[one].total())]
    return found


def _is_slip(word: str, other: str) -> bool:
    """Whether one letter too many, too few or another, or two that changed places, make one word of the other.

    "contradict" and "contract" are two words, though they share most of their letters.
    """
    one, other = sorted((word.lower(), other.lower()), key=len)
    same = len(commonprefix((one, other)))
    left, right = one[same:], other[same:]
    if len(left) < len(right):
        return left == right[1:]
    return left[1:] == right[1:] or (left[1::-1] == right[:2] and left[2:] == right[2:])


def in_capitals(question: str, texts: Iterable[str]) -> dict[str, str]:
    """Word of a question without capitals -> the same as texts write it, where within their sentences it has some.

    People who type in small letters name the same people; a word that the texts also write small is no name, and one
    before another with a capital, as in "Big Story", only together with that. What is no sentence tells nothing: what
    the columns of a table are called, and a cell that is not all in capitals, as "Lena Berg" is.

    Args:
        question: One that stands alone.
        texts: Statements, without the titles and headings above them, in which any word may have a capital.
    """
    if any(letter.isupper() for letter in question[1:]):
        return {}
    asked = {word for word in _LETTERS.findall(question) if word.islower() and word not in STOP_WORDS}
    forms: dict[str, Counter[str]] = {}
    for text in (part for one in texts for part in _sentences(one)):
        for match in _LETTERS.finditer(text):
            if match[0].lower() not in asked:
                continue
            follower = _NAME_AFTER.match(text, match.end())
            is_whole = follower is None or follower[1].lower() in asked
            if is_whole and not _OPENS.search(text, endpos=match.start()):
                forms.setdefault(match[0].lower(), Counter())[match[0]] += 1
    return {word: written.most_common(1)[0][0] for word, written in forms.items() if word not in written}


def _sentences(text: str) -> Iterator[str]:
    """A text, or of a row of a table its cells that are names of several words, each as within a sentence."""
    cells = cells_of(text)
    if not cells:
        yield text
    for _, cell in cells:
        said = cell.split()
        if len(said) > 1 and all(word[0].isupper() for word in said):
            yield f"of {cell}"


def respelt(question: str, words: Mapping[str, str]) -> str:
    """The question with these words for those that it has."""
    return _LETTERS.sub(lambda match: words.get(match[0], match[0]), question)


def is_in_dictionary(word: str) -> bool:
    """Whether a word is one of those of the embedding model; without its files every word counts as one."""
    tokens = _dictionary()
    return tokens is None or tokens.token_to_id(word) is not None


@cache
def _dictionary() -> Tokenizer | None:
    """The words of the embedding model, read when the first one is looked up."""
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(bundled_model_folder() / "tokenizer.json"))
    except EmbedderError:
        return None
