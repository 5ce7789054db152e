import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { AUTHORITY, completion, type Says, type Seen, type StandIn, standIn } from '../provider/stand-in.ts'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
// The whole counts run with METTLE_PROVE=1.
const PROVE = process.env.METTLE_PROVE === '1'
const KEY = 'acme-key-7f3a91c2d4'

const scenario = (url: string, extra = '') => `task:
  text: Refund the charge twice_paid.
world:
  tools:
    refund: ../world.js#refund
  models:
    acme:
      provider: { url: '${url}', key: ACME_KEY }${extra}
variants:
  declines:
    - { fault: refusal, on: model *, when: { nth: 1 } }
scorers:
  - use: effects
    params: { expect: [{ collection: shop.refunds, op: create, count: 1 }] }
  - use: answer
    params: { includes: [Refunded] }
`

const project = (url: string, prompt = 'Be quick.', extra = '') =>
  plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['whole', 'streaming'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
      // Whoever names it gives agents no key of a live model.
      env: ['ACME_*'],
    }`,
    'world.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const refunds = defineCollection('shop.refunds')
      export const refund = defineTool({
        description: 'Refunds.', input: z.object({ charge: z.string() }), access: 'write', collections: [refunds],
        handler: ({ charge }) => (refunds.create(refunds.newId('re'), { charge }), 'done'),
      })`,
    'agents.js': `import { readFileSync } from 'node:fs'
      import OpenAI from '${at('node_modules/openai/index.mjs')}'
      const definition = { type: 'function', function: { name: 'refund', parameters: { type: 'object' } } }
      const heard = (client, request, stream) => stream
        ? client.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
        : client.chat.completions.create(request)
      const converse = (stream) => async (task, { tools }) => {
        const session = crypto.randomUUID()
        const messages = [
          { role: 'system', content: '${prompt} Session ' + session + ', now ' + new Date().toISOString() },
          { role: 'user', content: task.text },
        ]
        console.log(readFileSync('/proc/self/environ', 'utf8'), JSON.stringify(process.env))
        const client = new OpenAI()
        for (;;) {
          const { choices: [{ message }] } = await heard(client, { model: 'acme', messages, tools: [definition] }, stream)
          messages.push(message)
          if (!message.tool_calls?.length) return message.content
          for (const { id, function: asked } of message.tool_calls) {
            const { content } = await tools[asked.name].call(JSON.parse(asked.arguments))
            messages.push({ role: 'tool', tool_call_id: id, content: String(content) })
          }
        }
      }
      export const whole = converse(false)
      export const streaming = converse(true)`,
    'scenarios/refund.scenario.yaml': scenario(url, extra),
  })

/** Asks for the refund first, and says that it is done when it has its result. */
const clerk = ({ body }: Seen): Says => {
  const done = body.messages.some(({ role }: { role: string }) => role === 'tool')
  const said = done ? { text: 'Refunded.' } : { call: { name: 'refund', args: '{"charge":"twice_paid"}' } }
  return completion(said, body.stream === true)
}

const env = { ACME_KEY: KEY, NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }
const run = async (cwd: string, flags: string[], more: Record<string, string> = {}) => {
  const ran = await mettle(['run', '--reporter', 'list,json', ...flags], { cwd, env: { ...env, ...more } })
  return {
    ...ran,
    record: existsSync(join(cwd, 'reports/latest/run.json')) ? readRecord(join(cwd, 'reports/latest')) : undefined,
  }
}
const trialsOf = ({ record }: Awaited<ReturnType<typeof run>>) => record?.trials ?? []
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'latin1')] : [],
  )

const verdicts = (ran: Awaited<ReturnType<typeof run>>) => trialsOf(ran).map(({ verdict }) => verdict)
const reasons = (ran: Awaited<ReturnType<typeof run>>) => trialsOf(ran).map(({ reason }) => reason)

const open: StandIn[] = []
const provider = async (answer: Parameters<typeof standIn>[0]) => {
  const one = await standIn(answer)
  open.push(one)
  return one
}
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})

