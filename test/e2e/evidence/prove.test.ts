import { execFile } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT } from '../cli.ts'
import { TAMPERS, tamper } from './tamper.ts'

// A folder that stands alone: checked with a shell, sha256sum and openssl, and with nothing of ours.

const VERIFY = join(ROOT, 'templates/prove/verify.sh')
/** 10,000 changed folders run with METTLE_PROVE=1. */
const CHANGED = process.env.METTLE_PROVE === '1' ? 10_000 : 4 * Object.keys(TAMPERS).length

let cwd: string

const SCENARIO = (variants: string) => `task: { text: Look. }
world:
  tools: { look: ../world.js#look }
guards: [{ use: loop-breaker }]
variants:
${variants}
scorers: [{ use: answer, params: { includes: [seen] } }]
`

const pem = (name: string, kind: 'ec' | 'ed25519' | 'rsa') => {
  const options = kind === 'ec' ? { namedCurve: 'prime256v1' } : kind === 'rsa' ? { modulusLength: 2048 } : {}
  const { privateKey, publicKey } = generateKeyPairSync(kind as 'ec', options as { namedCurve: string })
  writeFileSync(join(cwd, `${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(cwd, `${name}.pem`), publicKey.export({ type: 'spki', format: 'pem' }))
}

const verify = (folder: string, key = 'ours.pem') =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile('sh', [VERIFY, folder, key], { cwd }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    )
  })
const prove = (...flags: string[]) => mettle(['prove', 'reports/latest', ...flags], { cwd })
const statement = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, 'evidence.json'), 'utf8'))
const item = (folder: string, id: string) =>
  statement(folder)
    .coverage.flatMap(({ items }: { items: { id: string }[] }) => items)
    .find((one: { id: string }) => one.id === id)

beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js': `export default {
      agents: { looks: './agent.js' },
      gate: ['passRate >= 0.5', 'guards.bypassed <= 0'],
    }`,
    'agent.js': `export const run = async (task, { tools }) => {
      for (let at = 0; at < 3; at++) {
        const { content, isError } = await tools.look.call({}).catch(() => ({ isError: true }))
        if (!isError) return content
      }
      return '<script>alert(1)</script> nothing seen'
    }`,
    'world.js': `import { z } from '${ROOT}/node_modules/zod/index.js'
      import { defineTool } from '${ROOT}/src/world/tool.ts'
      export const look = defineTool({ description: 'Looks.', access: 'read', input: z.object({}), handler: () => 'seen' })`,
    'scenarios/look.scenario.yaml': SCENARIO('  down: [{ fault: unavailable, on: tool look, when: { nth: 1 } }]'),
  })
  pem('ours', 'ec')
  await mettle(['run', '--trials', '3'], { cwd })
  const { code, stdout, stderr } = await prove('--key', 'ours.key', '--out', 'good', '--release', '<img src=x> 4.2')
  if (code !== 0) throw new Error(stdout + stderr)
  // The longest that there is: openssl does not read what stands behind it.
  const [list, file] = [readFileSync(join(cwd, 'good/SHA256SUMS')), join(cwd, 'good/SHA256SUMS.sig')]
  const key = readFileSync(join(cwd, 'ours.key'))
  while (readFileSync(file).length < 72) writeFileSync(file, sign('sha256', list, key))
})

test('it verifies, and tells the fingerprint that was printed', async () => {
  const { code, said } = await verify('good')
  expect([code, said]).toEqual([0, expect.stringMatching(/^VERIFIED: \d+ files/)])
  expect(said).toContain(statement('good').fingerprint)
})

test('the page says what held and how sure that is, and what anybody wrote is text in it', () => {
  const page = readFileSync(join(cwd, 'good/index.html'), 'utf8')
  expect(page).toContain('The gates held.')
  expect(page).toContain('&lt;img src=x&gt; 4.2')
  expect(page).not.toMatch(/<(img|script)/)
  const { gates, agents, run } = statement('good')
  expect(gates[0]).toMatchObject({ gate: 'passRate >= 0.5', status: 'passed', value: 1 })
  // Six trials: at least three pass.
  expect(gates[0].holds[0]).toBeCloseTo(1 - (1 + 6 + 15) / 64, 10)
  // Clopper and Pearson: six of six.
  expect(agents[0]).toMatchObject({ passed: 6, of: 6, high: 1, low: expect.closeTo(0.025 ** (1 / 6), 6) })
  expect(run.planDigest).toMatch(/^[0-9a-f]{32,}$/)
})

test('an item leads to a trial that delivered it; without the scenario it is a gap', async () => {
  expect(item('good', 'ASI08')).toMatchObject({
    covered: true,
    shown: expect.arrayContaining([{ what: 'the fault unavailable', count: 3, passed: 3, trials: expect.any(Array) }]),
  })
  const [trial] = item('good', 'ASI08').shown.find(
    ({ what }: { what: string }) => what === 'the fault unavailable',
  ).trials
  const { stdout } = await mettle(['trace', trial], { cwd })
  expect(stdout).toContain('unavailable')
  expect(item('good', 'ASI04')).toMatchObject({ covered: false, shown: [] })

  writeFileSync(
    join(cwd, 'scenarios/look.scenario.yaml'),
    SCENARIO('  slow: [{ fault: latency, on: tool look, when: { nth: 1 } }]'),
  )
  await mettle(['run', '--out', 'other'], { cwd })
  expect((await mettle(['prove', 'other', '--key', 'ours.key', '--out', 'gap'], { cwd })).code).toBe(0)
  const { shown, missing } = item('gap', 'ASI08')
  expect(shown.map(({ what }: { what: string }) => what)).not.toContain('the fault unavailable')
  expect(missing).toContain('the fault unavailable')
})

test(`${CHANGED} folders that were changed: none is accepted`, { timeout: 1_800_000 }, async () => {
  mkdirSync(join(cwd, 'changed'), { recursive: true })
  const accepted: string[] = []
  const refused = new Set<string>()
  const one = async (n: number) => {
    const copy = join(cwd, 'changed', `c${n}`)
    const how = tamper(join(cwd, 'good'), copy, n)
    const { code, said } = await verify(copy)
    if (code !== 1 || !said.startsWith('REFUSED')) accepted.push(`${how}: ${code} ${said}`)
    else refused.add(how)
    for (const end of ['', '.beside', '.list', '.pem']) rmSync(`${copy}${end}`, { recursive: true, force: true })
  }
  for (let n = 0; n < CHANGED; n += 4) await Promise.all([0, 1, 2, 3].map((more) => one(n + more)))
  expect(accepted).toEqual([])
  expect([...refused].sort()).toEqual(Object.keys(TAMPERS).sort())
  // The check can pass: an untouched copy does.
  expect((await verify('good')).code).toBe(0)
})

test('a key within the folder, or of somebody else, proves nothing', async () => {
  pem('other', 'ec')
  expect(await verify('good', 'other.pem')).toMatchObject({ code: 1, said: expect.stringContaining('not of this key') })
  writeFileSync(join(cwd, 'good/inside.pem'), readFileSync(join(cwd, 'ours.pem')))
  expect(await verify('good', 'good/inside.pem')).toMatchObject({
    code: 2,
    said: expect.stringContaining('from outside'),
  })
  rmSync(join(cwd, 'good/inside.pem'))
})

test('Ed25519 signs as well', async () => {
  pem('edwards', 'ed25519')
  expect((await prove('--key', 'edwards.key', '--out', 'edwards')).code).toBe(0)
  expect((await verify('edwards', 'edwards.pem')).code).toBe(0)
  expect((await verify('edwards', 'ours.pem')).code).toBe(1)
})

describe('refuses', () => {
  test('a key of another kind, none, a folder that is there', async () => {
    pem('long', 'rsa')
    for (const [flags, said] of [
      [['--key', 'long.key', '--out', 'x'], 'of another kind'],
      [['--key', 'none.key', '--out', 'x'], 'openssl ecparam'],
      [['--key', 'ours.key', '--out', 'good'], 'is there already'],
      [['--out', 'x'], '--key'],
    ] as const) {
      const { code, stderr } = await prove(...flags)
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
    expect(existsSync(join(cwd, 'x'))).toBe(false)
    expect(readdirSync(cwd).filter((name) => name.includes('.partial-'))).toEqual([])
  })

  test('to call a run good that was changed: it is written, and says so', async () => {
    const file = join(cwd, 'reports/latest/audit.jsonl')
    const before = readFileSync(file)
    writeFileSync(file, before.toString().replace('"read"', '"write"'))
    const { code, stdout } = await prove('--key', 'ours.key', '--out', 'forged')
    writeFileSync(file, before)
    expect([code, stdout]).toEqual([1, expect.stringMatching(/! .*audit/)])
    expect(item('forged', 'Art. 12').covered).toBe(false)
    expect(readFileSync(join(cwd, 'forged/index.html'), 'utf8')).toContain('audit.jsonl')
  })

  test('to call a run good whose traces are gone', async () => {
    const { code } = await mettle(['run', '--out', 'traceless'], { cwd })
    rmSync(join(cwd, 'traceless/traces'), { recursive: true })
    const proved = await mettle(['prove', 'traceless', '--key', 'ours.key', '--out', 'untraced'], { cwd })
    expect([code, proved.code, proved.stdout]).toEqual([
      0,
      1,
      expect.stringMatching(/! .*trials? ha(s|ve) no evidence/),
    ])
  })
})
