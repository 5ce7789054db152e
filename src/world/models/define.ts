import type { Json } from '../../kernel/json.ts'
import type { Money } from '../../kernel/money.ts'
import type { Turn } from '../../trace/turn.ts'

export type { Turn } from '../../trace/turn.ts'

/** A conversation as a model sees it, whatever the wire format. */
export interface Conversation {
  /** The name that the client asked for. */
  model: string
  instructions: string
  messages: Message[]
  /** Names of the tools that the client offers. */
  tools: string[]
  /** Which of them are to be called. Absent: whichever it likes, or none. */
  toolChoice?: ToolChoice
  /** The form that its text is to have. Absent: any. */
  format?: Format
}

/** 'none': no tool. 'required': at least one of them, or of those that are named. */
export type ToolChoice = 'none' | 'required' | { oneOf: string[] }

/** JSON is asked for. */
export interface Format {
  /** The JSON Schema that it is to fit. Absent: any JSON. */
  schema?: Json
  /** What the client calls it. */
  name?: string
}

/** What was said. `files` are shown beside a text, and are not read: absent where there are none. */
export type Message =
  | { role: 'user'; text: string; files?: ShownFile[] }
  | { role: 'assistant'; text: string; files?: ShownFile[] }
  | { role: 'tool-call'; id: string; name: string; input: Json }
  | {
      role: 'tool-result'
      id: string
      name: string
      output: Json
      files?: ShownFile[]
      /** The client says that the tool failed; not every wire lets it. */
      failed?: true
    }

/** An image, a document, a recording: what is known of it without reading it. A type, not an interface: it is plain JSON. */
export type ShownFile = {
  kind: 'image' | 'file'
  /** 'image/png'. Absent: it is not said. */
  mediaType?: string
  /** What the client calls it. */
  name?: string
} & (
  | {
      /** The first 128 bits of SHA-256 over what is in it, as 32 hex digits. */
      digest: string
      /** Its size. */
      bytes: number
    }
  | {
      /** Where it is: an address, or the id of a file that the provider has. */
      at: string
    }
)

/** A stand-in for a model: the same conversation gets the same turn. */
export interface ScriptedModel {
  policy(conversation: Conversation): Turn
  /** Per million tokens. Absent: none is known, and its calls count as nothing. */
  price?: { input: Money; output: Money }
}

/** Where the turns of a model come from: code or a list of turns, what was recorded of a real one, or the real one itself. */
export const MODEL_MODES = ['scripted', 'recorded', 'live'] as const
export type ModelMode = (typeof MODEL_MODES)[number]

/** A model that somebody serves. */
export interface RealModel {
  /** Whose it is. */
  provider: ProviderName | OwnProvider
  /** What it is called there. Default: what the agent calls it. */
  name?: string | undefined
  /** Where its turns come from where the command line does not say. Default: 'scripted' where it has turns or a policy, else 'recorded'. */
  mode?: ModelMode | undefined
}

export type ProviderName = 'openai' | 'anthropic' | 'google'

/** A provider of one's own, or the same with other limits. */
export interface OwnProvider {
  /** Where its API begins, with the version: 'https://openrouter.ai/api/v1'. Default: that of whoever's wire the agent speaks. */
  url?: string | undefined
  /** The environment variable that holds the key. Default: the one that the provider's own clients look at. */
  key?: string | undefined
  /** What it may be asked in a minute, by all trials together. Absent: as much as there is. */
  perMinute?: { requests?: number | undefined; tokens?: number | undefined } | undefined
}

/** A model of a scenario's world: a stand-in, a real one, or both. */
export type WorldModel = Partial<ScriptedModel> & Partial<RealModel>

/**
 * Where the turns of a model come from.
 * @param asked What the command line says. One that nobody serves stays scripted.
 */
export function modeOf({ policy, provider, mode }: WorldModel, asked?: ModelMode): ModelMode {
  if (asked !== undefined) return provider === undefined ? 'scripted' : asked
  return mode ?? (policy ? 'scripted' : 'recorded')
}

export function defineModel<M extends ScriptedModel & Partial<RealModel>>(model: M): M {
  return model
}
