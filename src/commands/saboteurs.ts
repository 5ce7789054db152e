import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { loadAgentsOf } from '../runs/load-agents.ts'
import { planRun } from '../runs/plan.ts'
import { openRealModels } from '../runs/real-models.ts'
import { run } from '../runs/run.ts'
import { planWrongdoers } from '../runs/wrongdoers.ts'
import { loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import { createRunFolder } from '../store/directory.ts'
import { writeHead } from '../store/head.ts'
import { catchInterrupts } from './interrupt.ts'
import { readSetup } from './run.ts'
import type { RunFlags } from './run-flags.ts'
import { cellsOf, saboteursText } from './saboteurs-text.ts'
import { readSelection } from './select.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs scenarios against the agents that ship and do wrong, and shows which guard held against whom. Resolves with the exit code: 1 where a
 * guard was bypassed, or the harness failed. Whether those agents did their task is no question.
 */
export async function saboteursCommand(
  pattern: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  refuseOthers(flags)
  const config = await loadConfig(flags.config)
  const setup = { ...readSetup(flags, config), gate: [] }
  const out = flags.out ? resolve(flags.out) : join(dirname(resolve(config.root, config.out)), 'saboteurs')
  const selection = readSelection(config, pattern, flags, out)
  const all = await loadScenarios(config)
  const plan = selection.agents ? planRun(config, all, selection) : planWrongdoers(config, all, selection)
  if (flags.list) {
    for (const { id } of plan.trials) terminal.print(`${id}\n`)
    terminal.print(`${plan.trials.length} trials\n`)
    return 0
  }
  const real = openRealModels(plan.trials, setup)
  await loadAgentsOf(plan.trials, setup.env)
  using interrupt = catchInterrupts()
  const folder = createRunFolder(out, config.keep)
  const troubles: string[] = []
  try {
    const ran = await run({
      ...{ plan, setup, real, folder, signal: interrupt.signal },
      onTrial: (_, done) => terminal.status(`  ${done} of ${plan.trials.length}`),
      onTrouble: (trouble) => troubles.push(trouble),
    })
    const cells = cellsOf(ran)
    const bypassed = cells.filter(({ outcome }) => outcome === 'bypassed').length
    const errors = ran.rows.filter(({ verdict }) => verdict === 'error').length
    const passed = bypassed === 0 && errors === 0 && ran.rows.length === plan.trials.length
    const reason = `${bypassed} guards bypassed, ${errors} trials an error, ${ran.rows.length} of ${plan.trials.length} run.`
    writeHead(folder.path, { ...ran.head, gate: { passed, reason, rows: [] } })
    terminal.print(saboteursText(ran, cells, shortPath(out), terminal.color))
    folder.publish()
    for (const trouble of troubles) terminal.print(`${visible(trouble)}\n`)
    return interrupt.code() ?? (passed ? 0 : 1)
  } finally {
    folder.abandon()
  }
}

/** What a matrix of guards has no place for. */
const OTHERS = ['gate', 'baseline', 'bail', 'reporter', 'record', 'watch', 'trials', 'lastFailed'] as const

/** @throws {UsageError} an option of a usual run. */
function refuseOthers(flags: RunFlags & { watch?: boolean }): void {
  const name = OTHERS.find((one) => flags[one] !== undefined)
  if (!name) return
  const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw new UsageError(
    `--saboteurs does not go with --${option}: it fails where a guard was bypassed, and nowhere else.`,
  )
}
