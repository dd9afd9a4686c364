"""The service from the outside: what is asked over HTTP, and what comes back."""

import json
import queue
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from time import sleep
from uuid import UUID

import numpy as np
import pytest
import symusic
from fastapi.testclient import TestClient

from lstmelody import asked as asked_module
from lstmelody import composing, instruments, midi, performing, rendering, soundfonts, starters
from lstmelody.api import app, gallery, openapi, workshop
from lstmelody.api.app import create_app
from lstmelody.api.limits import LARGEST_BODY_BYTES
from lstmelody.api.live import Event
from lstmelody.api.recipes import RecipeIn
from lstmelody.api.scenes import Bars, Ready
from lstmelody.api.titles import file_name, title_for
from lstmelody.composing import start_from
from lstmelody.errors import MissingPart, StorageFull, Unreachable
from lstmelody.filing import file_of, mix_in
from lstmelody.library import Library
from lstmelody.music import METERS_BY_NAME, Note, Role, Song, canonical
from lstmelody.recipe import DEFAULT_BARS, RANGES, Recipe
from lstmelody.settings import Settings
from lstmelody.starters import find

NOBODY = "00000000-0000-4000-8000-000000000000"


class Looper:
    """Players without a model: they play the start of a song over and over."""

    version = "looper-1"

    def __init__(self, listener, *, processes):
        assert processes
        self.listener, self.asked = listener, queue.SimpleQueue()
        self.dropped: set[UUID] = set()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def open(self):
        self.thread.start()

    def close(self):
        self.asked.put(None)

    def begin(self, key, song):
        self.asked.put((key, song))

    def drop(self, key):
        self.dropped.add(key)

    def revise(self, key, recipe, *, endless):
        """It never begins again."""

    def after(self, bar):
        """A bar was told."""

    def work(self):
        while asked := self.asked.get():
            self.compose(*asked)

    def compose(self, key, song):
        recipe = song.recipe
        start = find(recipe.start) if song.start is None else start_from(song.start)
        frame = composing.begun(recipe, start)
        notes = looped(start, frame)
        for bar in range(frame.bars):
            own = notes[notes[:, 0] // frame.meter.bar_steps == bar].tolist()
            total = None if song.endless else frame.bars
            told = Bars([Note(*each) for each in own], bar + 1, total, frame.all_tempos)
            self.listener.composed(key, told)
            self.after(bar)
            if key in self.dropped:
                return
        whole = replace(frame, notes=notes)
        data = file_of(recipe, whole, song.start, title=song.title, model=self.version)
        delivered = asked_module.delivered(whole, 0, [])
        self.listener.ready(key, Ready(recipe, whole, delivered, data, self.version))


def looped(start, frame):
    """The notes of a start, over and over."""
    start = (
        start if start.bars else replace(frame, notes=canonical([Note(0, 1, 36, 12, 90)]), bars=1)
    )
    loops = [
        start.notes + np.array([first * start.meter.bar_steps, 0, 0, 0, 0])
        for first in range(0, frame.bars, start.bars)
    ]
    notes = canonical(np.concatenate(loops).astype(np.int32))
    return notes[notes[:, 0] < frame.steps]


@pytest.fixture
def settings(tmp_path, page):
    return Settings(data=tmp_path / "data", web=page)


@pytest.fixture
def client(settings):
    with service(settings, Looper) as client:
        yield client


def settled(client, song):
    """The song when it is no longer being composed."""
    for _ in range(3000):
        song = client.get(f"/api/songs/{song['id']}").json()
        if song["status"] != "composing":
            return song
        sleep(0.01)
    raise AssertionError("The song is composed for ever.")


def composed(client, **recipe):
    answer = client.post("/api/songs", json=recipe)
    assert answer.status_code == 202, answer.text
    return settled(client, answer.json())


class Paused(Looper):
    """They wait in the first bar until they are let go."""

    def __init__(self, listener, *, processes):
        super().__init__(listener, processes=processes)
        self.begun, self.go, self.ended = (threading.Event() for _ in range(3))

    def after(self, bar):
        if bar == 0:
            self.begun.set()
            self.go.wait(30)

    def compose(self, key, song):
        super().compose(key, song)
        self.ended.set()


def service(settings, players):
    return TestClient(create_app(settings, players=players), base_url="http://127.0.0.1:8000")


@contextmanager
def paused(settings):
    """A service whose players are paused, and they."""
    with service(settings, Paused) as client:
        yield client, client.app.state.workshop.players


def test_a_song_may_be_asked_for_without_saying_anything(client):
    answer = client.post("/api/songs")
    assert answer.status_code == 202
    song = answer.json()
    assert song["status"] == "composing"
    assert song["recipe"] == Recipe().to_json()
    assert song["bars_total"] == DEFAULT_BARS
    assert song["created"].endswith("Z")


def test_a_song_becomes_ready_with_its_facts(client):
    song = composed(client, bars=8, start="pop", tempo=90, seed=7)
    assert (song["status"], song["bars_done"], song["bars_total"]) == ("ready", 8, 8)
    assert (song["bpm"], song["model"], song["error"]) == (90, "looper-1", None)
    recipe = Recipe.from_json(song["recipe"])
    assert song["title"] == title_for(recipe, composing.begun(recipe, find("pop")))
    assert client.get(f"/api/songs/{song['id']}").json() == song


def test_a_length_in_seconds_is_told_in_bars(client):
    song = client.post("/api/songs", json={"seconds": 60, "tempo": 120}).json()
    assert song["bars_total"] == 30


def test_songs_are_listed_newest_first(client):
    seeds = [composed(client, bars=4, seed=seed)["recipe"]["seed"] for seed in (1, 2, 3)]
    listed = client.get("/api/songs").json()
    assert [song["recipe"]["seed"] for song in listed["songs"]] == seeds[::-1]
    assert (listed["next"], listed["total"]) == (None, 3)
    first = client.get("/api/songs", params={"limit": 2}).json()
    rest = client.get("/api/songs", params={"limit": 2, "cursor": first["next"]}).json()
    assert first["songs"] + rest["songs"] == listed["songs"]


def test_the_midi_is_a_file_with_the_name_of_the_song(client):
    song = composed(client, bars=8, seed=7)
    answer = client.get(f"/api/songs/{song['id']}/midi")
    assert midi.read(answer.content).bars == 8
    assert answer.headers["content-type"] == "audio/midi"
    name = file_name(song["title"], ".mid")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["etag"]
    head = client.head(f"/api/songs/{song['id']}/midi")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))


