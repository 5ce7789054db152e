import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../../src/kernel/random.ts'
import { plantProject, startMettle } from '../../e2e/cli.ts'
import { containers } from '../databases/docker.ts'
import { MARIADB } from './mariadb.ts'
import { needsServices } from './needs.ts'
import { REDIS } from './redis.ts'

/** The whole count runs with METTLE_PROVE=1: a hundred of each. */
const ROUNDS = process.env.METTLE_PROVE === '1' ? 100 : 1
const AT_ONCE = 2
/** So long after it has begun, in ms, a run has made its containers and has trials under way. */
const BUSY_MS = { redis: 1_500, mariadb: 3_000 }

const AGENT = 'export const run = () => new Promise((done) => setTimeout(done, 50))'

function project(kind: keyof typeof BUSY_MS): string {
  const name = kind === 'redis' ? 'cache' : 'shop'
  return plantProject({
    'service.js': kind === 'redis' ? REDIS : MARIADB,
    'agent.js': AGENT,
    'mettle.config.js': `export default { agents: { idle: './agent.js' }, workers: 2 }`,
    'scenarios/a.scenario.js': `
      import { ${name} } from '../service.js'
      export default { task: { text: 'x' }, world: { services: { ${name} } } }`,
  })
}

beforeAll(needsServices)

const kinds = ROUNDS === 1 ? (['redis'] as const) : (['redis', 'mariadb'] as const)

test.each(kinds)(
  'no container of a %s is left, whenever the harness is killed',
  async (kind) => {
    const before = await containers()
    const cwd = project(kind)
    const random = createRandom(`kills ${kind}`)
    let killed = 0
    const round = async () => {
      const begun = Promise.withResolvers<void>()
      // While its containers are made, and while they are used, by turns.
      const sign = killed % 2 === 0 ? 'Running' : 'a~calm~idle'
      const onOutput = (text: string) => void (text.includes(sign) && begun.resolve())
      const { child, ended } = startMettle(['run', '--trials', '20000'], { cwd, onOutput })
      await Promise.race([begun.promise, ended])
      await sleep(random.int(BUSY_MS[kind]))
      const alive = child.exitCode === null
      if (alive) killed++
      child.kill('SIGKILL')
      const { stdout, stderr } = await ended
      // What is over by itself was not killed.
      if (!alive) throw new Error(`The run ended by itself.\n${stdout}\n${stderr}`)
    }
    const lane = async (rounds: number) => {
      for (let one = 0; one < rounds; one++) await round()
    }
    const seen = new Set<string>()
    const look = setInterval(async () => {
      for (const id of await containers()) seen.add(id)
    }, 50)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ROUNDS) }, () => lane(ROUNDS / Math.min(AT_ONCE, ROUNDS))))
    clearInterval(look)
    // Control: there was something to be left.
    expect(killed).toBe(ROUNDS)
    if (ROUNDS > 1) expect(seen.size).toBeGreaterThan(ROUNDS / 2)
    const over = performance.now()
    while ((await containers()).length > before.length && performance.now() - over < 20_000) await sleep(50)
    expect(await containers()).toEqual(before)
  },
  1_200_000,
)
