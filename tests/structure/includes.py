"""The project's own files that a file includes."""

import pathlib
import re

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


def includes(root, file):
    """The files that `file` includes: beside it, below root/generator, or by their path from the root."""
    places = [file.parent, root / "generator", root]
    found = (place / name for name in INCLUDE.findall(file.read_text()) for place in places)
    return {pathlib.Path(*path.parts) for path in found if path.is_file()}
