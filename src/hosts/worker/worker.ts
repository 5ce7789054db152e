// A worker's process: runs trials whose traces a judge reads elsewhere.
import { serveOrders } from './serve-orders.ts'

await serveOrders()
