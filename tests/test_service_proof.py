"""The service under load and under attack by chance: nothing is lost, and nobody waits long.

Some of it each time, all of it with `make prove`, which prints figures.
"""

import asyncio
import json
import os
import random
import signal
import time
from pathlib import Path
from statistics import median

import httpx2
import pytest

from lstmelody import midi
from lstmelody.composing import composed
from lstmelody.engine import Engine
from lstmelody.filing import file_of
from lstmelody.recipe import Recipe
from lstmelody.starters import find
from served import Served, served


async def heard(client: httpx2.AsyncClient, song_id: str) -> tuple[float, list[list[int]], str]:
    """When the first notes of a song were heard, all of them, and how it ended."""
    first, notes, kind = 0.0, [], ""
    async with client.stream("GET", f"/api/songs/{song_id}/events", timeout=60) as stream:
        async for line in stream.aiter_lines():
            name, _, value = line.partition(": ")
            kind = value if name == "event" else kind
            if name == "data" and kind == "bars":
                first = first or time.perf_counter()
                notes += json.loads(value)["notes"]
    return first, notes, kind


async def one_user(client: httpx2.AsyncClient, seed: int, bars: int) -> tuple[float, float]:
    """Seconds until a user hears the first notes of a song, and until it is ready."""
    began = time.perf_counter()
    song = (await client.post("/api/songs", json={"bars": bars, "seed": seed})).json()
    first, notes, ended = await heard(client, song["id"])
    assert ended == "ready"
    assert notes
    return first - began, time.perf_counter() - began


async def crowd(url: str, users: int, bars: int) -> list[tuple[float, float]]:
    limits = httpx2.Limits(max_connections=None)
    async with httpx2.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        return await asyncio.gather(*(one_user(client, seed, bars) for seed in range(users)))


def test_some_users_compose_at_once(tmp_path):
    with served(tmp_path) as service:
        waits = asyncio.run(crowd(service.url, 6, 8))
        assert len(waits) == 6
        assert httpx2.get(f"{service.url}/api/songs").json()["total"] == 6


@pytest.mark.prove
def test_thirty_two_users_compose_at_once_and_hear_it_soon(tmp_path, capsys):
    with served(tmp_path, LSTMELODY_COMPOSERS="2") as service:
        asyncio.run(crowd(service.url, 2, 4))
        waits = asyncio.run(crowd(service.url, 32, 64))
    first, done = zip(*waits, strict=True)
    with capsys.disabled():
        print(
            f"\n32 users: first notes {median(first):.2f} s (most {max(first):.2f}), "
            f"ready {median(done):.2f} s (most {max(done):.2f})"
        )
    assert median(first) < 0.5
    assert max(done) < 10


async def waits_for(url: str, path: str, until: asyncio.Event) -> list[float]:
    """Seconds that one reader waits for each of many answers."""
    waits = []
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        while not until.is_set():
            began = time.perf_counter()
            assert (await client.get(path)).status_code == 200
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.01)
    return waits


async def busy_gallery(url: str, users: int, bars: int, renders: int) -> list[float]:
    """How long readers of the gallery wait while others compose, and some songs are rendered."""
    async with httpx2.AsyncClient(base_url=url, timeout=120) as client:
        songs = (await client.get(f"/api/songs?limit={renders}")).json()["songs"]
        over = asyncio.Event()
        reading = asyncio.create_task(waits_for(url, "/api/songs", over))
        work = [client.get(f"/api/songs/{song['id']}/wav") for song in songs]
        await asyncio.gather(crowd(url, users, bars), *work)
        over.set()
        return await reading


def percentile(waits: list[float], share: float) -> float:
    return sorted(waits)[int(share * (len(waits) - 1))]


@pytest.mark.prove
def test_the_gallery_answers_soon_while_all_is_busy(tmp_path, capsys):
    with served(tmp_path) as service:
        asyncio.run(crowd(service.url, 6, 64))
        waits = asyncio.run(busy_gallery(service.url, 32, 64, 4))
    with capsys.disabled():
        figures = ", ".join(
            f"p{share:.0%} {percentile(waits, share) * 1000:.0f} ms" for share in (0.5, 0.9, 0.99)
        )
        print(f"\n{len(waits)} lists while 32 songs are composed and 4 rendered: {figures}")
    assert percentile(waits, 0.99) < 0.1