def test_the_wav_is_rendered_and_can_be_had_in_pieces(client, monkeypatch):
    monkeypatch.setattr(soundfonts, "NAMES", ("TimGM6mb.sf2",))  # loads fast
    try:
        rendering.installed_synth()
    except MissingPart:
        pytest.skip("no synthesizer is installed")
    url = f"/api/songs/{composed(client, bars=4)['id']}/wav"
    whole = client.get(url)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "audio/wav")
    assert whole.content.startswith(b"RIFF")
    piece = client.get(url, headers={"Range": "bytes=1000-1999"})
    assert piece.status_code == 206
    assert piece.content == whole.content[1000:2000]
    assert piece.headers["etag"] == whole.headers["etag"]
    known = client.get(url, headers={"If-None-Match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_without_a_synthesizer_there_is_midi_and_advice(client, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    song = composed(client, bars=4)
    answer = client.get(f"/api/songs/{song['id']}/wav")
    assert answer.status_code == 503
    assert "apt install fluidsynth" in answer.json()["detail"]
    assert client.get(f"/api/songs/{song['id']}/midi").status_code == 200
    assert client.get("/api/health").json()["renderer"] is None


def test_a_soundfont_for_the_browser_is_kept_by_its_address(settings):
    font = settings.web / "own.sf3"
    font.write_bytes(bytes(range(256)) * 20)
    with service(replace(settings, soundfont=font), Looper) as client:
        health = client.get("/api/health").json()
        assert health["soundfont_bytes"] == 5120
        whole = client.get(health["soundfont"])
        assert whole.content == font.read_bytes()
        assert "immutable" in whole.headers["cache-control"]
        assert "content-encoding" not in whole.headers
        piece = client.get(health["soundfont"], headers={"Range": "bytes=100-199"})
        assert (piece.status_code, piece.content) == (206, whole.content[100:200])
        for tag in (whole.headers["etag"], f'"another", W/{whole.headers["etag"]}', "*"):
            known = client.get(health["soundfont"], headers={"If-None-Match": tag})
            assert (known.status_code, known.content) == (304, b"")
        font.write_bytes(b"another")
        assert client.get("/api/health").json()["soundfont"] != health["soundfont"]
        late = client.get(health["soundfont"])
        assert (late.content, late.headers["cache-control"]) == (b"another", "no-cache")


def test_without_a_soundfont_there_is_advice(client, monkeypatch):
    monkeypatch.setattr(soundfonts, "FOLDERS", ())
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    answer = client.get("/api/soundfont")
    assert answer.status_code == 503
    assert "apt install musescore" in answer.json()["detail"]
    health = client.get("/api/health").json()
    assert (health["soundfont"], health["soundfont_bytes"]) == (None, None)


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        ({"bars": 3}, "bars must be from 4 to 512."),
        ({"bars": 513}, "bars must be from 4 to 512."),
        ({"bars": 10**400}, "bars must be from 4 to 512."),
        ({"bars": 8.5}, "bars must be a whole number."),
        ({"bars": "8"}, "bars must be a whole number."),
        ({"bars": True}, "bars must be a whole number."),
        ({"drums": 5.1}, "drums must be from 0 to 5."),
        ({"drums": -1, "top_p": 2}, "drums must be from 0 to 5. top_p must be from 0.1 to 1."),
        ({"lead": "loud"}, "lead must be a number."),
        ({"seed": -1}, "seed must be from 0 to 4294967295."),
        ({"tempo": 241}, "tempo must be from 40 to 240."),
        ({"start": 7}, "start must be text."),
        ({"start": "p" * 100}, "start is too long."),
        ({"loudness": 3}, "There is no setting called loudness."),
        ({"bars": 8, "seconds": 20}, "Give the length in bars or in seconds, not both."),
    ],
)
def test_what_is_out_of_range_is_refused_in_a_sentence(client, recipe, sentence):
    answer = client.post("/api/songs", json=recipe)
    assert (answer.status_code, answer.json()["detail"]) == (422, sentence)
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_no_number_at_all_is_refused(client):
    headers = {"content-type": "application/json"}
    for body in ('{"drums": NaN}', '{"tempo": Infinity}', '{"bars": ', "[]", '"pop"'):
        answer = client.post("/api/songs", content=body, headers=headers)
        assert answer.status_code == 422, body
        assert answer.json()["detail"].endswith("."), body


