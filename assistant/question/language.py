"""Which language a sentence is in, as far as the answers need to know, and its words of negation."""

from __future__ import annotations

import regex

_COMMON = {
    "en": "the what when where who whom why how which is was were did does do are has have had will would can "
    "could of and to about in on at with for from by this that be been not any tell me give "
    "list explain describe there it its they",
    "de": "der die das und ist mit von was wann wer wo warum wie welche hat haben nicht ein eine im zu den dem über",
    "fr": "le la les et des est du que quand qui pourquoi comment quel quelle dans pour une un sur avec pas ont a été",
    "es": "el los las y del que fue cuando quien cual por como una un con para en no se ha qué cuándo quién cuál",
    "pt": "o os as e do da que foi quando quem qual por como uma um com para em não se quais são",
    "it": "il lo gli e del della che quando chi quale come una un con per non è stato sono",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_NEGATION = {
    "en": r"\b(?:not|no|never|neither|nor|none|without|cannot|nothing|nobody)\b|n['’]t\b",
    "ru": r"\b(?:не|нет|ни|никогда|без|нельзя|никто|ничего)\b|\bне\p{L}{4,}",
    "hi": r"(?:नहीं|नही|ना|न|बिना|मत)(?!\p{L}|\p{M})",
    "de": r"\b(?:nicht|kein\p{L}*|nie|niemals|ohne|weder|noch)\b",
    "fr": r"\b(?:ne|pas|jamais|sans|aucune?|ni)\b|\bn['’]",
    "es": r"\b(?:no|nunca|jamás|sin|ningun[oa]?|ningún|ni)\b",
    "pt": r"\b(?:não|nunca|jamais|sem|nenhum[a]?|nem)\b",
    "it": r"\b(?:non|mai|senza|nessun[oa]?|né)\b",
}


def language_of(text: str) -> str:
    """A two-letter code: hi, ru, en, de, fr, es, pt or it; empty for other scripts, en when in doubt."""
    letters = regex.findall(r"\p{L}", text)
    scripts = {"hi": r"\p{Devanagari}", "ru": r"\p{Cyrillic}"}
    for language, script in scripts.items():
        if 2 * sum(bool(regex.match(script, letter)) for letter in letters) > len(letters):
            return language
    if 2 * len(regex.findall(r"\p{Latin}", text)) < len(letters):
        return ""
    said = regex.findall(r"\p{L}+", text.casefold())
    counts = {language: sum(word in words for word in said) for language, words in _WORDS.items()}
    return max(counts, key=lambda language: (counts[language], language == "en"))


def has_negation(text: str, language: str) -> bool | None:
    """Whether a text has a word of negation; None for a language whose words are not known."""
    pattern = _NEGATION.get(language)
    return None if pattern is None else regex.search(pattern, text, regex.IGNORECASE) is not None
