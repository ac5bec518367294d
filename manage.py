#!/usr/bin/env python
"""Django's command line; starts the local servers for its duration when a command needs them and none run."""

import os
import sys

from django.core.management import execute_from_command_line, load_command_class

from vsm_workshop.local.problems import LocalServerError
from vsm_workshop.local.servers import default_data_folder, environment_with_servers

# These read the files that they are given and nothing else: they run at once, without loading the site (name: app).
COMMANDS_ON_FILES = {"metrics": "maps", "map_file_schema": "maps"}
# These read code alone.
COMMANDS_WITHOUT_SERVERS = frozenset(
    {
        "check",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "spectacular",
        "startapp",
        "version",
        "--help",
        "--version",
        "-h",
    }
)


def needs_servers(arguments: list[str]) -> bool:
    """Whether the command line asks for something that reads the database."""
    command = next(iter(arguments), "help")
    if command == "check" and "--database" in arguments:
        return True
    return command not in COMMANDS_WITHOUT_SERVERS and not {"--help", "-h"} & set(arguments)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsm_workshop.settings")
    if sys.argv[1:] and sys.argv[1] in COMMANDS_ON_FILES:
        load_command_class(COMMANDS_ON_FILES[sys.argv[1]], sys.argv[1]).run_from_argv(sys.argv)
        return 0
    if not needs_servers(sys.argv[1:]):
        execute_from_command_line(sys.argv)
        return 0
    try:
        with environment_with_servers(default_data_folder()):
            execute_from_command_line(sys.argv)
    except LocalServerError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