def test_a_band_that_is_silent_is_refused(client):
    silent = dict.fromkeys(("drums", "bass", "chords", "lead"), 0)
    answer = client.post("/api/songs", json=silent)
    assert answer.status_code == 422
    assert "at 0" in answer.json()["detail"]


def test_an_unknown_starter_is_refused_with_those_there_are(client):
    answer = client.post("/api/songs", json={"start": "polka"})
    assert answer.status_code == 422
    assert "pop" in answer.json()["detail"]


def test_more_seconds_than_a_song_has_bars_for_are_refused(client):
    answer = client.post("/api/songs", json={"seconds": 3600, "tempo": 240})
    assert answer.status_code == 422
    assert "512" in answer.json()["detail"]
    assert client.get("/api/songs").json() == {"songs": [], "next": None, "total": 0}


@pytest.mark.parametrize("song_id", [NOBODY, "1", "..%2f..%2flibrary.db", "x" * 200])
@pytest.mark.parametrize("part", ["", "/midi", "/wav"])
def test_a_song_that_there_is_not_is_not_found(client, song_id, part):
    answer = client.get(f"/api/songs/{song_id}{part}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no")


def test_a_deleted_song_is_gone(client, settings):
    song = composed(client, bars=4)
    assert client.get(f"/api/songs/{song['id']}/midi").status_code == 200
    assert list((settings.data / "renders").rglob("*.mid"))
    assert client.delete(f"/api/songs/{song['id']}").status_code == 204
    assert client.get(f"/api/songs/{song['id']}").status_code == 404
    assert client.delete(f"/api/songs/{song['id']}").status_code == 404
    assert not list((settings.data / "renders").rglob("*.mid"))


def test_a_song_that_is_deleted_before_its_file_is_sent_is_gone(client, monkeypatch):
    song, kitchen = composed(client, bars=4), client.app.state.kitchen
    made = kitchen.made

    async def made_and_dropped(*order):
        path = await made(*order)
        kitchen.drop(UUID(song["id"]))
        return path

    monkeypatch.setattr(kitchen, "made", made_and_dropped)
    answer = client.get(f"/api/songs/{song['id']}/midi")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_a_song_that_is_being_composed_has_progress_and_no_file(settings):
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json={"bars": 8}).json()
        assert players.begun.wait(30)
        assert client.get(f"/api/songs/{song['id']}").json()["bars_done"] == 1
        assert client.get("/api/songs").json()["songs"][0]["bars_done"] == 1
        answer = client.get(f"/api/songs/{song['id']}/midi")
        assert answer.status_code == 409
        assert "still being composed" in answer.json()["detail"]
        assert client.post(f"/api/songs/{song['id']}/continue").status_code == 409
        players.go.set()
        assert settled(client, song)["status"] == "ready"


def test_deleting_a_song_stops_its_composer_and_restoring_it_begins_again(settings):
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json={"bars": 8}).json()
        assert players.begun.wait(30)
        assert client.delete(f"/api/songs/{song['id']}").status_code == 204
        players.go.set()
        assert players.ended.wait(30)
        assert composed(client, bars=4)["status"] == "ready"
        assert client.get("/api/songs").json()["total"] == 1
        assert client.get("/api/songs?deleted=true").json()["songs"][0]["id"] == song["id"]
        players.dropped.clear()
        assert client.post(f"/api/songs/{song['id']}/restore").status_code == 200
        assert settled(client, song)["status"] == "ready"
        assert client.get("/api/songs").json()["total"] == 2


def test_a_server_that_stops_composes_its_unfinished_songs_when_it_starts_again(settings):
    with paused(settings) as (client, players):
        songs = [client.post("/api/songs", json={"bars": 8, "seed": n}).json() for n in range(3)]
        assert players.begun.wait(30)
    with service(settings, Looper) as client:
        assert [settled(client, song)["status"] for song in songs] == ["ready"] * 3
        files = [client.get(f"/api/songs/{song['id']}/midi").content for song in songs]
    assert all(files)


def test_songs_that_a_killed_server_began_are_composed_at_the_next_start(settings):
    library = Library.local(settings.data)
    begun = library.begin(Recipe(bars=4), title="Begun", bars=4)
    endless = library.begin(Recipe(ending=False), title="Endless", bars=workshop.ENDLESS)
    library.advance(endless.id, 24, workshop.ENDLESS)
    start = library.keep_upload(midi.write(find("pop")))
    lost = library.begin(Recipe(start=start), title="Lost", bars=4)
    library.close()
    next(settings.data.glob("uploads/*")).unlink()
    with service(settings, Looper) as client:
        assert settled(client, {"id": begun.id})["status"] == "ready"
        kept = settled(client, {"id": endless.id})
        assert (kept["status"], kept["bars_total"], kept["recipe"]["bars"]) == ("ready", 24, 24)
        assert "upload it first" in settled(client, {"id": lost.id})["error"]


class Failing(Looper):
    def compose(self, key, _song):
        self.listener.failed(key, "The model is not installed.")


