"""Questions to the assistant about itself, and wishes for the form of an answer: both ask nothing of the documents."""

from __future__ import annotations

import re

from assistant.question.openers import OPENERS

_POLITE = (
    r"(?:(?:please|now|hey|hi|hello|sorry|thanks?|just|(?:can|could|would|will) you|i (?:want|would like)"
    r"|i['’]d like)\b\W*)*"
)
_END = (
    r"(?:\W*\b(?:and (?:how|why|when|what)|please|then|here|exactly|actually|really|anyway|today|for me|right now))*\W*"
)
# What an assistant does; "Can you cross here?" is about the documents.
_CONDUCT = (
    r"(?:speak|understand|talk|chat|lie|hallucinate|learn|search|browse|remember (?:me|this|that)|help(?: me)?"
    r"|make (?:things|stuff|it|this|that) up|make mistakes|use (?:ai|a language model|sources)|know (?:me|everything)"
    r"|write|have (?:access|feelings|a name|opinions|memory))"
)
# Words that bring in no matter, as "the bridge" or "about oil" would.
_NO_MATTER = r"(?: (?!(?:the|on|at|about|of|that|when|where|why|how|who|what|which|whether|if)\b)[\w'’.-]+){0,5}"
_ITSELF = r"this (?:assistant|bot|chatbot|website|site|app)"
_ABOUT_ITSELF = (
    # "Are you an AI?", "Are you made by a bank?"; "Are you sure?" doubts what was said
    rf"are you(?! (?:sure|certain|positive|saying|telling|serious|aware|able|open|closed)\b)(?= \w){_NO_MATTER}",
    # "Who are you?", "Who made you?", "How old are you?"; "Who told you?" asks for sources
    r"(?:who|what|how|where|why)(?:['’]s|['’]re)? (?!(?:sure|certain)\b)(?:(?!(?:told|tell|tells)\b)[\w'’-]+ ){1,2}you",
    rf"who(?:['’]s| is| are| was) (?:\w+ ){{0,2}}(?:behind|asking) (?:you|{_ITSELF})",
    rf"(?:who|what)(?:['’]s| is| are) {_ITSELF}",
    # "What is your name?"; "What is your source?" asks for sources
    r"(?:what|who)(?:['’]s| is| are|['’]re) your (?!sources?\b)\w+(?: \w+)?",
    # "Do you use AI?", "Can you speak Hindi?"
    rf"(?:do|can|could|will|would) you (?:\w+ly |ever |also )?{_CONDUCT}\b{_NO_MATTER}",
    # "How do you work?", "How do you know all this?"; "How do you know?" asks for sources
    r"how (?:do|can|did) you (?:\w+ly )?(?:work|function|answer|choose|decide|find|know all)"
    r"(?: (?:all|any|of|your|my|the|this|that|it|these|answers?|questions?|things|out))*",
    r"where do you (?:get|have|take|find) (?:\w+ ){1,3}?from",
    r"where do you (?:get|find) your \w+",
    # "What can you do?", "What can I ask you?"
    r"what (?:can|do|could|will) you (?:do|know|answer|offer)",
    r"what (?:(?:sort|kind|type)s? of )?(?:questions? )?(?:can|could|may|should|do|might) (?:i|we|one) (?:ask|type|say)"
    r"(?: you)?(?: (?:about|here))?",
    r"what (?:(?:sort|kind|type)s? of )?questions (?:can|do|could) you answer",
)
_MORE = r"(?:(?:a (?:bit|little)|much|more|even|less) )*"
_SHORT = r"(?:short(?:er)?|brief(?:er|ly)?|long(?:er)?|simpl(?:er|y)|plainer|clearer|concise(?:ly)?|polite)"
_WORDS = r"(?:bullet points?|bullets|(?:simple|plain|other|fewer) words|a table|a list)"
_FORM = (
    # "shorter please", "Make it simpler", "a shorter answer"
    rf"(?:(?:make|keep|put|say|write|explain|give me) (?:it|that|this|them|(?:me )?(?:the|your|a) answers?) |be |an? )?"
    rf"{_MORE}{_SHORT}(?: (?:answers?|version|words|language))?",
    rf"(?:give me )?(?:a|the) {_MORE}{_SHORT} (?:answer|version)",
    # "In bullet points, please", "Answer in German", "Translate that into Hindi", "Say that again"
    rf"(?:(?:answer|reply|respond|write|put|say|give)(?: (?:it|that|this|me|to me|the answer))? )?"
    rf"(?:in|as|with|using) {_WORDS}",
    r"(?:answer|reply|respond|write|speak)(?: to me)? (?:in|like|as) \w+(?: \w+){0,2}",
    r"(?:translate|rephrase|reword|repeat|shorten|simplify) (?:it|that|this|your answer|the answer)"
    r"(?: (?:in|to|into) \w+)?",
    r"say (?:it|that) again(?: in \w+(?: words)?)?",
)
_WHOLLY = re.compile(rf"^{OPENERS}{_POLITE}(?:{'|'.join((*_ABOUT_ITSELF, *_FORM))}){_END}$", re.IGNORECASE)


def asks_of_the_assistant(question: str) -> bool:
    """Whether all of a question is about the assistant itself, or about the form of its answers.

    "Can you tell me when he landed?" and "What do you know about the bridge?" are about the documents.
    """
    return _WHOLLY.match(" ".join(question.split())) is not None
