import type { Duplex } from 'node:stream'
import { endGroup } from '../../kernel/end-with-me.ts'
import { UsageError } from '../../kernel/errors.ts'
import { importsAreNoted, noteImport } from '../../kernel/import-graph.ts'
import { machineTrouble, neverBegan } from '../../kernel/machine.ts'
import { startOwn } from '../../kernel/own-process.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { adviceOnUnset, adviceOnWithheld, environmentIn, PINNED } from '../../kernel/surrounding.ts'
import { untilRead } from '../../kernel/until-read.ts'
import { visible } from '../../kernel/visible.ts'
import { loaderFlags } from '../../scenario/loader.ts'
import { loadingAdvice } from '../../scenario/loading-advice.ts'
import { openWire } from '../worker/wire.ts'
import { placeOf } from './place.ts'
import { type Loadable, type Loading, NOTE_IMPORTS, WIRE_FD } from './protocol.ts'

/** How long one agent may take to load, in ms: what a worker gives it as well. */
const LIMIT_MS = 30_000
/** How long the last words of a process that is gone are waited for, in ms. */
const UNREAD_MS = 1_000
/** How much of stderr is kept, in characters. */
const LAST_WORDS = 20_000

/**
 * Loads each agent once, in a process of its own that runs no trial: what does not load is no failed trial.
 * @param env Names of the environment variables that agents get beside the usual ones.
 * @throws {UsageError} names each that does not load, with file, line and what to do.
 * @throws {PrerequisiteError} this machine does not let one load.
 */
export async function loadAgents(
  sources: readonly Loadable[],
  env: readonly string[] = [],
  limitMs = LIMIT_MS,
): Promise<void> {
  const troubles: string[] = []
  for (let left = sources; left.length > 0; ) {
    const { loaded, trouble } = await loadThrough(left, env, limitMs)
    const [first] = left
    // What other agents left in the process is not held against one: it is asked again, alone.
    if (loaded > 0) left = left.slice(loaded)
    else {
      if (trouble !== undefined && first) troubles.push(`  ${first.name}: ${trouble}`)
      left = left.slice(1)
    }
  }
  if (troubles.length === 0) return
  const what = troubles.length === 1 ? 'an agent' : `${troubles.length} agents`
  throw new UsageError(`Failed to load ${what}, nothing was run:\n${troubles.join('\n')}`)
}

/** How far one process comes. */
interface Through {
  /** So many loaded, from the first. */
  loaded: number
  /** Why the next one did not. Undefined: there is none, or only a trial can tell. */
  trouble?: string | undefined
}

function loadThrough(sources: readonly Loadable[], env: readonly string[], limitMs: number): Promise<Through> {
  const child = spawnLoading(sources, env)
  const { promise, resolve, reject } = Promise.withResolvers<Through>()
  let [loaded, late, begun, shown] = [0, false, false, '']
  let failed: (Loading & { type: 'failed' }) | undefined
  const end = () => {
    late = true
    endGroup(child)
  }
  let limit = setTimeout(end, limitMs)
  openWire(child.stdio[WIRE_FD] as Duplex, (message: Loading) => {
    begun = true
    if (message.type === 'failed') failed = message
    if (message.type === 'imports') for (const [importer, imported] of message.imports) noteImport(importer, imported)
    if (message.type === 'loaded') loaded = message.index + 1
    clearTimeout(limit)
    limit = setTimeout(end, limitMs)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    shown = (shown + text).slice(-LAST_WORDS)
  })
  child.stdout?.resume()
  child.once('error', reject)
  child.once('exit', (code, signal) => {
    clearTimeout(limit)
    const conclude = () => {
      clearTimeout(unread)
      endGroup(child)
      for (const stream of child.stdio) stream?.destroy()
      const next = sources[loaded]
      if (!next) return resolve({ loaded })
      const refused = failed && machineTrouble(Object.assign(new Error(failed.message), failed), `load ${next.name}`)
      if (refused) return reject(refused)
      if (failed) return resolve({ loaded, trouble: failed.reached ? undefined : explain(next, failed, shown, env) })
      const how = late ? `not ready within ${limitMs} ms` : (signal ?? `exit ${code}`)
      if (!begun) return reject(neverBegan('a process that loads agents', how))
      const why = late ? `did not load within ${limitMs / 1_000} s` : `ended the process (${how})`
      const advice = 'What it does at the top level belongs into its function.'
      resolve({ loaded, trouble: `${shortPath(next.module)} ${why}. ${advice}` })
    }
    // What it said last is still on its way. What an agent started may hold the other ends for ever.
    const unread = setTimeout(() => untilRead().then(conclude), UNREAD_MS)
    child.once('close', conclude)
  })
  return promise
}

function explain(
  { module, export: name }: Loadable,
  failed: Loading & { type: 'failed' },
  shown: string,
  env: readonly string[],
): string {
  const { message, code } = failed
  if (message === `the agent's module exports no function "${name}"`) {
    return `${shortPath(module)} exports no function "${name}". Export one, or name another: { module, export: '...' }.`
  }
  const place = placeOf(message, shown) ?? shortPath(module)
  const [what = ''] = message.replace(/ imported from .*/s, '').split('\nRequire stack')
  const advice =
    loadingAdvice({ message, code }) ||
    adviceOnWithheld(message, env) ||
    adviceOnUnset(what, env) ||
    'Correct it: each trial would begin with it.'
  return `${place}: ${visible(what.trim()).replace(/\.$/, '')}. ${advice}`
}

function spawnLoading(sources: readonly Loadable[], named: readonly string[]) {
  const noted = importsAreNoted() ? [NOTE_IMPORTS] : []
  return startOwn('hosts/loading/process', [JSON.stringify(sources), ...noted, ...loaderFlags()], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: environmentIn(PINNED, named),
    // As a worker: what a module does to its group is not done to the harness.
    detached: true,
  })
}
