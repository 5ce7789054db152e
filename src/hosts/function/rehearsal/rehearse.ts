import { devNull } from 'node:os'
import { ownModule } from '../../../kernel/own-files.ts'
import { compileScenario } from '../../../scenario/compile.ts'
import type { TrialOrder } from '../../../stage/order.ts'
import { noTraceFile } from '../../../trace/trace-file.ts'
import { rehearsalApi } from '../../../world/apis/rehearsal-api.ts'
import type { Host } from '../../host.ts'
import { runTrial } from '../../worker/run-trial.ts'
import { SILENT_CALLS } from './player.ts'

const NAME = 'rehearsal'

/**
 * Plays a trial that nobody judges, before any agent code loads: in a process that has served no call the first few take
 * ten times as long as later ones.
 * @throws {Error} something of it was left behind.
 */
export async function rehearse(host: Host): Promise<void> {
  const scenario = compileScenario(NAME, NAME, {
    task: { text: 'Say a line.' },
    world: { apis: { rehearsal: rehearsalApi } },
    guards: [{ use: 'budget', params: { trial: 1 } }],
    variants: { silent: [{ fault: 'timeout', on: 'rehearsal GET *', when: { from: 1, to: SILENT_CALLS } }] },
  })
  const { problems } = await runTrial(order(), scenario, { host, file: noTraceFile })
  if (problems.length > 0) throw new Error(`Failed to rehearse: ${problems.join(', ')}`)
}

function order(): TrialOrder {
  return {
    id: NAME,
    scenario: { id: NAME, file: NAME },
    variant: 'silent',
    agent: { host: 'function', name: NAME, module: ownModule('hosts/function/rehearsal/player'), export: 'run' },
    model: null,
    repeat: 1,
    seed: NAME,
    folder: devNull,
    nonce: NAME,
    rootSeed: NAME,
    secrets: [],
  }
}
