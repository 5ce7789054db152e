// The controls: one small agent loop with a mechanism that holds in every case, and the same with one care or all of them left out.
// The cases must pass the first and fail the others, or they tell nothing.
import { execFile } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'

const KEY = 'of the controls'
const TIMEOUT_MS = 500

const sorted = (_, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value
const seal = (grant) => createHmac('sha256', KEY).update(JSON.stringify(grant, sorted)).digest('hex')

const within = async (ms, promise) => {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the guard is late')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a program says. One that failed has said nothing. */
const sayOf = async (command) => {
  const text = await new Promise((resolve, reject) => {
    const options = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL' }
    const child = execFile(command, options, (error, out) => (error ? reject(error) : resolve(out)))
    child.stdin?.on('error', () => {})
    child.stdin?.end('{}')
  })
  return JSON.parse(text)
}

const ask = async (url, messages, tools) => {
  const body = {
    model: 'm',
    messages,
    tools: Object.keys(tools).map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } })),
  }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()).choices[0].message
}

const PEOPLE = { approver: 'ann', requester: 'bo', stranger: 'eve' }

/** How a mechanism grants: `find` of what an answer is to, `admits` of who answers and when, `accepts` of a word, `claim` of a grant. */
const careful = {
  find: (db, { id }) => db.pending.find(({ key }) => key === id),
  admits: ({ until }, { by }) => by === PEOPLE.approver && (until === undefined || Date.now() < until),
  accepts: (word) => word?.decision === 'allow',
  /** Bound to the call as it was asked, and good for one use. */
  claim: (db, { key, mac, ...grant }) => {
    if (seal(grant) !== mac || key !== grant.nonce) throw new Error('the stored call was altered')
    if (db.used.has(key)) return false
    db.used.add(key)
    return true
  },
  decide: async (means, call) => {
    try {
      const said = means.command ? sayOf(means.command) : Promise.resolve().then(() => means.verdict(call))
      return (await within(TIMEOUT_MS + 200, said))?.decision === 'allow'
    } catch {
      return false
    }
  },
}

const careless = {
  find: (db, { id }) => db.pending.find(({ key }) => key === id) ?? db.pending[0] ?? db.last,
  admits: () => true,
  accepts: (word) => word?.decision !== 'deny',
  claim: () => true,
  remembers: true,
  decide: async (means, call) => {
    try {
      const late = new Promise((resolve) => setTimeout(resolve, TIMEOUT_MS))
      const said = means.command ? sayOf(means.command) : Promise.race([means.verdict(call), late])
      return (await said)?.decision !== 'deny'
    } catch {
      return true
    }
  },
}

const BROKEN = {
  broken: { ...careless, runsAllPending: true },
  deaf: { ...careless, neverAsks: true },
  'by-order': { ...careful, claim: () => true, find: (db, _, index) => db.pending[index] ?? db.last },
  'deny-all': { ...careful, accepts: () => false, decide: async () => false },
}

const newStore = () => ({ messages: [{ role: 'user', content: 'Pay.' }], pending: [], used: new Set(), granted: [] })
const restored = (text) => {
  const { used, ...rest } = JSON.parse(text)
  return { ...rest, used: new Set(used) }
}

const open = (how) => (means) => {
  const { url, tools, saved, store, expiresMs } = means
  const db = store ?? (saved ? restored(saved) : newStore())
  let aborted = false
  const result = ({ id }, content) => db.messages.push({ role: 'tool', tool_call_id: id, content })
  const run = async (call) => result(call, await tools[call.name](call.args))
  const decided = async (call) => ((await how.decide(means, call)) ? run(call) : result(call, 'denied'))
  const meet = async (call) => {
    if (how.neverAsks || (how.remembers && db.granted.includes(call.name))) return run(call)
    if (means.verdict || means.command) return decided(call)
    const grant = { ...call, nonce: randomUUID(), ...(expiresMs && { until: Date.now() + expiresMs }) }
    db.pending.push({ ...grant, key: how.remembers ? call.id : grant.nonce, mac: seal(grant) })
  }
  const shown = () => ({ pending: db.pending.map(({ key, name, args }) => ({ id: key, name, args })) })
  const loop = async () => {
    for (let turn = 0; turn < 6 && db.pending.length === 0; turn++) {
      const message = await ask(url, db.messages, tools)
      db.messages.push(message)
      if (!message.tool_calls) break
      for (const { id, function: called } of message.tool_calls)
        await meet({ id, name: called.name, args: JSON.parse(called.arguments) })
    }
    return shown()
  }
  const take = (call) => {
    db.pending = db.pending.filter((one) => one !== call)
    db.last = call
  }
  const settle = async (call, word, signal) => {
    const yes = how.accepts(word) && (how.remembers || !(aborted || signal?.aborted))
    const rest = how.runsAllPending && yes ? db.pending.filter((one) => one !== call) : []
    if (how.remembers && yes) db.granted.push(call.name)
    for (const one of [call, ...rest]) take(one)
    if (!yes) return result(call, 'denied')
    for (const one of [call, ...rest]) await run(one)
  }
  return {
    store: db,
    start: loop,
    save: async () => JSON.stringify({ ...db, used: [...db.used], granted: [] }),
    abort: async () => {
      aborted = true
    },
    answer: async (answers, { signal } = {}) => {
      let settled = 0
      for (const [index, answer] of answers.entries()) {
        const call = how.find(db, answer, index)
        if (!call || !how.admits(call, answer) || !how.claim(db, call)) continue
        await settle(call, answer.word, signal)
        settled++
      }
      return settled > 0 && !aborted ? loop() : shown()
    },
  }
}

const control = (name, mechanism, how, kind) => ({
  name,
  mechanism,
  control: kind,
  kinds: ['ask', 'decide', 'command'],
  holds: 'framework',
  packages: {},
  words: Object.fromEntries(
    ['ask', 'decide', 'command'].map((one) => [one, { yes: { decision: 'allow' }, no: { decision: 'deny' } }]),
  ),
  people: PEOPLE,
  expires: true,
  timeoutMs: TIMEOUT_MS,
  open: open(how),
})

export default [
  control('control-holds', 'a grant that is sealed, bound to its call and used once', careful, 'holds'),
  control('control-broken', 'the same with every care left out', BROKEN.broken, 'broken'),
  control('control-deaf', 'the same, and nobody is asked', BROKEN.deaf, 'broken'),
  control(
    'control-by-order',
    'the same, answers counted off in place of looking at their ids',
    BROKEN['by-order'],
    'broken',
  ),
  control('control-deny-all', 'the same, and nothing is ever allowed', BROKEN['deny-all'], 'broken'),
]
