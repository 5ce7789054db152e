import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { shippedFolder } from './known.ts'
import type { Order } from './protocol.ts'
import type { ConformanceTarget } from './target.ts'
import { targetsIn } from './targets-in.ts'

/** The target that a process is about. @throws {Error} its module exports none of that name. */
export async function targetOf({
  file,
  target: wanted,
  root,
}: Pick<Order, 'file' | 'target' | 'root'>): Promise<ConformanceTarget> {
  resolveFrom(root)
  const found = (await targetsIn(file)).find(({ name }) => name === wanted)
  if (!found) throw new Error(`${file} exports no target "${wanted}"`)
  return found
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
