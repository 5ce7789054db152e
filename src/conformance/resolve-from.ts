import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { shippedFolder } from './known.ts'

/** Targets that mettle ships import packages as if they lay in the user's folder. */
export function resolveFrom(root: string): void {
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
