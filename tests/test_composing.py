"""A recipe becomes a song: the same each time, valid whatever is asked, and as long as was asked.

All of it with the model that ships, whichever that is: nothing here is about how a song sounds.
"""

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest

import build
from lstmelody import beginning, composing, locks, midi, roles
from lstmelody.composing import compose, composed
from lstmelody.engine import Engine
from lstmelody.errors import BadMidi, BadRecipe
from lstmelody.labels import densities_of, key_of
from lstmelody.lookback import LAGS
from lstmelody.music import METERS, Meter, Note, Role, Song, bar_range, notes_of, without
from lstmelody.plans import similarities
from lstmelody.recipe import Recipe
from lstmelody.starters import NONE, STARTERS, find


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.release()


def song_of(recipe: Recipe, engine: Engine, prompt: Song | None = None) -> Song:
    return composed(recipe, find(recipe.start) if prompt is None else prompt, engine)


def sounding(song: Song) -> set[int]:
    return set(song.notes[:, 1].tolist())


def assert_valid(song: Song) -> None:
    """In range, in canonical order without doubles, none past the end, an end in the last bar."""
    notes = notes_of(song)
    assert all(a[:3] < b[:3] for a, b in pairwise(notes))
    for note in notes:
        assert note.role in list(Role)
        assert 0 <= note.pitch <= 127
        assert 1 <= note.velocity <= 127
        assert note.duration >= 1
        assert 0 <= note.onset < note.onset + note.duration <= song.steps
    assert notes[-1].onset >= song.steps - song.meter.bar_steps


# Valid, whatever is asked

EXTREMES = [
    Recipe(bars=4, start="pop", seed=1),
    Recipe(bars=16, start="funk", seed=2),
    Recipe(bars=5, start="waltz", seed=3, temperature=2, top_p=1),
    Recipe(bars=7, start="ballad", seed=4, temperature=2, top_p=0.1),
    Recipe(bars=6, start="gospel", seed=5, temperature=0.1, top_p=1),
    Recipe(bars=8, start="jazz", seed=2**32 - 1, temperature=0.1, top_p=0.1),
    Recipe(bars=4, start="metal", seed=7, drums=5, bass=5, chords=5, lead=5),
    Recipe(bars=6, start="reggae", seed=8, drums=0.01, bass=0.01, chords=0.01, lead=0.01),
    Recipe(bars=4, start="chiptune", seed=9, chords=5, temperature=2, top_p=1),
    Recipe(bars=12, start="none", seed=10),
    Recipe(bars=4, start="none", seed=11, temperature=2, top_p=1),
    Recipe(bars=4, start="none", seed=12, temperature=0.1, top_p=0.1),
    Recipe(bars=8, start="none", seed=13, drums=0, bass=0, chords=0, lead=0.001),
]


@pytest.mark.parametrize("recipe", EXTREMES, ids=lambda recipe: f"{recipe.start}-{recipe.seed}")
def test_every_song_is_valid_and_as_long_as_was_asked(recipe, engine):
    song = song_of(recipe, engine)
    assert_valid(song)
    assert song.bars == recipe.bars
    assert roles.arranged(midi.read(midi.write(song))).notes.shape[1] == 5


@pytest.mark.parametrize("name", list(STARTERS)[::3])
def test_every_starter_is_gone_on_from(name, engine):
    recipe = Recipe(bars=8, start=name, seed=5)
    song, starter = song_of(recipe, engine), find(name)
    assert_valid(song)
    assert (song.meter, song.bpm, song.programs) == (
        starter.meter,
        starter.bpm,
        starter.programs,
    )
    assert notes_of(song)[: len(starter)] == notes_of(starter)
    assert len(song) > len(starter)


@pytest.mark.parametrize("meter", METERS, ids=str)
def test_every_meter_is_gone_on_in(meter, engine):
    song = song_of(Recipe(bars=5), engine, build.invented(1, bars=2, meter=meter))
    assert_valid(song)
    assert song.meter == meter


