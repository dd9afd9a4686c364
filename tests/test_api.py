"""The service from the outside: what is asked over HTTP, and what comes back."""

import json
import threading
from dataclasses import fields, replace
from time import sleep

import numpy as np
import pytest
from fastapi.testclient import TestClient

from lstmelody import midi, rendering, starters
from lstmelody.api import openapi, workshop
from lstmelody.api.app import create_app
from lstmelody.api.composer import Composer
from lstmelody.api.limits import LARGEST_BODY_BYTES
from lstmelody.api.schemas import RecipeIn
from lstmelody.api.titles import file_name, title_for
from lstmelody.errors import MissingPart
from lstmelody.library import Library
from lstmelody.music import Note, Song, canonical
from lstmelody.recipe import DEFAULT_BARS, Recipe
from lstmelody.settings import Settings

NOBODY = "00000000-0000-4000-8000-000000000000"


def looped(recipe, prompt, progress):
    """A composer without a model: plays its start over and over."""
    start = prompt if prompt.bars else replace(prompt, notes=canonical([Note(0, 1, 36, 12, 90)]))
    bars = recipe.bars or DEFAULT_BARS
    steps = max(start.bars, 1) * start.meter.bar_steps
    loops = []
    for bar in range(bars):
        progress(bar + 1, bars)
        if bar % max(start.bars, 1) == 0:
            loops.append(start.notes + np.array([bar // max(start.bars, 1) * steps, 0, 0, 0, 0]))
    notes = canonical(np.concatenate(loops).astype(np.int32))
    song = replace(start, notes=notes, bars=bars, bpm=recipe.tempo or start.bpm)
    return replace(song, notes=notes[notes[:, 0] < song.steps])


LOOPER = Composer(lambda: "looper-1", looped)


@pytest.fixture
def settings(tmp_path):
    page = tmp_path / "page"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text("<title>the page</title>" + " " * 2000)
    (page / "assets" / "app-1a2b.js").write_text("play()")
    return Settings(data=tmp_path / "data", web=page)


@pytest.fixture
def client(settings):
    with TestClient(create_app(settings, composer=LOOPER)) as client:
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


class Paused:
    """A composer that waits in its first bar until it is let go."""

    def __init__(self):
        self.begun, self.go = threading.Event(), threading.Event()
        self.ended = threading.Event()
        self.composer = replace(LOOPER, compose=self.compose)

    def compose(self, recipe, prompt, progress):
        progress(1, recipe.bars or DEFAULT_BARS)
        self.begun.set()
        try:
            self.go.wait(30)
            return looped(recipe, prompt, progress)
        finally:
            self.ended.set()


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
    assert song["title"] == title_for(7, "pop")
    assert client.get(f"/api/songs/{song['id']}").json() == song


def test_a_length_in_seconds_is_told_in_bars(client):
    song = client.post("/api/songs", json={"seconds": 60, "tempo": 120}).json()
    assert song["bars_total"] == 30


def test_songs_are_listed_newest_first(client):
    seeds = [composed(client, bars=4, seed=seed)["recipe"]["seed"] for seed in (1, 2, 3)]
    listed = client.get("/api/songs").json()
    assert [song["recipe"]["seed"] for song in listed] == seeds[::-1]


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
    monkeypatch.setattr(rendering, "SOUNDFONTS", ("TimGM6mb.sf2",))  # loads fast
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


def test_without_a_synthesizer_there_is_midi_and_advice(client, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    song = composed(client, bars=4)
    answer = client.get(f"/api/songs/{song['id']}/wav")
    assert answer.status_code == 503
    assert "apt install fluidsynth" in answer.json()["detail"]
    assert client.get(f"/api/songs/{song['id']}/midi").status_code == 200
    assert client.get("/api/health").json()["renderer"] is None


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
    assert (answer.status_code, answer.json()) == (422, {"detail": sentence})


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
    assert client.get("/api/songs").json() == []


@pytest.mark.parametrize("song_id", [NOBODY, "1", "..%2f..%2flibrary.db", "x" * 200])
@pytest.mark.parametrize("part", ["", "/midi", "/wav"])
def test_a_song_that_there_is_not_is_not_found(client, song_id, part):
    answer = client.get(f"/api/songs/{song_id}{part}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("There is no")


def test_a_deleted_song_is_gone(client):
    song = composed(client, bars=4)
    assert client.delete(f"/api/songs/{song['id']}").status_code == 204
    assert client.get(f"/api/songs/{song['id']}").status_code == 404
    assert client.delete(f"/api/songs/{song['id']}").status_code == 404


def test_a_song_that_is_being_composed_has_progress_and_no_file(settings):
    paused = Paused()
    with TestClient(create_app(settings, composer=paused.composer)) as client:
        song = client.post("/api/songs", json={"bars": 8}).json()
        assert paused.begun.wait(30)
        assert client.get(f"/api/songs/{song['id']}").json()["bars_done"] == 1
        answer = client.get(f"/api/songs/{song['id']}/midi")
        assert answer.status_code == 409
        assert "still being composed" in answer.json()["detail"]
        paused.go.set()
        assert settled(client, song)["status"] == "ready"


def test_deleting_a_song_stops_its_composer(settings):
    paused = Paused()
    with TestClient(create_app(settings, composer=paused.composer)) as client:
        song = client.post("/api/songs", json={"bars": 8}).json()
        assert paused.begun.wait(30)
        assert client.delete(f"/api/songs/{song['id']}").status_code == 204
        paused.go.set()
        assert paused.ended.wait(30)
        assert composed(client, bars=4)["status"] == "ready"
        assert len(client.get("/api/songs").json()) == 1
    assert len(list((settings.data / "songs").iterdir())) == 1


def test_a_server_that_stops_composes_its_unfinished_songs_when_it_starts_again(settings):
    paused = Paused()
    with TestClient(create_app(settings, composer=paused.composer)) as client:
        songs = [client.post("/api/songs", json={"bars": 8, "seed": n}).json() for n in range(3)]
        assert paused.begun.wait(30)
        threading.Timer(0.1, paused.go.set).start()
    with TestClient(create_app(settings, composer=LOOPER)) as client:
        assert [settled(client, song)["status"] for song in songs] == ["ready"] * 3
        files = [client.get(f"/api/songs/{song['id']}/midi").content for song in songs]
    assert all(files)


def test_a_song_that_a_killed_server_began_is_composed_at_the_next_start(settings):
    library = Library(settings.data)
    begun = library.begin(Recipe(bars=4), title="Begun", bars=4)
    library.close()
    with TestClient(create_app(settings, composer=LOOPER)) as client:
        assert settled(client, {"id": begun.id})["status"] == "ready"


def failing(problem):
    def compose(_recipe, _prompt, _progress):
        raise problem

    return replace(LOOPER, compose=compose)


def test_a_song_that_fails_says_why(settings):
    composer = failing(MissingPart("The model is not installed."))
    with TestClient(create_app(settings, composer=composer)) as client:
        song = composed(client, bars=4)
        assert (song["status"], song["error"]) == ("failed", "The model is not installed.")
        answer = client.get(f"/api/songs/{song['id']}/midi")
        assert answer.status_code == 409
        assert "The model is not installed." in answer.json()["detail"]


def test_a_fault_of_ours_fails_the_song_and_not_the_service(settings):
    with TestClient(create_app(settings, composer=failing(ZeroDivisionError()))) as client:
        song = composed(client, bars=4)
        assert song["status"] == "failed"
        assert "log" in song["error"]
        assert client.get("/api/health").status_code == 200


def test_more_songs_than_anyone_would_wait_for_are_refused(settings, monkeypatch):
    monkeypatch.setattr(workshop, "MOST_WAITING", 2)
    paused = Paused()
    with TestClient(create_app(settings, composer=paused.composer)) as client:
        statuses = [client.post("/api/songs", json={"bars": 4}).status_code for _ in range(3)]
        paused.go.set()
        assert statuses == [202, 202, 429]


def test_starters_are_offered_and_silence_too(client):
    offered = {each["name"]: each for each in client.get("/api/starters").json()}
    assert set(offered) == {*starters.STARTERS, starters.NONE}
    assert offered["pop"]["roles"] == ["drums", "bass", "chords", "lead"]
    assert offered["pop"]["key"]
    assert (offered["none"]["bars"], offered["none"]["roles"]) == (0, [])


def upload(client, data, name="my tune.mid"):
    return client.post("/api/starters", files={"file": (name, data, "audio/midi")})


def test_your_own_midi_becomes_a_start(client):
    tune = starters.find("rock")
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
    assert list((settings.data / "uploads").iterdir()) == []


def test_an_upload_that_is_too_large_is_refused(client):
    for size in (midi.MAX_BYTES + 1, LARGEST_BODY_BYTES + 1):
        answer = upload(client, b"MThd" + bytes(size))
        assert answer.status_code == 413
        assert "10 MB" in answer.json()["detail"]


def test_an_upload_without_a_file_says_what_is_missing(client):
    assert client.post("/api/starters").json() == {"detail": "file is missing."}


def test_health_says_what_we_work_with(client):
    health = client.get("/api/health").json()
    assert (health["status"], health["model"]) == ("ok", "looper-1")
    assert health["version"]


def test_what_is_nowhere_is_said_in_json(client):
    assert client.get("/api/nothing", headers={"accept": "text/html"}).json() == {
        "detail": "There is nothing at /api/nothing."
    }
    assert client.put("/api/songs").json() == {"detail": "/api/songs doesn't answer to PUT."}


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
    with TestClient(create_app(empty, composer=LOOPER)) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "make build" in answer.text


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


def test_titles_are_the_same_for_the_same_seed_and_differ_for_neighbours():
    titles = [title_for(seed, "pop") for seed in range(100)]
    assert titles == [title_for(seed, "pop") for seed in range(100)]
    assert len(set(titles)) > 90


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
    assert isinstance(starters.find("none"), Song)
    assert composed(client, start="none", bars=4)["status"] == "ready"
