"""The key file: made once, readable by its owner only, never half written, and a clear word when it is gone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.site.keys import KeyLost, KeysMissing, Ring, made_once, pruned, turned


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "instance" / "keys.json"
    assert made_once(file)
    return file


def test_made_once_and_kept(file: Path) -> None:
    before = file.read_bytes()
    assert not made_once(file)
    assert file.read_bytes() == before
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["keys.json"]


def test_made_at_the_same_moment_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made: list[bool] = []
    makers = [threading.Thread(target=lambda: made.append(made_once(file))) for _ in range(12)]
    for one in makers:
        one.start()
    for one in makers:
        one.join()
    assert sum(made) == 1
    assert Ring(file).held


def test_a_new_key_reaches_a_running_process(file: Path) -> None:
    ours, theirs = Ring(file), Ring(file)
    old = ours.box("K7QM2X9PAB").seal("name", "张桂英")
    turned(file)
    theirs.looked = 0.0
    new = theirs.box("K7QM2X9PAB").seal("name", "张桂兰")
    assert new[1:5] != old[1:5]
    assert ours.box("K7QM2X9PAB").open("name", new) == "张桂兰"  # unknown a moment ago, so the file was read again
    assert theirs.box("K7QM2X9PAB").open("name", old) == "张桂英"
    assert ours.sessions == theirs.sessions


def test_the_newest_key_always_stays(file: Path) -> None:
    first = next(iter(Ring(file).held)).hex()
    second = turned(file)
    assert pruned(file, {first}) == []
    assert pruned(file, set()) == [first]
    assert [key.hex() for key in Ring(file).held] == [second]


@given(st.binary(max_size=80))
def test_forged_bytes_do_not_open(tmp_path_factory: pytest.TempPathFactory, forged: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "forged.json"
    made_once(file)
    with pytest.raises(KeyLost):
        Ring(file).box("K7QM2X9PAB").open("name", forged)


@pytest.mark.parametrize("changed", [0, 1, 5, 20, -1])
def test_one_changed_byte_is_seen(file: Path, changed: int) -> None:
    box = Ring(file).box("K7QM2X9PAB")
    sealed = bytearray(box.seal("name", "张桂英"))
    sealed[changed] ^= 1
    if changed == 0:
        return  # the kind is ours to say
    with pytest.raises(KeyLost):
        box.open("name", bytes(sealed))


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"ring": [], "sessions": []}', '{"ring": [{"id": "zz"}], "sessions": ["a"]}']
)
def test_a_damaged_file_has_a_sentence(file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(KeysMissing, match="backup"):
        Ring(file)


def test_a_missing_file_has_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="yijianshi prepare"):
        Ring(tmp_path / "keys.json")


def test_the_file_is_plain_json(file: Path) -> None:
    content = json.loads(file.read_text())
    assert set(content) == {"sessions", "ring"}
