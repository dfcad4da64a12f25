"""Names of the runtime carry its version, and its headers find each other wherever a copy of them is.

Copies of one version, and of several, are read by one source file when a program uses several generated models. So include
guards carry the version and no path, headers of the runtime include each other relative to themselves, and every place that
writes the version writes the same one.

Run by ctest from the root of the repository.
"""

import re
import subprocess
import sys
from pathlib import Path

VERSION = re.compile(r"specimen_(?:runtime_)?v(\d+)|SPECIMEN_V(\d+)")
STATED = re.compile(r"kRuntimeVersion = (\d+);")


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True,
                            text=True).stdout.splitlines()
    version = STATED.search(Path("generator/base/runtime.h").read_text(encoding="utf-8")).group(1)
    found, headers = [], 0
    for path in listed:
        if not Path(path).is_file() or path.startswith("generated/") or path.startswith(("tests/shipping/", "tests/structure/")):
            continue
        if Path(path).suffix not in (".h", ".cpp", ".py", ".md", ".txt", ".mustache"):
            continue
        text = Path(path).read_text(encoding="utf-8")
        for match in VERSION.finditer(text):
            if (match.group(1) or match.group(2)) != version:
                found.append(f"{path}: {match.group(0)}: the runtime has version {version}")
        if path.startswith("runtime/"):
            for name in re.findall(r'#\s*include "(runtime/[^"]*)"', text):
                found.append(f"{path}: {name}: headers of the runtime include each other relative to themselves")
        if path.startswith("runtime/") and path.endswith(".h"):
            headers += 1
            name = "_".join(Path(path).with_suffix("").parts[1:]).upper()
            guard = f"SPECIMEN_V{version}_{name}_H"
            if f"#ifndef {guard}\n#define {guard}\n" not in text or not text.endswith(f"#endif  // {guard}\n"):
                found.append(f"{path}: the include guard is not {guard}")
        if (path.startswith("runtime/") or path.startswith("templates/")) and "#pragma once" in text:
            found.append(f"{path}: an include guard, not #pragma once: two copies of a file are two files")
    if headers == 0:
        found.append("no header of the runtime was found; is this the root of the repository?")
    print("\n".join(found + [f"{headers} headers, {len(found)} complaints"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
