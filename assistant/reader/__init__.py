"""The reader: a small cross-encoder that says how well a statement answers a question, reading both together."""

from assistant.reader.cross_encoder import CrossEncoderReader, Pointed, Reader, load_reader
from assistant.reader.export import export_reader
from assistant.reader.may_answer import MAY_ANSWER, may_answer_to
from assistant.reader.pair import pair_text, question_after

__all__ = [
    "MAY_ANSWER",
    "CrossEncoderReader",
    "Pointed",
    "Reader",
    "export_reader",
    "load_reader",
    "may_answer_to",
    "pair_text",
    "question_after",
]