describe('a live model', () => {
  test('answers the agent, streamed or not; its key is with the provider alone', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    const ran = await run(cwd, ['--models', 'live', '--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['passed', 'passed'])
    expect(trialsOf(ran).map(({ reproducible }) => reproducible)).toEqual([false, false])
    expect(acme.seen.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(`Bearer ${KEY}`))
    expect(trialsOf(ran).map(({ usage }) => [usage.inputTokens, usage.outputTokens])).toEqual(Array(2).fill([200, 20]))
    // The agent prints its environment, as it is and as the system has it.
    expect(files(cwd).filter((text) => text.includes(KEY))).toEqual([])
    expect(files(cwd).some((text) => text.includes('OPENAI_BASE_URL'))).toBe(true)
  })

  test('is asked again where its provider is busy, and no agent hears of it', async () => {
    const acme = await provider((seen, count) =>
      count % 3 === 0 || count % 7 === 0
        ? clerk(seen)
        : { status: count % 3 === 1 ? 429 : 503, headers: { 'retry-after': '0.01' }, pieces: [{ text: '{}' }] },
    )
    const repeats = PROVE ? 100 : 1
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm', '--trials', `${repeats}`])
    // Among many, one may be unlucky six times in a row: that is no answer, and no failure of an agent.
    const unanswered = trialsOf(ran).filter(
      ({ verdict, reason }) => verdict === 'error' && /did not answer/.test(reason),
    )
    expect(verdicts(ran).filter((verdict) => verdict === 'passed')).toHaveLength(2 * repeats - unanswered.length)
    expect(unanswered.length).toBeLessThan(repeats)
    expect(acme.seen.length).toBeGreaterThanOrEqual(4 * repeats + 1)
    const [, again] = /was asked again (\d+) times: .*\d x 429.*\. No agent had a part in it\./.exec(ran.stdout) ?? []
    // Each answer that was handed on is the last try of its request: all the others were followed by one.
    const requests = trialsOf(ran).reduce((sum, { usage }) => sum + usage.modelCalls, 0)
    expect(Number(again)).toBe(acme.seen.length - requests)
  })

  test.each([
    [
      'is refused',
      { status: 401, pieces: [{ text: `{"error":"no ${KEY} here"}` }] },
      /does not accept the key in ACME_KEY \(401\)/,
    ],
    ['does not know the model', { status: 404, pieces: [{ text: '{}' }] }, /has no such model or address \(404\)/],
    ['sends elsewhere', { status: 307, headers: { location: 'https://example.test/' }, pieces: [] }, /answered 307/],
  ])('that %s is an error of the trial, and says nothing of the key', async (_, says, why) => {
    const acme = await provider(() => says)
    const cwd = project(acme.url)
    const ran = await run(cwd, ['--models', 'live', '--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['error', 'error'])
    for (const reason of reasons(ran)) expect(reason).toMatch(why)
    expect(ran.stdout + files(cwd).join()).not.toContain(KEY)
  })

  test('says its key to no agent: in pieces, or without the end of the line that its variable has', async () => {
    const acme = await provider((seen) => {
      const says = clerk(seen)
      const text = says.pieces
        .map((piece) => piece.text)
        .join('')
        .replace('Refun', `${KEY} Refun`)
      const cut = text.indexOf(KEY) + 8
      return { ...says, pieces: [{ text: text.slice(0, cut) }, { afterMs: 200, text: text.slice(cut) }] }
    })
    const cwd = project(acme.url)
    const flags = ['--record', '--variant', 'calm', '--agent', 'streaming']
    const ran = await run(cwd, flags, { ACME_KEY: `${KEY}\n` })
    expect(acme.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(verdicts(ran)).toEqual(['passed'])
    expect(trialsOf(ran)[0]?.answer).toContain('[redacted ACME_KEY] Refunded.')
    expect(ran.stdout + files(cwd).join()).not.toContain(KEY)
  })

  test.each([
    ['no JSON', { headers: { 'content-type': 'text/html' }, pieces: [{ text: '<html>Sign in</html>' }] }],
    ['nothing', { status: 204, headers: {}, pieces: [] }],
  ])('that says %s is asked again', async (_, says) => {
    const acme = await provider((seen, count) => (count === 1 ? says : clerk(seen)))
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm', '--agent', 'whole'])
    expect(verdicts(ran)).toEqual(['passed'])
    expect(ran.stdout).toMatch(/was asked again 1 times: 1 x 20[04] with a body that is no JSON/)
  })

  test('whose stream ends before its last word is an error of the trial', async () => {
    const acme = await provider((seen) => {
      const says = clerk(seen)
      return { ...says, pieces: says.pieces.slice(0, 2) }
    })
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm', '--agent', 'streaming'])
    expect(verdicts(ran)).toEqual(['error'])
    expect(reasons(ran)[0]).toContain('the provider ended its answer before its last word')
  })

  test('is given up on by its agent, which is no failure of anybody, and replayed so', async () => {
    const acme = await provider((seen, count) => {
      const says = clerk(seen)
      return { ...says, pieces: says.pieces.map((piece) => (count === 1 ? { ...piece, afterMs: 2_500 } : piece)) }
    })
    const cwd = project(acme.url)
    const agents = join(cwd, 'agents.js')
    writeFileSync(agents, readFileSync(agents, 'utf8').replace('new OpenAI()', 'new OpenAI({ timeout: 1_500 })'))
    const flags = ['--variant', 'calm', '--agent', 'whole']
    const recorded = await run(cwd, ['--record', ...flags])
    expect(acme.seen).toHaveLength(3)
    expect(verdicts(recorded)).toEqual(['passed'])
    expect(recorded.stdout).toContain('1 cassette recorded.')
    const again = [await run(cwd, flags), await run(cwd, flags)]
    expect(again.flatMap(verdicts)).toEqual(['passed', 'passed'])
    expect(new Set(again.map((one) => trialsOf(one)[0]?.traceHash)).size).toBe(1)
  })

  test('that answers with a failure, whole or in its stream, is an error of the trial, and no failure of an agent', async () => {
    const failure = '{"error":{"message":"No instance is free.","code":502}}'
    const acme = await provider((seen) => {
      const { pieces, ...rest } = clerk(seen)
      if (seen.body.stream !== true) return { pieces: [{ text: failure }] }
      return {
        ...rest,
        pieces: [...pieces.slice(0, 2), { text: `data: ${failure}\n\n` }, { text: 'data: [DONE]\n\n' }],
      }
    })
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['error', 'error'])
    for (const reason of reasons(ran)) expect(reason).toContain('No instance is free.')
  })

  test('that breaks off in the middle is an error of the trial', async () => {
    const acme = await provider((seen) => {
      const { pieces, ...rest } = clerk(seen)
      return { ...rest, pieces: pieces.slice(0, 2), breaks: true }
    })
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm', '--agent', 'streaming'])
    expect(verdicts(ran)).toEqual(['error'])
  })

  test('refuses a wrong request to the agent itself', async () => {
    const error = JSON.stringify({ error: { message: 'Too long.', type: 'invalid_request_error' } })
    const acme = await provider(() => ({ status: 400, pieces: [{ text: error }] }))
    const ran = await run(project(acme.url), ['--models', 'live', '--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['failed', 'failed'])
    expect(reasons(ran)[0]).toContain('400 Too long')
  })

  test('may take longer than the agent may', async () => {
    const slow = (seen: Seen): Says => {
      const { pieces, ...rest } = clerk(seen)
      return { ...rest, pieces: pieces.map((piece, at) => (at === 0 ? { ...piece, afterMs: 1_500 } : piece)) }
    }
    const acme = await provider(slow)
    const cwd = project(acme.url, 'Be quick.', '\nlimits: { deadlineMs: 1200 }')
    const ran = await run(cwd, ['--models', 'live', '--variant', 'calm', '--agent', 'whole'])
    expect(verdicts(ran)).toEqual(['passed'])
  })
})

describe('a recorded model', () => {
  test('is replayed without its provider and without a key: the same hash each time', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    const recorded = await run(cwd, ['--record'])
    expect(recorded.stdout).toContain('4 cassettes recorded.')
    expect(readdirSync(join(cwd, 'scenarios/cassettes'))).toHaveLength(4)
    await acme[Symbol.asyncDispose]()
    const again = [await run(cwd, ['--models', 'recorded']), await run(cwd, [], { ACME_KEY: '' })] as const
    // The agent prints its environment, and the config gives it what is called so.
    expect(again[0].stdout + files(join(cwd, 'reports')).join()).not.toContain(KEY)
    const hashes = (one: Awaited<ReturnType<typeof run>>) => trialsOf(one).map(({ id, traceHash }) => [id, traceHash])
    expect(hashes(again[0])).toEqual(hashes(again[1]))
    for (let more = 2; PROVE && more < 20; more++) expect(hashes(await run(cwd, []))).toEqual(hashes(again[0]))
    expect(verdicts(again[0])).toEqual(verdicts(recorded))
    expect(verdicts(again[0])).toEqual(['passed', 'passed', 'failed', 'failed'])
    expect(trialsOf(again[0]).map(({ reproducible }) => reproducible)).toEqual(Array(4).fill(true))
  })

  test('comes in its own time', async () => {
    const slow = (seen: Seen): Says => {
      const { pieces, ...rest } = clerk(seen)
      return { ...rest, pieces: pieces.map((piece) => ({ ...piece, afterMs: 300 })) }
    }
    const acme = await provider(slow)
    const cwd = project(acme.url)
    await run(cwd, ['--record', '--variant', 'calm', '--agent', 'streaming'])
    await acme[Symbol.asyncDispose]()
    const again = await run(cwd, ['--variant', 'calm', '--agent', 'streaming'])
    expect(verdicts(again)).toEqual(['passed'])
    // Two answers, of four and of five pieces.
    expect(trialsOf(again)[0]?.usage.virtualMs).toBeGreaterThan(2_600)
    expect(trialsOf(again)[0]?.usage.virtualMs).toBeLessThan(6_000)
  })

  test('speaks at the time that its scenario says now, not at that of its recording', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url, 'Be quick.', "\n  clock: '2026-03-01T09:00:00Z'")
    const flags = ['--variant', 'calm', '--agent', 'whole']
    await run(cwd, ['--record', ...flags])
    const file = join(cwd, 'scenarios/refund.scenario.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('2026-03-01', '2026-04-02'))
    expect(verdicts(await run(cwd, flags))).toEqual(['passed'])
    const traces = files(join(cwd, 'reports/latest/traces')).join()
    expect(traces).toContain('now 2026-04-02T09')
    expect(traces).not.toContain('now 2026-03-01')
  })

  test('names the nearest request and what is different about it, where none was recorded', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    await run(cwd, ['--record', '--variant', 'calm'])
    const agents = join(cwd, 'agents.js')
    writeFileSync(agents, readFileSync(agents, 'utf8').replace('Be quick.', 'Be thorough.'))
    const ran = await run(cwd, ['--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['error', 'error'])
    expect(reasons(ran)[0]).toMatch(
      /Of the nearest, request 1 of 2, body\.messages\[0\]\.content was "Be quick\. .* and is "Be thorough\. .*; if that is meant, record it again with --record\)/,
    )
    // An SDK that heeds it is told not to try again: what the trial says is said once.
    expect(trialsOf(ran).map(({ usage }) => usage.modelCalls)).toEqual([1, 1])
  })

  test('is an error where nothing was recorded, and says how to', async () => {
    const ran = await run(project('https://localhost:9/v1'), ['--variant', 'calm'])
    expect(verdicts(ran)).toEqual(['error', 'error'])
    expect(reasons(ran)[0]).toMatch(/there is no .*refund~calm~whole~r1\.json: record it with --record/)
  })

  test('holds no key, wherever the provider or the agent says it', async () => {
    const shaped = 'sk-proj-Abcdefghij0123456789KLMN'
    const leaky = (seen: Seen): Says => {
      const { pieces, ...rest } = clerk(seen)
      const headers = { ...(rest.headers ?? { 'content-type': 'application/json' }), 'x-request-id': `req-${KEY}` }
      return {
        headers,
        pieces: pieces.map(({ text, ...piece }) => ({ ...piece, text: text.replace('Refunded.', `Refunded. ${KEY}`) })),
      }
    }
    const acme = await provider(leaky)
    const cwd = project(acme.url, `My key is ${shaped}, and ${KEY}.`)
    await run(cwd, ['--record', '--variant', 'calm'])
    const cassettes = files(join(cwd, 'scenarios/cassettes'))
    expect(cassettes).toHaveLength(2)
    expect(cassettes.filter((text) => text.includes(KEY) || text.includes(shaped))).toEqual([])
    expect(cassettes.every((text) => text.includes('[redacted'))).toBe(true)
    expect(files(join(cwd, 'reports')).filter((text) => text.includes(shaped))).not.toEqual([])
  })

  test('is not recorded anew by an agent that asks nobody', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    const flags = ['--variant', 'calm', '--agent', 'whole']
    await run(cwd, ['--record', ...flags])
    const before = files(join(cwd, 'scenarios/cassettes'))
    const agents = join(cwd, 'agents.js')
    writeFileSync(agents, readFileSync(agents, 'utf8').replace('new OpenAI()', 'undefined.client'))
    const ran = await run(cwd, ['--record', ...flags])
    expect(verdicts(ran)).toEqual(['failed'])
    expect(before).toHaveLength(1)
    expect(files(join(cwd, 'scenarios/cassettes'))).toEqual(before)
  })

  test('speaks again in a replay of its trial; a live one does not', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url, 'Be quick.', '\n      turns: [{ text: Scripted. }]')
    const flags = ['--variant', 'calm', '--agent', 'whole']
    const replay = () => mettle(['replay', 'refund~calm~whole~r1', '--run', 'reports/latest'], { cwd, env })
    await run(cwd, ['--record', ...flags])
    const live = await replay()
    expect([live.code, live.stderr]).toEqual([2, expect.stringContaining('asked a live model')])
    await run(cwd, ['--models', 'recorded', ...flags])
    expect(await replay()).toMatchObject({ code: 0, stdout: expect.stringContaining('passed as before') })
    await run(cwd, flags)
    expect(await replay()).toMatchObject({ code: 0, stdout: expect.stringContaining('failed as before') })
    expect(acme.seen).toHaveLength(2)
  })

  test('is not recorded where files are thrown away', async () => {
    const { code, stderr } = await run(project('https://localhost:9/v1'), ['--record'], { CI: 'true' })
    expect([code, stderr]).toEqual([2, expect.stringContaining('not in CI')])
  })
})

