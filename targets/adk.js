// Google's ADK: the confirmation of a tool, and the plugin with a policy engine, as
// https://google.github.io/adk-docs/tools-custom/confirmation has the first.

const WHO = { appName: 'bank', userId: 'u', sessionId: 's' }
const ASKS = 'adk_request_confirmation'

/** A session service with one session in it, as it was saved. */
const inMemory = async ({ InMemorySessionService }, { saved, store }) => {
  if (store) return { sessions: store, store }
  const sessions = new InMemorySessionService()
  const session = await sessions.createSession(WHO)
  const { state, events = [] } = saved ? JSON.parse(saved) : {}
  Object.assign(session.state ?? {}, state)
  for (const event of events) await sessions.appendEvent({ session, event })
  return { sessions, store: sessions, save: async () => JSON.stringify(await sessions.getSession(WHO)) }
}

/** Each worker has connections of its own. */
const inPostgres = async ({ DatabaseSessionService }, { postgres: { database: dbName, ...login } }) => {
  const { PostgreSqlDriver } = await import('@mikro-orm/postgresql')
  const sessions = new DatabaseSessionService({ driver: PostgreSqlDriver, dbName, ...login })
  await sessions.init()
  const start = async () => void ((await sessions.getSession(WHO)) ?? (await sessions.createSession(WHO)))
  return { sessions, store: {}, start, close: () => sessions.orm?.close() }
}

const runnerOf = async (adk, { url, tools }, { sessionService, plugins, confirmation }) => {
  const { z } = await import('zod')
  const parameters = z.object({ to: z.string(), amount: z.number() })
  // There is no option for it.
  process.env.GOOGLE_GEMINI_BASE_URL = url
  const model = new adk.Gemini({ model: 'gemini-2.5-flash', apiKey: 'k' })
  const made = Object.entries(tools).map(
    ([name, execute]) => new adk.FunctionTool({ name, description: name, parameters, execute, ...confirmation(name) }),
  )
  const agent = new adk.LlmAgent({ name: 'bank', model, instruction: 'Pay.', tools: made })
  return new adk.Runner({ appName: WHO.appName, agent, sessionService, ...(plugins && { plugins }) })
}

const turnOf = async (runner, parts, signal, runConfig) => {
  const pending = []
  let error
  const options = { newMessage: { role: 'user', parts }, abortSignal: signal, ...(runConfig && { runConfig }) }
  for await (const event of runner.runAsync({ ...WHO, ...options })) {
    // What streams comes once more as a whole.
    if (event.partial) continue
    if (event.errorMessage) error = event.errorMessage
    for (const { functionCall } of event.content?.parts ?? []) {
      if (functionCall?.name !== ASKS) continue
      const { name, args } = functionCall.args.originalFunctionCall ?? {}
      pending.push({ id: functionCall.id, name, args })
    }
  }
  return { pending, ...(error && { error }) }
}

const sessionOf = (runner, { sessions, start, ...kept }, runConfig) => ({
  ...kept,
  start: async () => {
    await start?.()
    return turnOf(runner, [{ text: 'Pay.' }], undefined, runConfig)
  },
  answer: (answers, { signal } = {}) => {
    const parts = answers.map(({ id, word }) => ({ functionResponse: { id, name: ASKS, response: word } }))
    return turnOf(runner, parts, signal, runConfig)
  },
})

const load = async () => {
  const adk = await import('@google/adk')
  adk.setLogLevel(adk.LogLevel.ERROR)
  return adk
}

const common = {
  kinds: ['ask', 'decide'],
  holds: 'framework',
  packages: { '@google/adk': '2.0.0', zod: '4.6.7' },
}

/** @returns {import('mettle/testing').ConformanceTarget} */
const requireConfirmation = (name, mechanism, { keptIn = inMemory, streams = false, ...more } = {}) => ({
  ...common,
  name,
  mechanism,
  words: { ask: { yes: { confirmed: true }, no: { confirmed: false } }, decide: { yes: false, no: true } },
  guide: {
    page: 'https://google.github.io/adk-docs/tools-custom/confirmation',
    twice: 'silent; marked experimental',
    altered: 'silent',
  },
  ...more,
  async open({ verdict, ...means }) {
    const adk = await load()
    const kept = await keptIn(adk, means)
    const asks = (one) => (verdict ? (args) => verdict({ name: one, args }) : true)
    const confirmation = (one) => ({ requireConfirmation: asks(one) })
    const runner = await runnerOf(adk, means, { sessionService: kept.sessions, confirmation })
    return sessionOf(runner, kept, streams ? { streamingMode: adk.StreamingMode.SSE } : undefined)
  },
})

/** @type {import('mettle/testing').ConformanceTarget} */
const policy = {
  ...common,
  name: 'adk-policy',
  mechanism: 'SecurityPlugin with a policy engine',
  words: {
    ask: { yes: { confirmed: true }, no: { confirmed: false } },
    decide: { yes: { outcome: 'ALLOW' }, no: { outcome: 'DENY', reason: 'no' } },
  },
  async open({ verdict, ...means }) {
    const adk = await load()
    const kept = await inMemory(adk, means)
    const evaluate = async ({ tool, toolArgs }) =>
      verdict ? verdict({ name: tool.name, args: toolArgs }) : { outcome: 'CONFIRM', reason: 'ask' }
    const plugins = [new adk.SecurityPlugin({ policyEngine: { evaluate } })]
    const options = { sessionService: kept.sessions, plugins, confirmation: () => ({}) }
    return sessionOf(await runnerOf(adk, means, options), kept)
  },
}

export default [
  requireConfirmation('adk', 'requireConfirmation, InMemorySessionService'),
  requireConfirmation('adk-stream', 'requireConfirmation, StreamingMode.SSE', { streams: true, settingOf: 'adk' }),
  requireConfirmation('adk-postgres', 'requireConfirmation, DatabaseSessionService', {
    ...{
      keptIn: inPostgres,
      settingOf: 'adk',
      kinds: ['ask'],
      only: 'kept',
      needsPostgres: true,
      storeIsAddress: true,
    },
    packages: { ...common.packages, '@mikro-orm/postgresql': '6.6.16' },
  }),
  policy,
]
