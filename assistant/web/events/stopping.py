"""Questions that are being answered, each in a thread of its own, so that Stop never waits for a slow model."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

Step = TypeVar("Step")
MOST_THREADS = 64  # of questions that run, and of stopped ones whose model has not spoken again yet
MOST_REMEMBERED = 1000  # stops that came before their question
_END, _STOP = object(), object()


class Stoppable(Generic[Step]):
    """Yields the steps of a piece of work as they come, until it ends or is stopped; always at least the first.

    Gradio can cancel an event too, but only when its thread next yields; until then the browser takes no new click on
    the same button (seen with Gradio 6.31). So the work runs beside the event, and the event itself ends at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._boxes: dict[str, SimpleQueue[object]] = {}
        self._stopped: OrderedDict[str, None] = OrderedDict()
        self._threads = threading.BoundedSemaphore(MOST_THREADS)

    def steps(self, name: str, work: Callable[[], Iterator[Step]]) -> Iterator[Step]:
        """The steps of `work`. Leaving early, or `stop(name)` from another thread, ends the work at its next step.

        Args:
            name: What `stop` calls it; empty: it cannot be stopped.
            work: Makes the steps; it is called and gone through in a thread of its own.
        """
        box: SimpleQueue[object] = SimpleQueue()
        with self._lock:
            if name in self._stopped:  # Stop came before the question
                del self._stopped[name]
                box.put(_STOP)
            if name:
                self._boxes[name] = box
        left = threading.Event()
        self._threads.acquire()
        threading.Thread(target=self._work, args=(work, box, left), daemon=True, name="asking").start()
        try:
            yield from _until_stopped(box)
        finally:
            left.set()
            with self._lock:
                self._boxes.pop(name, None)

    def stop(self, name: str) -> None:
        """End the work of this name now; if it has not begun yet, when it begins."""
        with self._lock:
            box = self._boxes.get(name)
            if box is None:
                self._stopped[name] = None
                while len(self._stopped) > MOST_REMEMBERED:
                    self._stopped.popitem(last=False)
        if box is not None:
            box.put(_STOP)

    def _work(self, work: Callable[[], Iterator[Step]], box: SimpleQueue[object], left: threading.Event) -> None:
        try:
            for step in work():
                box.put(step)
                if left.is_set():
                    break  # the iterator is closed when it is dropped, in this thread
        except BaseException as error:  # it is raised again where the steps are taken
            box.put(_Failure(error))
        finally:
            self._threads.release()
            box.put(_END)


def _until_stopped(box: SimpleQueue[object]) -> Iterator[Step]:
    given = stopped = False
    while not (given and stopped):
        step = box.get()
        if step is _END:
            return
        if step is _STOP:
            stopped = True
            continue
        if isinstance(step, _Failure):
            raise step.error
        given = True
        yield step  # type: ignore[misc]  # what is neither a mark nor a failure is a step


class _Failure:
    """What the work raised."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
