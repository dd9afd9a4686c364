"""A song sounds: as long as it should, neither silent nor clipped, each role in its place."""

import shutil

import numpy as np
import pytest
import soundfile

from lstmelody import midi, rendering, soundfonts
from lstmelody.errors import BadMidi, LSTMelodyError, MissingPart, StorageFull
from lstmelody.loudness import Meter
from lstmelody.music import Note, Role, Song, canonical

BEAT = 12
SYNTHS = ["FluidSynth", "TinySoundFont"]


def groove(*roles, bars=2, bpm=120.0):
    """A bar of kick and snare, a walking bass, a held chord and a melody, over and over."""
    notes = [
        note
        for bar in range(bars)
        for beat in range(4)
        for note in (
            Note(bar * 48 + beat * BEAT, Role.DRUMS, 38 if beat % 2 else 36, 3, 100),
            Note(bar * 48 + beat * BEAT, Role.BASS, 33 + beat, BEAT, 90),
            Note(bar * 48 + beat * BEAT, Role.CHORDS, 60 + beat * 4, BEAT, 80),
            Note(bar * 48 + beat * BEAT, Role.LEAD, 76 + beat, BEAT, 90),
        )
        if note.role in (roles or Role)
    ]
    return Song(canonical(notes), bars=bars, bpm=bpm)


@pytest.fixture(params=SYNTHS)
def synth(request, monkeypatch):
    """Each synthesizer that is installed here, alone, with the soundfont that loads fast."""
    if request.param == "FluidSynth" and not shutil.which("fluidsynth"):
        pytest.skip("FluidSynth is not installed")
    if request.param == "TinySoundFont":
        pytest.importorskip("tinysoundfont")
        monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(soundfonts, "NAMES", ("TimGM6mb.sf2",))
    assert rendering.installed_synth().name == request.param
    return request.param


def heard(song, folder, name="song.wav", **settings):
    rendering.render(midi.write(song), folder / name, **settings)
    samples, rate = soundfile.read(folder / name)
    assert rate == 44_100
    return samples


def middle_hz(samples):
    """The frequency that halves the energy."""
    energy = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    middle = np.searchsorted(np.cumsum(energy), energy.sum() / 2)
    return middle * 44_100 / len(samples)


def share_below(samples, hertz):
    energy = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    return energy[: int(hertz * len(samples) / 44_100)].sum() / energy.sum()


@pytest.mark.usefixtures("synth")
def test_a_song_is_as_long_as_it_should_be_and_rings_out(tmp_path):
    song = groove(bars=4, bpm=100.0)
    seconds = len(heard(song, tmp_path)) / 44_100
    assert song.seconds <= seconds <= song.seconds + rendering.LONGEST_TAIL_SECONDS


@pytest.mark.usefixtures("synth")
def test_a_song_whose_tempo_changes_sounds_at_each_of_them(tmp_path):
    notes = [Note(at, Role.DRUMS, 38, 3, 120) for at in (48, 96, 144)]
    song = Song(canonical(notes), bars=4, bpm=120, tempos=((48, 60.0), (120, 240.0)))
    samples = heard(song, tmp_path, at_least_seconds=song.seconds)
    loud = np.abs(samples).max(axis=1)
    for seconds in (2, 6, 8.5):
        before, after = (round((seconds + at) * 44_100) for at in (-0.1, 0.1))
        struck = loud[before:after] > 0.3 * loud.max()
        assert np.flatnonzero(struck)[0] / 44_100 == pytest.approx(0.1, abs=0.02)
    assert song.seconds == 9.5
    assert len(samples) / 44_100 >= song.seconds


@pytest.mark.usefixtures("synth")
def test_a_song_is_neither_silent_nor_clipped(tmp_path):
    samples = heard(groove(), tmp_path)
    meter = Meter(44_100)
    meter.hear(samples.astype(np.float32))
    assert meter.true_peak <= rendering.PEAK + 0.001
    assert meter.loudness <= rendering.LOUDNESS + 0.05
    held_by = (rendering.PEAK - meter.true_peak, (rendering.LOUDNESS - meter.loudness) / 20)
    assert min(held_by) == pytest.approx(0, abs=0.003)
    assert np.sqrt((samples**2).mean()) > 0.02
    assert abs(samples.mean()) < 0.01


@pytest.mark.usefixtures("synth")
def test_it_ends_softly_and_without_a_long_silence(tmp_path):
    samples = heard(groove(), tmp_path)
    assert np.abs(samples[-10:]).max() < 0.001
    assert np.abs(samples[-44_100:]).max() > 0


@pytest.mark.usefixtures("synth")
def test_each_role_sounds_where_it_should(tmp_path):
    bass = heard(groove(Role.BASS), tmp_path)
    drums = heard(groove(Role.DRUMS), tmp_path)
    lead = heard(groove(Role.LEAD), tmp_path)
    assert middle_hz(bass) < 250 < middle_hz(lead)
    assert share_below(drums, 2000) < share_below(bass, 2000)


