#!/usr/bin/env bash
# Makes .venv with the first Python of 3.11 or later that it finds; PYTHON=... chooses one.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    new_enough "$python" || continue
    [ -x .venv/bin/python ] && new_enough .venv/bin/python && exit 0
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv >/dev/null 2>&1 && exit 0
    # Debian and Ubuntu keep the part of Python that makes a venv in a package of its own.
    apt_install python3-venv && "$python" -m venv --clear .venv && exit 0
    echo "This Python cannot make a virtual environment: install python3-venv first." >&2
    exit 1
done
echo "LSTMelody needs Python 3.11 or later: install one, or name it with PYTHON=..." >&2
exit 1