describe('several conversations at once', () => {
  const many = (url: string) => {
    const cwd = project(url)
    writeFileSync(
      join(cwd, 'agents.js'),
      `import OpenAI from '${at('node_modules/openai/index.mjs')}'
      const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
      const converse = async (name) => {
        const client = new OpenAI()
        const messages = [{ role: 'system', content: crypto.randomUUID() }, { role: 'user', content: 'I am ' + name + '.' }]
        for (let turn = 0; turn < 3; turn++) {
          await pause(Math.random() * 50)
          const { choices: [{ message }] } = await client.chat.completions.create({ model: 'acme', messages })
          messages.push(message, { role: 'user', content: 'And then?' })
        }
        return messages.flatMap(({ role, content }) => (role === 'assistant' ? [content] : []))
      }
      export const whole = async () => {
        const names = ['Ann', 'Bob', 'Cyd', 'Dee'].sort(() => Math.random() - 0.5)
        const said = await Promise.all(names.map((name) => converse(name)))
        return Object.fromEntries(names.map((name, at) => [name, said[at]]).sort())
      }
      export const streaming = whole`,
    )
    return cwd
  }
  /** Greets whom it talks to, differently each time that it is asked. */
  const greeter = ({ body }: Seen, count: number): Says => {
    const name = body.messages[1].content
    const { pieces, ...rest } = completion({ text: `${name} #${count}` })
    return { ...rest, pieces: pieces.map((piece) => ({ ...piece, afterMs: (count * 7) % 23 })) }
  }

  test('get their own answers back, in whatever order they ask', async () => {
    const acme = await provider(greeter)
    const cwd = many(acme.url)
    const flags = ['--variant', 'calm', '--agent', 'whole']
    const recorded = await run(cwd, ['--record', ...flags])
    await acme[Symbol.asyncDispose]()
    const first = trialsOf(recorded)[0]?.answer
    expect(Object.keys(first as object)).toEqual(['Ann', 'Bob', 'Cyd', 'Dee'])
    for (let seed = 2; seed < (PROVE ? 102 : 8); seed++) {
      const again = await run(cwd, [...flags, '--seed', `${seed}`])
      expect(trialsOf(again)[0]?.answer).toEqual(first)
    }
  })
})

