"""The files and the page for running glambot on a wiki fit pywikibot, Toolforge, systemd and glambot."""

import ast
import configparser
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import requires
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import pytest
from jobs_cli import cli as toolforge_jobs

from glambot import cli
from glambot.commands.live import numbers
from glambot.commands.review import review
from glambot.setups import Settings

if TYPE_CHECKING:
    from toolforge_weld.api_client import ToolforgeClient

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/running.md"
EXAMPLE = ROOT / "user-config.py.example"
# Code 4 is that of a run against a live wiki only.
STOPPED_BY_THE_WIKI = 4
PWB = "import sys; sys.argv = ['pwb', 'found']; from pywikibot.scripts.wrapper import run; run()"
CONFIG = """
import json, warnings
warnings.simplefilter("error")
from pywikibot import config
print(json.dumps({name: getattr(config, name) for name in %r}, default=str))
"""


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _is_review(line: str) -> bool:
    """Return whether a command line starts ``glambot review``."""
    program, command, *_ = shlex.split(line)
    return Path(program).name == "glambot" and command == "review" and command in cli.cli.commands


# Toolforge


class _Gateway:
    """Stands for Toolforge's API, and keeps the jobs it is sent."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, object]] = []

    def patch(self, path: str, *, json: dict[str, object]) -> None:
        assert path == "/jobs/"
        self.jobs.append(json)


def _load(file: Path) -> list[dict[str, object]]:
    """Return the jobs of a file as Toolforge's own client reads, checks and sends them."""
    gateway = _Gateway()
    toolforge_jobs.op_load(
        api=cast("ToolforgeClient", gateway), file=str(file), job_name=None, tool_name="glambot"
    )
    return gateway.jobs


def _processes() -> Mapping[str, str]:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_toolforge_takes_the_jobs() -> None:
    """Toolforge's client loads jobs.yaml: one job an hour, which is over before the next one."""
    (job,) = _load(ROOT / "jobs.yaml")
    assert job == {
        "name": "glambot",
        "cmd": "review",
        "imagename": "tool-glambot/tool-glambot:latest",
        "job_type": "scheduled",
        "schedule": "@hourly",
        "timeout": 3000,
        "retry": 0,
        "emails": "onfailure",
        "memory": "512Mi",
        "cpu": "0.5",
    }


@pytest.mark.parametrize(
    ("line", "instead"),
    [("  retry: 0", "  retry: 9"), ("  emails: onfailure", "  emails: always"), ("  mem:", "  memory:")],
)
def test_toolforge_refuses_other_jobs(line: str, instead: str, tmp_path: Path) -> None:
    """The same client refuses jobs.yaml with a value or a key that there is not."""
    text = (ROOT / "jobs.yaml").read_text("utf-8")
    assert line in text
    changed = tmp_path / "jobs.yaml"
    changed.write_text(text.replace(line, instead), "utf-8")
    with pytest.raises(SystemExit):
        _load(changed)


def test_the_job_runs_a_command_of_glambot() -> None:
    """The job names a line of Procfile, and each line of Procfile starts glambot review."""
    processes = _processes()
    (job,) = _load(ROOT / "jobs.yaml")
    assert job["cmd"] in processes
    assert all(map(_is_review, processes.values()))


def test_the_jobs_shown_are_jobs(tmp_path: Path) -> None:
    """The jobs in docs/running.md are those of jobs.yaml, and a variant that Toolforge's client takes too."""
    shown = []
    for block in _blocks("yaml"):
        file = tmp_path / "jobs.yaml"
        file.write_text(block, "utf-8")
        shown += _load(file)
    built, installed = shown
    assert [built] == _load(ROOT / "jobs.yaml")
    assert _is_review(str(installed["cmd"]).replace("$HOME", "/data/project/glambot"))


def test_the_commands_of_toolforge_shown_are_commands() -> None:
    """Toolforge's client understands every ``toolforge jobs`` command in docs/running.md."""
    lines = re.findall(r"(?:^|(?<=`))toolforge jobs [^`\n]+", PAGE.read_text("utf-8"), re.MULTILINE)
    operations = {toolforge_jobs.arg_parser(shlex.split(line)[2:]).operation for line in lines}
    assert operations == {"run", "load", "list", "logs", "restart", "delete", "quota"}


def test_the_build_service_finds_the_package() -> None:
    """requirements.txt installs the project itself, with what OAuth needs, and nothing else."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [".[oauth]"]


def test_oauth_needs_what_pywikibot_says() -> None:
    """The extra ``oauth`` is pywikibot's own for OAuth, which is there and asks for mwoauth."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (wanted,) = project["optional-dependencies"]["oauth"]
    extra = re.match(r"pywikibot\[(\w+)\]", wanted)
    assert extra is not None
    of_extra = [line for line in requires("pywikibot") or () if f'extra == "{extra[1]}"' in line]
    assert any(line.startswith("mwoauth") for line in of_extra)


# pywikibot


def _names(text: str) -> set[str]:
    """Return the names that a configuration sets, itself or a part of them."""
    names = set()
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            (target,) = statement.targets
            while isinstance(target, ast.Subscript):
                assert isinstance(target.value, ast.Name | ast.Subscript)
                target = target.value
            assert isinstance(target, ast.Name)
            names.add(target.id)
    return names


