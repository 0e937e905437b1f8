"""The set-up on machines that lack something, and the QML check on screens that are wrong."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LISTS = sorted((PACKAGING / "apt").glob("*.txt"))

VIEW = '''"""One view."""
from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement
QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

@QmlElement
class {name}(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def title(self) -> str:
        return ""

    @Property(int, constant=True)
    def size(self) -> int:
        return 1
'''
SCREEN = """import QtQuick
import Kiosk

Text {{
    required property {name} view
    text: view.{member} + view.size
}}
"""


@pytest.fixture
def project(tmp_path):
    """A project of two view modules and two screens, with the check of this one."""
    shutil.copytree(PACKAGING, tmp_path / "packaging")
    for folder, name in (("ui", "SessionView"), ("dock", "PanelView")):
        (tmp_path / "kiosk" / folder).mkdir(parents=True)
        (tmp_path / "kiosk" / folder / f"{folder}_view.py").write_text(VIEW.format(name=name))
        (tmp_path / "kiosk" / folder / "Main.qml").write_text(SCREEN.format(name=name, member="title"))
    return tmp_path


def qmllint(project):
    command = [sys.executable, "packaging/qmllint.py"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def test_screens_that_agree_with_their_views_pass(project):
    done = qmllint(project)
    assert done.returncode == 0, done.stderr
    assert "2 files agree with 2 modules" in done.stdout


def test_a_member_that_the_view_has_not_is_refused(project):
    (project / "kiosk/ui/Main.qml").write_text(SCREEN.format(name="SessionView", member="titel"))
    done = qmllint(project)
    assert done.returncode == 1
    assert 'Member "titel" not found on type "SessionView"' in done.stderr


def test_a_mere_warning_is_refused(project):
    (project / "kiosk/dock/Main.qml").write_text(
        "import QtQuick\nItem { property int n; Item { width: n } }\n"
    )
    done = qmllint(project)
    assert done.returncode == 1
    assert "Unqualified access" in done.stderr


def test_a_view_that_python_cannot_read_is_refused(project):
    (project / "kiosk/ui/ui_view.py").write_text(VIEW.format(name="Session View"))
    assert qmllint(project).returncode == 1


def test_a_python_that_does_not_fit_is_refused_and_nothing_made(project):
    command = ["bash", "packaging/environment.sh"]
    done = subprocess.run(
        command, cwd=project, env=os.environ | {"PYTHON": "/bin/false"}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "/bin/false is not 3.11, 3.12 or 3.13" in done.stderr
    assert not (project / ".venv").exists()


@pytest.fixture
def no_administrator():
    """A folder open to everybody, with all the programs that the script needs except sudo."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(PACKAGING, folder / "packaging")
        (folder / "bin").mkdir()
        for program in ("apt-cache", "bash", "dirname", "dpkg-query", "env", "grep", "id", "paste"):
            (folder / "bin" / program).symlink_to(shutil.which(program))
        yield folder


def system_packages(folder, *lists):
    nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
    command = ["bash", folder / "packaging/system-packages.sh", *lists]
    return subprocess.run(
        command, cwd=folder, env={"PATH": str(folder / "bin")}, capture_output=True, text=True, **nobody
    )


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="not Debian or Ubuntu")
def test_without_an_administrator_one_command_to_ask_for_is_said(no_administrator):
    (no_administrator / "packaging/apt/odd.txt").write_text(
        "# a comment\nbash\n\nno-such-a|no-such-b\nno-such-c\n"
    )
    done = system_packages(no_administrator, "odd")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1:] == [
        "apt-get update && apt-get install -y --no-install-recommends no-such-b no-such-c"
    ]


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="not Debian or Ubuntu")
def test_the_name_that_this_release_knows_is_taken_however_much_is_said_of_it(no_administrator):
    """apt-cache goes on after the candidate, and once ended by a signal where nobody read on."""
    talkative = no_administrator / "bin/apt-cache"
    talkative.unlink()
    talkative.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "known = sys.argv[2] == 'no-such-a'\n"
        "print(sys.argv[2] + ':\\n  Candidate:', '1.0' if known else '(none)')\n"
        "print('  Version table:\\n' + '     1.0 500\\n' * 100_000)\n"
    )
    talkative.chmod(0o755)
    (no_administrator / "packaging/apt/odd.txt").write_text("no-such-a|no-such-b\nno-such-b2|no-such-c\n")
    done = system_packages(no_administrator, "odd")
    assert done.stderr.splitlines()[1:] == [
        "apt-get update && apt-get install -y --no-install-recommends no-such-a no-such-c"
    ]


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="not Debian or Ubuntu")
def test_one_of_two_names_is_enough_and_nobody_is_asked(no_administrator):
    (no_administrator / "packaging/apt/even.txt").write_text("bash\nno-such-name|dpkg\n")
    done = system_packages(no_administrator, "even")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_elsewhere_than_on_debian_it_says_so(no_administrator):
    (no_administrator / "bin/dpkg-query").unlink()
    done = system_packages(no_administrator, "run")
    assert done.returncode == 1
    assert "not Debian or Ubuntu" in done.stderr


def test_a_package_is_listed_once_by_a_name_that_apt_takes():
    lines = [line for path in LISTS for line in path.read_text().splitlines() if line and line[0] != "#"]
    names = [name for line in lines for name in line.split("|")]
    assert len(set(names)) == len(names) > 20
    assert [name for name in names if not re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name)] == []
