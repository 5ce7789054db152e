import type { Duplex } from 'node:stream'
import { guards as shipped } from '../../guards/index.ts'
import { endGroup } from '../../kernel/end-with-me.ts'
import { PrerequisiteError } from '../../kernel/errors.ts'
import { startOwn } from '../../kernel/own-process.ts'
import { environmentIn, PINNED } from '../../kernel/surrounding.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { loaderFlags } from '../../scenario/loader.ts'
import { openWire } from '../worker/wire.ts'
import { PROBE_LIMIT_MS, probeScenario } from './probe-scenario.ts'
import { type ProbeOrder, type Probing, WIRE_FD } from './protocol.ts'

/** How long the process may take to start and to load a scenario, in ms. */
const START_LIMIT_MS = 30_000
/** How much longer than its own limit a probe is waited for, in ms: one that gives way tells of it itself. */
const LATER_MS = 2_000

/**
 * Probes the guards of scenarios before a run. What ships here is probed on the spot; a guard of the scenario's own may loop for
 * ever, and is asked in a process that can be ended.
 * @param env Names of the environment variables that guards get beside the usual ones.
 * @throws {PrerequisiteError} naming guard and scenario: it lets a call pass that it must refuse, throws, or never says.
 */
export async function probeGuards(
  scenarios: Iterable<Scenario>,
  env: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const elsewhere: ProbeOrder[] = []
  for (const scenario of new Set(scenarios)) {
    const { id, file, accepted, served, guards } = scenario
    if (!guards.some(({ guard, mode }) => mode === 'enforce' && guard.probe)) continue
    if (guards.every(({ guard }) => Object.values<unknown>(shipped).includes(guard))) await probeScenario(scenario)
    else elsewhere.push({ id, file, ...(accepted && { accepted }), ...(served && { served }) })
  }
  if (elsewhere.length > 0) await probeElsewhere(elsewhere, env, signal)
}

function probeElsewhere(orders: readonly ProbeOrder[], env: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawnProbing(orders, env)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let last: (Probing & { type: 'passed' | 'failed' }) | undefined
  let at: (Probing & { type: 'began' }) | undefined
  let where: string | undefined
  let late = false
  const end = () => {
    late = true
    endGroup(child)
  }
  let limit = setTimeout(end, START_LIMIT_MS)
  signal?.addEventListener('abort', () => endGroup(child), { once: true })
  openWire(child.stdio[WIRE_FD] as Duplex, (message: Probing) => {
    if (message.type === 'under-way') where = message.where
    else if (message.type === 'began') {
      at = message
      clearTimeout(limit)
      limit = setTimeout(end, PROBE_LIMIT_MS + LATER_MS)
    } else last = message
  })
  child.once('error', reject)
  child.once('close', (code, by) => {
    clearTimeout(limit)
    endGroup(child)
    if (last?.type === 'passed' || signal?.aborted) return resolve()
    if (last) return reject(new PrerequisiteError(last.message))
    const how = late ? 'ran on and on' : `ended its process (${by ?? `exit ${code}`})`
    const whose = where ?? (at ? `guard ${at.guard}` : 'its module')
    reject(new PrerequisiteError(explain(orders[at?.index ?? 0]?.id ?? '', at?.guard, `${whose} ${how}`)))
  })
  return promise
}

function explain(scenario: string, guard: string | undefined, what: string): string {
  const probed = guard === undefined ? '' : `guard "${guard}" of `
  return (
    `Failed to start: ${probed}scenario "${scenario}" gave no decision on a call that it must refuse: ${what}. ` +
    'Nothing was run; repair the guard.'
  )
}

function spawnProbing(orders: readonly ProbeOrder[], named: readonly string[]) {
  return startOwn('hosts/probing/process', [JSON.stringify(orders), ...loaderFlags()], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: environmentIn(PINNED, named),
    // As a worker: what a module does to its group is not done to the harness.
    detached: true,
  })
}