def test_a_song_that_fails_says_why(settings):
    with service(settings, Failing) as client:
        song = composed(client, bars=4)
        assert (song["status"], song["error"]) == ("failed", "The model is not installed.")
        answer = client.get(f"/api/songs/{song['id']}/midi")
        assert answer.status_code == 409
        assert "The model is not installed." in answer.json()["detail"]
        assert [kind for kind, _, _ in heard(client, song)] == ["failed"]


@pytest.mark.parametrize(
    ("problem", "words"), [(ZeroDivisionError(), "log"), (StorageFull("No room left."), "No room")]
)
def test_a_song_that_can_not_be_kept_fails_and_the_service_does_not(
    settings, problem, words, monkeypatch
):
    def finish(*_args, **_values):
        raise problem

    monkeypatch.setattr(Library, "finish", finish)
    with service(settings, Looper) as client:
        song = composed(client, bars=4)
        assert song["status"] == "failed"
        assert words in song["error"]
        assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize("verbs", [("finish", "fail"), ("advance",)])
def test_a_database_that_is_gone_for_a_moment_costs_one_song_at_most(settings, verbs, monkeypatch):
    gone = threading.Event()

    def unreachable(verb):
        def ask(*_args, **_values):
            if verb == verbs[-1]:
                gone.set()
            raise Unreachable("The database does not answer.")

        return ask

    with service(settings, Looper) as client:
        with monkeypatch.context() as moment:
            for verb in verbs:
                moment.setattr(Library, verb, unreachable(verb))
            client.post("/api/songs?endless=true", json={"bars": 8})
            assert gone.wait(30)
        assert composed(client, bars=4)["status"] == "ready"


def test_what_can_not_be_purged_for_a_moment_is_purged_later(settings, monkeypatch):
    purge, answers, purged = Library.purge, iter([False]), threading.Event()

    def sometimes(library, before):
        if not next(answers, True):
            raise Unreachable("The database does not answer.")
        purge(library, before)
        purged.set()

    monkeypatch.setattr(Library, "purge", sometimes)
    monkeypatch.setattr(app, "HOUR", 0.01)
    with service(settings, Looper):
        assert purged.wait(5)


def test_more_songs_than_there_is_room_for_are_refused(settings, monkeypatch):
    monkeypatch.setattr(workshop, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(workshop, "MOST_ENDLESS", 1)
    with paused(settings) as (client, players):
        live = [client.post("/api/songs?endless=true").status_code for _ in range(2)]
        statuses = [client.post("/api/songs", json={"bars": 4}).status_code for _ in range(3)]
        players.go.set()
        assert live == [202, 429]
        assert statuses == [202, 202, 429]


# What is heard


def events(lines):
    """The events of a stream: kind, number and data."""
    found, event = [], {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line:
            event[name] = value
        elif "event" in event:
            found.append((event["event"], int(event.get("id", 0)), json.loads(event["data"])))
            event = {}
    return found


def heard(client, song, last=None, **asked):
    """What is heard of a song by who heard so many bars."""
    url, headers = f"/api/songs/{song['id']}/events", {}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    with client.stream("GET", url, headers=headers, params=asked) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        return events(stream.iter_lines())


def notes_in(told):
    return [note for kind, _, data in told if kind == "bars" for note in data["notes"]]


def test_a_song_is_heard_while_it_is_composed_and_afterwards_and_from_where_one_was(settings):
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json={"bars": 24}).json()
        assert players.begun.wait(30)
        threading.Timer(0.1, players.go.set).start()
        live = heard(client, song)
        later, rest = heard(client, song), heard(client, song, last=20)
        odd = heard(client, song, last="-3")
        notes = client.get(f"/api/songs/{song['id']}/notes").json()
    assert live[0][0] == "frame"
    assert live[0][2]["bars_total"] == 24
    assert len([kind for kind, _, _ in live if kind == "bars"]) == 24
    assert live[-1][0] == "ready"
    assert (live[-1][2]["status"], live[-1][2]["id"]) == ("ready", song["id"])
    assert notes_in(live) == notes_in(later) == notes_in(odd) == notes["notes"]
    assert notes_in(rest) == [note for note in notes["notes"] if note[0] >= 20 * 48]
    assert [number for kind, number, _ in rest if kind == "bars"] == [24]
    assert notes["programs"]["bass"] == find("pop").programs[1]


def test_who_listens_to_a_song_that_is_deleted_is_told(settings):
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json={"bars": 24}).json()
        assert players.begun.wait(30)
        delete = threading.Timer(0.2, client.delete, [f"/api/songs/{song['id']}"])
        delete.start()
        assert heard(client, song)[-1][0] == "gone"
        delete.join()
        players.go.set()


def test_who_has_just_begun_to_listen_to_a_song_that_is_deleted_is_told(client, monkeypatch):
    song, workshop = composed(client, bars=4), client.app.state.workshop
    live = workshop.live

    def deleted(song_id):
        workshop.delete(song_id)
        return live(song_id)

    monkeypatch.setattr(workshop, "live", deleted)
    assert [kind for kind, _, _ in heard(client, song)] == ["gone"]