test('the memory of an agent that asks a live model holds no key', async () => {
  const acme = await provider(clerk)
  const cwd = project(acme.url)
  const agents = join(cwd, 'agents.js')
  writeFileSync(
    agents,
    `${readFileSync(agents, 'utf8')}
      import { closeSync, openSync, readSync } from 'node:fs'
      /** How often the first text stands in this process's memory with the second right behind it. */
      const count = (first, second) => {
        const memory = openSync('/proc/self/mem', 'r')
        let found = 0
        for (const line of readFileSync('/proc/self/maps', 'utf8').split('\\n')) {
          const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
          if (from === undefined) continue
          for (let at = BigInt('0x' + from); at < BigInt('0x' + to); at += 1_000_000n) {
            const bytes = Buffer.alloc(Math.min(1_000_100, Number(BigInt('0x' + to) - at)))
            try { readSync(memory, bytes, 0, bytes.length, at) } catch { continue }
            for (let place = bytes.indexOf(first); place >= 0; place = bytes.indexOf(first, place + 1)) {
              if (bytes.subarray(place + first.length, place + first.length + second.length).equals(Buffer.from(second))) found++
            }
          }
        }
        closeSync(memory)
        return found
      }
      const talk = converse(false)
      export const searching = async (task, session) => {
        globalThis.marker = ['placed by ', 'the agent'].join('')
        await talk(task, session)
        return { key: count('${KEY.slice(0, 9)}', '${KEY.slice(9)}'), control: count('placed by ', 'the ' + 'agent') }
      }`,
  )
  const config = join(cwd, 'mettle.config.js')
  writeFileSync(config, readFileSync(config, 'utf8').replace("['whole', 'streaming']", "['searching']"))
  const [trial] = trialsOf(await run(cwd, ['--models', 'live', '--variant', 'calm']))
  expect(trial?.answer).toEqual({ key: 0, control: expect.toSatisfy((times) => times > 0) })
})