def _configured(text: str, folder: Path, *names: str) -> dict[str, object]:
    """Return settings as pywikibot has them once it has read a configuration in a new process."""
    (folder / "user-config.py").write_text(text, "utf-8")
    done = subprocess.run(  # noqa: S603 - the code of this test
        [sys.executable, "-c", CONFIG % (names,)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _with_comments_on() -> str:
    """Return the example with the settings that stand in comments taken out of them."""
    return re.sub(r'^# (?=\w+\[|    "|\)$)', "", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE)


def test_every_setting_is_one_of_pywikibot(tmp_path: Path) -> None:
    """It is read by pywikibot without a warning, and every name set in it is one that pywikibot has."""
    text = EXAMPLE.read_text("utf-8")
    names = _names(text)
    assert {"usernames", "password_file", "user_agent_description", "write_maxlag"} <= names
    found = _configured(text, tmp_path, *names)
    assert found["usernames"] == {"meta": {"meta": "ExampleBot"}}
    assert (found["max_retries"], found["retry_wait"], found["retry_max"]) == (5, 5, 60)


def test_the_settings_in_comments_are_settings_too(tmp_path: Path) -> None:
    """The other wiki and OAuth, taken out of their comments, are settings of pywikibot."""
    text = _with_comments_on()
    names = _names(text) - _names(EXAMPLE.read_text("utf-8"))
    assert names == {"family_files", "authenticate"}
    found = _configured(text, tmp_path, *names, "usernames")
    assert found["usernames"] == {"meta": {"meta": "ExampleBot"}, "mywiki": {"mywiki": "ExampleBot"}}
    (tokens,) = dict(ast.literal_eval(str(found["authenticate"]))).values()
    assert len(tokens) == 4


def test_an_unknown_setting_would_be_noticed(tmp_path: Path) -> None:
    """The two tests above can fail: an old name for a setting gives pywikibot's warning."""
    with pytest.raises(AssertionError, match="maxlag"):
        _configured(EXAMPLE.read_text("utf-8") + "maxlag = 5\n", tmp_path, "write_maxlag")


def test_pwb_finds_scripts_of_this_folder(tmp_path: Path) -> None:
    """With the example as configuration, pwb runs a script that stands in scripts/ beside it."""
    (tmp_path / "user-config.py").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/found.py").write_text("print('found')\n", "utf-8")
    done = subprocess.run(  # noqa: S603 - the code of this test
        [sys.executable, "-c", PWB],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("found\n", 0), done.stderr


def test_secrets_stay_out_of_the_repository() -> None:
    """Git ignores the files that the real account goes into, and only the example is kept."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"user-config.py", "user-password.py", "glambot.env"} <= set(ignored)


# The page


def _rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without its first two lines."""
    section = PAGE.read_text("utf-8").partition(f"\n{heading}\n")[2].partition("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def test_variables_are_named_for_their_options() -> None:
    """Each option in docs/running.md has the variable of its name, and the program knows no other pair."""
    pairs = {}
    for option, variable, *_ in _rows("## Options and variables"):
        name = option.strip("`").split()[0]
        pairs[name] = variable.strip("`")
        assert pairs[name] == f"GLAMBOT_{name.removeprefix('--').upper().replace('-', '_')}"
    declared = {
        parameter.opts[0]: parameter.envvar
        for parameter in cli.cli.commands["review"].params
        if isinstance(parameter, click.Option) and parameter.envvar
    }
    assert declared.items() <= pairs.items()


def test_every_exit_code_is_told_what_to_do_about() -> None:
    """docs/running.md has a row for each exit code of the program, and for that of a stopped run."""
    codes = {int(code) for code, *_ in _rows("## Exit codes")}
    assert codes >= {cli.DONE, cli.ERROR, cli.USAGE, cli.WOULD_CHANGE, cli.INTERRUPTED}
    assert STOPPED_BY_THE_WIKI in codes


def test_the_units_shown_are_units_of_systemd() -> None:
    """The service runs glambot review once with the file of variables, and the timer starts it each hour."""
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for unit in (service, timer):
        unit.optionxform = str  # type: ignore[assignment, method-assign]
    for unit, block in zip((service, timer), _blocks("ini"), strict=True):
        unit.read_string(block)
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["EnvironmentFile"] == "/etc/glambot.env"
    assert _is_review(service["Service"]["ExecStart"])
    assert timer["Timer"]["OnCalendar"] == "hourly"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_line_for_cron_is_one() -> None:
    """The line for cron has five fields of time, and starts glambot review."""
    (line,) = _blocks("cron")
    *times, command = line.split(None, 5)
    assert len(times) == 5
    assert all(re.fullmatch(r"\*|\d+", field) for field in times)
    assert _is_review(command.rpartition("&& ")[2])


def test_the_file_of_variables_is_one() -> None:
    """The example of glambot.env sets variables the page names, to values that a shell leaves as they are."""
    text = PAGE.read_text("utf-8")
    (block,) = _blocks("text")
    for line in block.splitlines():
        name, _, value = line.partition("=")
        assert f"`{name}`" in text
        assert shlex.split(value) == [value]


def test_options_and_settings_have_the_same_defaults() -> None:
    """What the command takes where nothing is given is what the library takes."""
    given = {parameter.name: parameter.default for parameter in review.params}
    settings = Settings(user="ExampleBot")
    assert (given["template"], given["right"]) == (settings.template, settings.right)
    assert (numbers(str(given["namespaces"])), given["heartbeat"]) == (
        settings.namespaces,
        settings.heartbeat,
    )
