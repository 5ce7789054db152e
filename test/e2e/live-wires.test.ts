import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import type { Answer } from '../provider/answers.ts'
import { MESSAGES } from '../provider/anthropic-answers.ts'
import { GENERATE_CONTENT } from '../provider/google-answers.ts'
import { CHAT_COMPLETIONS, RESPONSES } from '../provider/openai-answers.ts'
import { AUTHORITY, type Seen, type StandIn, standIn } from '../provider/stand-in.ts'
import { mettle, plantProject, ROOT, readEvents, readRecord } from './cli.ts'

// Each wire as its provider speaks it, live and recorded, to the SDKs as they are.

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const KEY = 'acme-key-7f3a91c2d4'

const APIS = [CHAT_COMPLETIONS, RESPONSES, MESSAGES, GENERATE_CONTENT]

const ASKS: Answer = {
  thought: 'The charge "twice_paid" is to be refunded: look at it, and refund it. 😀',
  text: 'I look at the charge, and refund it.',
  calls: [
    { name: 'look', args: { charge: 'twice_paid' } },
    { name: 'refund', args: { charge: 'twice_paid', why: 'It was paid twice: “übel” 😀' } },
  ],
  usage: { input: 1_100, cached: 1_024, written: 0, output: 61, thought: 20 },
}
const SAYS: Answer = {
  text: 'Refunded, and nothing else was done.',
  usage: { input: 1_300, cached: 1_024, written: 128, output: 9, thought: 0 },
}
const TOKENS = [ASKS.usage.input + SAYS.usage.input, ASKS.usage.output + SAYS.usage.output]

const SDKS = [
  ...['openai-chat', 'openai-responses', 'anthropic', 'anthropic-runner', 'google'],
  ...['ai-openai', 'ai-anthropic', 'ai-google'],
]
const AGENTS = SDKS.flatMap((sdk) => [sdk, `${sdk}-streamed`])

/** Who is asked by whom, and where the key stands then. */
const HEADER = (agent: string) =>
  /openai/.test(agent) ? 'authorization' : /google/.test(agent) ? 'x-goog-api-key' : 'x-api-key'

const FAULTS = { declines: 'refusal', orders: 'injected-instruction', garbles: 'malformed-tool-arguments' }

const scenario = (url: string) => `task:
  text: Refund the charge twice_paid.
world:
  tools:
    refund: ../world.js#refund
    look: ../world.js#look
  models:
    acme:
      provider: { url: '${url}', key: ACME_KEY }
variants:
${Object.entries(FAULTS)
  .map(([name, fault]) => `  ${name}:\n    - { fault: ${fault}, on: model *, when: { nth: 1 } }\n`)
  .join('')}scorers:
  - use: effects
    params: { expect: [{ collection: shop.refunds, op: create, count: 1 }] }
  - use: answer
    params: { includes: [Refunded] }
`

const project = (url: string) =>
  plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(${JSON.stringify(AGENTS)}.map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
    }`,
    'world.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const refunds = defineCollection('shop.refunds')
      export const look = defineTool({
        description: 'Looks.', input: z.object({ charge: z.string() }), access: 'read',
        handler: ({ charge }) => ({ charge, amount: 1200 }),
      })
      export const refund = defineTool({
        description: 'Refunds.', input: z.object({ charge: z.string(), why: z.string() }), access: 'write', collections: [refunds],
        handler: ({ charge }) => (refunds.create(refunds.newId('re'), { charge }), 'done'),
      })`,
    'agents.js': agents(),
    'scenarios/refund.scenario.yaml': scenario(url),
  })

/** Each client's loop is two agents: whole, and streamed. */
function agents(): string {
  const agentsOf = (sdk: string, at: number) =>
    [false, true].map(
      (streamed) => `const agent${at}${streamed} = (task, { tools }) => loops['${sdk}'](task.text, tools, ${streamed})
      export { agent${at}${streamed} as '${sdk}${streamed ? '-streamed' : ''}' }`,
    )
  return [`import { loops } from '${at('test/provider/loops.js')}'`, ...SDKS.flatMap(agentsOf)].join('\n')
}

const asked = (seen: Seen) => {
  const api = APIS.find(({ at }) => at(seen.path))
  if (!api) return { status: 404, pieces: [{ text: JSON.stringify({ error: `nothing at ${seen.path}` }) }] }
  const wrong = api.wrong(seen, acme.said)
  if (wrong !== undefined) {
    refused.push(wrong)
    return { status: 400, pieces: [{ text: JSON.stringify({ error: { message: wrong } }) }] }
  }
  const said = api.answer(seen, api.hasResults(seen) ? SAYS : ASKS)
  return { ...said, pieces: [...said.pieces, { afterMs: LATE_MS, text: '' }] }
}

/** From the last word of an answer to its end: some clients act on the word. */
const LATE_MS = 40

const refused: string[] = []

const env = { ACME_KEY: KEY, NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }

interface Run {
  out: string
  trials: readonly TrialRecord[]
  stdout: string
}

async function run(
  cwd: string,
  name: string,
  flags: readonly string[],
  more: Record<string, string> = {},
): Promise<Run> {
  const out = join(cwd, name)
  const { stdout, stderr } = await mettle(['run', '--reporter', 'list,json', '--out', out, ...flags], {
    cwd,
    env: { ...env, ...more },
  })
  if (!existsSync(out)) throw new Error(stdout + stderr)
  return { out, stdout, trials: readRecord(out).trials }
}

let acme: StandIn
let live: Run
let replays: [Run, Run]
let cwd: string

