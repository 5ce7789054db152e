import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type Served } from '../../channels/mcp/served.ts'
import { expectedWorld } from './world.ts'

const run = promisify(execFile)
const JUDGE = 'node_modules/@modelcontextprotocol/conformance/dist/index.js'

/** What the protocol's own judge asks of what mettle serves: tools. It asks for more that a world has none of. */
const scenarios = [
  'server-initialize',
  'ping',
  'tools-list',
  'tools-call-simple-text',
  'tools-call-image',
  'tools-call-audio',
  'tools-call-embedded-resource',
  'tools-call-mixed-content',
  'tools-call-error',
  'tools-call-with-progress',
  'resources-list',
  'resources-read-text',
  'resources-read-binary',
  'json-schema-2020-12',
  'server-sse-multiple-streams',
  'dns-rebinding-protection',
]

let server: Awaited<ReturnType<typeof openServer>>
let served: Served
let folder: string
beforeAll(async () => {
  server = await openServer()
  served = server.serve({ world: expectedWorld() })
  folder = await mkdtemp(join(tmpdir(), 'mettle-conformance-'))
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test.each(scenarios)('%s', async (scenario) => {
  const checks = await judge(scenario)
  expect(checks.filter(({ status }) => status === 'SUCCESS').length).toBeGreaterThan(0)
  expect(checks.filter(({ status }) => status === 'FAILURE')).toEqual([])
})

interface Check {
  id: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO' | 'SKIPPED'
  errorMessage?: string
}

/** What the judge finds. It exits with 1 where something fails. */
async function judge(scenario: string): Promise<Check[]> {
  const out = join(folder, scenario)
  const args = [JUDGE, 'server', '--url', served.url, '--scenario', scenario, '--output-dir', out]
  await run(process.execPath, args).catch(() => {})
  const files = await readdir(out, { recursive: true })
  const checks = files.filter((file) => file.endsWith('checks.json'))
  return (await Promise.all(checks.map(async (file) => JSON.parse(await readFile(join(out, file), 'utf8'))))).flat()
}
