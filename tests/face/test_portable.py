"""The face runs where the system or the installation lacks something: no such module is asked for when a room opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

UNIX = ("resource", "fcntl", "pwd", "grp", "termios")
EXTRAS = ("numpy", "scipy", "graspologic_native", "rustworkx", "rich", "IPython", "jedi", "matplotlib", "pandas")
HIDE = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hidden())
for name in {hidden!r}:
    sys.modules.pop(name, None)
"""


def without(hidden: tuple[str, ...], then: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = HIDE.format(hidden=set(hidden)) + then
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_every_room_opens_without_the_modules_of_unix_and_the_extras() -> None:
    done = without(
        (*UNIX, *EXTRAS),
        "import importlib, os, pkgutil, traceback, cityties\n"
        "del os.fork\n"
        "names = [one.name for one in pkgutil.walk_packages(cityties.__path__, 'cityties.')]\n"
        "names = [name for name in names if not name.endswith('__main__')]\n"
        "left = []\n"
        "for name in names:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        if traceback.extract_tb(error.__traceback__)[-2].filename.startswith(cityties.__path__[0]):\n"
        "            left.append((name, error.name))\n"  # what a foreign library asks of its own system is its affair
        "print(len(names), left)",
    )
    count, _, left = done.stdout.partition(" ")
    assert int(count) > 300 and left.strip() == "[]", done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("ask", "ties-of-city", "--city", "Jakarta"),
        ("draw", "compare", "--city", "Jakarta", "--other", "Ankara", "-o", "compare.html"),
        ("draw", "explore", "--city", "Jakarta", "-o", "network.html"),
        ("draw", "city", "--city", "Jakarta", "-o", "network.svg"),
    ],
    ids=" ".join,
)
def test_the_face_answers_and_draws_without_them(arguments: tuple[str, ...], tmp_path: Path) -> None:
    given = tuple(str(tmp_path / one) if one.startswith(("compare.", "network.")) else one for one in arguments)
    done = without((*UNIX, *EXTRAS), "from cityties.cli import main\nsys.exit(main(sys.argv[1:]))", *given)
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("measures", "cities"), "pip install 'cityties[measures]'"),
        (("draw", "network", "-o", "world.html"), "pip install 'cityties[measures]'"),
        (("draw", "world", "-o", "world.html"), "pip install 'cityties[measures]'"),
    ],
)
def test_one_line_tells_which_extra_is_absent(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    given = tuple(str(tmp_path / one) if one == "world.html" else one for one in arguments)
    done = without(EXTRAS, "from cityties.cli import main\nsys.exit(main(sys.argv[1:]))", *given)
    assert done.returncode == 1 and done.stderr.count("\n") == 1 and words in done.stderr