describe('the real money of a run', () => {
  const priced = (url: string, price: string) => {
    const cwd = project(url)
    const agents = join(cwd, 'agents.js')
    writeFileSync(agents, readFileSync(agents, 'utf8').replace("model: 'acme',", "model: 'acme', max_tokens: 10,"))
    rmSync(join(cwd, 'scenarios/refund.scenario.yaml'))
    writeFileSync(
      join(cwd, 'scenarios/refund.scenario.js'),
      `import { usd } from '${at('src/kernel/money.ts')}'
      import { refund } from '../world.js'
      export default {
        task: { text: 'Refund the charge twice_paid.' },
        world: {
          tools: { refund },
          models: { acme: { provider: { url: '${url}', key: 'ACME_KEY' }, ${price} } },
        },
        scorers: [{ use: 'answer', params: { includes: ['Refunded'] } }],
      }`,
    )
    return cwd
  }

  test('is never more than its cap, and what was not run is no pass', async () => {
    const acme = await provider(clerk)
    // 100 tokens in and 10 out: 20 cents a call.
    const cwd = priced(acme.url, "price: { input: usd('1000'), output: usd('10000') }")
    const [trials, cap] = PROVE ? [500, 200] : [20, 4]
    const flags = ['--trials', `${trials}`, '--workers', '2', '--max-usd', `${cap}`]
    const ran = await run(cwd, ['--models', 'live', ...flags])
    const paid = acme.seen.length * 0.2
    expect(paid).toBeGreaterThan(cap / 2)
    expect(paid).toBeLessThanOrEqual(cap + 1e-6)
    expect(ran.record?.paidUsd).toBeCloseTo(paid, 6)
    expect(ran.code).toBe(1)
    expect(trialsOf(ran).length).toBeLessThan(2 * trials)
    expect(verdicts(ran).every((verdict) => verdict === 'passed')).toBe(true)
    expect(ran.stdout).toContain(`The run reached its limit of $${cap} of real money`)
    expect(ran.stdout).toMatch(/– [1-9]\d* not run/)
  })

  test('is spent on answers that break off: who sent them counts them', async () => {
    const acme = await provider(() => ({ pieces: [{ text: '{"id":' }], breaks: true }))
    const cwd = priced(acme.url, "price: { input: usd('1000'), output: usd('10000') }")
    const ran = await run(cwd, ['--models', 'live', '--max-usd', '1', '--agent', 'whole'])
    // Each may have cost as much as the request can: more than a fifth of it.
    expect(acme.seen.length).toBeGreaterThan(0)
    expect(acme.seen.length).toBeLessThan(5)
    expect(ran.record?.paidUsd).toBeGreaterThan(0.2 * acme.seen.length)
    expect(ran.record?.paidUsd).toBeLessThanOrEqual(1)
    expect(ran.code).toBe(1)
  })

  test('is not spent on a model whose price nobody knows', async () => {
    const acme = await provider(clerk)
    const ran = await run(priced(acme.url, ''), ['--models', 'live', '--max-usd', '4'])
    expect(acme.seen).toEqual([])
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('nobody knows what the next call costs: give its model a `price`')
  })
})

