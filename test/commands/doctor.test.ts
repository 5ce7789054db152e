import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Diagnosis } from '../../src/commands/doctor/check.ts'
import { plantProject, temporaryFolder } from '../e2e/cli.ts'
import { run } from './planted.ts'

interface Told {
  code: number | null
  ok: boolean
  of(name: string): Diagnosis | undefined
}

async function doctor(folder: string, env: Record<string, string> = {}): Promise<Told> {
  const { code, stdout, stderr } = await run(folder, 'doctor --json', env)
  if (!stdout.startsWith('{')) throw new Error(stderr)
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: (Diagnosis & { name: string })[] }
  return { code, ok, of: (name) => checks.find((one) => one.name === name) }
}

const SOUND = {
  'mettle.config.ts': "export default { agents: { idle: './idle.ts' } }",
  'idle.ts': "export const run = () => 'done'",
  'scenarios/one.scenario.ts': "export default { task: { text: 'Say done.' } }",
}

/** No Docker answers there. */
const NOWHERE = { DOCKER_HOST: 'unix:///nowhere/docker.sock' }

test('a machine that has all that runs need: exit 0, and a line for each check', async () => {
  const folder = plantProject(SOUND)
  const { code, stdout } = await run(folder, 'doctor', NOWHERE)
  expect(code, stdout).toBe(0)
  for (const line of [
    /^ok {4}node +v2\d\.\d+\.\d+, reads TypeScript$/m,
    /^ok {4}config +mettle\.config\.ts, 1 scenarios, 1 agents$/m,
    /^ok {4}postgres +embedded PostgreSQL 18, started in \d+ ms$/m,
    /^ok {4}cache +\/.*, \d+\.\d GB free$/m,
    /^ok {4}out +.*reports\/latest can be written$/m,
    /^ok {4}sockets +/m,
    /^warn {2}docker +no answer at unix:\/\/\/nowhere\/docker\.sock: .*\n +Only --database container and scenarios with services need it/m,
    /^ok {4}testcontainers +installed$/m,
    /^\w+ +machine +\d+ cores, \d+ MB/m,
    /^\w+ +ci +/m,
    /^mettle can run here\./m,
  ]) {
    expect(stdout).toMatch(line)
  }
})

describe('exit 3 and what to do, with', () => {
  test('a scenario that does not load', async () => {
    const folder = plantProject({ ...SOUND, 'scenarios/two.scenario.yaml': 'task:\n  tetx: a\n' })
    const told = await doctor(folder, NOWHERE)
    expect([told.code, told.ok]).toEqual([3, false])
    expect(told.of('config')).toMatchObject({ status: 'fail', found: expect.stringContaining(':2:3: task.tetx') })
  })

  test('a config that asks for a container where there is none', async () => {
    const config = "export default { agents: { idle: './idle.ts' }, database: 'container' }"
    const told = await doctor(plantProject({ ...SOUND, 'mettle.config.ts': config }), NOWHERE)
    expect(told.code).toBe(3)
    expect(told.of('docker')).toMatchObject({ status: 'fail', advice: expect.stringContaining('Start Docker') })
  })

  test('a place for runs that is a file', async () => {
    const folder = plantProject({ ...SOUND, reports: 'a file' })
    writeFileSync(join(folder, 'reports'), 'a file')
    chmodSync(join(folder, 'reports'), 0o444)
    const told = await doctor(folder, NOWHERE)
    expect([told.code, told.of('out')?.status]).toEqual([3, 'fail'])
  })

  test('a folder for temporary files in which no socket can lie', async () => {
    const folder = plantProject(SOUND)
    const long = join(temporaryFolder(), 'x'.repeat(120))
    const { mkdirSync } = await import('node:fs')
    mkdirSync(long)
    const told = await doctor(folder, { ...NOWHERE, TMPDIR: long })
    expect([told.code, told.of('sockets')?.status]).toEqual([3, 'fail'])
    expect(told.of('sockets')?.advice).toContain('TMPDIR')
  })
})

test('a folder without a config: a warning that names mettle init', async () => {
  const told = await doctor(temporaryFolder(), NOWHERE)
  expect([told.code, told.of('config')]).toEqual([
    0,
    { name: 'config', status: 'warn', found: 'there is no mettle.config.ts here', advice: 'mettle init writes one.' },
  ])
})

test('Docker is asked where DOCKER_HOST says', async () => {
  const server = createServer((_, response) => response.setHeader('api-version', '1.41').end('OK'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const host = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  const told = await doctor(plantProject(SOUND), { DOCKER_HOST: host })
  expect(told.of('docker')).toMatchObject({ status: 'ok', found: `answers at ${host}, API 1.41` })
})

test('a step summary that cannot be written is told, and no value of a variable', async () => {
  const env = { ...NOWHERE, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/nowhere/summary', NO_COLOR: 'hush-hush' }
  const told = await doctor(plantProject(SOUND), env)
  expect(told.of('ci')).toMatchObject({ status: 'warn', advice: expect.stringContaining('GITHUB_STEP_SUMMARY') })
  expect(told.of('ci')?.found).toContain('NO_COLOR')
  expect(JSON.stringify(told.of('ci'))).not.toContain('hush-hush')
})