def test_songs_end_in_their_last_bar_on_few_notes(engine):
    before, last = 0, 0
    for name in list(STARTERS)[::3]:
        per_bar = densities_of(song_of(Recipe(bars=8, start=name, seed=5), engine)).sum(axis=1)
        assert per_bar[-1] > 0
        before, last = before + per_bar[-2], last + per_bar[-1]
    assert last < before / 2


@pytest.mark.parametrize("asked", [{}, {"key": "F# dorian"}, {"progression": "Am F C G"}])
def test_the_bass_comes_home(asked, engine):
    home = {"key": 6, "progression": 7}  # F#; G, the last of 16 bars of four
    for start in ("pop", "funk", "waltz"):
        recipe = Recipe(bars=20, start=start, seed=8, bass=2, **asked)
        song = song_of(recipe, engine)
        bass = song.notes[song.notes[:, 1] == Role.BASS]
        last = bass[bass[:, 0] >= song.steps - song.meter.bar_steps, 2] % 12
        tonic = home.get(next(iter(asked), ""), key_of(find(start)).tonic)
        assert set(last.tolist()) <= {tonic}
        assert len(last)


# The same each time


@pytest.mark.parametrize("start", ["pop", "waltz", NONE])
def test_the_same_recipe_gives_the_same_notes(start, engine):
    recipe = Recipe(bars=6, start=start, seed=7)
    assert song_of(recipe, engine) == song_of(recipe, Engine.release())


def test_another_seed_gives_other_notes(engine):
    songs = [song_of(Recipe(bars=6, seed=seed), engine) for seed in range(3)]
    assert len({song.notes.tobytes() for song in songs}) == 3


def test_notes_come_one_by_one_the_prompt_first(engine):
    prompt = notes_of(find("pop"))
    first = list(islice(compose(Recipe(), find("pop"), engine), len(prompt) + 50))
    assert first[: len(prompt)] == prompt
    assert len(first) == len(prompt) + 50
    assert all(isinstance(note, Note) for note in first)


# Who plays


@pytest.mark.parametrize("role", list(Role))
def test_a_multiplier_of_nothing_silences_a_role_in_the_prompt_too(role, engine):
    song = song_of(Recipe(bars=8, seed=3, **{role.word: 0}), engine)
    assert_valid(song)
    assert role not in sounding(song)


def test_one_may_play_alone(engine):
    song = song_of(Recipe(bars=6, seed=3, drums=0, chords=0, lead=0), engine)
    assert_valid(song)
    assert sounding(song) == {Role.BASS}


def test_a_multiplier_changes_nothing_of_the_prompt(engine):
    song = song_of(Recipe(bars=8, seed=3, drums=0.2, lead=3), engine)
    assert notes_of(song)[: len(find("pop"))] == notes_of(find("pop"))


# What it is bound to


def pitched(song: Song, after: int = 0) -> list[Note]:
    return [note for note in notes_of(song) if note.role != Role.DRUMS and note.onset >= after]


@pytest.mark.parametrize(
    ("key", "start"), [("F# dorian", "pop"), ("C major pentatonic", "jazz"), ("E blues", NONE)]
)
def test_every_note_keeps_to_the_key(key, start, engine):
    song = song_of(Recipe(bars=12, start=start, seed=3, key=key, temperature=1.5, top_p=1), engine)
    assert_valid(song)
    assert all(locks.scale(key).tones >> note.pitch % 12 & 1 for note in pitched(song))
    assert len(sounding(song)) > 2


