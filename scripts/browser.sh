#!/usr/bin/env bash
# Sees to it that there is a Chromium for the end-to-end test, and prints its path.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

chromium() { command -v chromium chromium-browser google-chrome | head -n 1; }

chromium >/dev/null || apt_install chromium || true
chromium || { echo "The end-to-end test needs Chromium: install the package chromium." >&2; exit 1; }
