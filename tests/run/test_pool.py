from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from pipeline.errors import UsageError
from pipeline.run.engines import copies, open_pool
from pipeline.run.pool import Failure


def _work(folder: str, shard: tuple[int, ...]) -> tuple[int, ...]:
    for number in shard:
        if number == 13:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 17 and not (first := Path(folder, "17")).exists():
            first.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 19:
            raise ZeroDivisionError("nineteen")
        if number == 23:
            raise UsageError("stop")
    return tuple(number * number for number in shard)


def _shards(*numbers: int, size: int = 4) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _run(tmp_path: Path, workers: int, *numbers: int) -> tuple[list[int], list[Failure[int]]]:
    good: list[int] = []
    bad: list[Failure[int]] = []
    with open_pool("local", workers=workers) as pool:
        for result in pool.results(partial(_work, str(tmp_path)), _shards(*numbers)):
            if isinstance(result, Failure):
                bad.append(result)
            else:
                good.extend(result)
    return sorted(good), bad


@pytest.mark.parametrize("workers", [1, 2])
def test_every_item_comes_back_once(tmp_path: Path, workers: int) -> None:
    numbers = list(range(30, 90))
    assert _run(tmp_path, workers, *numbers) == ([n * n for n in numbers], [])


@pytest.mark.parametrize("workers", [1, 2])
def test_an_item_that_raises_costs_only_itself(tmp_path: Path, workers: int) -> None:
    good, bad = _run(tmp_path, workers, 1, 19, 2, 3, 4, 5)
    assert good == [1, 4, 9, 16, 25]
    assert bad == [Failure(19, "ZeroDivisionError: nineteen")]


def test_an_item_that_kills_its_worker_costs_only_itself(tmp_path: Path) -> None:
    good, bad = _run(tmp_path, 2, *range(1, 17))
    assert good == [n * n for n in range(1, 17) if n != 13]
    assert bad == [Failure(13, "the worker process died")]


def test_a_worker_killed_once_costs_one_retry(tmp_path: Path) -> None:
    numbers = [14, 15, 16, 17, 18, 20, 21, 22]
    assert _run(tmp_path, 2, *numbers) == ([n * n for n in numbers], [])


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_that_concerns_the_whole_run_stops_it(tmp_path: Path, workers: int) -> None:
    with pytest.raises(UsageError):
        _run(tmp_path, workers, 1, 2, 23)


@pytest.mark.parametrize("workers", [1, 2])
def test_shards_are_drawn_only_when_there_is_room(tmp_path: Path, workers: int) -> None:
    drawn = 0

    def shards() -> Iterator[tuple[int, ...]]:
        nonlocal drawn
        for number in range(30, 130):
            drawn += 1
            yield (number,)

    with open_pool("local", workers=workers) as pool:
        for done, _ in enumerate(pool.results(partial(_work, str(tmp_path)), shards()), 1):
            assert drawn - done <= 2 * workers + 1


def _where(shard: tuple[int, ...]) -> tuple[int, ...]:
    return (os.getpid(),)


@pytest.mark.parametrize(
    ("sizes", "here"), [((), True), ((1,), True), ((10,), True), ((11,), False), ((1, 1), False), ((11, 1), False)]
)
def test_only_what_is_worth_it_goes_to_other_processes(sizes: tuple[int, ...], here: bool) -> None:
    with open_pool("local", workers=2) as pool:
        found = {pid for result in pool.results(_where, [(7,) * size for size in sizes]) for pid in result}  # type: ignore[union-attr]
    assert found <= {os.getpid()} if here else os.getpid() not in found


def test_once_processes_run_they_do_what_little_follows() -> None:
    with open_pool("local", workers=2) as pool:
        for shards in ([(7,) * 11], [(7,)]):
            ((pid,),) = pool.results(_where, shards)
            assert pid != os.getpid()


def test_an_item_that_raises_costs_only_itself_in_this_process_too(tmp_path: Path) -> None:
    good, bad = _run(tmp_path, 2, 1, 19, 2)
    assert good == [1, 4]
    assert bad == [Failure(19, "ZeroDivisionError: nineteen")]


def _sleep(shard: tuple[str, ...]) -> tuple[int, ...]:
    Path(shard[0]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    return ()


def _hold(path: str, copied: bool) -> None:
    with copies(2 if copied else 1, os.getpid) as ready, open_pool("local", workers=2, ready=ready) as pool:
        assert (ready is not None) == copied
        list(pool.results(_sleep, [(path,) * 11]))


@pytest.mark.parametrize("copied", [False, True])
def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path, copied: bool) -> None:
    import multiprocessing

    path = tmp_path / "worker"
    parent = multiprocessing.get_context("spawn").Process(target=_hold, args=(str(path), copied))
    parent.start()
    worker = int(_wait_for(lambda: path.exists() and path.read_text(encoding="utf-8")))
    parent.kill()
    parent.join()
    assert _wait_for(lambda: not _alive(worker))


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


def _wait_for(condition: object) -> str:
    for _ in range(400):
        if found := condition():  # type: ignore[operator]
            return str(found)
        time.sleep(0.05)
    raise AssertionError("waited too long")


def _copied(folder: str, numbers: tuple[int, ...]) -> None:
    with copies(2, os.getpid) as ready, open_pool("local", workers=2, ready=ready) as pool:
        assert ready is not None
        results = list(pool.results(partial(_work, folder), _shards(*numbers)))
    Path(folder, "results").write_text(repr(results), encoding="utf-8")


def test_a_copy_that_dies_is_replaced_by_a_process_that_is_none(tmp_path: Path) -> None:
    import multiprocessing

    numbers = (12, 13, 14, 15, 16, 17)
    parent = multiprocessing.get_context("spawn").Process(target=_copied, args=(str(tmp_path), numbers))
    parent.start()
    parent.join()
    found = (tmp_path / "results").read_text(encoding="utf-8")
    assert repr(Failure(13, "the worker process died")) in found
    assert all(str(number * number) in found for number in numbers if number != 13)


def test_a_process_with_threads_is_not_copied() -> None:
    ended = Event()
    thread = Thread(target=ended.wait)
    thread.start()
    try:
        with copies(2, os.getpid) as ready:
            assert ready is None
    finally:
        ended.set()
        thread.join()


def test_a_scheduler_needs_the_dask_engine() -> None:
    with pytest.raises(UsageError, match="--engine dask"), open_pool("local", workers=1, scheduler="tcp://x:1"):
        pass
