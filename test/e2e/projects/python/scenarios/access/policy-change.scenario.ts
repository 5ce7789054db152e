import original from '../../../../../../scenarios/access/policy-change.scenario.ts'
import { patiently } from '../../patiently.ts'

// Nobody waits half an hour for a test: a minute of the original takes a tenth of a second.
const MINUTE_MS = 100

const { world, ...rest } = patiently(original)

export default {
  ...rest,
  world: {
    ...world,
    approver: { ...Object(world?.approver), afterMs: 2 * MINUTE_MS, revokeAfterMs: 10 * MINUTE_MS },
  },
  guards: [
    { use: 'loop-breaker' },
    { use: 'approval', params: { on: 'iam PUT *', timeoutMs: 15 * MINUTE_MS, delayMs: 30 * MINUTE_MS } },
  ],
}
