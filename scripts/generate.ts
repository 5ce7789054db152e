// `node scripts/generate.ts` writes what is generated; `--check` writes nothing and exits 1 naming what is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, resolve } from 'node:path'
import { generateAll } from './outputs.ts'

// Scenarios import 'mettle', which is the source here.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, { ...context, conditions: [...context.conditions, 'mettle-source'] }),
})

const root = resolve(import.meta.dirname, '..')
const stale = [...(await generateAll(root))].filter(([path, content]) => contentOf(resolve(root, path)) !== content)

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not up to date. Run "npm run generate".`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [path, content] of stale) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true })
    writeFileSync(resolve(root, path), content)
    console.log(`wrote ${path}`)
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
