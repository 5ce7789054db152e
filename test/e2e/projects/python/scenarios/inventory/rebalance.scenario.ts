import original from '../../../../../../scenarios/inventory/rebalance.scenario.ts'
import { patiently } from '../../patiently.ts'

/** An hour of the original, between two trucks. */
const HOUR_MS = 6_000

const NIGHT = Date.parse('2026-03-10T21:00:00Z')

const trucks = [1, 2, 3, 4, 5].map((number) => ({
  id: `trk_${number}`,
  from: new Date(NIGHT + (number - 1) * HOUR_MS).toISOString(),
  room: 3,
  status: 'open',
}))

const { world, ...rest } = patiently(original)

// Nobody waits three hours for a test: the night begins at once, and trucks come by the second.
export default {
  ...rest,
  world: {
    ...world,
    clock: new Date(NIGHT - HOUR_MS / 2).toISOString(),
    data: { 'carrier.trucks': Object.fromEntries(trucks.map((truck) => [truck.id, truck])) },
  },
  guards: [
    { use: 'loop-breaker' },
    {
      use: 'autonomy-window',
      params: {
        on: ['inventory *', 'carrier POST *'],
        windows: [{ from: '22:00', to: '06:00' }],
        zone: 'Europe/Berlin',
        maxRuntimeMs: 2 * HOUR_MS,
        timeoutMs: 600_000,
      },
    },
  ],
}
