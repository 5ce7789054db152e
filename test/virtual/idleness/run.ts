import { writeSync } from 'node:fs'
import { installVirtualChance } from '../../../src/hosts/function/virtual/chance.ts'
import { createDrive } from '../../../src/hosts/function/virtual/drive.ts'
import { installVirtualTime, type VirtualTime } from '../../../src/hosts/function/virtual/time.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { type Foreign, realWork } from './real-work.ts'

// Drives every case of real work beside a pending timer of 30 s, in a process of its own. Prints a line for each.

/** What became of one case. */
export interface CaseResult {
  name: string
  /** 'wrong jump': a timer fired before the work was done, the agent's or one of the work's own. */
  how: 'done' | 'wrong jump' | 'never-finished' | 'deadline'
  virtualMs: number
  wallMs: number
  /** What kept the process awake, where time had to follow the wall. */
  waits?: string
}

type Driver = (agent: Promise<unknown>, result: CaseResult) => Promise<void>

const realSetImmediate = setImmediate
const realNow = performance.now.bind(performance)
const alive = setInterval(() => {}, 1_000)
const [driver = '', foreign = ''] = process.argv.slice(2)

const time = installVirtualTime()
installVirtualChance().reset(createRandom('idleness'))
const drive = createDrive(time, (awake) => void (awake ? alive.ref() : alive.unref()))

/** The rule under test. */
const byIdleness: Driver = (agent, result) =>
  new Promise((resolve) => {
    const end = () => {
      drive.end()
      resolve()
    }
    const stop = (how: string) => {
      result.how = how as CaseResult['how']
      end()
    }
    const waits = (what: string) => {
      result.waits = what
    }
    drive.start({ deadlineMs: 86_400_000, stop, stuck: () => stop('never-finished'), waits })
    agent.then(end)
  })

/** The control: takes some turns of the event loop without news for idleness. */
const byTurns: Driver = async (agent) => {
  let done = false
  agent.then(() => {
    done = true
  })
  while (!done) {
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => realSetImmediate(resolve))
    if (!done && time.next() !== undefined) time.jump()
  }
}

const outcomes = [() => 'done' as const, () => 'wrong jump' as const] as const

async function runCase(name: string, work: () => Promise<unknown>, clock: VirtualTime['clock']): Promise<CaseResult> {
  time.reset(0)
  const startedAt = realNow()
  const result: CaseResult = { name, how: 'done', virtualMs: 0, wallMs: 0 }
  const agent = async () => {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<'wrong jump'>((resolve) => {
      timer = setTimeout(() => resolve('wrong jump'), 30_000)
    })
    result.how = await Promise.race([work().then(...outcomes), tooLate])
    clearTimeout(timer)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  await (driver === 'turns' ? byTurns : byIdleness)(agent(), result)
  return { ...result, virtualMs: clock.now(), wallMs: Math.round(realNow() - startedAt) }
}

for (const [name, work] of Object.entries(realWork(JSON.parse(foreign) as Foreign))) {
  writeSync(1, `${JSON.stringify(await runCase(name, work, time.clock))}\n`)
}
process.exit(0)
