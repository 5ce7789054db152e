"""Puts a guard in Python behind commandGuard() of mettle/testing: lines of JSON on standard input and output."""

import itertools
import json
import queue
import sys
import threading

_here = threading.local()  # whose code runs
_numbers = itertools.count()
_boxes = {}
_lock = threading.Lock()


def _say(**message):
    with _lock:
        print(json.dumps(message), flush=True)


def _ask(port, **what):
    """Asks mettle. What happens before the answer is mettle's choice."""
    box, number = queue.Queue(), next(_numbers)
    _boxes[number] = box
    _say(who=_here.who, ask=number, port=port, **what)
    answer = box.get()
    if answer is None:  # another life has begun
        sys.exit()
    if "error" in answer:
        raise ConnectionError(answer["error"])
    return answer["value"]


class Clock:
    def now(self):
        """In ms since 1970."""
        return _ask("now")

    def sleep(self, ms):
        _ask("sleep", ms=ms)


class Store:
    def get(self, key):
        return _ask("get", key=key)

    def set(self, key, value):
        _ask("set", key=key, value=value)

    def delete(self, key):
        _ask("delete", key=key)

    def swap(self, key, before, after):
        """Writes `after` where the value is still `before`, None for nothing. Did it?"""
        return _ask("swap", key=key, before=before, after=after)


def effect(action):
    """What the guard protects: it is really done."""
    _ask("effect", value=action)


def serve(start):
    """`start(clock, store, effect)` makes the guard and returns what puts one action to it; to raise, or to return False, is to refuse."""
    life = {}

    def run(who, work):
        _here.who = who
        try:
            refused = "refused" if work() is False else None
        except Exception as error:
            refused = str(error) or type(error).__name__
        _say(who=who, ended=True, **({} if refused is None else {"refused": refused}))

    def begin():
        life["act"] = start(Clock(), Store(), effect)

    for line in sys.stdin:
        message = json.loads(line)
        if "ping" in message:
            _say(who="", pong=message["ping"])
            continue
        if "answer" in message:
            _boxes.pop(message["answer"]).put(message)
            continue
        who = message.get("act") or message["start"]
        if "start" in message:
            for number in list(_boxes):
                _boxes.pop(number).put(None)
        work = begin if "start" in message else lambda message=message: life["act"](message["action"])
        threading.Thread(target=run, args=(who, work), daemon=True).start()
