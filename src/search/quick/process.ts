// A worker's process that judges its trials itself, from traces that it keeps in memory: what a search asks of a plan.
import { serveOrders } from '../../hosts/worker/serve-orders.ts'
import { readContents } from '../../store/stored-run.ts'
import { toldInPlace } from './told-in-place.ts'

await serveOrders({ inPlace: toldInPlace, contents: readContents })
