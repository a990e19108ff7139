"""The command line explains itself: help, languages, wrong usage, completion."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from cli import YOUTH, call, process
from readme_blocks import README, ROOT

from award_opt.cli import COMMANDS, commands
from award_opt.cli.shape import Command, Option, spoken


def every_command() -> dict[str, Command]:
    ctx = click.Context(commands, obj="en")
    found = {name: commands.get_command(ctx, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if isinstance(command, Command)}


# --- help, README and commands agree


def test_every_command_speaks_both_languages_in_all_its_help() -> None:
    assert list(every_command()) == list(COMMANDS)
    for name, command in every_command().items():
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        texts = [command.about, *(option.about for option in options if isinstance(option, Option))]
        assert len(texts) == len(options) + 1, name
        assert all(text["nl"] and text["en"] and text["nl"] != text["en"] for text in texts), name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_the_language_asked_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    dutch = call(capsys, name, "--help", "--lang", "nl")
    english = call(capsys, name, "--help")
    assert (dutch.code, english.code) == (0, 0)
    assert dutch.out.startswith("Gebruik:")
    assert "Voorbeeld:" in dutch.out
    assert english.out.startswith("Usage:")
    assert "Example:" in english.out


def test_the_overview_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    listed = re.findall(r"^  ([a-z]+)  ", call(capsys, "--help").out, re.MULTILINE)
    assert listed == list(COMMANDS)


def test_every_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("models", "instances"):
        shutil.copytree(ROOT / name, tmp_path / name)
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert call(capsys, "solve", YOUTH, "-o", "award.json").code == 0
        for name, command in every_command().items():
            program, *words = shlex.split(command.example)
            assert (program, words[0]) == ("award-opt", name)
            done = call(capsys, *words)
            assert (done.code, done.err) == (0, ""), name
    finally:
        os.chdir(before)


def test_every_option_of_the_readme_exists() -> None:
    text = README.read_text(encoding="utf-8")
    own = re.sub(r"^    (dask|openssl) .*$|`--no-dashboard`", "", text, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", own))
    known = {
        word
        for c in every_command().values()
        for p in c.params
        for word in (*p.opts, *p.secondary_opts)
    }
    assert used - known == {"--help"}


# --- languages


def test_the_language_comes_from_the_option_then_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert spoken(["solve"]) == "en"
    monkeypatch.setenv("AWARD_OPT_LANG", "nl")
    assert spoken(["solve"]) == "nl"
    assert spoken(["solve", "--lang", "en"]) == "en"
    assert spoken(["--lang=en", "solve"]) == "en"


def test_numbers_are_written_in_the_language(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "170.00" in call(capsys, "solve", "models/veendorp.toml").out
    dutch = call(capsys, "solve", "models/veendorp.toml", "--lang", "nl").out
    assert "170,00" in dutch
    assert "170.00" not in dutch


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_wrong_command_names_the_nearest(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = call(capsys, "--lang", lang, "slove")
    assert done.code == 2
    assert "'solve'" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "COMMAND"),
        (["solve"], "MODEL"),
        (["solve", "--lang"], "--lang"),
        (["solve", YOUTH, "--al"], "--all"),
        (["solve", YOUTH, "--time-limit", "0"], "--time-limit"),
        (["solve", YOUTH, "--time-limit", "nan"], "--time-limit"),
        (["solve", YOUTH, "--all", "0"], "--all"),
        (["solve", YOUTH, "--all"], "--all"),
        (["solve", YOUTH, "--frobnicate"], "--frobnicate"),
        (["doctor", "extra"], "extra"),
        (["verify", YOUTH], "AWARD"),
        (["verify", YOUTH, "a", "b", "c"], "AWARD"),
        (["schema", "models"], "model"),
        (["rules", "max_winer"], "max_winners"),
        (["generate", YOUTH, "-o", "x"], "--providers"),
        (["check", YOUTH, "--lang", "fr"], "--lang"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_wrong_usage_exits_2_and_says_what_is_wrong(
    lang: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "--lang", lang, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["solve"], "MODEL ontbreekt."),
        (["solve", YOUTH, "--al"], "Er is geen optie --al."),
        (["solve", YOUTH, "--all"], "--all vraagt een waarde"),
        (["solve", YOUTH, "--all", "0"], "geef een geheel getal vanaf 1"),
        (["schema", "models"], "FILE heeft een verkeerde waarde 'models'; kies uit model, award."),
        (["doctor", "extra"], "te veel achter de opdracht: extra."),
    ],
)
def test_wrong_usage_is_explained_in_dutch(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in call(capsys, "--lang", "nl", *words).err


@pytest.mark.parametrize(
    ("words", "found", "nl", "en"),
    [
        (["generate", YOUTH, "--providers", "x"], "x", "geef een geheel getal van 1 tot en met "
         "100000", "give a whole number from 1 up to and including 100000"),
        (["solve", YOUTH, "--all", "0"], "0", "geef een geheel getal vanaf 1",
         "give a whole number from 1"),
        (["solve", YOUTH, "--time-limit", "nan"], "nan",
         "geef een getal groter dan 0, tot en met 10000000",
         "give a number above 0, up to and including 10000000"),
        (["letters", YOUTH, "--date", "2026-13-01"], "2026-13-01",
         "geef een dag als JJJJ-MM-DD, tot en met het jaar 2999",
         "give a day as YYYY-MM-DD, up to and including the year 2999"),
        (["letters", YOUTH, "--date", "3000-01-01"], "3000-01-01",
         "geef een dag als JJJJ-MM-DD, tot en met het jaar 2999",
         "give a day as YYYY-MM-DD, up to and including the year 2999"),
        (["sweep", YOUTH, "--frontier", "money", "--frontier", "mony"], "mony",
         "kies uit partners, small_share, money", "choose from partners, small_share, money"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_is_allowed(
    words: list[str], found: str, nl: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    option = next(word for word in reversed(words) if word.startswith("--"))
    for lang, said in (
        ("nl", f"Fout: {option} heeft een verkeerde waarde '{found}'; {nl}.\n"),
        ("en", f"Error: {option} has a wrong value '{found}'; {en}.\n"),
    ):
        done = call(capsys, "--lang", lang, *words)
        assert done.code == 2
        assert done.err.endswith(said)


def test_the_help_writes_a_day_as_its_language_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--date JJJJ-MM-DD" in call(capsys, "letters", "--help", "--lang", "nl").out
    assert "--date YYYY-MM-DD" in call(capsys, "letters", "--help", "--lang", "en").out
    assert "points:BOD" not in call(capsys, "sweep", "--help", "--lang", "nl").out


def test_the_shell_completes_commands_and_options() -> None:
    for words, completed in (
        ("award-opt so", "plain,solve"),
        ("award-opt solve --al", "plain,--all"),
    ):
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        done = process(env={"_AWARD_OPT_COMPLETE": "bash_complete", **asked})
        assert (done.code, done.out.strip()) == (0, completed)
