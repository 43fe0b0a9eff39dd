import json
import re
from collections.abc import Iterator
from pathlib import Path

import pdoc
import pytest

import assistant
import knowledge.loaders
from assistant.assistant import Assistant
from assistant.settings import PREFIX, Settings
from tests.documentation import ROOT, blocks, commands, inside, run_command
from tests.reference import PACKAGES, load_public_names, modules
from tests.running import running

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def server(visit: Assistant) -> Iterator[str]:
    """The real server over the real collection."""
    from assistant.web.serve import build_server

    with running(build_server(visit, Settings.load(mcp=True))) as address:
        yield address


@pytest.mark.parametrize(
    "page",
    [page if page.name == "README.md" else pytest.param(page, marks=pytest.mark.slow) for page in PAGES],
    ids=lambda page: page.name,
)
def test_what_the_documentation_shows_runs(page: Path, server: str, visit_index: Path, tmp_path: Path) -> None:
    names: dict[str, object] = {"__name__": "documentation"}
    for folder in ("python", "console"):
        (tmp_path / folder).mkdir()
    opened = []
    try:
        for block in blocks(page):
            text = block.text.replace("http://127.0.0.1:7860", server)
            if block.language == "python":
                with inside(tmp_path / "python", visit_index):
                    exec(compile(text, f"{page.name}:{block.start}", "exec"), names)
                opened += [value for value in names.values() if isinstance(value, Assistant)]
            elif block.language == "console":
                with inside(tmp_path / "console", visit_index):
                    (tmp_path / "console" / "my_chain.py").write_text(
                        'def answer(question, history):\n    return "It was signed in 2018."\n', encoding="utf-8"
                    )
                    for command, said in commands(block):
                        printed = run_command(command.replace("http://127.0.0.1:7860", server))
                        if said.strip():
                            assert printed == said, f"{command}: run `make readme` if the new output is right"
            elif block.language == "json":
                json.loads(text)
            elif block.language not in ("text", "markdown", "toml", "yaml"):
                pytest.fail(f"{page.name}: nothing here runs a block of {block.language!r}")
    finally:
        for assistant in opened:
            assistant.knowledge.close()


@pytest.mark.parametrize("notebook", sorted((ROOT / "examples").glob("*.ipynb")), ids=lambda path: path.name)
def test_every_notebook_runs(notebook: Path, visit_index: Path, tmp_path: Path) -> None:
    names: dict[str, object] = {}
    with inside(tmp_path, visit_index):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                assert cell["outputs"] == []
                exec(compile("".join(cell["source"]), notebook.name, "exec"), names)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_the_readme_names_settings_that_there_are() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", text))
    assert named
    assert named <= {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_the_reference_tells_what_every_public_name_is() -> None:
    load_public_names()
    for package in (*PACKAGES, knowledge.loaders):
        page = pdoc.doc.Module(package)
        assert all(page.members[name].docstring for name in package.__all__), package.__name__
    assert "The assistant over the curated knowledge" in pdoc.doc.Module(assistant).get("Assistant.open").docstring
    assert {"knowledge.index.store", "assistant.answerer", "assistant.web.api.http", "eval"} <= set(modules())