def test_a_song_that_is_deleted_while_a_change_is_told_is_gone(settings, monkeypatch):
    with paused(settings) as (client, players):
        song, workshop = client.post("/api/songs", json={"bars": 24}).json(), players.listener
        assert players.begun.wait(30)
        changing = workshop.live(UUID(song["id"]))

        def deleted(song_id):
            changing.tell(Event("changed", ""))
            workshop.delete(song_id)
            return changing

        monkeypatch.setattr(workshop, "live", deleted)
        assert [kind for kind, _, _ in heard(client, song)] == ["frame", "bars", "gone"]
        players.go.set()


def mix_in_file(client, song):
    """How the roles sound in a song's file, as it is told."""
    mix = mix_in(client.get(f"/api/songs/{song['id']}/midi").content)
    return {role.word: each._asdict() for role, each in mix.items()}


def test_the_roles_sound_as_in_the_file_while_they_are_composed_and_afterwards(settings):
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json={"bars": 8, "palette": "jazz"}).json()
        threading.Timer(0.1, players.go.set).start()
        frames = [heard(client, song)[0][2], heard(client, song)[0][2]]
        notes = client.get(f"/api/songs/{song['id']}/notes").json()
        assert notes["mix"]["lead"]["program"] == notes["programs"]["lead"] == 66
        assert [frame["mix"] for frame in frames] == [notes["mix"]] * 2
        assert notes["mix"] == mix_in_file(client, song)
        asked = {"redo": "bass", "instruments": "bass tuba"}
        child = client.post(f"/api/songs/{song['id']}/redo", json=asked).json()
        mix = heard(client, child)[0][2]["mix"]
        assert (mix["bass"]["program"], mix["drums"]) == (58, notes["mix"]["drums"])
        assert settled(client, child)["status"] == "ready"
        assert mix == mix_in_file(client, child)


def test_a_song_is_told_as_it_is_heard(client):
    swung = composed(client, bars=8, swing=1, humanise=0.5, seed=3)
    url = f"/api/songs/{swung['id']}/notes"
    grid, answer = client.get(url).json(), client.get(url, params={"performed": True})
    recipe = {"swing": 1, "humanise": 0.5, "seed": 3}
    played = performing.performed(client.get(url.replace("notes", "midi")).content, **recipe)
    in_file = [note for track in midi.parts(played).values() for note in notes_in_midi(track)]
    told = answer.json()
    sounding = cut_where_struck_again(told.pop("notes"))
    assert sorted(sounding) == sorted(in_file)
    assert told.items() <= grid.items()
    assert all(isinstance(value, int) for note in grid["notes"] for value in note)
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get(url, params={"performed": True}, headers=known).status_code == 304
    assert client.get(url, headers=known).status_code == 200


@pytest.mark.parametrize("start", ["pop", "gospel"])
def test_what_is_performed_while_a_song_is_composed_is_what_is_heard_of_it_later(settings, start):
    asked = {"bars": 24, "start": start, "swing": 0.7, "humanise": 1, "changes": "9+5 tempo 63"}
    with paused(settings) as (client, players):
        song = client.post("/api/songs", json=asked).json()
        assert players.begun.wait(30)
        threading.Timer(0.1, players.go.set).start()
        live, again = (heard(client, song, performed=True, last=last) for last in (None, 3))
        later, rest = (heard(client, song, performed=True, last=last) for last in (None, 20))
        url = f"/api/songs/{song['id']}/notes"
        notes = client.get(url, params={"performed": True}).json()["notes"]
        written = client.get(url).json()["notes"]
        assert notes_in(heard(client, song)) == written
        for verb, more in (("redo", {"redo": "bass"}), ("continue", {"bar": 6})):
            child = client.post(f"/api/songs/{song['id']}/{verb}", json=more).json()
            told = notes_in(heard(client, child, performed=True))
            url = f"/api/songs/{child['id']}/notes"
            assert told == client.get(url, params={"performed": True}).json()["notes"]
    steps = METERS_BY_NAME[live[0][2]["meter"]].bar_steps
    assert notes_in(live) == notes_in(later) == notes
    assert notes_in(again) == [note for note in notes if note[0] >= 3 * steps]
    assert notes_in(rest) == [note for note in notes if note[0] >= 20 * steps]
    assert [note[0] for note in notes] != [note[0] for note in written]


def test_a_song_that_is_played_as_written_is_heard_as_it_was_composed(client):
    song = composed(client, bars=4)
    url = f"/api/songs/{song['id']}/notes"
    assert client.get(url, params={"performed": True}).text == client.get(url).text
    assert heard(client, song, performed=True) == heard(client, song)


def cut_where_struck_again(notes):
    """What sounds of notes: striking a pitch again ends what its role played of it before."""
    again, sounding = {}, []
    for onset, role, pitch, duration, velocity in reversed(notes):
        until = min(onset + duration, again.get((role, pitch), onset + duration))
        again[role, pitch] = onset
        sounding.append((onset, role, pitch, round(until - onset, 3), velocity))
    return sounding


def notes_in_midi(data):
    """The notes of a file of one role, in grid steps."""
    [track] = [track for track in symusic.Score.from_midi(data).tracks if track.notes]
    role = Role[track.name.upper()]
    return [
        (each.time / 40, role, each.pitch, each.duration / 40, each.velocity)
        for each in track.notes
    ]


# The verbs of a song


