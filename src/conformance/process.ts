import { messageOf } from '../kernel/errors.ts'
import { cases } from './cases/index.ts'
import { openModel } from './model/server.ts'
import { performAll } from './perform.ts'
import type { Order, Told } from './protocol.ts'
import { targetOf } from './target-of.ts'

// Puts cases to one target, in a process of its own: frameworks set variables, print, and leave promises that never settle.
const order = JSON.parse(process.argv[2] ?? '{}') as Order
const exit = process.exit.bind(process)
const tell = (told: Told) => new Promise<void>((resolve) => process.send?.(told, () => resolve()))

process.on('disconnect', () => exit(1))
// Rejections that nobody hears are a framework's own, and effects tell what came of them.
process.on('unhandledRejection', () => {})
process.on('uncaughtException', () => {})
try {
  const target = await targetOf(order)
  const model = await openModel()
  const wanted = cases.filter(({ name }) => order.cases.includes(name))
  await performAll(wanted, { order, target, model, tell })
  exit(0)
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`, () => exit(1))
}
