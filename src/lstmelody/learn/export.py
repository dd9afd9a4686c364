"""A trained run → the exported model that songs are composed with: ONNX in 8 bits.

Quantised statically (QDQ, scales calibrated on songs, weights per channel in 7 bits so that
processors without VNNI don't saturate): with dynamic scales a song would depend on who else is in
its batch. Nothing is written unless the result agrees with PyTorch on songs it was not calibrated
on. Knows PyTorch and ONNX. Does not know how songs are composed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from lstmelody.conductor import CONDUCTOR
from lstmelody.encoded import Encoded
from lstmelody.engine import GRAPHS, Engine
from lstmelody.errors import BadData
from lstmelody.inputs import Inputs
from lstmelody.learn import checkpoint, scoring, weights
from lstmelody.learn.batches import prepared
from lstmelody.learn.model import FieldHead, Given, LookbackLSTM, State
from lstmelody.music import Role
from lstmelody.outlines import Brief
from lstmelody.reading import bits
from lstmelody.shards import open_shards

Feed = dict[str, np.ndarray]

CALIBRATION_SONGS = 16
CALIBRATION_EVENTS = 300
"""Events of each calibration song that set the scales."""
QUANTISED = ("MatMul", "Gemm")
MOST_LOST = 0.02
"""Largest share of bits per note that 8 bits may cost."""


@dataclass(frozen=True)
class Exported:
    """What an export came to."""

    version: str
    bytes: int
    bits_per_note: float
    """Of the exported model, on held-out songs."""
    bits_per_note_in_torch: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return (
            f"Model {self.version}: {self.bytes / 1e6:.1f} MB, {self.bits_per_note:.3f} bits per "
            f"note ({self.bits_per_note_in_torch:.3f} before quantising)"
        )


class Step(nn.Module):
    """The network's step with its states as two arrays."""

    def __init__(self, model: LookbackLSTM) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        heard: Tensor,
        context: Tensor,
        found: Tensor,
        ahead: Tensor,
        hidden: Tensor,
        cell: Tensor,
    ) -> tuple[Tensor, ...]:
        state: State = [*zip(hidden.unbind(0), cell.unbind(0), strict=True)]
        trunk, after = self.model.step(Given(heard, context, found, ahead), state)
        return (*trunk, torch.stack([h for h, _ in after]), torch.stack([c for _, c in after]))


class Head(nn.Module):
    """One field's head with the chosen fields as one array."""

    def __init__(self, head: FieldHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, known: Tensor, again: Tensor, chosen: Tensor) -> Tensor:
        logits: Tensor = self.head(known, again, chosen.unbind(-1))
        return logits


def export(run: Path, out: Path, data: Path, *, check_songs: int = 16) -> Exported:
    """Write a run's model to a folder that `Engine.load` opens, checked on songs of `data`.

    Beside the graphs go the run's conductor, or the release's where it has none, and its weights in
    16 bits, for training to go on from.

    Raises `BadData` where 8 bits lose more than `MOST_LOST` of the bits per note.
    """
    model = checkpoint.load_model(run)
    torch.set_num_threads(1)  # a second thread only waits, one event at a time
    shards = open_shards(data)
    calibration = list(islice(shards.songs("train"), CALIBRATION_SONGS))
    held_out = list(islice(shards.songs("valid"), check_songs)) or calibration
    if not calibration:
        raise BadData(f"No song of {data} is in the training split, to set the scales by.")
    with tempfile.TemporaryDirectory(dir=_made(out.parent)) as folder:
        beside = Path(folder) / "model"
        beside.mkdir()
        _write_graphs(model, beside, calibration)
        own = run / CONDUCTOR
        shutil.copyfile(
            own if own.exists() else checkpoint.folder_of("release") / CONDUCTOR, beside / CONDUCTOR
        )
        version = _version(beside)
        _write_metadata(model, run, beside, version)
        weights.write(beside / "model.safetensors", model.state_dict())
        before = scoring.bits(model, held_out).bits_per_note
        after = bits(Engine.load(beside), held_out).bits_per_note
        if after > before * (1 + MOST_LOST):
            raise BadData(
                f"In 8 bits the model needs {after:.3f} bits per note where it needed "
                f"{before:.3f}: that is too much to lose, so nothing was written."
            )
        size = sum(path.stat().st_size for path in beside.iterdir())
        _replace(beside, out)
    return Exported(version, size, round(after, 4), round(before, 4))


