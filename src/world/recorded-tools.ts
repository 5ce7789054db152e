import { z } from 'zod'
import { currentMembers } from '../boundary/current.ts'
import { digest, type Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { type RecordedCall, type Recording, readRecording } from '../trace/recording.ts'
import { type Collection, defineCollection, type Members } from './collection.ts'
import { defineTool, type Tool, ToolRefusal, type ToolResult } from './tool.ts'

/** A call that changed something, as far as a recording knows. */
type Done = { tool: string; input: Json }

/** How often what was answered, by trial: the second call of a kind gets the second answer. */
const given = new WeakMap<Members, Map<string, number>>()

export interface RecordedWorld {
  /**
   * What is answered to a call that was not recorded. 'refuse': that nothing is known of it. 'nearest': what the recorded call of the
   * same tool was answered whose input has the most in common, the first of those. Default: 'refuse'.
   */
  unrecorded?: 'refuse' | 'nearest'
}

/**
 * The tools of a recording, which answer what they answered then. Each call of one that writes creates a member of
 * `recorded.calls`, `{ tool, input }`, where it was answered well.
 * @param recording As `mettle import` writes it. @throws {Error} it is none.
 */
export function recordedTools(recording: unknown, world: RecordedWorld = {}): Record<string, Tool> {
  const read = readRecording(recording)
  const calls = defineCollection<Done>('recorded.calls')
  return Object.fromEntries(Object.keys(read.tools).map((name) => [name, toolOf(name, read, calls, world)]))
}

function toolOf(name: string, { tools, calls }: Recording, done: Collection<Done>, world: RecordedWorld): Tool {
  const mine = calls.filter(({ tool }) => tool === name)
  const { access = 'write', description = `${name}, as it was recorded.` } = tools[name] ?? {}
  return defineTool({
    ...{ description, access, input: inputOf(mine.map(({ input }) => input)) },
    collections: access === 'write' ? [done] : [],
    handler: (input): ToolResult => {
      const call = answering(name, input as Json, mine, world)
      if (!call) return new ToolRefusal(`Nothing was recorded for ${name} with this input.`)
      if (call.output === undefined) return new ToolRefusal(`What ${name} answered to this was not recorded.`)
      if (call.failed)
        return new ToolRefusal(typeof call.output === 'string' ? call.output : JSON.stringify(call.output))
      if (access === 'write') done.create(done.newId('call'), { tool: name, input: input as Json })
      return call.output
    },
  }) as Tool
}

function answering(
  name: string,
  input: Json,
  mine: readonly RecordedCall[],
  { unrecorded = 'refuse' }: RecordedWorld,
): RecordedCall | undefined {
  const key = digest([name, input])
  const same = mine.filter((call) => digest([name, call.input]) === key)
  const at = countIn(key)
  if (same.length > 0) return same[Math.min(at, same.length - 1)]
  if (unrecorded === 'refuse') return undefined
  return mine.toSorted((a, b) => inCommon(b.input, input) - inCommon(a.input, input))[0]
}

/** How often a call was answered in this trial before. */
function countIn(key: string): number {
  const trial = currentMembers.getStore()
  if (!trial) return 0
  const counts = given.get(trial) ?? new Map<string, number>()
  given.set(trial, counts)
  const before = counts.get(key) ?? 0
  counts.set(key, before + 1)
  return before
}

function inCommon(one: Json, other: Json): number {
  if (!isObject(one) || !isObject(other)) return 0
  return Object.entries(one).filter(([name, value]) => digest(value as Json) === digest((other[name] ?? null) as Json))
    .length
}

/** What all recorded inputs are: members that all of them have are required, and each is of the types that were seen. */
function inputOf(inputs: readonly Json[]): z.ZodType<unknown> {
  const objects = inputs.flatMap((input) => (isObject(input) ? [input] : []))
  const names = new Set(objects.flatMap(Object.keys))
  const shape = [...names].map((name) => {
    const values = objects.flatMap((input) => (Object.hasOwn(input, name) ? [input[name]] : []))
    const type = typeOf(values)
    return [name, values.length === inputs.length ? type : type.optional()] as const
  })
  return z.looseObject(Object.fromEntries(shape))
}

function typeOf(values: readonly unknown[]): z.ZodType {
  const types = new Set(values.map((value) => typeof value))
  const [only] = types
  if (types.size !== 1) return z.json()
  return { string: z.string(), number: z.number(), boolean: z.boolean() }[String(only)] ?? z.json()
}
