"""Runs all checks, several at a time, and prints one line each in the order they are written down."""

import sys
from concurrent.futures import ThreadPoolExecutor

import domain_name_checks
import today_checks
import trap_checks
import year_2014_checks

MODULES = (domain_name_checks, year_2014_checks, today_checks, trap_checks)


def outcome(check):
    try:
        wrong = check()
    except Exception as error:
        wrong = f"{type(error).__name__}: {error}"
    return wrong


def main():
    wanted = sys.argv[1:]
    checks = [
        (label, check)
        for module in MODULES
        for label, check in module.checks()
        if not wanted or any(label.startswith(one) for one in wanted)
    ]
    passed = 0
    with ThreadPoolExecutor(4) as pool:
        for (label, _), wrong in zip(checks, pool.map(outcome, [check for _, check in checks])):
            print(f"ok      {label}" if wrong is None else f"FAILED  {label}: {wrong}", flush=True)
            passed += wrong is None
    print(f"{passed} passed, {len(checks) - passed} failed")
    sys.exit(passed != len(checks))


main()
