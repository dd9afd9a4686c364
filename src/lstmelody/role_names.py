"""What the name of a track says of its role, in the languages people name their tracks in.

Strict, for it is also the truth that the table of `role_table` is learned from: a name that only
repeats a General MIDI program ("Lead 2 (sawtooth)"), names an instrument ("Piano") or says two
things at once ("Bass & Lead") says nothing. Does not know notes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from lstmelody.music import Role

Said = Role | Literal["effect"]
"""A role, or what has no place among the pitched parts: drums on another channel, sounds."""

MOST_LETTERS = 40
"""A longer name is a message to the world: who wrote the song, and when."""


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


PROGRAMS_OWN = _any_of(
    r"(square|saw\w*|calliope|chiff|charang|voice|fifths|bass ?[+&]|sine|sq\.?)\W*(wave)?\W*lead",
    r"(new age|warm|poly\w*|choir|bowed|metal\w*|halo|sweep|space)\W*pad",
    r"\b(lead|pad) ?\d? ?\((?!m|h|b)",
    r"(voice|vo[cx]) ?o+h|choir ?[ao]+h|(syn\w*|space|air|solo)[. ]*(vo[cx]|voice)",
    r"^\d+ *[-.:]+ *[a-z]|vox organ|percuss\w* o|perc\.? o|steel ?dr|brightness|atmosphere|goblin",
)
"""General MIDI names, which say no more than the program does."""
TWO_THINGS = _any_of(
    r"echo|delay|reverb|[&+/@|©]|\b(and|und|by|from|feat|of|with)\b|http|\(c\)|copyright|doubl",
)
EFFECT = _any_of(
    r"\bdrum|drums?\b|\bdrm|\bperc|\bkick|snare|hi-?hat|cymb|conga|bongo|tambour|shaker|maraca",
    r"\btoms\b|\b(tom ?tom|(low?|hi|high|mid|floor|melodic|melo|elec\w*|syn\w*)\W*tom)s?\b",
    r"timbale|cowbell|bateria|schlagz|batterie|timpan|tympan|taiko|wood ?block|castanet|\bgong\b",
    r"\bsfx\b|sound ?e?fx|sound ?effe|^\W*(fx|effe[ck]t)s?\W*\d*$|gun ?shot|applause|seashore",
    r"helicop|explosion|thunder$|\bnoise$|handclap|hand clap|ドラム",
)
BASS = _any_of(
    r"bass( ?\d|\W|$)|bass ?(line|gui|gtr|gt\b)|\b(basse|basso|baixo|bajo|bas)\b",
    r"\bcontra(ba[jsx]+[eo]?|baixo)\b|ベース",
)
NOT_BASS = _any_of(
    r"clar|sax|tromb|tuba|vo[ci]|vox|sing|flute|horn|tru?mp|piano|strings|lead|solo|melo|cello",
    r"viol|section|chord|\bpad\b|rh?yth|bass ?d|pedal|organ|record|harm|marim|brass|clef|left",
    r"\bl\.?h|baritone|tenor|alto|sopran|drop the|about that|not a|mandolin|balala",
)
BACKING = _any_of(
    r"\bback(ing|up|s|ground)?\W*(up )?\W*(vo|sing|chor|gui|gt|strings|org|pia|syn|$)|\bback ?vo",
    r"\b(bg|bk|bkg)d?\W*(vo|v\b|$)|b\.?vox\b|\bbvs?\b|\(background|\(backup",
    r"\bcoros?\b|\bch(o|oe|œ)eurs?\b|\bchoirs?\b|\bch[oö]re?\b",
    r"\baccomp|\bakkomp|begleit|\bacomp",
)
CHORDS = _any_of(
    r"\bchords?\b|\bacordes?\b|\bakkorde?\b|\baccords?\b|\bpads?\d*\b|\bstrum|\bcomp(ing)?\b",
    r"\br(h?yth?m|itm|h?ythmn)\w*\W*(g|\d|$)|(gui\w*|gtr?)\W*r(h?yth?m|itm)|\brh?y\.? ?g",
    r"\(rh?yth?m|和音|コード|伴奏",
)
VOICE = _any_of(
    r"\bvo[ck]als?\d*\b|\bvocais\b|\bvox\b|\bvoice\b|\bsing(er|ing)\b|\bsang\b|\bgesang|\bvoz\b",
    r"\bvoix\b|\bcanto\b|\bcantante\b|\bstimme\b|\bchant\b|\blead ?vo|ボーカル|歌",
)
MELODY = _any_of(r"\bmelod(y|ie|ia|[ií]a|ija|i|ya|ien)\d*\b|\bm[eé]lodie\b|\bmelo\b", "旋律|メロ")
LEAD = _any_of(
    r"^\W*lead\W*1?\W*$|\blead (gtr|guit|line|part)|\b(gtr|guitare?|guit|guitarra)\W*(lead|solo)",
    r"^\W*solo\W*1?\W*$|\bsoloist|^main( lead| part| line)?$|^solo \w+$|^\w+ solo$",
)
NOT_LEAD = _any_of(
    r"low|under|lay|counter|2nd|second|\bsub|bass|high|oct|choir|chorus|string|brass|ensemble",
    r"(voice|vocals?|voix|vox|stimme|melod\w+|lead|solo)(\W*([2-9]|ii)|\W+[b-z]\b)|a-[2-9]",
    r"piano solo|solo piano|harmon|oohs|aahs|duet|extra|\bno\b|intro|outro|bridge|verse|alt\b",
    r"metal|unchained|synth$|jazz$",
)


@lru_cache(maxsize=65_536)
def said(name: str) -> Said | None:
    """The role that a name tells, or None where it tells none."""
    name = " ".join(name.replace("\0", " ").replace("_", " ").split())
    if not name or len(name) > MOST_LETTERS or PROGRAMS_OWN.search(name):
        return None
    if EFFECT.search(name):
        return None if "bass" in name.lower() and "drum" not in name.lower() else "effect"
    if TWO_THINGS.search(name):
        return None
    return _pitched(name)


def _pitched(name: str) -> Role | None:
    """The one role among bass, chords and lead that a name tells."""
    voice = VOICE.search(name) or MELODY.search(name) or LEAD.search(name)
    chords = CHORDS.search(name)
    if BASS.search(name):
        return None if NOT_BASS.search(name) or voice or chords else Role.BASS
    if BACKING.search(name):
        return None if re.search(r"lead|solo|melod", name, re.IGNORECASE) else Role.CHORDS
    if bool(voice) == bool(chords):
        return None
    if chords:
        return Role.CHORDS
    return None if NOT_LEAD.search(name) else Role.LEAD
