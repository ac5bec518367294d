"""Rules of the repository that no linter knows."""

import re
from pathlib import Path, PurePosixPath

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SOURCES = CHECKOUT / "static" / "src"
IMPORT = re.compile(r"""(?:^|\s)(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]""")
# Which folders of static/src a folder may import from; files beside them (store.ts) have the name “.”.
MAY_IMPORT = {
    "model": {"model"},
    "sync": {"sync", "model", "."},
    "charts": {"charts", "model"},
    "board": {"board", "charts", "model", "."},
}


def imports_of(source: Path) -> list[PurePosixPath]:
    """The files of static/src that a file imports, relative to it."""
    names = [first or second for first, second in IMPORT.findall(source.read_text(encoding="utf-8"))]
    return [
        PurePosixPath((source.parent / name).resolve().relative_to(SOURCES)) for name in names if name.startswith(".")
    ]


def room(path: PurePosixPath) -> str:
    return path.parts[0] if len(path.parts) > 1 else "."


def test_the_rooms_of_the_board_keep_apart() -> None:
    wrong = []
    for folder, allowed in MAY_IMPORT.items():
        sources = [path for path in (SOURCES / folder).rglob("*.ts*") if ".test." not in path.name]
        assert sources, f"static/src/{folder} is empty"
        for source in sources:
            wrong += [
                f"{source.relative_to(SOURCES)} imports {target}"
                for target in imports_of(source)
                if room(target) not in allowed
            ]
    assert wrong == []


def test_an_import_in_any_form_is_seen() -> None:
    text = "import type { A } from '../sync/client'\nexport { b } from './b'\n"
    text += "const c = await import('../board/c')\nimport './x.css'\n"
    found = [first or second for first, second in IMPORT.findall(text)]
    assert found == ["../sync/client", "./b", "../board/c", "./x.css"]


def test_lock_files_pin_by_hash_and_name_no_address() -> None:
    locks = [*sorted((CHECKOUT / "requirements").glob("*.txt")), CHECKOUT / "package-lock.json"]
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "sha256:" in text or "sha512-" in text
        assert not re.search(r'"resolved"|--index-url|--extra-index-url|--find-links| @ https?:', text), lock
