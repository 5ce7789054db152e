import { join } from 'node:path'
import { FOLDER, versionOf } from './matrix.ts'

/** What there is to say of a framework that no run shows. */
export interface About {
  /** Its packages, with their versions. */
  title: string
  wire: string
  /** The variable of its base URL. */
  baseUrl: string
  /** Of its agent. */
  file: string
  notes: string[]
}

type Known = Omit<About, 'title' | 'file' | 'notes'> & {
  packages: string[]
  folder?: string
  file?: string
  notes?: string[]
}

const openAi = (wire: string) => ({ wire, baseUrl: 'OPENAI_BASE_URL' })

const KNOWN: Record<string, Known> = {
  'ai-sdk': {
    packages: ['ai', '@ai-sdk/openai'],
    ...openAi('/v1/responses'),
    notes: ['With `anthropic()` its base URL ends in `/v1`; `google()` looks at no variable for it.'],
  },
  openai: {
    packages: ['openai'],
    ...openAi('/v1/responses'),
    notes: ['A loop by hand, which sends what is new and `previous_response_id`.'],
  },
  'openai-run-tools': { packages: ['openai'], ...openAi('/v1/chat/completions') },
  anthropic: {
    packages: ['@anthropic-ai/sdk'],
    wire: '/v1/messages',
    baseUrl: 'ANTHROPIC_BASE_URL',
    notes: [
      'Its tool runner sends what is new, and `thread: { type: "continue" }`: the conversation is kept by the API. After a reply that was lost it begins a new thread.',
    ],
  },
  langchain: {
    packages: ['langchain', '@langchain/langgraph', '@langchain/openai'],
    ...openAi('/v1/chat/completions'),
    notes: [
      'As a stream it is read by `agent.stream`. `new ChatOpenAI({ streaming: true })` counts tokens by itself and fetches a table for that from `tiktoken.pages.dev`: egress, which fails the trial.',
    ],
  },
  mastra: { packages: ['@mastra/core', '@ai-sdk/openai'], ...openAi('/v1/responses') },
  google: {
    packages: ['@google/genai'],
    wire: ':generateContent',
    baseUrl: 'GOOGLE_GEMINI_BASE_URL',
    notes: [
      'A loop by hand, which sends the whole conversation. It tries again only where its client is given `retryOptions`.',
    ],
  },
  strands: {
    packages: ['@strands-agents/sdk', 'openai'],
    folder: 'strands',
    file: 'fixtures/frameworks/strands/agent.ts',
    ...openAi('/v1/responses'),
    notes: [
      'It reads every model as a stream. It wants openai 6.',
      'Of a conversation that is too long it cuts the results of tools, and asks again.',
    ],
  },
  'openai-agents': {
    packages: ['@openai/agents'],
    ...openAi('/v1/responses'),
    notes: [
      'Its traces would go to a host of their own: mettle sets `OPENAI_AGENTS_DISABLE_TRACING=1`.',
      'It leaves listeners on its process, so that each trial has a new one.',
    ],
  },
  adk: {
    packages: ['@google/adk'],
    wire: ':generateContent',
    baseUrl: 'GOOGLE_GEMINI_BASE_URL',
    notes: [
      'It leaves listeners on its process, so that each trial has a new one, and it is slow to load.',
      'An error of the model is an event with `errorCode`, and no error: who looks at the final text alone sees an empty one.',
    ],
  },
}

/** @throws {Error} nobody knows it. */
export function about(agent: string): About {
  const known = KNOWN[agent]
  if (!known) throw new Error(`Nothing is known of ${agent}. Describe it here.`)
  const { packages, folder = '.', file = `fixtures/frameworks/agents/${agent}.ts`, notes = [], ...rest } = known
  const title = packages.map((name) => versionOf(name, join(FOLDER, folder))).join(', ')
  return { ...rest, title, file, notes }
}
