"""The controllers of controllers.ts, in Python: `python3 controllers.py naive`, or `reserving`."""

import math
import sys

from mettle_guard import serve


class NaiveController:
    """Checks, then acts, then records."""

    def __init__(self, cap, store):
        self.cap = cap
        self.store = store

    def spend(self, amount, act):
        spent = self.store.get("spent") or 0
        if spent + amount > self.cap:
            raise ValueError("over budget")
        act()
        self.store.set("spent", spent + amount)


class ReservingController:
    """Reserves, then acts."""

    def __init__(self, cap, store, clock):
        self.cap = cap
        self.store = store
        self.clock = clock

    def spend(self, amount, act):
        if not math.isfinite(amount) or amount <= 0:
            raise ValueError(f"{amount} is no amount")
        day = f"day {self.clock.now() // 86_400_000}"
        while True:
            before = self.store.get(day)
            after = (before or 0) + amount
            if after > self.cap:
                raise ValueError("over budget")
            if self.store.swap(day, before, after):
                break
        act()


def start(clock, store, effect):
    naive = sys.argv[1] == "naive"
    controller = NaiveController(10, store) if naive else ReservingController(10, store, clock)
    return lambda action: controller.spend(action["amount"], lambda: effect(action))


serve(start)
