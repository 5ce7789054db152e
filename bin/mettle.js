#!/usr/bin/env node
// Plain JavaScript that old versions of Node can parse, so that they get a message in place of a syntax error. In one file:
// under `--permission` Node reads no other.
import { existsSync } from 'node:fs'
import module from 'node:module'

const { platform, version } = process
const mayDoAll = !process.permission || (process.permission.has('fs') && process.permission.has('child'))
const refused = refusal({ platform, version, mayDoAll })

if (refused !== undefined) {
  process.stderr.write(`${refused}\n`)
  process.exitCode = 3
} else {
  process.env.TZ = 'UTC'
  const env = pinned(process.env, Intl.DateTimeFormat().resolvedOptions().locale)
  // The same process: signals, streams and whoever waits for it stay as they are.
  if (env) process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], env)
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

/** Why mettle cannot run here, and what to do; undefined where it can. */
function refusal({ platform, version, mayDoAll }) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 22)) {
    return `mettle needs Node >= 22.22; this is ${version}. Install a newer Node from https://nodejs.org, then run the command again.`
  }
  if (platform === 'win32') {
    return (
      'mettle does not run on Windows: it ends agents by signals and their groups, and speaks to its databases over unix sockets. ' +
      'Run it in WSL: `wsl --install`, then install Node and run the command again there.'
    )
  }
  if (!mayDoAll) {
    return 'mettle starts processes and writes files, and `--permission` forbids it that. Take `--permission` out of NODE_OPTIONS and out of the command.'
  }
  return undefined
}

/**
 * The environment in which this process has to begin anew so that it counts and sorts as on every machine; undefined where it
 * does. What loads here, such as rows of a database, must not depend on the language of whoever runs it.
 */
function pinned(env, locale) {
  if (locale === 'en-US') return undefined
  const { LC_ALL: _, LC_MESSAGES: __, LANGUAGE: ___, ...rest } = env
  const next = { ...rest, LANG: 'en_US.UTF-8' }
  return env.LANG === next.LANG && !env.LC_ALL && !env.LC_MESSAGES ? undefined : next
}
