import type { GuardAdapter } from 'mettle/testing'
import { NaiveController, ReservingController } from './controllers.ts'

/** The naive controller, wired. */
export const naive: GuardAdapter<{ amount: number }> = {
  start: ({ store, effect }) => {
    const controller = new NaiveController(10, store)
    return (action) => controller.spend(action.amount, () => effect(action))
  },
}

/** The reserving one. */
export const reserving: GuardAdapter<{ amount: number }> = {
  start: ({ store, clock, effect }) => {
    const controller = new ReservingController(10, store, clock)
    return (action) => controller.spend(action.amount, () => effect(action))
  },
}