def test_a_title_and_a_favourite_are_a_persons(client):
    song = composed(client, bars=4)
    url = f"/api/songs/{song['id']}"
    edited = client.patch(url, json={"title": "  Erste Liebe ", "favourite": True}).json()
    assert (edited["title"], edited["favourite"]) == ("Erste Liebe", True)
    assert client.get("/api/songs?favourites=true&search=liebe").json()["total"] == 1
    assert client.get("/api/songs?search=nothing").json()["total"] == 0
    assert client.patch(url, json={"favourite": False}).json()["title"] == "Erste Liebe"
    for title in ("", "   ", "x" * 200):
        assert client.patch(url, json={"title": title}).status_code == 422


def test_a_variation_has_other_dice_and_what_else_is_asked(client):
    song = composed(client, bars=8, drums=2, seed=5)
    answer = client.post(f"/api/songs/{song['id']}/variation", json={"lead": 0.5})
    varied = settled(client, answer.json())
    assert varied["recipe"] == song["recipe"] | {"seed": varied["recipe"]["seed"], "lead": 0.5}
    assert varied["recipe"]["seed"] != 5
    assert (varied["parent"], varied["verb"], varied["status"]) == (
        song["id"],
        "variation",
        "ready",
    )
    longer = client.post(f"/api/songs/{song['id']}/variation", json={"seconds": 60, "seed": 1})
    assert longer.json()["recipe"]["bars"] is None


def test_a_song_goes_on_from_any_bar_of_another(client):
    song = composed(client, bars=8, key="C major")
    url = f"/api/songs/{song['id']}"
    longer = settled(client, client.post(f"{url}/continue").json())
    assert (longer["status"], longer["bars_total"], longer["title"]) == ("ready", 16, song["title"])
    assert longer["recipe"]["key"] == "C major"
    another = settled(client, client.post(f"{url}/continue", json={"bar": 3}).json())
    assert (another["bars_total"], another["recipe"]["start_at"]) == (8, 3)
    asked = {"bar": 3, "settings": {"bars": 20, "seed": 1}}
    assert client.post(f"{url}/continue", json=asked).json()["bars_total"] == 20
    refused = client.post(f"{url}/continue", json={"bar": 9})
    assert (refused.status_code, refused.json()["detail"][:20]) == (422, "The song has 8 bars:")


def test_roles_of_a_song_are_redone_and_its_deletion_takes_nothing_from_its_child(client):
    song = composed(client, bars=8)
    url = f"/api/songs/{song['id']}"
    assert client.post(f"{url}/redo", json={}).status_code == 422
    child = settled(client, client.post(f"{url}/redo", json={"redo": "bass"}).json())
    assert (child["status"], child["verb"], child["bars_total"]) == ("ready", "redo", 8)
    client.delete(url)
    client.app.state.library.purge(datetime.now(UTC) + timedelta(days=1))
    again = settled(client, client.post(f"/api/songs/{child['id']}/variation").json())
    assert again["status"] == "ready"


def test_a_song_whose_tempo_changes_is_told_as_its_file_has_it(settings):
    with paused(settings) as (client, players):
        recipe = {"bars": 8, "tempo": 120, "changes": "3 tempo 60; 5+24 tempo 97.33"}
        song = client.post("/api/songs", json=recipe).json()
        players.go.set()
        live, later = heard(client, song), heard(client, song)
        ready = settled(client, song)
        notes = client.get(f"/api/songs/{song['id']}/notes").json()
        data = client.get(f"/api/songs/{song['id']}/midi").content
    tempos = [[0, 120], [96, 60], [216, 97.33]]
    assert live[0][2]["tempos"] == later[0][2]["tempos"] == notes["tempos"] == tempos
    assert midi.tempos_of(data) == tuple(map(tuple, tempos))
    assert ready["bpm"] == notes["bpm"] == 120
    assert ready["seconds"] == 4 + 10 + (384 - 216) / 12 * 60 / 97.33


def test_what_is_made_of_a_song_has_its_tempos(client):
    song = composed(client, bars=8, tempo=120, changes="3 tempo 60")
    for verb, asked in (("redo", {"redo": "bass"}), ("variation", {}), ("continue", {"bar": 6})):
        url = f"/api/songs/{song['id']}/{verb}"
        child = settled(client, client.post(url, json=asked).json())
        notes = client.get(f"/api/songs/{child['id']}/notes").json()
        assert notes["tempos"] == [[0, 120], [96, 60]]
        assert (child["bars_total"], child["seconds"]) == (8, song["seconds"])
    again = client.post(f"/api/songs/{child['id']}/redo", json={"redo": "lead"}).json()
    assert settled(client, again)["seconds"] == song["seconds"]


def test_a_file_of_ones_own_is_redone_at_one_tempo_though_it_keeps_its_own(client):
    for step, held in ((48, 60), (150, 112)):
        own = midi.write(replace(find("pop"), tempos=((step, 60.0),)))
        name = client.post("/api/starters", files={"file": ("a.mid", own)}).json()["name"]
        song = composed(client, start=name, redo="bass")
        notes = client.get(f"/api/songs/{song['id']}/notes").json()
        assert notes["tempos"] == [[0, held]]
        assert song["seconds"] == pytest.approx(notes["bars"] * 4 * 60 / held)
        assert len(midi.tempos_of(client.get(f"/api/songs/{song['id']}/midi").content)) == 2


