#!/usr/bin/env bash
# Sees to it that songs can be heard: FluidSynth with MuseScore General, else tinysoundfont with TimGM6mb.
set -euo pipefail
. "$(dirname "$0")/apt.sh"

fluidsynth_is_here() {
    command -v fluidsynth >/dev/null &&
        # One of them is enough, so what `ls` prints counts: it fails when any is missing.
        [ -n "$(ls /usr/share/sounds/sf3/MuseScore_General*.sf3 /usr/share/sounds/sf2/FluidR3_GM.sf2 2>/dev/null)" ]
}

fluidsynth_is_here || apt_install fluidsynth musescore-general-soundfont-small || true
if ! fluidsynth_is_here; then
    # --no-deps: tinysoundfont plays live through PyAudio, which has to be compiled; we only write files.
    .venv/bin/pip install -q --no-deps -c constraints.txt tinysoundfont pretty_midi
    echo "FluidSynth could not be installed: songs sound through tinysoundfont with TimGM6mb instead."
fi
