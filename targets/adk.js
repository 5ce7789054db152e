// Google's ADK: the confirmation of a tool, and the plugin with a policy engine, as
// https://google.github.io/adk-docs/tools-custom/confirmation has the first.

const WHO = { appName: 'bank', userId: 'u', sessionId: 's' }
const ASKS = 'adk_request_confirmation'

/** A session service with one session in it, as it was saved. */
const sessionsOf = async ({ InMemorySessionService }, saved) => {
  const sessions = new InMemorySessionService()
  const session = await sessions.createSession(WHO)
  const { state, events = [] } = saved ? JSON.parse(saved) : {}
  Object.assign(session.state ?? {}, state)
  for (const event of events) await sessions.appendEvent({ session, event })
  return sessions
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

const turnOf = async (runner, parts, signal) => {
  const pending = []
  let error
  for await (const event of runner.runAsync({ ...WHO, newMessage: { role: 'user', parts }, abortSignal: signal })) {
    if (event.errorMessage) error = event.errorMessage
    for (const { functionCall } of event.content?.parts ?? []) {
      if (functionCall?.name !== ASKS) continue
      const { name, args } = functionCall.args.originalFunctionCall ?? {}
      pending.push({ id: functionCall.id, name, args })
    }
  }
  return { pending, ...(error && { error }) }
}

const sessionOf = (runner, sessions) => ({
  store: sessions,
  start: () => turnOf(runner, [{ text: 'Pay.' }]),
  save: async () => JSON.stringify(await sessions.getSession(WHO)),
  answer: (answers, { signal } = {}) => {
    const parts = answers.map(({ id, word }) => ({ functionResponse: { id, name: ASKS, response: word } }))
    return turnOf(runner, parts, signal)
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

/** @type {import('mettle/testing').ConformanceTarget} */
const requireConfirmation = {
  ...common,
  name: 'adk',
  mechanism: 'requireConfirmation, InMemorySessionService',
  words: { ask: { yes: { confirmed: true }, no: { confirmed: false } }, decide: { yes: false, no: true } },
  guide: {
    page: 'https://google.github.io/adk-docs/tools-custom/confirmation',
    twice: 'silent; marked experimental',
    altered: 'silent',
  },
  async open({ verdict, saved, store, ...means }) {
    const adk = await load()
    const sessionService = store ?? (await sessionsOf(adk, saved))
    const asks = (name) => (verdict ? (args) => verdict({ name, args }) : true)
    const confirmation = (name) => ({ requireConfirmation: asks(name) })
    return sessionOf(await runnerOf(adk, means, { sessionService, confirmation }), sessionService)
  },
}

/** @type {import('mettle/testing').ConformanceTarget} */
const policy = {
  ...common,
  name: 'adk-policy',
  mechanism: 'SecurityPlugin with a policy engine',
  words: {
    ask: { yes: { confirmed: true }, no: { confirmed: false } },
    decide: { yes: { outcome: 'ALLOW' }, no: { outcome: 'DENY', reason: 'no' } },
  },
  async open({ verdict, saved, store, ...means }) {
    const adk = await load()
    const sessionService = store ?? (await sessionsOf(adk, saved))
    const evaluate = async ({ tool, toolArgs }) =>
      verdict ? verdict({ name: tool.name, args: toolArgs }) : { outcome: 'CONFIRM', reason: 'ask' }
    const plugins = [new adk.SecurityPlugin({ policyEngine: { evaluate } })]
    return sessionOf(await runnerOf(adk, means, { sessionService, plugins, confirmation: () => ({}) }), sessionService)
  },
}

export default [requireConfirmation, policy]