async def listeners(url: str, number: int, bars: int) -> list[int]:
    """How many notes each of so many hear of one song."""
    limits = httpx2.Limits(max_connections=None)
    async with httpx2.AsyncClient(base_url=url, limits=limits, timeout=120) as client:
        song = (await client.post("/api/songs", json={"bars": bars})).json()
        told = await asyncio.gather(*(heard(client, song["id"]) for _ in range(number)))
        assert {ended for _, _, ended in told} == {"ready"}
        return [len(notes) for _, notes, _ in told]


@pytest.mark.parametrize(
    ("number", "bars"), [(5, 8), pytest.param(200, 64, marks=pytest.mark.prove)]
)
def test_all_who_listen_hear_all_of_it(number, bars, tmp_path):
    with served(tmp_path) as service:
        heard_notes = asyncio.run(listeners(service.url, number, bars))
        assert len(heard_notes) == number
        song = httpx2.get(f"{service.url}/api/songs").json()["songs"][0]
        assert set(heard_notes) == {song["notes"]}


async def readers(url: str, number: int, each: int) -> float:
    """Lists of the gallery a second, read by so many at once."""
    host, port = url.removeprefix("http://").split(":")
    request = f"GET /api/songs HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()

    async def read() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        for _ in range(each):
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200")
            await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(read() for _ in range(number)))
    return number * each / (time.perf_counter() - began)


@pytest.mark.prove
def test_a_thousand_lists_a_second_are_read(tmp_path, capsys):
    with served(tmp_path) as service:
        asyncio.run(crowd(service.url, 20, 4))
        rate = asyncio.run(readers(service.url, 8, 500))
    with capsys.disabled():
        print(f"\n{rate:.0f} lists of 20 songs a second")
    assert rate > 1000


async def live(url: str) -> dict:
    """A song without end that is changed, then stopped: what is kept of it."""
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        begun = await client.post("/api/songs?endless=true", json={"start": "none"})
        song = f"/api/songs/{begun.json()['id']}"
        assert begun.json()["bars_total"] is None
        listening = asyncio.create_task(heard(client, begun.json()["id"]))
        while (await client.get(song)).json()["bars_done"] < 2:
            await asyncio.sleep(0.02)
        for change in ({"drums": 3.0}, {"key": "E minor", "lead": 0.0}):
            told = (await client.patch(f"{song}/recipe", json=change)).json()
        assert "lead 0, key E minor" in told["recipe"]["changes"]
        refused = await client.patch(f"{song}/recipe", json={"key": "H"})
        assert (refused.status_code, refused.json()["detail"][:3]) == (422, "key")
        stopped = (await client.post(f"{song}/stop")).json()
        _, notes, ended = await listening
        kept = (await client.get(song)).json()
        assert ended == kept["status"] == "ready"
        assert kept["bars_total"] == stopped["bars_total"]
        whole = (await client.get(f"{song}/notes")).json()
        assert [note[:3] for note in notes] == [note[:3] for note in whole["notes"]]
        return kept


async def told_frames(client: httpx2.AsyncClient, song: str) -> list[dict]:
    """What is said to hold for all of a song, each time that it is said."""
    frames, kind = [], ""
    async with client.stream("GET", f"{song}/events", timeout=60) as stream:
        async for line in stream.aiter_lines():
            name, _, value = line.partition(": ")
            kind = value if name == "event" else kind
            if (name, kind) == ("data", "frame"):
                frames.append(json.loads(value))
    return frames