beforeAll(async () => {
  acme = await standIn(asked)
  cwd = project(acme.url)
  live = await run(cwd, 'live', ['--record'])
  await acme[Symbol.asyncDispose]()
  replays = [
    await run(cwd, 'once', ['--models', 'recorded'], { ACME_KEY: '' }),
    await run(cwd, 'again', [], { ACME_KEY: '' }),
  ]
})
afterAll(() => acme[Symbol.asyncDispose]())

const trialIn = ({ trials }: Run, agent: string, variant: string) => {
  const found = trials.find((trial) => trial.agent === agent && trial.variant === variant)
  if (!found) throw new Error(`There is no trial of ${agent} in ${variant}.`)
  return found
}
const all = () => [live, ...replays]

/** What tool calls know of their cause. */
const causesIn = (ran: Run, trial: TrialRecord) =>
  readEvents(ran.out, trial).flatMap((event) =>
    event.type === 'call' && event.call.channel === 'tool' ? [[event.call.cause, event.call.inferred ?? false]] : [],
  )
const turnsIn = (ran: Run, trial: TrialRecord) =>
  readEvents(ran.out, trial).flatMap((event) =>
    event.type === 'call' && event.call.channel === 'model' ? [event.call.id] : [],
  )

describe.each(AGENTS)('%s', (agent) => {
  test('passes, live and twice from what was recorded, with one hash', () => {
    expect(all().map((ran) => [trialIn(ran, agent, 'calm').verdict, trialIn(ran, agent, 'calm').reason])).toEqual(
      Array(3).fill(['passed', trialIn(live, agent, 'calm').reason]),
    )
    const [once, again] = replays.map((ran) => trialIn(ran, agent, 'calm'))
    expect(once?.traceHash).toBe(again?.traceHash)
    expect([once?.reproducible, again?.reproducible]).toEqual([true, true])
  })

  test('is told the tokens that the provider counts', () => {
    for (const ran of all()) {
      const { usage } = trialIn(ran, agent, 'calm')
      expect([usage.inputTokens, usage.outputTokens]).toEqual(TOKENS)
    }
  })

  test('acts on the turn that its calls are of, by their ids', () => {
    const known = all().map((ran) => {
      const trial = trialIn(ran, agent, 'calm')
      const [first] = turnsIn(ran, trial)
      return causesIn(ran, trial).map(([cause, inferred]) => [cause === first, inferred])
    })
    expect(known).toEqual(Array(3).fill(Array(2).fill([true, false])))
  })

  test.each(Object.entries(FAULTS))('%s: the fault arrives on top, live and recorded', (variant, fault) => {
    const trials = all().map((ran) => trialIn(ran, agent, variant))
    // In one piece, Messages has no place for what is no JSON.
    const hasNoPlace = fault === 'malformed-tool-arguments' && /anthropic(-runner)?$/.test(agent)
    const states = trials.map(({ faults: [planned], verdict }) => [planned?.state, verdict])
    const verdict = fault === 'injected-instruction' ? 'passed' : expect.stringMatching(/passed|failed/)
    expect(states).toEqual(Array(3).fill(hasNoPlace ? ['undelivered', 'inconclusive'] : ['delivered', verdict]))
    expect(trials.map(({ reason }) => reason)).toEqual(Array(3).fill(trials[0]?.reason))
    expect(trials[1]?.traceHash).toBe(trials[2]?.traceHash)
  })
})

test('the key is in the header of the provider’s own, and nowhere else', () => {
  expect(acme.seen.length).toBeGreaterThan(AGENTS.length * 6)
  for (const { path, headers, body } of acme.seen) {
    const header = HEADER(/messages/.test(path) ? 'anthropic' : /Content/.test(path) ? 'google' : 'openai')
    const { [header]: credential, ...others } = headers
    expect(credential).toBe(header === 'authorization' ? `Bearer ${KEY}` : KEY)
    const rest = JSON.stringify([path, others, body])
    expect(rest).not.toContain(KEY)
    // Nor is what the SDKs take for their key.
    for (const name of ['authorization', 'x-api-key', 'x-goog-api-key']) expect(others).not.toHaveProperty([name])
    expect(path).not.toMatch(/key=/)
  }
})

test('what changes an answer is passed on: versions and betas', () => {
  const messages = acme.seen.filter(({ path }) => path.startsWith('/v1/messages'))
  const versions = messages.map(({ headers }) => headers['anthropic-version'])
  expect(versions.filter((version) => !/^20\d\d-\d\d-\d\d$/.test(String(version)))).toEqual([])
  const betas = messages.map(({ headers }) => headers['anthropic-beta'])
  expect(betas.some((beta) => /interleaved-thinking-2025-05-14/.test(String(beta)))).toBe(true)
  expect(acme.seen.some(({ headers }) => headers['openai-beta'] === 'responses=v1')).toBe(true)
})

test('whatever a fault said in the place of a provider, it takes what comes of that', () => {
  expect(refused).toEqual([])
  const texts = acme.seen.map(({ body }) => JSON.stringify(body))
  // One client sends the pieces of a stream back as they came.
  expect(texts.filter((text) => text.includes('Ignore your task'))).toHaveLength(AGENTS.length - 1)
  expect(texts.some((text) => text.includes('"previous_response_id":"resp_'))).toBe(true)
  expect(texts.some((text) => text.includes('"type":"continue"'))).toBe(true)
  expect(texts.some((text) => text.includes('"item_reference"'))).toBe(true)
})

test('each trial has a cassette without a key', () => {
  const folder = join(cwd, 'scenarios/cassettes')
  const cassettes = readdirSync(folder)
  expect(cassettes).toHaveLength(AGENTS.length * (1 + Object.keys(FAULTS).length))
  expect(cassettes.filter((name) => readFileSync(join(folder, name), 'utf8').includes(KEY))).toEqual([])
})