test('cassettes are listed with what is wrong with them, and pruned where no trial takes them', async () => {
  const acme = await provider(clerk)
  const cwd = project(acme.url)
  await run(cwd, ['--record'])
  const list = async (...flags: string[]) => (await mettle(['cassettes', ...flags], { cwd })).stdout
  expect(await list()).toMatch(/refund~calm~whole~r1\.json {2}2 answers of acme, \d{4}-\d\d-\d\d \(today\)\n/)
  expect(await list()).toMatch(/^4 cassettes$/m)
  const scenario = join(cwd, 'scenarios/refund.scenario.yaml')
  writeFileSync(scenario, readFileSync(scenario, 'utf8').replace('declines:', 'refuses:'))
  expect(await list()).toMatch(/refund~declines~whole~r1\.json .* stray: the variant declines is gone\n/)
  expect(await list()).toMatch(/refund~calm~whole~r1\.json .* stale: its scenario has changed since\n/)
  expect(await list('--prune')).toMatch(/^2 of 4 cassettes removed$/m)
  expect(readdirSync(join(cwd, 'scenarios/cassettes'))).toEqual([
    'refund~calm~streaming~r1.json',
    'refund~calm~whole~r1.json',
  ])
})

test('a config says for all scenarios who serves a model', async () => {
  const acme = await provider(clerk)
  const cwd = project(acme.url)
  const scenario = join(cwd, 'scenarios/refund.scenario.yaml')
  const scripted = '{ turns: [{ toolCalls: [{ name: refund, input: { charge: c } }] }, { text: Refunded. }] }'
  const text = readFileSync(scenario, 'utf8')
  writeFileSync(scenario, text.replace(/acme:\n.*provider:.*$/m, `acme: ${scripted}`))
  writeFileSync(join(cwd, 'scenarios/other.scenario.yaml'), text.replace(/ {2}models:\n.*\n.*provider:.*$/m, ''))
  const config = join(cwd, 'mettle.config.js')
  const models = `models: { acme: { provider: { url: '${acme.url}', key: 'ACME_KEY' } } },`
  writeFileSync(config, readFileSync(config, 'utf8').replace('gate:', `${models} gate:`))
  const flags = ['--variant', 'calm', '--agent', 'whole']
  expect(verdicts(await run(cwd, [...flags, '--record']))).toEqual(['passed', 'passed'])
  expect(acme.seen).toHaveLength(4)
  const again = await run(cwd, flags)
  expect(trialsOf(again).map(({ scenario, verdict, models }) => [scenario, verdict, models?.acme?.mode])).toEqual([
    ['other', 'passed', 'recorded'],
    ['refund', 'passed', undefined],
  ])
})

test.each([
  [['--models', 'recoded'], 2, 'Did you mean "recorded"?'],
  [['--models', 'scripted'], 2, 'The model "acme" of refund cannot be scripted: it has no turns.'],
  [['--models', 'scripted', '--record'], 2, '--record asks live models: it does not go with --models scripted.'],
])('%j is misuse', async (flags, code, said) => {
  const ran = await run(project('https://localhost:9/v1'), flags)
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(said)])
})

test('a live model without its key is not begun', async () => {
  const { code, stderr } = await run(project('https://localhost:9/v1'), ['--models', 'live'], { ACME_KEY: '' })
  expect([code, stderr]).toEqual([3, expect.stringContaining('ACME_KEY is not set: model "acme" is live.')])
})