async def slowed(url: str) -> dict:
    """A song without end that gets slower, once it is kept."""
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        recipe = {"start": "none", "tempo": 120}
        begun = (await client.post("/api/songs?endless=true", json=recipe)).json()
        song = f"/api/songs/{begun['id']}"
        listening = asyncio.create_task(told_frames(client, song))
        while (await client.get(song)).json()["bars_done"] < 2:
            await asyncio.sleep(0.02)
        for tempo in (None, 10):
            refused = await client.patch(f"{song}/recipe", json={"tempo": tempo})
            assert (refused.status_code, refused.json()["detail"][:5]) == (422, "tempo")
        told = (await client.patch(f"{song}/recipe", json={"tempo": 60})).json()
        assert "tempo 60" in told["recipe"]["changes"]
        joined = asyncio.create_task(told_frames(client, song))
        await asyncio.sleep(0.1)
        stopped = (await client.post(f"{song}/stop")).json()
        frames = await listening
        assert await joined == frames
        assert [frame["bars_total"] for frame in frames] == [None, None, stopped["bars_total"]]
        tempos = frames[-1]["tempos"]
        assert [frame["tempos"] for frame in frames] == [tempos[:1], tempos, tempos]
        assert [bpm for _, bpm in tempos] == [120, 60]
        [ready] = await told_frames(client, song)
        notes = (await client.get(f"{song}/notes")).json()
        assert ready["tempos"] == notes["tempos"] == tempos
        return (await client.get(song)).json()


def test_a_band_that_is_slowed_down_while_it_plays_is_kept_at_both_tempos(tmp_path):
    with served(tmp_path) as service:
        kept = asyncio.run(slowed(service.url))
        data = httpx2.get(f"{service.url}/api/songs/{kept['id']}/midi").content
    recipe = Recipe.from_json(kept["recipe"])
    song = composed(recipe, find(recipe.start), Engine.release())
    assert midi.tempos_of(data) == song.all_tempos
    assert len(song.tempos) == 1
    assert kept["seconds"] == song.seconds


def test_a_band_plays_on_and_is_changed_and_what_it_played_is_kept(tmp_path):
    with served(tmp_path) as service:
        kept = asyncio.run(live(service.url))
        data = httpx2.get(f"{service.url}/api/songs/{kept['id']}/midi").content
        assert service.stop() == 0
    engine, recipe = Engine.release(), Recipe.from_json(kept["recipe"])
    song = composed(recipe, find(recipe.start), engine)
    assert data == file_of(recipe, song, title=kept["title"], model=engine.version)


def files_of(service: Served, songs: list[dict]) -> list[bytes]:
    """The files of songs once they are ready."""
    files = []
    for song in songs:
        url = f"{service.url}/api/songs/{song['id']}"
        while (now := httpx2.get(url).json())["status"] == "composing":
            time.sleep(0.02)
        assert now["status"] == "ready", now["error"]
        files.append(httpx2.get(f"{url}/midi").content)
    return files


def composing_now(service: Served) -> int:
    songs = httpx2.get(f"{service.url}/api/songs?limit=20").json()["songs"]
    return sum(song["status"] == "composing" for song in songs)


def kill_at_random(folder: Path, times: int, seed: int = 1) -> None:
    """Kill the service or its composer again and again while songs are composed."""
    dice, asked = random.Random(seed), []
    with served(folder) as service:
        for number in range(times):
            for _ in range(6 - composing_now(service)):
                recipe = {"bars": dice.choice([4, 16, 32]), "seed": dice.randrange(10**6)}
                asked.append(httpx2.post(f"{service.url}/api/songs", json=recipe).json())
            time.sleep(dice.random())
            if number % 2:
                os.kill(service.composer, signal.SIGKILL)
            else:
                service.kill()
                service.start()
        files = files_of(service, asked)
        assert httpx2.get(f"{service.url}/api/songs?limit=1").json()["total"] == len(asked)
    assert not list(folder.rglob(".unfinished-*"))
    engine = Engine.release()
    for song, data in [*zip(asked, files, strict=True)][:: max(1, len(asked) // 20)]:
        recipe = Recipe.from_json(song["recipe"])
        whole = composed(recipe, find(recipe.start), engine)
        assert data == file_of(recipe, whole, title=song["title"], model=engine.version)
        assert midi.read(data).bars == whole.bars


def test_what_is_killed_a_few_times_composes_the_same_songs(tmp_path):
    kill_at_random(tmp_path, 2)


@pytest.mark.prove
def test_what_is_killed_two_hundred_times_composes_the_same_songs(tmp_path):
    kill_at_random(tmp_path, 200)
