import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import { openServer } from '../../../../src/channels/http/server.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'
import { compileScenario } from '../../../../src/scenario/compile.ts'
import { compilePlan } from '../../../../src/scenario/compile-plan.ts'
import { openApis } from '../../../../src/scenario/open-apis.ts'
import { openStage } from '../../../../src/stage/stage.ts'
import type { Recorded } from '../../../../src/trace/event.ts'
import { type Evidence, eventsOf, gatherEvidence } from '../../../../src/trace/evidence.ts'
import { defineRepository } from '../../../../src/world/apis/git/define.ts'
import type { RepositoryInput } from '../../../../src/world/apis/git/source.ts'

const TEMPORARY = tmpdir()
const server = await openServer()
afterAll(() => server[Symbol.asyncDispose]())

export const FILES = { 'a.txt': 'one\n', 'src/b.txt': 'two\n' }

interface Staging {
  repository?: Partial<RepositoryInput>
  guards?: object[]
  plan?: readonly object[]
  approver?: object
}

export interface GitRan {
  code: number
  stdout: string
  stderr: string
}

/** A stage with a repository, a working copy that git itself cloned of it, and the bare one on disk. */
export async function openForge({ repository = {}, guards = [], plan = [], approver }: Staging = {}) {
  const place = mkdtempSync(join(TEMPORARY, 'git-test-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  process.env.TMPDIR = place
  const forge = defineRepository({ repository: 'acme/shop', files: FILES, ...repository })
  const said = {
    task: { text: 'Push.' },
    world: { apis: { forge }, ...(approver && { approver }) },
    guards,
    scorers: [],
  }
  const { value } = await openApis(said, place, (_, message) => {
    throw new Error(message)
  })
  const scenario = compileScenario('test/forge', 'forge.ts', value)
  const events: Recorded[] = []
  const clock = systemClock()
  const write = (event: object) => void events.push({ seq: events.length + 1, at: clock.now(), ...event } as Recorded)
  const faults = compilePlan('test', plan, scenario.guards)
  const order = { id: 't', seed: 's', variant: 'calm', model: null, agent: { name: 'a' }, plan: faults }
  const stage = await openStage(order, scenario, { clock, write })
  const offer = server.offer({ http: stage.world.http, seam: stage.seam, principal: 'a', note: write })
  const url = offer.urlOf('https://forge.test')
  const work = join(place, 'work')
  const git = (...args: string[]): Promise<GitRan> => run(['-C', work, ...args], place)
  const cloned = await run(['clone', '-q', `${url}/acme/shop.git`, work], place)
  if (cloned.code !== 0) throw new Error(cloned.stderr)
  /** What git says of the bare repository itself. */
  const bare = (...args: string[]) => {
    const [made = ''] = readdirSync(place).filter((name) => name.startsWith('mettle-git-'))
    return execFileSync('git', ['-C', join(place, made, 'repository.git'), ...args], { encoding: 'utf8' }).trim()
  }
  return {
    stage,
    events,
    url,
    git,
    bare,
    place,
    /** Writes files and commits them. Undefined deletes one. */
    commit: async (files: Readonly<Record<string, string | Buffer | undefined>>, message = 'A change') => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(work, path)), { recursive: true })
        if (content === undefined) rmSync(join(work, path))
        else writeFileSync(join(work, path), content)
      }
      await git('add', '-A', '-f')
      return git('commit', '-qm', message)
    },
    evidence: (): Evidence => gatherEvidence(events),
    /** 'create forge.refs refs/heads/fix'. */
    effects: () => eventsOf(events, 'effect').map(({ op, collection, id }) => `${op} ${collection} ${id}`),
    /** What was decided on pushes. */
    refusals: () =>
      eventsOf(events, 'decision').flatMap(({ decision, reason }) => (decision === 'allow' ? [] : [reason])),
    ask: async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${url}/repos/acme/shop${path}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      })
      return { status: answer.status, body: (await answer.json().catch(() => null)) as never }
    },
    [Symbol.asyncDispose]: async () => {
      offer[Symbol.dispose]()
      await stage[Symbol.asyncDispose]()
    },
  }
}

const WHO = { GIT_AUTHOR_NAME: 'Agent', GIT_AUTHOR_EMAIL: 'agent@acme.test' }
const CLIENT = { ...WHO, GIT_COMMITTER_NAME: 'Agent', GIT_COMMITTER_EMAIL: 'agent@acme.test', GIT_TERMINAL_PROMPT: '0' }

function run(args: readonly string[], home: string): Promise<GitRan> {
  const env = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...CLIENT }
  return new Promise((done) => {
    execFile('git', [...args], { env }, (error, stdout, stderr) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr })
    })
  })
}