@pytest.mark.usefixtures("synth")
def test_a_song_that_ends_with_a_rest_is_still_whole(tmp_path):
    song = groove(bars=2)
    samples = heard(song, tmp_path, at_least_seconds=20.0)
    assert len(samples) == 20 * 44_100


def test_both_synthesizers_play_the_same_song(tmp_path, monkeypatch):
    if not shutil.which("fluidsynth"):
        pytest.skip("FluidSynth is not installed")
    pytest.importorskip("tinysoundfont")
    song = groove(Role.DRUMS)
    first = heard(song, tmp_path, "first.wav")
    monkeypatch.setenv("PATH", "")
    second = heard(song, tmp_path, "second.wav")
    frames = round(song.seconds * 10)
    loudness = [
        np.array([np.abs(part).max() for part in np.array_split(each[: frames * 4410], frames)])
        for each in (first, second)
    ]
    assert np.corrcoef(*loudness)[0, 1] > 0.5


@pytest.mark.usefixtures("synth")
def test_the_same_song_sounds_the_same_twice(tmp_path):
    assert np.array_equal(heard(groove(), tmp_path), heard(groove(), tmp_path, "again.wav"))


@pytest.mark.usefixtures("synth")
def test_an_mp3_is_smaller_and_as_long(tmp_path):
    wav, mp3 = heard(groove(), tmp_path), heard(groove(), tmp_path, "song.mp3")
    assert len(mp3) == pytest.approx(len(wav), abs=4410)
    sizes = {path.suffix: path.stat().st_size for path in tmp_path.iterdir()}
    assert sizes[".mp3"] < sizes[".wav"] / 4


def test_bytes_that_are_no_midi_leave_no_file(tmp_path):
    with pytest.raises(BadMidi):
        rendering.render(b"\xff\xd8\xff\xe0 a picture", tmp_path / "song.wav")
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("synth")
@pytest.mark.parametrize("kind", [".flac", ".ogg"])
def test_other_kinds_of_files_hold_the_same_sound(kind, tmp_path):
    wav, other = heard(groove(), tmp_path), heard(groove(), tmp_path, f"song{kind}")
    assert len(other) == len(wav)
    assert np.corrcoef(wav[:, 0], other[:, 0])[0, 1] > 0.99
    if kind == ".flac":
        assert np.abs(wav - other).max() < 1.1 * 2.0**-15  # rounded up, or down


@pytest.mark.usefixtures("synth")
def test_stems_add_up_to_the_song(tmp_path):
    song = groove(bars=3)
    data, whole = midi.write(song), heard(song, tmp_path)
    parts = {tmp_path / f"{name}.wav": part for name, part in midi.parts(data).items()}
    assert sorted(path.stem for path in parts) == sorted(role.word for role in Role)
    rendering.render_stems(data, parts)
    stems = [soundfile.read(path)[0] for path in parts]
    assert all(len(stem) == len(whole) for stem in stems)
    assert all(np.abs(stem).max() > 0.01 for stem in stems)
    left = 20 * np.log10(np.sqrt(((sum(stems) - whole) ** 2).mean() / (whole**2).mean()))
    assert left < -50


@pytest.mark.usefixtures("synth")
def test_a_song_that_is_played_in_parts_sounds_as_it_does_in_one(tmp_path, monkeypatch):
    song = midi.write(groove(bars=4))
    rendering.render(song, tmp_path / "one.wav")
    monkeypatch.setattr(rendering, "SECONDS_EACH", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    rendering.render(song, tmp_path / "parts.wav")
    one, parts = (soundfile.read(tmp_path / f"{name}.wav")[0] for name in ("one", "parts"))
    difference = one - parts[: len(one)]
    assert len(one) == len(parts)
    assert difference.std() < 0.01 * one.std()


def test_other_files_are_refused(tmp_path):
    with pytest.raises(LSTMelodyError, match=r"\.wav, \.mp3, \.flac, \.ogg"):
        rendering.render(midi.write(groove()), tmp_path / "song.aac")


def test_a_soundfont_that_is_not_there_is_named(tmp_path):
    with pytest.raises(MissingPart, match=r"There is no soundfont .*none\.sf2"):
        rendering.render(
            midi.write(groove()), tmp_path / "song.wav", soundfont=tmp_path / "none.sf2"
        )


@pytest.mark.usefixtures("synth")
def test_a_soundfont_that_is_none_is_refused_and_leaves_no_file(tmp_path):
    soundfont = tmp_path / "fake.sf2"
    soundfont.write_bytes(b"RIFF, or not")
    with pytest.raises(MissingPart):
        rendering.render(midi.write(groove()), tmp_path / "song.wav", soundfont=soundfont)
    assert list(tmp_path.iterdir()) == [soundfont]


def test_without_a_synthesizer_we_say_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(MissingPart, match="apt install fluidsynth"):
        rendering.installed_synth()


def test_a_full_disk_is_noticed_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 1000)
    )
    with pytest.raises(StorageFull, match="delete some songs"):
        rendering.render(midi.write(groove()), tmp_path / "song.wav")
    assert not list(tmp_path.iterdir())