def assert_on_chords(recipe: Recipe, song: Song, beat: int = 12) -> None:
    """On the beat tones of the chords alone, from the end of the starter on; off it others, too."""
    starter, bars = find(recipe.start), recipe.chords_asked
    passing = 0
    for note in pitched(song, after=starter.steps):
        bar, at = divmod(note.onset, song.meter.bar_steps)
        chord = bars[(bar - starter.bars) % len(bars)][2 * at // song.meter.bar_steps]
        tone = locks.tones_of(chord) >> note.pitch % 12 & 1
        assert tone or at % beat
        passing += not tone
    assert passing


@pytest.mark.parametrize(("start", "beat"), [("pop", 12), ("waltz", 12), ("blues", 18)])
def test_on_the_beat_only_tones_of_the_chords_are_played(start, beat, engine):
    recipe = Recipe(bars=16, start=start, seed=3, progression="Am F C,G E7", temperature=1.3)
    assert_on_chords(recipe, song_of(recipe, engine), beat)


def test_every_note_keeps_to_the_range_of_its_role(engine):
    recipe = Recipe(bars=12, seed=3, ranges="lead C5-C6, bass 28-40, chords C3-C5", key="G")
    song = song_of(recipe, engine)
    assert_valid(song)
    for note in pitched(song):
        assert note.pitch in recipe.reach[Role(note.role)]


def test_no_more_notes_sound_at_once_than_voices_are_asked_for(engine):
    recipe = Recipe(bars=16, seed=3, voices="chords 2, bass 1, lead 1", chords=3, lead=3)
    song = song_of(recipe, engine)
    after = find("pop").steps
    for role, voices in recipe.most_voices.items():
        own = [note for note in pitched(song) if note.role == role]
        for note in own:
            at_once = [n for n in own if n.onset <= note.onset < n.onset + n.duration]
            assert note.onset < after or len(at_once) <= voices
    assert Role.LEAD in sounding(song)


def test_a_meter_is_for_songs_from_silence(engine):
    for meter in map(str, METERS):
        song = song_of(Recipe(bars=6, start=NONE, meter=meter, drums=0, bass=0), engine)
        assert_valid(song)
        assert str(song.meter) == meter
    with pytest.raises(BadRecipe, match="The starting seed is in 4/4"):
        composing.begun(Recipe(meter="3/4"), find("pop"))
    assert composing.begun(Recipe(meter="3/4"), find("waltz")).meter == Meter(3, 4)


def most_alike(song: Song) -> float:
    """How alike bars are to those before them, at the lag at which they are most."""
    rows = zip(LAGS, similarities(song), strict=True)
    return max(row[lag:].mean() for lag, row in rows if lag in (1, 2, 4, 8))


def test_the_dial_of_repetition_makes_songs_more_alike(engine):
    alike = []
    for repetition in (0.0, 1.0, 5.0):
        songs = [song_of(Recipe(bars=32, seed=s, repetition=repetition), engine) for s in range(3)]
        alike.append(np.mean([most_alike(song) for song in songs]))
    assert alike == sorted(alike)
    assert alike[2] > alike[0] + 0.1


def test_the_same_letter_of_a_form_is_the_same_music(engine):
    song = song_of(Recipe(bars=32, seed=2, form="ABAB", start=NONE), engine)
    first, second, third, _ = (bar_range(song, at, at + 8) for at in (0, 8, 16, 24))
    shared = {tuple(row) for row in first.notes[:, :3].tolist()}
    again, other = (
        len(shared & {tuple(row) for row in part.notes[:, :3].tolist()}) / len(part)
        for part in (third, second)
    )
    assert again > other + 0.2


# How long


def test_a_song_is_64_bars_long_where_nothing_is_asked():
    assert composing.begun(Recipe(), find("pop")).bars == 64


@pytest.mark.parametrize(
    ("seconds", "tempo", "bars"), [(8, 120, 4), (11.1, 120, 6), (10.9, 120, 5), (16, 60, 4)]
)
def test_seconds_are_rounded_to_the_nearest_bar(seconds, tempo, bars, engine):
    song = song_of(Recipe(seconds=seconds, tempo=tempo), engine)
    assert_valid(song)
    assert song.bars == bars
    assert abs(song.seconds - seconds) <= 60 / tempo * 2


@pytest.mark.parametrize(("seconds", "tempo", "bars"), [(4, 60, 1), (3600, 240, 3600)])
def test_seconds_that_are_too_few_or_too_many_bars_are_refused(seconds, tempo, bars):
    recipe = Recipe(seconds=seconds, tempo=tempo)
    with pytest.raises(BadRecipe, match=f"{seconds} seconds are {bars} bars .* from 4 to 512"):
        composing.begun(recipe, find("pop"))


def test_of_a_prompt_longer_than_half_the_song_the_last_bars_stay(engine):
    pop = find("pop")
    kept = bar_range(pop, pop.bars - 2, pop.bars)
    song = song_of(Recipe(bars=4), engine)
    assert notes_of(song)[: len(kept)] == notes_of(kept)
    assert notes_of(song)[len(kept)].onset >= kept.steps


def test_progress_is_told_bar_by_bar_to_the_end(engine):
    told: list[tuple[int, int]] = []
    composed(Recipe(bars=8), find("pop"), engine, lambda *said: told.append(said))
    assert told == sorted(told)
    assert told[0] == (0, 8)
    assert told[-1] == (8, 8)
    assert len(told) <= 9


def test_a_song_without_an_ending_is_the_beginning_of_one_that_never_ends(engine):
    recipe = Recipe(bars=12, seed=4, ending=False)
    song = song_of(recipe, engine)
    assert_valid(song)
    end = song.steps
    for_ever = compose(recipe, find("pop"), engine, endless=True)
    beginning = list(islice(for_ever, len(song)))
    cut = [note._replace(duration=min(note.duration, end - note.onset)) for note in beginning]
    assert cut == notes_of(song)
    assert all(note.onset >= end for note in islice(for_ever, 50))
    assert song_of(replace(recipe, bars=8), engine) == bar_range(song, 0, 8)


# How fast


# Changes on the way


def before(song: Song, step: int) -> list[Note]:
    return [note for note in notes_of(song) if note.onset < step]


def test_a_change_changes_nothing_before_it(engine):
    recipe = Recipe(bars=24, seed=4)
    plain = song_of(recipe, engine)
    for settings in ("drums 5", "seed 7", "bars 30", "key C minor", "temperature 0.5"):
        changed = song_of(replace(recipe, changes=f"13+12 {settings}"), engine)
        # what rings on where the song would have ended is cut there
        assert before(changed, 12 * 48 + 12) == before(plain, 12 * 48 + 12)
        assert notes_of(changed) != notes_of(plain)
    again = song_of(replace(recipe, changes="13 seed 7; 18 seed 4"), engine)
    assert notes_of(again) != notes_of(plain)


def test_a_role_is_silent_from_the_bar_on_in_which_it_falls_silent_and_comes_back(engine):
    recipe = Recipe(bars=40, seed=4, lead=0, changes="17 drums 0, lead 2; 25+24 drums 1, lead 0")
    played = {
        role: [note.onset for note in notes_of(song_of(recipe, engine)) if note.role == role]
        for role in Role
    }
    first, last = 16 * 48, 24 * 48 + 24
    assert not any(first <= onset < last for onset in played[Role.DRUMS])
    assert any(onset < first for onset in played[Role.DRUMS])
    assert any(onset >= last for onset in played[Role.DRUMS])
    assert played[Role.LEAD]
    assert all(first <= onset < last for onset in played[Role.LEAD])


def test_a_key_holds_from_the_step_on_from_which_it_is_asked_for(engine):
    recipe = Recipe(bars=24, key="C major", changes="9+13 key Eb minor; 17 key any")
    scales = {key: locks.scale(key).tones for key in ("C major", "Eb minor")}
    for note in notes_of(song_of(recipe, engine)):
        if note.role != Role.DRUMS and note.onset < 16 * 48:
            key = "C major" if note.onset < 8 * 48 + 13 else "Eb minor"
            assert scales[key] >> note.pitch % 12 & 1


def test_a_song_becomes_as_long_as_it_is_asked_to_on_the_way(engine):
    for bars in (12, 40):
        song = song_of(Recipe(bars=24, seed=2, changes=f"11 bars {bars}"), engine)
        assert song.bars == bars
        assert_valid(song)
    told = song_of(Recipe(ending=False, bars=64, changes="20 ending yes, bars 28"), engine)
    assert told.bars == 28
    assert_valid(told)


def test_chords_go_on_where_they_were_when_a_song_is_planned_anew(engine):
    recipe = Recipe(bars=24, progression="Am F C G Dm", changes="12 seed 3, bars 20; 15+6 bass 0")
    assert_on_chords(recipe, song_of(recipe, engine))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"bars": 16, "changes": "17 drums 2"}, "The song has 16 bars"),
        ({"bars": 16, "changes": "9 bars 8"}, "can't end in bar 8"),
        ({"bars": 16, "changes": "9+48 drums 2"}, "there is no step 48"),
        ({"start": "waltz", "changes": "9+36 drums 2"}, "there is no step 36"),
        ({"bars": 16, "changes": "9 bars 12; 13 drums 2"}, "The song has 12 bars"),
    ],
)
def test_what_can_not_change_is_refused(settings, said):
    recipe = Recipe(**settings)
    with pytest.raises(BadRecipe, match=said):
        composing.begun(recipe, find(recipe.start))


