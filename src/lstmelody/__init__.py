"""LSTMelody composes songs for a whole band, as editable MIDI, on an ordinary computer."""

from importlib.metadata import version

__version__ = version("lstmelody")
