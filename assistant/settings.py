"""What a person may change without touching code."""

from __future__ import annotations

import difflib
import ipaddress
import os
from pathlib import Path
from typing import Self, TypedDict, Unpack

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.checks import LONGEST_QUESTION
from assistant.errors import SettingsError
from assistant.evidence import MIN_CONFIDENCE

PREFIX = "ASSISTANT_"
ENV_FILE = Path(".env")


class Settings(BaseSettings):
    """All settings. Strongest first: an argument or option, the environment, the file `.env`, the default.

    Use `Settings.load`: it refuses misspelt names and words its errors for people.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        extra="ignore",  # other programs' names may stand in the file; ours are checked by `_refuse_unknown_names`
        frozen=True,
        hide_input_in_errors=True,  # else a failed check prints every raw value, the key of the chat model included
    )

    index: Path = Field(Path(".index"), description="folder of the index")
    chroma_url: str = Field("", description="address of a Chroma server that keeps the vectors; empty: the folder")
    embedder: str = Field("", description="folder of a sentence-transformers model; empty: the one that ships")
    reader: str = Field("", description="folder of the model that reads evidence; empty: the one that ships; off: none")
    passage_size: int = Field(800, ge=200, le=8000, description="longest passage, in characters")
    min_confidence: float = Field(
        MIN_CONFIDENCE, ge=0, le=1, description="below this confidence the answer is a refusal; 0: never refuse"
    )
    chat_model: str = Field("", description="provider:model that words the answers; empty: no model, only quotes")
    chat_base_url: str = Field("", description="address of the chat model's server; empty: the provider's own")
    chat_api_key: SecretStr = Field(SecretStr(""), description="key of the chat model")
    chat_timeout_seconds: float = Field(120.0, gt=0, le=3600, description="longest wait for a chat model, in seconds")
    host: str = Field("127.0.0.1", description="address that the page listens on")
    port: int = Field(7860, ge=0, le=65535, description="port that the page listens on; 0: any free one")
    auth: SecretStr = Field(SecretStr(""), description="user:password pairs, comma between; empty: nobody is asked")
    api_key: SecretStr = Field(SecretStr(""), description="key that programs send as a bearer token; empty: none")
    allow_open: bool = Field(default=False, description="true: other machines may connect without a password")
    allowed_hosts: str = Field("", description="further names of this server that browsers may use, comma between")
    mcp: bool = Field(default=False, description="true: programs may use the MCP door at /mcp")
    queue_size: int = Field(
        32, ge=1, le=1000, description="questions that may wait before others are told to come back"
    )
    queue_seconds: float = Field(
        1.0, gt=0, le=600, description="seconds that one may wait; longer only where an answer itself takes longer"
    )
    max_question_characters: int = Field(
        LONGEST_QUESTION, ge=100, le=20000, description="longest question, in characters"
    )
    max_upload_megabytes: int = Field(20, ge=1, le=500, description="largest uploaded file, in megabytes")

    @field_validator("index", mode="before")
    @classmethod
    def _index_is_named(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("it is empty; name a folder")
        return value

    @field_validator("chroma_url", "chat_base_url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("it is no web address; begin it with http:// or https://")
        return value

    @field_validator("chat_model")
    @classmethod
    def _names_a_provider(cls, value: str) -> str:
        provider, _, model = value.partition(":")
        if value and not (provider.strip() and model.strip()):
            raise ValueError("write it as provider:model, for example openai:gpt-4.1-mini, or leave it empty")
        return value

    @field_validator("auth")
    @classmethod
    def _has_users_and_passwords(cls, value: SecretStr) -> SecretStr:
        for pair in filter(None, (part.strip() for part in value.get_secret_value().split(","))):
            user, _, password = pair.partition(":")
            if not (user and password):
                raise ValueError("write it as user:password, several with a comma between")
        return value

    @classmethod
    def load(cls, **changes: Unpack[SettingsChanges]) -> Self:
        """Read the settings; `changes` are stronger than everything else, those that are None are left out.

        Raises:
            SettingsError: A value is wrong, or a name that begins with ASSISTANT_ is unknown.
        """
        _refuse_unknown_names(set(cls.model_fields))
        given = {name: value for name, value in changes.items() if value is not None}
        try:
            return cls(**given)  # type: ignore[arg-type]  # checked by pydantic, which is what reports the errors
        except ValidationError as error:
            raise SettingsError(_in_words(error)) from None  # the chained error could show a secret

    def users(self) -> dict[str, str]:
        """Name -> password of everyone who may use the page; empty when nobody is asked."""
        pairs = [pair.strip().partition(":") for pair in self.auth.get_secret_value().split(",") if pair.strip()]
        return {user: password for user, _, password in pairs}

    def check_open(self) -> None:
        """Refuse to listen beyond this machine unless there are passwords, or the settings say that none are wanted.

        Raises:
            SettingsError: The host can be reached by others, and nobody would be asked for a password.
        """
        if is_loopback(self.host) or self.allow_open or self.users():
            return
        raise SettingsError(
            f"Listening on {self.host!r} lets other machines connect without a password. Set ASSISTANT_AUTH to "
            "user:password, or ASSISTANT_ALLOW_OPEN=true if everyone may connect."
        )


class SettingsChanges(TypedDict, total=False):
    """What a caller may set besides the environment, as the options of the command line do."""

    index: Path | str | None
    host: str | None
    port: int | None
    mcp: bool | None


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect to a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _refuse_unknown_names(fields: set[str]) -> None:
    """The library refuses unknown names in the file but not in the environment; a misspelling is an error in both."""
    known = {f"{PREFIX}{name.upper()}" for name in fields}
    in_file = dotenv_values(ENV_FILE) if ENV_FILE.is_file() else {}
    for place, names in (("the environment", os.environ), (str(ENV_FILE), in_file)):
        for name in sorted(names):
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                near = difflib.get_close_matches(name.upper(), sorted(known), n=1)
                advice = f"Did you mean {near[0]}?" if near else "See .env.example for all names."
                raise SettingsError(f"There is no setting {name}, which is set in {place}. {advice}")


def _in_words(error: ValidationError) -> str:
    problems = []
    for problem in error.errors(include_url=False, include_context=False):
        field = str(problem["loc"][0])
        secret = Settings.model_fields[field].annotation is SecretStr
        value = "" if secret else f" (it is {str(problem['input'])[:80]!r})"
        problems.append(f"{PREFIX}{field.upper()}: {problem['msg'].removeprefix('Value error, ')}{value}")
    return f"A setting is wrong. {'; '.join(problems)}. See .env.example for what each may be."