def test_what_each_role_delivers_is_told(engine):
    recipe = Recipe(bars=20, drums=0.5, lead=0, best_of=2, changes="17 drums 4, bars 24")
    composition = compose(recipe, find("pop"), engine)
    song = composition.whole()
    told = composition.delivered(song)
    begun = beginning.begin(recipe, find("pop"))
    composed = bar_range(song, begun.first, song.bars)
    assert [told[role].notes for role in Role] == [
        int((composed.notes[:, 1] == role).sum()) for role in Role
    ]
    assert sum(each.share for each in told.values()) == pytest.approx(1)
    assert 0.5 < told[Role.DRUMS].asked < 4
    assert told[Role.DRUMS].delivered > 0.3
    assert told[Role.LEAD] == (0, 0.0, None, None)


def test_a_tempo_that_is_given_holds_and_else_the_starters_own(engine):
    assert composing.begun(Recipe(tempo=99), find("waltz")).bpm == 99
    assert composing.begun(Recipe(), find("waltz")).bpm == find("waltz").bpm
    assert song_of(Recipe(bars=4, start=NONE, tempo=77), engine).bpm == 77
    assert composing.begun(Recipe(), find(NONE)).bpm == beginning.DEFAULT_BPM


# A prompt of one's own


def test_the_last_bars_of_ones_own_midi_are_gone_on_from(engine):
    own = build.invented(4, bars=20)
    start = composing.start_from(midi.write(own))
    assert start == own
    song = song_of(Recipe(bars=20), engine, start)
    assert_valid(song)
    assert notes_of(song)[: len(bar_range(own, 12, 20))] == notes_of(bar_range(own, 12, 20))


