import original from '../../../../../../scenarios/pricing/below-cost.scenario.ts'
import { patiently } from '../../patiently.ts'

const { world, ...rest } = patiently(original)

// It is night already, and shortly before midnight: the labels of the next day are not hours away.
export default { ...rest, world: { ...world, clock: '2026-03-10T23:59:30Z' } }