def _write_graphs(model: LookbackLSTM, out: Path, calibration: Sequence[Encoded]) -> None:
    feeds = _feeds(model, calibration)
    modules = {
        "step": Step(model),
        "pitch": Head(model.pitch_head),
        "duration": Head(model.duration_head),
        "velocity": Head(model.velocity_head),
    }
    for name in GRAPHS:
        whole = out / f"{name}.float.onnx"
        _to_onnx(modules[name], feeds[name][0], whole)
        _quantised(whole, out / f"{name}.onnx", feeds[name])
        whole.unlink()


def _to_onnx(module: nn.Module, example: Feed, path: Path) -> None:
    """Trace a module with a batch of any size (of more than one in the example, or it would be
    taken for a constant); states have the batch on their second axis."""
    batch = torch.export.Dim("batch")
    axis = {"hidden": 1, "cell": 1}
    tensors = {name: torch.from_numpy(array) for name, array in example.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own deprecations
        torch.onnx.export(
            module,
            kwargs=tensors,
            f=path,
            input_names=list(tensors),
            dynamic_shapes={name: {axis.get(name, 0): batch} for name in tensors},
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _quantised(whole: Path, out: Path, feeds: Sequence[Feed]) -> None:
    ready = whole.with_suffix(".ready.onnx")
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    graph = onnx.load(ready).graph
    used = {each.name for each in graph.input}
    products = [node.name for node in graph.node if node.op_type in QUANTISED]
    quantize_static(
        str(ready),
        str(out),
        _Reader([{name: feed[name] for name in used} for feed in feeds]),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=[*QUANTISED],
        # The last one gives the logits: more than half of what 8 bits cost was lost there.
        nodes_to_exclude=products[-1:],
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    ready.unlink()
    _without_traces(out)


def _without_traces(path: Path) -> None:
    """Take out what the exporter notes of every node: its own stack, with this machine's paths."""
    model = onnx.load(path)
    model.doc_string = ""
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, path)


class _Reader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime ships no types
    """Hands feeds to the quantiser one after another."""

    def __init__(self, feeds: Sequence[Feed]) -> None:
        self.feeds = iter(feeds)

    def get_next(self) -> Feed | None:
        return next(self.feeds, None)


@torch.no_grad()
def _feeds(model: LookbackLSTM, songs: Sequence[Encoded]) -> dict[str, list[Feed]]:
    """What each graph is fed along real songs, read side by side: a feed an event."""
    feeds: dict[str, list[Feed]] = {name: [] for name in GRAPHS}
    ready = [prepared(song, _brief(song, number)) for number, song in enumerate(songs)]
    state = model.start_state(len(songs))
    for event in range(min(CALIBRATION_EVENTS, *(len(song.events) for song in songs))):
        given = {
            name: np.stack([getattr(song.inputs, name)[event] for song in ready]).astype(np.int64)
            for name in Inputs._fields
        }
        again = given.pop("again")
        chosen = np.array([[each[event] for each in song.targets[:3]] for song in ready], np.int64)
        hidden, cell = (torch.stack(each).numpy() for each in zip(*state, strict=True))
        feeds["step"].append({**given, "hidden": hidden, "cell": cell})
        tensors = {name: torch.from_numpy(each) for name, each in given.items()}
        trunk, state = model.step(Given(**tensors), state)
        for count, name in enumerate(GRAPHS[1:], start=1):
            known = getattr(trunk, name).numpy()
            feeds[name].append({"known": known, "again": again, "chosen": chosen[:, :count]})
    return feeds


def _brief(song: Encoded, number: int) -> Brief:
    """Of every four songs two tell of their bars, and three give some of their roles."""
    brief = song.full_brief if number % 2 else song.brief
    return brief._replace(given=tuple(Role)[: number % 4])


def _version(folder: Path) -> str:
    """A short hash of the graphs and the conductor: it names the weights."""
    digest = hashlib.sha256()
    for name in (*(f"{graph}.onnx" for graph in GRAPHS), CONDUCTOR):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def _write_metadata(model: LookbackLSTM, run: Path, out: Path, version: str) -> None:
    progress = checkpoint.load_progress(run)
    metadata = {
        "version": version,
        **asdict(model.config),
        "parameters": sum(each.numel() for each in model.parameters()),
        "notes_seen": progress.notes_before + progress.notes,
        "minutes": round(progress.minutes, 1),
        "history": progress.history,
    }
    (out / "metadata.json").write_text(json.dumps(metadata, indent=1))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _replace(beside: Path, out: Path) -> None:
    """Move every file of a finished export to its place; what else stands there stays."""
    out.mkdir(exist_ok=True)
    for path in beside.iterdir():
        path.replace(out / path.name)
