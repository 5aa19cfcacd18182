"""The files of deploy/ and the guide to them: what they call exists, with the options that they give it."""

from __future__ import annotations

import argparse
import configparser
import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from cityties.cli import make_parser

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
EXTRAS = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"])


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments of a command, as the command line would; a wrong one ends the test."""
    try:
        return make_parser().parse_args(arguments)
    except SystemExit as end:
        raise AssertionError(f"cityties {shlex.join(arguments)}: no such command") from end


def instructions(path: Path) -> list[tuple[str, str]]:
    """Give the instructions of a Containerfile: each its word and what follows."""
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    told = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in told]


def filled(value: Any) -> Any:
    """Put what compose fills in from the environment into a value: the default, or a word."""
    if isinstance(value, str):
        return re.sub(r"\$\{\w+(?::-([^}]*)|:\?[^}]*)?\}", lambda found: found[1] or "word", value)
    return [filled(one) for one in value] if isinstance(value, list) else value


def test_each_file_is_told_of_in_the_guide() -> None:
    files = sorted(str(path.relative_to(DEPLOY)) for path in DEPLOY.rglob("*") if path.is_file())
    assert len(files) >= 5
    assert [name for name in files if f"deploy/{name}" not in GUIDE] == []


def test_a_wrong_option_is_found() -> None:
    with pytest.raises(AssertionError, match="no such command"):
        parsed(["serve", "--root", "/x", "--no-such-option"])


def test_the_service_runs_what_there_is() -> None:
    unit = configparser.RawConfigParser(strict=True, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "cityties.service", encoding="utf-8")
    assert set(unit) == {"DEFAULT", "Unit", "Service", "Install"}
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/bin/cityties") and program.startswith("/")
    told = parsed(arguments)
    assert told.command == "serve" and told.access_log and told.host == "127.0.0.1"
    for promised in ("DynamicUser", "NoNewPrivileges", "PrivateTmp"):
        assert unit["Service"][promised] == "yes"
    assert unit["Service"]["Environment"] == "XDG_DATA_HOME=%S/" + unit["Service"]["StateDirectory"]
    assert int(unit["Service"]["TimeoutStopSec"]) > 7  # what a server may take to end


def test_the_image_has_all_that_the_wheel_is_made_of() -> None:
    told = instructions(DEPLOY / "Containerfile")
    assert {word for word, _ in told} <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE",
                                          "HEALTHCHECK", "ENTRYPOINT", "CMD"}  # fmt: skip
    copied = {one.rstrip("/") for word, rest in told if word == "COPY" for one in rest.split()[:-1]}
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = build["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", build["project"]["readme"], *build["project"]["license-files"], *wheel["packages"]}
    assert copied == needed | set(wheel["force-include"])
    assert all((ROOT / one).exists() for one in copied)
    assert dict(told)["USER"] not in ("0", "root")


def test_the_image_runs_what_there_is() -> None:
    told = instructions(DEPLOY / "Containerfile")
    install = next(rest for word, rest in told if word == "RUN" and "pip install" in rest)
    extras = set(re.findall(r"\.\[([\w,]+)\]", install)[0].split(","))
    assert "serve" in extras and extras <= EXTRAS
    assert json.loads(dict(told)["ENTRYPOINT"]) == ["cityties"]
    command = parsed(json.loads(dict(told)["CMD"]))
    assert (command.command, command.host, str(command.port)) == ("serve", "0.0.0.0", dict(told)["EXPOSE"])
    health = next(rest for word, rest in told if word == "HEALTHCHECK")
    program = json.loads(health[health.index("CMD") + 4 :])
    assert program[:2] == ["python", "-c"] and "/health" in program[2]
    compile(program[2], "HEALTHCHECK", "exec")


def test_compose_starts_what_there_is() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = told["services"]
    assert set(services) == {"pages", "fill", "virtuoso"}
    for name in ("pages", "fill"):
        command = parsed(filled(services[name]["command"]))
        assert services[name]["image"] == "cityties"
        assert command.command == {"pages": "serve", "fill": "build"}[name]
    build = services["pages"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert {one.partition(":")[0] for one in service.get("volumes", ())} <= set(told["volumes"])
        assert all(one.startswith("127.0.0.1:") for one in service.get("ports", ()))  # the proxy is what others ask
    assert "http://virtuoso:8890" in services["fill"]["command"][-1]
    password = {
        services["virtuoso"]["environment"]["DBA_PASSWORD"],
        services["fill"]["environment"]["CITYTIES_PASSWORD"],
    }
    assert len(password) == 1 and ":?" in password.pop()  # told by whoever starts it, and by no file


def test_the_proxy_of_nginx_leads_below_the_path_that_the_server_is_told() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    told = re.search(r"`cityties (serve [^`]+)`", text)
    assert told is not None
    options = parsed(shlex.split(told[1]))
    assert f"location {options.root_path}/ {{" in text and f"server_name {options.host_name[0]};" in text
    assert "proxy_set_header Host $host;" in text and text.count("{") == text.count("}")


def test_each_command_of_the_guide_exists() -> None:
    lines = [line.strip() for line in GUIDE.splitlines() if line.startswith("    cityties ")]
    spans = [span for span in re.findall(r"`(cityties [^`]+)`", GUIDE) if " --" in span]
    assert lines and spans
    for line in (*lines, *spans):
        parsed(shlex.split(line)[1:])
    for option in re.findall(r"`(--[a-z-]+)", GUIDE):
        assert any(option in one.option_strings for one in _serve()._actions) or option == "--store", option


def _serve() -> argparse.ArgumentParser:
    for action in make_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            found: argparse.ArgumentParser = action.choices["serve"]
            return found
    raise AssertionError("no command serve")
