import type { Conduct } from '../../../src/record/conduct.ts'
import type { Verdict } from '../../../src/record/trial.ts'
import { type Cell, streamed } from './matrix.ts'

/** What a framework makes of a fault where its agent does not pass, and why. */
export interface Deviation {
  verdict: Verdict
  /** Undefined: the fault does not reach it. */
  how?: Conduct['how']
  why: string
}

const failed = (how: Conduct['how'], why: string): Deviation => ({ verdict: 'failed', how, why })
const crashes = (why: string) => failed('crashes', why)
const silent = (why: string) => failed('ends-silently', why)
const unmet = (why: string): Deviation => ({ verdict: 'inconclusive', why })

/** Agents that make the same of something. */
function all(agents: string, deviation: Deviation): Record<string, Deviation> {
  return Object.fromEntries(agents.split(' ').map((agent) => [agent, deviation]))
}

function whenStreamed(deviations: Record<string, Deviation>): Record<string, Deviation> {
  return Object.fromEntries(Object.entries(deviations).map(([agent, deviation]) => [streamed(agent), deviation]))
}

const OTHERS = 'ai-sdk openai openai-run-tools anthropic langchain mastra google openai-agents'
const ADK = { adk: silent('its runner ends without words and without an error where its model fails') }
const NO_RETRY = all('mastra google', crashes('it asks once'))

const half = silent('an answer without words or calls is taken for the last one')
const broken = crashes('arguments that are no JSON are thrown at its caller')
const refused = (why: string): Deviation => failed('reports', why)
const says = refused('it hands the refusal on as its answer')
const oneEvent = unmet('on generateContent a turn that only calls a tool is one event: there is nothing behind it')

/** By variant, or by folder and variant where a task makes the difference. What is not listed passes. */
const DEVIATIONS: Record<string, Record<string, Deviation>> = {
  'model-rate-limited': { ...NO_RETRY, ...ADK },
  overloaded: { ...NO_RETRY, ...ADK },
  'authentication-failed': { ...all(`${OTHERS} strands`, crashes('no other try would help')), ...ADK },
  'context-length': { ...all(OTHERS, crashes('the conversation is not shortened')), ...ADK },
  'billing context-length': { strands: crashes('there is no long result of a tool that it could cut') },
  'empty-completion': all(`${OTHERS} strands adk`, half),
  refusal: {
    ...all('ai-sdk anthropic mastra google adk', says),
    ...all(
      'openai openai-run-tools langchain strands',
      silent('a refusal has a place of its own, at which nothing looks'),
    ),
    'openai-agents': crashes('a refusal is thrown'),
  },
  'output-cut-at-max-tokens': {
    ...all('openai strands', broken),
    'openai-run-tools': crashes('a turn that was cut is thrown'),
    'openai-agents': crashes('a turn that was cut is thrown'),
    ...all(
      'anthropic langchain mastra google adk',
      silent('it ends with the turn that was cut, and makes no call of it'),
    ),
  },
  'malformed-tool-arguments': {
    ...all('openai openai-run-tools strands', broken),
    ...all('langchain google adk', silent('a call whose arguments are no JSON is none: there is nothing left to do')),
    anthropic: unmet('on Messages, in one piece, arguments are an object: what is no JSON has no place there'),
  },
  'unknown-tool': {
    'openai-agents': crashes('a tool that it does not have is thrown'),
    adk: silent('its runner ends without words at a tool that it does not have'),
  },
  'stalled-stream': whenStreamed(all('google adk', oneEvent)),
  'stream-cut': whenStreamed({
    ...all('ai-sdk openai langchain strands', silent('the end of a connection is taken for the end of a turn')),
    ...all('openai-run-tools anthropic openai-agents', crashes('a stream without its last event is thrown')),
    ...all('google adk', oneEvent),
  }),
  'truncated-stream': whenStreamed({
    'ai-sdk': half,
    ...all('google adk', silent('the one event of the turn is missing: it takes nothing for the last turn')),
    ...all('openai-run-tools anthropic openai-agents', crashes('a stream without its last event is thrown')),
  }),
}

/** Undefined: it passes. */
export function deviationOf({ scenario, variant, agent }: Cell): Deviation | undefined {
  const [folder] = scenario.split('/')
  return DEVIATIONS[`${folder} ${variant}`]?.[agent] ?? DEVIATIONS[variant]?.[agent]
}

/** Where nothing is done because nothing may be, leaving it is right. */
export function passesBy({ variant }: Cell): Conduct['how'] {
  return variant === 'forbidden' ? 'reports' : 'recovers'
}
