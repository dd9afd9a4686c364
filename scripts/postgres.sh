#!/usr/bin/env bash
# Sees to it that the library can be tested over PostgreSQL; only its programs are needed, no running server.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

postgres_is_here() {
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

postgres_is_here || apt_install postgresql || true
postgres_is_here || echo "PostgreSQL could not be installed: the tests of the library over it are skipped."
