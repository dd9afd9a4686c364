"""Every way we can refuse, as one tree. Each message is a sentence a musician could read.

Knows no status codes and no exit codes: the API and the command line each have a table.
"""


class LSTMelodyError(Exception):
    """Something we can explain to a person, and what they can do about it."""


class BadMidi(LSTMelodyError):
    """These bytes are not a MIDI file we can use."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        """A few words that are the same for every file with this fault, to count by."""


class TooLarge(BadMidi):
    """A MIDI file that is larger or longer than any song we could use."""


class BadRecipe(LSTMelodyError):
    """A song was asked for with a setting that is out of its range."""


class BadRequest(LSTMelodyError):
    """A title, a place in a list or an archive that we can't use."""


class BadSource(LSTMelodyError):
    """A source of MIDI files that is not there, or that is of no kind we read."""


class BadData(LSTMelodyError):
    """A folder that should hold shards or a run, and does not."""


class StorageFull(LSTMelodyError):
    """There is no room left on the disk."""


class NotFound(LSTMelodyError):
    """No such song."""


class NoStarter(NotFound):
    """No such starting seed."""


class Unreachable(LSTMelodyError):
    """The database or the store of files does not answer, or is kept busy by another program."""


class Conflict(LSTMelodyError):
    """The song is there, but not in a state for what was asked."""


class Busy(LSTMelodyError):
    """More songs are being composed than this machine can take."""


class MissingPart(LSTMelodyError):
    """Something that has to be installed first, such as PyTorch, a soundfont or the built page."""


class BadSetting(LSTMelodyError):
    """A variable of the environment that holds something we can't use."""


class BadDownload(LSTMelodyError):
    """What a server sent is not what was asked for, or it sends nothing at all."""
