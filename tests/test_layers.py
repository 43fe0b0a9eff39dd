"""Every file's imports, held against the picture in the documentation: arrows point down, libraries stay at home."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LAYERS = ("knowledge", "assistant", "assistant.web", "eval", "app", "tests")
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "assistant": {"assistant", "knowledge"},
    "assistant.web": {"assistant.web", "assistant", "knowledge"},
    "eval": {"eval", "assistant", "knowledge"},
    "app": {"assistant.web", "assistant", "knowledge"},
    "tests": set(LAYERS),
}
DOORS = {"assistant/__main__.py", "assistant/cli"}  # the terminal may start the page
HOMES = {  # outside library -> files and folders that may import it
    "chromadb": {"knowledge/index/chroma_line.py", "knowledge/index/chroma_store.py"},
    "sentence_transformers": {
        "knowledge/embedding/local_embedder.py",
        "knowledge/embedding/export_model.py",
        "assistant/reader",
        "eval/train_reader",
        "eval/speed/rivals.py",  # measures it as it comes
    },
    "torch": {
        "knowledge/embedding/local_embedder.py",
        "knowledge/embedding/export_model.py",
        "assistant/reader",
        "eval/train_reader",
    },
    "langchain.chat_models": {"assistant/chat/answerer.py"},
    "langchain_openai": {"assistant/chat/answerer.py"},
    "openai": {"assistant/chat/answerer.py"},
    "gradio": {"assistant/web"},
    "fastapi": {"assistant/web"},
    "starlette": {"assistant/web"},
    "uvicorn": {"assistant/web"},
    "mcp": {"assistant/web"},
    "sqlite3": {"knowledge"},
}
# Methods of a public value that reach up for their user's comfort, when they are called: who imports whom.
SHORTCUTS = {
    ("assistant.answer", "assistant.render"),  # `answer.text`
    ("assistant.assistant", "assistant.build"),  # `Assistant.open()`
    ("assistant.assistant", "assistant.langchain"),  # `assistant.as_runnable()`
}
HEAVY = ("chromadb", "gradio", "langchain", "sentence_transformers", "sklearn", "torch", "transformers", "fastapi")


def source_files() -> list[Path]:
    folders = ("knowledge", "assistant", "eval")
    return [*ROOT.glob("*.py"), *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def layer_of(name: str) -> str | None:
    parts = name.split(".")
    deepest_first = sorted(LAYERS, key=len, reverse=True)
    return next((one for one in deepest_first if parts[: one.count(".") + 1] == one.split(".")), None)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def lies_in(path: Path, places: set[str]) -> bool:
    relative = path.relative_to(ROOT).as_posix()
    return any(relative == place or relative.startswith(f"{place}/") for place in places)


@pytest.mark.parametrize("path", source_files(), ids=module_name)
def test_imports_point_down_and_libraries_stay_at_home(path: Path) -> None:
    layer = layer_of(module_name(path))
    allowed = MAY_IMPORT[layer] if layer else set()
    if lies_in(path, DOORS):
        allowed = {*allowed, "assistant.web"}
    wrong = []
    for line, name in imports_of(path):
        target = layer_of(name)
        if target is not None and target not in allowed:
            wrong.append(f"line {line}: {layer} imports {name}")
        if name.startswith("."):
            wrong.append(f"line {line}: the relative import {name}")
        home = next((home for library, home in HOMES.items() if f"{name}.".startswith(f"{library}.")), None)
        if home is not None and not lies_in(path, home):
            wrong.append(f"line {line}: {name} belongs in {', '.join(sorted(home))}")
    assert wrong == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    packages = packages_distributions()
    missing = {}
    for path in (*source_files(), *sorted((ROOT / "tests").rglob("*.py"))):
        for _, name in imports_of(path):
            library = name.partition(".")[0]
            if library in {*sys.stdlib_module_names, "assistant", "eval", "knowledge", "tests", "atheris", ""}:
                continue
            if declared.isdisjoint(map(canonicalize_name, packages.get(library, [library]))):
                missing[library] = module_name(path)
    assert missing == {}  # but for atheris, which `make fuzz` installs


def folder_of(path: Path) -> str:
    """The folder that a file lies in; the file itself where that holds folders of files too, and so is no one thing."""
    holds_folders = any(path.parent.glob("*/__init__.py"))
    return module_name(path if holds_folders else path.parent / "__init__.py").removesuffix(".__init__")


@pytest.mark.parametrize("unit", [module_name, folder_of], ids=["files", "folders"])
def test_no_files_and_no_folders_import_each_other(unit: Callable[[Path], str]) -> None:
    modules = {module_name(path).removesuffix(".__init__"): path for path in source_files()}
    units = {module: unit(path) for module, path in modules.items()}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        imported = {name for _, name in imports_of(path) if name in modules and (module, name) not in SHORTCUTS}
        graph.setdefault(units[module], set()).update({units[name] for name in imported} - {units[module]})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_every_shortcut_is_taken_only_when_it_is_called() -> None:
    modules = {module_name(path): path for path in source_files()}
    for module, target in SHORTCUTS:
        path = modules[module]
        at_start = ast.parse(path.read_text(encoding="utf-8")).body
        named = {node.module for node in at_start if isinstance(node, ast.ImportFrom)}
        assert target in {name for _, name in imports_of(path)}
        assert target not in named


@pytest.mark.parametrize("path", source_files(), ids=module_name)
def test_every_file_opens_with_a_sentence_and_prints_only_at_the_doors(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "no docstring at the top"
    calls = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_print(node.func)]
    assert calls == [] or path.name == "__main__.py"


def _is_print(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id == "print"


@pytest.mark.parametrize("package", ["knowledge", "assistant", "assistant.answer", "knowledge.knowledge_base", "eval"])
def test_importing_a_package_loads_no_heavy_library(package: str) -> None:
    code = f"import sys, {package}; print(*(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.mark.parametrize("package", ["knowledge", "assistant"])
def test_every_public_name_of_a_package_can_be_imported(package: str) -> None:
    code = f"import {package} as p; [getattr(p, name) for name in p.__all__]; print(len(p.__all__))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) > 5
