import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { aServer, urlOf } from '../../world/databases/a-server.ts'
import { query } from '../../world/databases/stage.ts'
import { mettle, plantProject, startMettle } from '../cli.ts'

/** A queue on a server of its own, with a role for planners and one for workers. */
export interface FleetStage {
  owner: string
  planner: string
  worker: string
  /** Where the server listens. */
  socket: string
  query<Row>(text: string): Promise<Row[]>
}

export async function aFleet(): Promise<FleetStage & AsyncDisposable> {
  const server = await aServer()
  const owner = urlOf(server.admin)
  const run = <Row>(text: string) => query<Row>(server.admin, text)
  for (const role of ['planner', 'worker'])
    await run(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER PASSWORD 'pass/${role}'; GRANT CONNECT ON DATABASE postgres TO ${role}`,
    )
  const urlOfRole = (role: string) => urlOf({ ...server.admin, user: role, password: `pass/${role}` })
  const args = ['queue', 'init', '--queue', owner, '--planner', 'planner', '--worker', 'worker']
  const { code, stderr } = await mettle(args, { cwd: plantProject({}) })
  if (code !== 0) throw new Error(stderr)
  return {
    ...{ owner, planner: urlOfRole('planner'), worker: urlOfRole('worker'), query: run },
    socket: join(server.admin.host, `.s.PGSQL.${server.admin.port}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Trials that take so long, in ms, or do what an agent's code says. */
export function aProject({
  ms = 0,
  agent,
  config = '',
}: {
  ms?: number
  agent?: string
  config?: string
} = {}): string {
  return plantProject({
    'mettle.config.ts': `export default { agents: { clerk: './clerk.ts' }, workers: 2, realTime: true, ${config} }`,
    'clerk.ts': agent ?? `export const run = () => new Promise((done) => setTimeout(done, ${ms}, 1))`,
    'scenarios/one.scenario.ts':
      "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
  })
}

/** A worker under way, and what it has said by now. */
export function aWorker(cwd: string, url: string, args: readonly string[] = ['--lease', '2'], env = {}) {
  let said = ''
  const { child, ended } = startMettle(['worker', ...args], {
    cwd,
    env: { METTLE_QUEUE: url, ...env },
    onOutput: (text) => {
      said = text
    },
  })
  onTestFinished(() => {
    child.kill('SIGCONT')
    child.kill('SIGKILL')
  })
  return {
    child,
    ended,
    said: () => said,
    until: (what: string | RegExp) => until(() => said.search(what) >= 0, String(what)),
  }
}

export function aPlanner(cwd: string, url: string, args: readonly string[]) {
  let said = ''
  const { child, ended } = startMettle(['run', '--queue', '--reporter', 'list', ...args], {
    cwd,
    env: { METTLE_QUEUE: url },
    onOutput: (text) => {
      said = text
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, ended, until: (what: string | RegExp) => until(() => said.search(what) >= 0, String(what)) }
}

export async function until(is: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await is()); tries++) {
    if (tries > 1_500) throw new Error(`Waited in vain for ${what}.`)
    await sleep(20)
  }
}

/** The ids of the lines of a ledger, each as often as it is there. */
export function linesOf(cwd: string): string[] {
  const text = readFileSync(join(cwd, 'reports/latest/trials.jsonl'), 'utf8')
  return Array.from(text.matchAll(/^\{"id":"([^"]+)"/gm), ([, id = '']) => id)
}
