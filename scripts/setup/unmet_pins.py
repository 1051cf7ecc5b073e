"""Prints the pins of a requirements file that this Python does not meet, one a line."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version

for name, wanted in re.findall(r"^([\w.-]+)==(\S+)", open(sys.argv[1]).read(), re.MULTILINE):
    try:
        found = version(name)
    except PackageNotFoundError:
        found = "missing"
    if found != wanted:
        print(f"{name} {wanted} (there: {found})")
