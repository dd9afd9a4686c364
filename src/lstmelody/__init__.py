"""LSTMelody composes songs for a whole band, as editable MIDI, on an ordinary computer."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("lstmelody")
except PackageNotFoundError:  # run from a checkout that is not installed, on a machine lent to us
    __version__ = "0"
