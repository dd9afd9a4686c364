#!/usr/bin/env bash
# Sees to it that there is a Chromium for the end-to-end test, and prints its path.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

installed() { command -v chromium chromium-browser google-chrome | head -n 1; }

[ -n "$(installed)" ] || apt_install chromium || true
if [ -z "$(installed)" ]; then
    echo "The end-to-end test needs Chromium: install the package chromium." >&2
    exit 1
fi
installed
