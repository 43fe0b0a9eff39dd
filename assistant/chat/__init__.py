"""Answers worded by a chat model: every sentence is checked against what it cites."""

from __future__ import annotations

from assistant.chat.answerer import ChatAnswerer, ChatRewriter, open_model

__all__ = ["ChatAnswerer", "ChatRewriter", "open_model"]
