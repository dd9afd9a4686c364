#!/usr/bin/env bash
# Resolves every dependency anew in an empty environment and writes what came out to constraints.txt.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

"${PYTHON:-python3}" -m venv "$place"
"$place/bin/pip" install -q '.[train,dev,cluster]'
"$place/bin/pip" install -q --no-deps tinysoundfont pretty_midi
{
    sed -n '/^#/p' constraints.txt
    # A local version such as +cpu names one build of a release: pin the release.
    "$place/bin/pip" freeze --exclude lstmelody | sed 's/+.*//' | sort -f
} >"$place/constraints.txt"
cp "$place/constraints.txt" constraints.txt
