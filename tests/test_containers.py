"""What the container files must say, read without a container."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [line.split(maxsplit=1) for line in LINES if line.strip() and not line.startswith("#")]


def steps(name: str) -> list[str]:
    return [rest for step, rest in STEPS if step == name]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_the_container_runs_as_nobody_special_on_a_read_only_system(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["pids_limit"]
    assert service["mem_limit"]
    assert "privileged" not in service
    assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", []))
    assert not any(str(volume).startswith(("/", ".", "~")) for volume in service.get("volumes", []))


def test_only_the_page_is_reachable_from_outside() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["visit"]


def test_images_are_named_with_their_version() -> None:
    images = [*steps("FROM"), *(s["image"] for s in COMPOSE["services"].values() if "image" in s)]
    assert images
    assert all(re.search(r":[\w.-]+", image) and not image.endswith(":latest") for image in images)


def test_the_last_user_is_not_root_and_owns_no_code() -> None:
    assert steps("USER") == ["10001"]  # by number, which every host can tell from root
    assert [step for step, _ in STEPS].index("USER") > max(
        n for n, (step, _) in enumerate(STEPS) if step in ("COPY", "RUN")
    )
    assert not any("--chown" in rest for rest in steps("COPY"))


def test_it_tells_its_health_and_holds_no_secret() -> None:
    assert "/healthz" in steps("HEALTHCHECK")[0]
    assert not any(re.search(r"(?i)(key|password|token|auth)=\S", rest) for rest in (*steps("ENV"), *steps("ARG")))
    assert steps("ADD") == []
    assert not any(re.search(r"curl|wget|sudo|chmod 777", rest) for rest in steps("RUN"))
    assert all("--no-cache-dir" in rest and "--constraint" in rest for rest in steps("RUN") if "pip install" in rest)


def test_what_is_private_is_not_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".env", ".git", ".index", ".venv"} <= set(ignored)
