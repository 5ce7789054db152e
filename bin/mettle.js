#!/usr/bin/env node
// Plain JavaScript that old versions of Node can parse, so that they get a message in place of a syntax error.
import { existsSync } from 'node:fs'
import module from 'node:module'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `mettle needs Node >= 22.22; this is ${process.version}. ` +
      'Install a newer Node from https://nodejs.org, then run the command again.\n',
  )
  process.exitCode = 3
} else {
  module.enableCompileCache()
  const source = new URL('../src/cli.ts', import.meta.url)
  const fromSource = existsSync(source)
  if (fromSource) resolveToSource()
  const { main } = await import(fromSource ? source.href : new URL('../dist/cli.js', import.meta.url).href)
  const code = await main(process.argv.slice(2))
  // What a config or a scenario opened, a pool or a timer, is nobody's by now: the command is over.
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done))
  process.exit(code)
}

/** In the repository, `import 'mettle'` in a scenario means the source: the same modules that the harness itself runs. */
function resolveToSource() {
  module.registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(specifier, { ...context, conditions: [...context.conditions, 'mettle-source'] }),
  })
}