def test_a_recipe_is_a_file(client):
    song = composed(client, bars=8, drums=2)
    answer = client.get(f"/api/songs/{song['id']}/recipe")
    assert answer.json() == song["recipe"]
    assert "attachment" in answer.headers["content-disposition"]


class Hasty(Paused):
    """A song that is stopped is ready before anyone is told that it will be."""

    def stop(self, key):
        song = find("rock")
        recipe = Recipe(start="rock", bars=song.bars)
        data = file_of(recipe, song, None, title="Rock", model=self.version)
        ready = Ready(recipe, song, {}, data, self.version)
        self.listener.ready(key, ready)
        answer = Future()
        answer.set_result(recipe)
        return answer


def test_a_song_that_is_ready_as_soon_as_it_is_stopped_was_stopped(settings):
    with service(settings, Hasty) as client:
        song = client.post("/api/songs", json={"start": "rock"}, params={"endless": True}).json()
        answer = client.post(f"/api/songs/{song['id']}/stop")
        assert answer.status_code == 200, answer.text
        assert answer.json()["status"] == "ready"
        assert answer.json()["bars_total"] == find("rock").bars


def test_a_song_that_is_ready_can_not_be_changed_or_stopped(client):
    song = composed(client, bars=4)
    url = f"/api/songs/{song['id']}"
    assert client.patch(f"{url}/recipe", json={"drums": 2}).status_code == 409
    assert client.post(f"{url}/stop").status_code == 409
    assert client.patch(f"{url}/recipe", json={"drums": 9}).status_code == 422


def test_a_gallery_is_taken_along_and_brought_back_elsewhere(client, settings, tmp_path):
    songs = [composed(client, bars=4, seed=seed) for seed in range(3)]
    data = client.get("/api/gallery")
    assert data.headers["content-type"] == "application/zip"
    elsewhere = replace(settings, data=tmp_path / "elsewhere")
    with service(elsewhere, Looper) as other:
        told = [other.post("/api/gallery", content=data.content).json() for _ in range(2)]
        assert told == [
            {"added": 3, "already": 0, "refused": []},
            {"added": 0, "already": 3, "refused": []},
        ]
        for song in songs:
            url = f"/api/songs/{song['id']}/midi"
            assert other.get(url).content == client.get(url).content
        refused = other.post("/api/gallery", content=b"no zip")
        assert refused.status_code == 422


def test_a_gallery_may_be_larger_than_other_bodies_and_has_an_end(client, monkeypatch):
    monkeypatch.setattr(gallery, "MOST_BYTES", 2 * LARGEST_BODY_BYTES)
    assert client.post("/api/gallery", content=bytes(LARGEST_BODY_BYTES + 1)).status_code == 422
    assert client.post("/api/gallery", content=bytes(3 * LARGEST_BODY_BYTES)).status_code == 413


def test_songs_may_be_kept_elsewhere(settings, tmp_path):
    database = f"sqlite:///{tmp_path / 'another.db'}"
    with service(replace(settings, database=database, files=str(tmp_path / "files")), Looper) as c:
        composed(c, bars=4)
    assert (tmp_path / "another.db").exists()
    assert list((tmp_path / "files").rglob("*.mid"))


# Starting seeds


def test_starters_are_offered_and_silence_too(client):
    offered = {each["name"]: each for each in client.get("/api/starters").json()}
    assert set(offered) == {*starters.STARTERS, starters.NONE}
    assert offered["pop"]["roles"] == ["drums", "bass", "chords", "lead"]
    assert offered["pop"]["key"]
    assert (offered["none"]["bars"], offered["none"]["roles"]) == (0, [])


def test_a_start_can_be_listened_to_before_anything_is_composed(client):
    pop = client.get("/api/starters/pop/notes").json()
    assert pop["notes"] == find("pop").notes.tolist()
    assert pop["mix"]["bass"] == instruments.mix(find("pop").programs)[Role.BASS]._asdict()
    own = upload(client, midi.write(find("rock"))).json()
    assert client.get(f"/api/starters/{own['name']}/notes").json()["bars"] == own["bars"]
    silence = client.get("/api/starters/none/notes").json()
    assert (silence["bars"], silence["notes"]) == (0, [])
    for name, words in (("polka", "Choose one of: pop"), ("midi:" + "0" * 64, "upload it first")):
        answer = client.get(f"/api/starters/{name}/notes")
        assert (answer.status_code, answer.json()["title"]) == (404, "No such starting seed")
        assert words in answer.json()["detail"]


def test_whatever_is_offered_may_be_asked_for(client):
    answer = client.get("/api/choices")
    offered = answer.json()
    for palette in offered["palettes"]:
        band = {Role[role.upper()]: each["program"] for role, each in palette["roles"].items()}
        assert Recipe(palette=palette["name"]).programs == band
    for role in Role:
        for each in offered["instruments"][role.word]:
            programs = Recipe(instruments=f"{role.word} {each['name']}").programs
            assert programs == {role: each["program"]}, each["name"]
    for tonic in offered["tonics"]:
        assert [str(Recipe(key=f"{tonic} {each}").scale) for each in offered["scales"]]
        chords = " ".join(tonic + quality for quality in offered["chords"]["qualities"])
        assert Recipe(progression=chords).chords_asked
    assert [Recipe(meter=each, start="none") for each in offered["meters"]]
    assert Recipe(form="A" * offered["form"]["most_sections"]).asked_form
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/api/choices", headers=known).status_code == 304


