"""Names of files, their places on a disk, and keys of a registry, as they stand in running text."""

import re

_STEP = r"\\{1,2}"
"""Between folders: text from JSON, YARA or a programme's source has the backslash twice."""

_FOLDER = r"""[^\\/:*?"<>|\s,;](?:[^\\/:*?"<>|\r\n\t]{0,80}[^\\/:*?"<>|\s])?"""
"""May have spaces in it: the backslash behind it says that it goes on."""

_LAST = r"""[^\\/:*?"<>|\s,;]{0,160}"""
"""Ends at a space: nothing else says where a path ends and the sentence goes on."""

_TAIL = rf"(?:{_FOLDER}{_STEP}){{0,16}}{_LAST}"

WINDOWS_PATH = (
    rf"""(?:(?<![\w\\/])[a-z]:{_STEP}|%[a-z_]{{2,30}}(?:\(x86\))?%{_STEP}"""
    rf"""|(?<![\w:\]\\/])\\\\[\w.-]{{1,120}}\\(?=[\w$])|\bhk(?:ey_[a-z_]{{5,15}}|lm|cu|cr|cc|u):?{_STEP}){_TAIL}"""
)
"""A drive, a folder by its variable, a share, or a hive; and what lies below it. Fit for a pattern that ignores case."""

FILE = re.compile(WINDOWS_PATH, re.IGNORECASE)
"""A path of Windows, or a key of its registry."""

QUOTED = re.compile(r"""(?<=["'`])(?:[a-z]:|%[a-z_]{2,30}%)\\[^"'`\r\n\t<>|*?]{1,300}(?=["'`])""", re.IGNORECASE)
"""Between quotes it may have spaces up to its end."""

UNIX = re.compile(
    r"(?<![\w.:/~\\\])}<>-])/(?:Applications|Library|Users|bin|boot|data|dev|etc|home|lib|media|mnt|opt|private|proc|root|run|sbin|"
    r"srv|sys|tmp|usr|var)(?:/[\w.@+,=$~-]{1,80}){1,16}"
)
"""Below one of the folders that every such system has. Anything else with strokes in it may be a way on the web, or "and/or"."""

NAME = re.compile(
    r"(?<![\w.\\/%@-])\w[\w.+()-]{0,100}\.(?:apk|bat|chm|cmd|cpl|dll|docm|dotm|exe|hta|img|iso|jar|jse|lnk|msi|msix|ocx|one|pif|"
    r"ps1|psm1|scr|sys|vbe|vbs|vhdx?|wsf|xlam|xll|xlsb|xlsm)(?![\w-])(?!\.\w)",
    re.IGNORECASE,
)
"""Only what can run, or carries what can run: every other document has a name too, and is no indicator for it."""

_HIVES = {
    "HKLM": "HKEY_LOCAL_MACHINE",
    "HKCU": "HKEY_CURRENT_USER",
    "HKCR": "HKEY_CLASSES_ROOT",
    "HKCC": "HKEY_CURRENT_CONFIG",
    "HKU": "HKEY_USERS",
}


def as_systems_write_it(path: str) -> str:
    """One backslash between folders, none at the end, the two of a share kept; a hive by its whole name in capitals."""
    share = path.startswith("\\\\")
    steps = [step for step in path.split("\\") if step]
    if not share and (hive := steps[0].rstrip(":").upper()).startswith("HK"):
        steps[0] = _HIVES.get(hive, hive)
    return ("\\\\" if share else "") + "\\".join(steps)


def is_registry_key(path: str) -> bool:
    """Does it begin with a hive that exists?"""
    hive = path.partition("\\")[0]
    return hive in _HIVES.values()
