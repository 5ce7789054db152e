import type { GuardClock, GuardStore } from 'mettle/testing'

/** Checks, then acts, then records: what every first version does, and what its unit tests pass. */
export class NaiveController {
  readonly #cap: number
  readonly #store: GuardStore
  constructor(cap: number, store: GuardStore) {
    this.#cap = cap
    this.#store = store
  }

  async spend(amount: number, act: () => Promise<void>): Promise<void> {
    const spent = Number((await this.#store.get('spent')) ?? 0)
    if (spent + amount > this.#cap) throw new Error('over budget')
    await act()
    await this.#store.set('spent', spent + amount)
  }
}

/** Reserves what an action may cost, then acts. What a crash leaves reserved stays reserved for the day. */
export class ReservingController {
  readonly #cap: number
  readonly #store: GuardStore
  readonly #clock: GuardClock
  constructor(cap: number, store: GuardStore, clock: GuardClock) {
    this.#cap = cap
    this.#store = store
    this.#clock = clock
  }

  async spend(amount: number, act: () => Promise<void>): Promise<void> {
    if (!Number.isFinite(amount) || amount <= 0) throw new Error(`${amount} is no amount`)
    await this.#reserve(amount)
    await act()
  }

  async #reserve(amount: number): Promise<void> {
    for (;;) {
      const day = new Date(this.#clock.now()).toISOString().slice(0, 10)
      const before = await this.#store.get(day)
      const after = Number(before ?? 0) + amount
      if (after > this.#cap) throw new Error('over budget')
      if (await this.#store.swap(day, before, after)) return
    }
  }
}
