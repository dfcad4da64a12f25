"""The count of the tests tells what passed, what skipped itself, and what never ran: scripts/count_tests.py.

    python counted_tests.py CTEST

A directory of six tests, one of each kind, is run by ctest, and its report is counted.
"""

import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

TESTS = """
add_test(passes true)
add_test(fails false)
add_test(skips_by_status sh -c "exit 77")
set_tests_properties(skips_by_status PROPERTIES SKIP_RETURN_CODE 77)
add_test(skips_by_text echo "[  SKIPPED ]")
set_tests_properties(skips_by_text PROPERTIES SKIP_REGULAR_EXPRESSION "SKIPPED")
add_test(has_no_program /nonexistent/program)
add_test(needs_what_fails true)
set_tests_properties(fails PROPERTIES FIXTURES_SETUP made)
set_tests_properties(needs_what_fails PROPERTIES FIXTURES_REQUIRED made)
"""


def count(directory: str, ctest: str, *chosen: str) -> tuple[int, list[str]]:
    """The status and the lines of the count, of the tests that the arguments choose."""
    report = os.path.join(directory, "report.xml")
    subprocess.run([ctest, "--test-dir", directory, "--output-junit", report, *chosen], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "count_tests.py"), report], capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def main() -> int:
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "CTestTestfile.cmake"), "w", encoding="ascii") as f:
            f.write(TESTS)
        whole = count(directory, sys.argv[1])
        good = count(directory, sys.argv[1], "-R", "passes|skips")
        nothing = count(directory, sys.argv[1], "-R", "skips")
    expected = {
        "all tests": (whole, (1, ["2 skipped: skips_by_status, skips_by_text", "failed:", "  fails", "  has_no_program", "  needs_what_fails",
                                  "1 passed, 3 failed"])),
        "tests that pass or skip": (good, (0, ["2 skipped: skips_by_status, skips_by_text", "1 passed, 0 failed"])),
        "nothing but skips": (nothing, (1, ["2 skipped: skips_by_status, skips_by_text", "0 passed, 0 failed"])),
    }
    wrong = {name: got for name, (got, wanted) in expected.items() if got != wanted}
    for name, got in wrong.items():
        print(f"{name}: {got}")
    print("ok" if not wrong else "MISS")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
