import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { messageOf } from '../kernel/errors.ts'
import { cases } from './cases/index.ts'
import { shippedFolder } from './known.ts'
import { openModel } from './model/server.ts'
import { performAll } from './perform.ts'
import type { Order, Told } from './protocol.ts'
import { targetsIn } from './targets-in.ts'

// Puts cases to one target, in a process of its own: frameworks set variables, print, and leave promises that never settle.
const order = JSON.parse(process.argv[2] ?? '{}') as Order
const exit = process.exit.bind(process)
const tell = (told: Told) => new Promise<void>((resolve) => process.send?.(told, () => resolve()))

process.on('disconnect', () => exit(1))
// Rejections that nobody hears are a framework's own, and effects tell what came of them.
process.on('unhandledRejection', () => {})
process.on('uncaughtException', () => {})
resolveFrom(order.root)
try {
  const target = (await targetsIn(order.file)).find(({ name }) => name === order.target)
  if (!target) throw new Error(`${order.file} exports no target "${order.target}"`)
  const model = await openModel()
  const wanted = cases.filter(({ name }) => order.cases.includes(name))
  await performAll(wanted, { target, model, repeats: order.repeats, folder: order.folder, tell })
  exit(0)
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`, () => exit(1))
}

/** Targets that mettle ships import packages as if they lay in the user's folder. */
function resolveFrom(root: string): void {
  const asIfThere = pathToFileURL(join(root, 'package.json')).href
  const shipped = shippedFolder()
  registerHooks({
    resolve: (specifier, context, next) => {
      const from = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : ''
      const isBare = !/^(\.|\/|node:|file:|data:)/.test(specifier)
      return next(specifier, isBare && from.startsWith(shipped) ? { ...context, parentURL: asIfThere } : context)
    },
  })
}