def test_a_song_goes_on_from_any_bar_with_as_much_kept_as_is_asked(engine):
    own = build.invented(4, bars=20)
    for kept, recipe in (
        (bar_range(own, 4, 12), Recipe(bars=20, start_at=12)),
        (bar_range(own, 0, 12), Recipe(bars=14, start_at=12, start_bars=12)),
        (bar_range(own, 18, 20), Recipe(bars=8, start_bars=2)),
    ):
        song = song_of(recipe, engine, own)
        assert_valid(song)
        assert song.bars == recipe.bars
        assert notes_of(song)[: len(kept)] == notes_of(kept)
        assert song.notes[len(kept), 0] >= kept.steps
    with pytest.raises(BadRecipe, match="The start has 20 bars: start_at can't be 21"):
        composing.begun(Recipe(start_at=21), own)


def test_a_start_may_be_left_out_of_the_song_that_goes_on_from_it(engine):
    own = build.invented(4, bars=8)
    whole = song_of(Recipe(bars=24, start_bars=8), engine, own)
    rest = song_of(Recipe(bars=16, keep_start=False), engine, own)
    assert_valid(rest)
    assert rest == bar_range(whole, 8, 24)


# One role anew, the rest kept


def kept_of(song: Song, roles_: set[Role], first: int, last: int) -> list[Note]:
    """All notes but those of some roles in some bars."""
    bars = range(first * song.meter.bar_steps, last * song.meter.bar_steps)
    return [note for note in notes_of(song) if note.role not in roles_ or note.onset not in bars]


