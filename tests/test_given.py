"""What given roles will play next: told of those alone, and at every step."""

import numpy as np
from hypothesis import given, settings

import build
from lstmelody.events import FIELDS, encode, times
from lstmelody.given import COLUMNS, FAR, NOT_GIVEN, OVER, WAYS, look_ahead
from lstmelody.music import METERS, Note, Role, Song

quick = settings(max_examples=40, deadline=None, derandomize=True)


def ahead_of(song: Song, *roles: Role) -> np.ndarray:
    told = look_ahead(encode(song), song.meter, roles)
    return told.reshape(-1, len(Role), COLUMNS)


def test_the_next_note_of_a_given_role_is_told_and_no_other():
    song = build.song(
        Note(0, Role.BASS, 40, 12, 84),
        Note(0, Role.CHORDS, 60, 24, 84),
        Note(6, Role.BASS, 43, 6, 84),
        Note(100, Role.CHORDS, 62, 24, 84),
    )
    chords = ahead_of(song, Role.CHORDS)[:, Role.CHORDS]
    waits = [[1, 60], [1, 60], [FAR, 62], [FAR, 62], [1 + 100 - 54, 62], [OVER, 0]]
    assert chords[:, :2].tolist() == waits, "the fifth comes after a rest of a bar"
    nearer = build.song(Note(0, Role.BASS, 40, 12, 84), Note(71, Role.CHORDS, 62, 24, 84))
    assert ahead_of(nearer, Role.CHORDS)[1, Role.CHORDS].tolist()[:2] == [1 + 71, 62]
    others = ahead_of(song, Role.CHORDS)
    assert not others[:, [Role.DRUMS, Role.BASS, Role.LEAD]].any()


def test_a_chord_is_told_from_the_lowest_note_up():
    song = build.song(*(Note(0, Role.CHORDS, pitch, 24, 84) for pitch in (60, 64, 67)))
    assert ahead_of(song, Role.CHORDS)[:3, Role.CHORDS, 1].tolist() == [60, 64, 67]


def test_a_role_that_never_plays_is_over_from_the_start():
    song = build.song(Note(0, Role.BASS, 40, 12, 84))
    assert ahead_of(song, Role.LEAD)[:, Role.LEAD].tolist() == [[OVER, 0, 0]] * 2
    assert (ahead_of(song)[..., 0] == NOT_GIVEN).all()


@quick
@given(build.songs())
def test_what_is_told_of_a_given_role_comes_true(song):
    """The note that the way leads to is there, and none of the role lies before it."""
    events = encode(song)
    time = np.append(0, times(events, song.meter)).tolist()
    for role in Role:
        for step, (way, pitch, duration) in enumerate(ahead_of(song, role)[:, role].tolist()):
            later = [at for at in range(step, len(events)) if events[at, 1] == role]
            if not later:
                assert (way, pitch, duration) == (OVER, 0, 0)
                continue
            first = later[0]
            assert way == min(1 + time[first + 1] - time[step], FAR)
            assert [pitch, duration] == events[first, 2:4].tolist()
            assert way < WAYS
            assert pitch < FIELDS["pitch"]


def test_rests_are_steps_like_others():
    song = build.song(Note(500, Role.LEAD, 60, 12, 84), meter=METERS[0])
    ways = ahead_of(song, Role.LEAD)[:, Role.LEAD, 0].tolist()
    assert ways[0] == FAR
    assert ways[-1] == OVER
    assert ways[-2] == 1 + 500 - 48 * (len(ways) - 2)