@pytest.mark.parametrize("name", RANGES)
def test_a_slider_can_stand_on_the_ends_and_the_default_of_a_number(client, name):
    number = client.get("/api/choices").json()["numbers"][name]
    assert (number["min"], number["max"]) == RANGES[name]
    places = [number["max"], number["min"] if number["default"] is None else number["default"]]
    steps = [(place - number["min"]) / number["step"] for place in places]
    assert steps == pytest.approx([round(step) for step in steps])


def upload(client, data, name="my tune.mid"):
    return client.post("/api/starters", files={"file": (name, data, "audio/midi")})


def test_your_own_midi_becomes_a_start(client):
    tune = find("rock")
    answer = upload(client, midi.write(tune))
    assert answer.status_code == 201
    starter = answer.json()
    assert (starter["title"], starter["meter"]) == ("my tune", "4/4")
    assert starter["bars"] <= tune.bars
    song = composed(client, start=starter["name"], bars=8)
    assert (song["status"], song["recipe"]["start"]) == ("ready", starter["name"])


def test_an_upload_that_nobody_made_is_no_start(client):
    answer = client.post("/api/songs", json={"start": "midi:" + "0" * 64})
    assert answer.status_code == 422
    assert "upload it first" in answer.json()["detail"]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 a picture", b"MThd\0\0\0\6\0\1"])
def test_an_upload_that_is_no_midi_is_refused(client, settings, data):
    answer = upload(client, data)
    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")
    assert list(settings.data.glob("uploads/*")) == []


def test_an_upload_that_is_too_large_is_refused(client):
    for size in (midi.MAX_BYTES + 1, LARGEST_BODY_BYTES + 1):
        answer = upload(client, b"MThd" + bytes(size))
        assert answer.status_code == 413
        assert "10 MB" in answer.json()["detail"]


def test_an_upload_without_a_file_says_what_is_missing(client):
    assert client.post("/api/starters").json()["detail"] == "file is missing."


def test_health_says_what_we_work_with(client):
    health = client.get("/api/health").json()
    assert (health["status"], health["model"]) == ("ok", "looper-1")
    assert health["version"]


def test_what_is_nowhere_is_said_in_json(client):
    nothing = client.get("/api/nothing", headers={"accept": "text/html"})
    assert nothing.json()["detail"] == "There is nothing at /api/nothing."
    refused = client.put("/api/songs")
    assert refused.json()["detail"] == "/api/songs doesn't answer to PUT."


def test_every_place_without_a_file_is_inside_the_page(client):
    for place in ("/", f"/songs/{NOBODY}", "/gallery"):
        answer = client.get(place)
        assert "the page" in answer.text
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-encoding"] == "gzip"
    assert client.get("/missing.js").status_code == 404
    assert client.get("/..%2f..%2fdata%2flibrary.db").status_code == 404


def test_files_that_carry_a_hash_are_kept_for_ever(client):
    answer = client.get("/assets/app-1a2b.js")
    assert answer.text == "play()"
    assert "immutable" in answer.headers["cache-control"]


def test_a_page_that_is_not_built_says_how_to_build_it(settings):
    empty = replace(settings, web=settings.data / "nothing")
    with service(empty, Looper) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "make build" in answer.text
        script = client.get("/assets/app-1a2b.js")
        assert script.status_code == 404
        assert script.json()["detail"] == "There is nothing at /assets/app-1a2b.js."
        assert client.post("/").headers["allow"] == "GET, HEAD"


def test_what_the_wire_takes_is_what_a_recipe_has():
    assert RecipeIn.model_validate({}).to_recipe() == Recipe()
    assert list(RecipeIn.model_fields) == [field.name for field in fields(Recipe)]


def test_the_openapi_document_is_always_the_same_and_neat():
    document = json.loads(openapi.document())
    assert openapi.document() == openapi.document()
    operations = [
        each["operationId"] for path in document["paths"].values() for each in path.values()
    ]
    assert "compose_song" in operations
    assert "HTTPValidationError" not in document["components"]["schemas"]


def titles_of(**recipe) -> list[str]:
    recipes = [Recipe(seed=seed, **recipe) for seed in range(100)]
    return [title_for(each, composing.begun(each, find(each.start))) for each in recipes]


def test_titles_are_the_same_for_the_same_seed_and_differ_for_neighbours():
    titles = titles_of(start="pop")
    assert titles == titles_of(start="pop")
    assert len(set(titles)) > 90
    assert all(title.endswith(" · pop") for title in titles)


def test_titles_go_with_key_and_tempo():
    moods = [
        {title.split()[0] for title in titles_of(start="pop", key=key, tempo=tempo)}
        for key in ("C major", "D dorian")
        for tempo in (80, 140)
    ]
    assert sum(map(len, moods)) == len(set().union(*moods)) == 64


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Velvet Harbour · pop", "velvet-harbour-pop.mid"),
        ("Café del Mar / 1:2", "cafe-del-mar-1-2.mid"),
        ("…", "song.mid"),
    ],
)
def test_a_title_becomes_a_file_name_for_every_system(title, name):
    assert file_name(title, ".mid") == name


def test_a_song_without_notes_is_a_song_all_the_same(client):
    assert isinstance(find("none"), Song)
    assert composed(client, start="none", bars=4)["status"] == "ready"
