import type { Json } from '../kernel/json.ts'
import type { RecordedCall } from '../trace/recording.ts'

/** What went on, as far as somebody's recording of it says. */
export interface Incident {
  /** What the agent was asked. Empty: nothing of it was recorded. */
  task: string
  /** What it said in the end. */
  answer: string | null
  /** In the order in which they were asked for. */
  calls: RecordedCall[]
  /** What the recording has no more, or never had, a sentence each. */
  lost: string[]
}

/** One way of writing down what an agent did. */
export interface Format {
  name: string
  summary: string
  /** Do documents look like it? The lines of a file, or the one value that it is. */
  fits(documents: readonly Json[]): boolean
  /** @throws {UsageError} what is needed was not recorded. */
  read(documents: readonly Json[], which: Which): Incident
}

/** Which of several conversations in one file. */
export interface Which {
  /** An id, or the beginning of one. */
  trace?: string
}

/** A call that a model asked for. */
export interface Asked {
  id: string
  tool: string
  input: Json
}

/** What came of it. */
export interface Answered {
  output: Json
  failed: boolean
}

/** Joins calls with their answers, by their ids alone: answers of calls that were made at once come in any order. */
export function joined(
  asked: readonly Asked[],
  answers: ReadonlyMap<string, Answered>,
): Pick<Incident, 'calls' | 'lost'> {
  const lost: string[] = []
  const seen = new Set<string>()
  const calls = asked.flatMap(({ id, tool, input }): RecordedCall[] => {
    if (seen.has(id)) return []
    seen.add(id)
    const answer = answers.get(id)
    if (!answer) lost.push(`There is no answer to call ${seen.size} (${tool}).`)
    return [{ tool, input, failed: false, ...answer }]
  })
  return { calls, lost }
}

/** Arguments that are an object stay; whatever else a tool takes is the one argument of it. */
export function inputOf(value: Json): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { input: value }
}

/** Several sayings of one user, as one task. */
export function taskOf(said: readonly string[], lost: string[]): string {
  const words = said.map((text) => text.trim()).filter((text) => text !== '')
  if (words.length > 1) lost.push(`The user spoke ${words.length} times; the task is all of it at once.`)
  return words.join('\n\n')
}
