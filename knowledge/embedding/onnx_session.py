"""Sessions of onnxruntime, which runs models without torch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # it ships no types


def open_session(model: str | bytes) -> InferenceSession:
    """Open a model, a file's name or its content, for one thread a run; several threads may run it side by side.

    Raises:
        Exception: The model cannot be read; onnxruntime's exceptions have no base of their own.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # 1.32 else looks its maker's server up as soon as a model is loaded
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors; warnings about graphs help nobody at the keyboard
    options.intra_op_num_threads = 1  # one text is too little work to share; several run side by side
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
