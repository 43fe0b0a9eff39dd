import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import PREFIX, Settings, is_loopback

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("# ").split("=", 1) for line in lines if re.match(r"# ASSISTANT_[A-Z_]+=", line))
    defaults = {}
    for name, value in Settings.load():
        secret = isinstance(value, SecretStr)
        defaults[f"{PREFIX}{name.upper()}"] = value.get_secret_value() if secret else str(value)
    assert {name: value.lower() for name, value in shown.items()} == {n: v.lower() for n, v in defaults.items()}


def test_the_example_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(text.replace("# ASSISTANT_", "ASSISTANT_"), encoding="utf-8")
    assert Settings.load() == Settings()


def test_an_option_is_stronger_than_the_environment_and_that_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_PORT=1111\nASSISTANT_HOST=::1\nOTHER=1\n", encoding="utf-8")
    assert Settings.load().port == 1111
    monkeypatch.setenv("ASSISTANT_PORT", "2222")
    assert Settings.load().port == 2222
    assert Settings.load(port=3333).port == 3333
    assert Settings.load(port=None).host == "::1"


def test_an_empty_value_in_the_environment_hides_the_one_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_CHAT_MODEL=openai:some\n", encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "")
    assert Settings.load().chat_model == ""


@pytest.mark.parametrize("place", ["environment", "file"])
def test_a_misspelt_name_is_an_error_that_tells_the_right_one(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "file":
        (tmp_path / ".env").write_text("ASSISTANT_PROT=80\n", encoding="utf-8")
    else:
        monkeypatch.setenv("ASSISTANT_PROT", "80")
    with pytest.raises(SettingsError, match="Did you mean ASSISTANT_PORT"):
        Settings.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("PASSAGE_SIZE", "3"),
        ("CHROMA_URL", "localhost:8000"),
        ("CHAT_MODEL", "gpt"),
        ("INDEX", " "),
        ("MCP", "perhaps"),
        ("CHAT_TIMEOUT_SECONDS", "0"),
    ],
)
def test_a_wrong_value_is_an_error_that_shows_name_and_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert f"{PREFIX}{name}" in str(caught.value)
    assert repr(value) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["AUTH", "API_KEY", "CHAT_API_KEY"])
def test_no_secret_is_ever_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", "user:open-sesame")
    monkeypatch.setenv("ASSISTANT_PORT", "many")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "sesame" not in repr(caught.value) + repr(caught.value.__cause__)
    monkeypatch.delenv("ASSISTANT_PORT")
    assert "sesame" not in repr(Settings.load()) + Settings.load().model_dump_json()


def test_a_password_alone_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_AUTH", "sesame")
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert "sesame" not in str(caught.value)


def test_users_are_read_with_colons_in_their_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_AUTH", "ann:a:b, bob:c")
    assert Settings.load().users() == {"ann": "a:b", "bob": "c"}


def test_listening_beyond_this_machine_needs_passwords_or_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_AUTH"):
        Settings.load(host="0.0.0.0").check_open()
    monkeypatch.setenv("ASSISTANT_ALLOW_OPEN", "true")
    Settings.load(host="0.0.0.0").check_open()
    monkeypatch.setenv("ASSISTANT_ALLOW_OPEN", "false")
    monkeypatch.setenv("ASSISTANT_AUTH", "ann:secret")
    Settings.load(host="0.0.0.0").check_open()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]"])
def test_loopback_is_known_in_every_spelling(host: str) -> None:
    assert is_loopback(host)
    Settings.load(host=host).check_open()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])
def test_other_addresses_are_not_taken_for_loopback(host: str) -> None:
    assert not is_loopback(host)
