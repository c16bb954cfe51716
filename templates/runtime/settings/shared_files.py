"""The shared config and credentials files (AWS SDKs and Tools reference guide, "Shared
config and credentials files").

The format is the one that the AWS command line reads, which is that of Python's
`configparser` in its strict form, with one level of nesting in values. It is parsed
here because importing `configparser` takes longer than reading the files. Differences:
a byte order mark is skipped, and text is UTF-8 whatever the locale says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeAlias

from ..core.errors import SettingsError

Value: TypeAlias = str | dict[str, str]
"""Text, or the options that stand indented below an empty value."""
Section: TypeAlias = dict[str, Value]


class SharedFile:
    """The sections of one file, empty where there is none. Raises SettingsError for a
    file that is malformed.

    `lines` gives the line of every option by section and name; `absent` says why
    nothing was read, empty if something was. Messages never quote a value: it may be a
    secret.
    """

    __slots__ = ("absent", "lines", "path", "sections")

    def __init__(self, path: str) -> None:
        self.path = path
        self.sections: dict[str, Section] = {}
        self.lines: dict[tuple[str, str], int] = {}
        self.absent = ""
        if not os.path.isfile(path):
            self.absent = "does not exist"
            return
        problem = ""
        text = ""
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read().removeprefix("\ufeff")
        except UnicodeDecodeError:
            problem = f"{path} is not UTF-8"
        except OSError as error:
            # As for the command line, a file that is not for this user is none.
            self.absent = f"cannot be read ({error.strerror})"
        # Raised here, because the decoding error holds the content of the file.
        if problem:
            raise SettingsError(problem)
        self._parse(text)

    def _parse(self, text: str) -> None:
        sections: dict[str, dict[str, list[str]]] = {}
        defaults: dict[str, list[str]] = {}
        name = ""
        options: dict[str, list[str]] | None = None
        value: list[str] | None = None
        level = 0
        for number, line in enumerate(text.split("\n"), 1):
            stripped = line.strip()
            if stripped.startswith(("#", ";")):
                continue
            if not stripped:
                if value is not None:
                    value.append("")
                continue
            indent = len(line) - len(line.lstrip())
            if value is not None and indent > level:
                value.append(stripped)
                continue
            level = indent
            end = stripped.rfind("]")
            if stripped[0] == "[" and end > 1:
                name, value = stripped[1:end], None
                if name == "DEFAULT":
                    options = defaults
                elif name in sections:
                    raise self._malformed(number, "this section is there twice")
                else:
                    options = sections[name] = {}
                continue
            if options is None:
                raise self._malformed(number, "an option before the first [section]")
            ends = [at for at in (stripped.find("="), stripped.find(":")) if at >= 0]
            if not ends or min(ends) == 0:
                raise self._malformed(number, "expected `name = value` or [section]")
            option = stripped[: min(ends)].rstrip().lower()
            if option in options:
                raise self._malformed(number, f"{option} is there twice in its section")
            self.lines[name, option] = number
            value = options[option] = [stripped[min(ends) + 1 :].strip()]
        for name, options in sections.items():
            merged = {**defaults, **options}
            self.sections[name] = {
                option: self._value(name, option, "\n".join(lines).rstrip())
                for option, lines in merged.items()
            }

    def _value(self, section: str, option: str, text: str) -> Value:
        if not text.startswith("\n"):
            return text
        nested: dict[str, str] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            key, equals, value = line.partition("=")
            if not equals:
                raise self._malformed(
                    self.line(section, option),
                    f"expected `name = value` in every line below {option}",
                )
            nested[key.strip()] = value.strip()
        return nested

    def line(self, section: str, option: str) -> int:
        """The line of an option, counted from 1. It may come from the section DEFAULT."""
        line = self.lines.get((section, option))
        return self.lines["DEFAULT", option] if line is None else line

    def _malformed(self, line: int, reason: str) -> SettingsError:
        return SettingsError(f"{self.path}:{line}: {reason}")


def named_sections(file: SharedFile, kind: str) -> dict[str, str]:
    """The sections `[kind name]` of a config file: section titles by name. For
    profiles, `[default]` is one, too.
    """
    found: dict[str, str] = {}
    for title in file.sections:
        # Any title that begins so counts, and of several for one name the last.
        if title.startswith(kind):
            words = _words(title)
            if len(words) == 2:
                found[words[1]] = title
        elif kind == "profile" and title == "default":
            found[title] = title
    return found


def _words(title: str) -> list[str]:
    """The words of a section's title, quoted as in a shell; none where the quotes do
    not match.
    """
    if not any(mark in title for mark in "'\"\\"):
        return "".join(" " if c in "\t\r\n" else c for c in title).strip(" ").split(" ")
    import shlex

    try:
        return shlex.split(title)
    except ValueError:
        return []


def config_path(environ: Mapping[str, str]) -> str:
    """Where the shared config file is, if there is one."""
    return _expand(environ.get("AWS_CONFIG_FILE", "~/.aws/config"), environ)


def credentials_path(environ: Mapping[str, str]) -> str:
    """Where the shared credentials file is, if there is one."""
    path = environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
    return _expand(path, environ)


def _expand(path: str, environ: Mapping[str, str]) -> str:
    path = os.path.expandvars(path)
    home = environ.get("USERPROFILE" if os.name == "nt" else "HOME")
    if home and (path == "~" or path.startswith(("~/", "~" + os.sep))):
        return home + path[1:]
    return os.path.expanduser(path)
