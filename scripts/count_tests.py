"""Prints what failed and, last, `N passed, N failed` from the JUnit files that ctest wrote, added up."""

import sys
import xml.etree.ElementTree as ElementTree


def skipped_itself(case: ElementTree.Element) -> bool:
    """Whether the test ran and asked to be skipped, by its status or by what it printed: ctest names the property that says so."""
    skipped = case.find("skipped")
    return skipped is not None and skipped.get("message", "").startswith("SKIP_")


def main(paths: list[str]) -> int:
    cases = []
    for path in paths:
        try:
            cases += ElementTree.parse(path).getroot().findall("testcase")
        except (OSError, ElementTree.ParseError) as error:
            print(f"no result of the tests: {error}")
            print("0 passed, 1 failed")
            return 1
    # A test that did not run (no executable, a failed fixture) is no success; a test that skipped itself says so.
    passed = [case for case in cases if case.get("status") == "run"]
    skipped = [case for case in cases if skipped_itself(case)]
    failed = [case for case in cases if case not in passed and case not in skipped and case.get("status") != "disabled"]
    if skipped:
        print(f"{len(skipped)} skipped: " + ", ".join(case.get("name", "?") for case in skipped))
    if failed:
        print("failed:")
        for case in failed:
            print("  " + case.get("name", "?"))
    print(f"{len(passed)} passed, {len(failed)} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