@pytest.mark.parametrize(
    ("redo", "bars", "first", "last"),
    [
        ("bass", None, 0, 12),
        ("lead, drums", None, 0, 12),
        ("chords", "5-8", 4, 8),
        ("drums, bass, chords, lead", "12-12", 11, 12),
    ],
)
def test_redone_roles_are_new_and_the_rest_is_as_it_was(redo, bars, first, last, engine):
    own = song_of(Recipe(bars=12, seed=2, start="funk"), engine)
    recipe = Recipe(redo=redo, redo_bars=bars, seed=9)
    song = song_of(recipe, engine, own)
    assert song.bars == own.bars
    assert kept_of(song, set(recipe.redone), first, last) == kept_of(
        own, set(recipe.redone), first, last
    )
    assert song != own
    notes = notes_of(song)
    assert all(a[:3] < b[:3] for a, b in pairwise(notes))
    assert set(recipe.redone) <= sounding(song)
    assert song == song_of(recipe, engine, own)


def test_a_redone_bass_keeps_to_the_chords_to_the_last_bar(engine):
    own = song_of(Recipe(bars=8, seed=2), engine)
    for seed in range(3):
        recipe = Recipe(redo="bass", seed=seed, progression="Am F", bass=3, temperature=1.5)
        for note in notes_of(song_of(recipe, engine, own)):
            if note.role == Role.BASS and note.onset % 12 == 0:
                chord = recipe.chords_asked[note.onset // 48 % 2].first
                assert locks.tones_of(chord) >> note.pitch % 12 & 1


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_added_to_a_song_that_lacks_it(role, engine):
    own = without(song_of(Recipe(bars=8, seed=2), engine), [role])
    song = song_of(Recipe(redo=role.word, seed=4), engine, own)
    assert kept_of(song, {role}, 0, 8) == notes_of(own)
    added = len(song) - len(own)
    assert 8 <= added <= 400


def test_kept_notes_keep_what_the_grid_of_classes_would_round(engine):
    """Lengths and velocities that no class has, long silences, and a song that ends early."""
    odd = [Note(at, Role.CHORDS, 60, 37, 83) for at in (0, 5, 400, 401)]
    own = build.song(*odd, Note(405, Role.DRUMS, 127, 1, 1), bars=16)
    song = song_of(Recipe(redo="bass", seed=1), engine, own)
    assert kept_of(song, {Role.BASS}, 0, 16) == notes_of(own)
    assert Role.BASS in sounding(song)


def test_what_cant_be_redone_is_refused():
    pop = find("pop")
    with pytest.raises(BadRecipe, match="leave bars and seconds out"):
        composing.begun(Recipe(redo="bass", bars=8), pop)
    with pytest.raises(BadRecipe, match=f"The song has {pop.bars} bars: bars 3-9 are not in it"):
        composing.begun(Recipe(redo="bass", redo_bars="3-9"), pop)
    with pytest.raises(BadRecipe, match="1 to 512 bars; this has 0"):
        composing.begun(Recipe(redo="bass"), find(NONE))


def test_a_short_midi_is_gone_on_from_whole(engine):
    own = build.song(Note(0, Role.LEAD, 127, 12, 100), Note(47, Role.LEAD, 127, 12, 100))
    prompt = composing.start_from(midi.write(own))
    assert prompt.bars == 1
    assert_valid(song_of(Recipe(bars=4), engine, prompt))


def test_a_midi_without_a_part_to_go_on_from_is_refused():
    effects = build.song(Note(0, Role.LEAD, 60, 12, 100))
    effects.programs[Role.LEAD] = 127
    with pytest.raises(BadMidi, match="nothing to go on from"):
        composing.start_from(midi.write(effects))


@pytest.mark.parametrize("prompt", [build.beat(bars=2), build.beat(bars=2, meter=Meter(2, 4))])
def test_a_prompt_of_silenced_roles_alone_is_waited_out(prompt, engine):
    song = song_of(Recipe(bars=8, drums=0, seed=2), engine, prompt)
    assert_valid(song)
    assert song.notes[0, 0] >= prompt.steps
    assert Role.DRUMS not in sounding(song)


def test_a_prompt_that_ends_in_silence_is_gone_on_from(engine):
    prompt = replace(build.invented(1, bars=2), bars=8)
    song = song_of(Recipe(bars=16), engine, prompt)
    assert_valid(song)
    assert not np.any(
        (song.notes[:, 0] >= 2 * prompt.meter.bar_steps) & (song.notes[:, 0] < prompt.steps)
    )
