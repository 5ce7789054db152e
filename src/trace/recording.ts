import { z } from 'zod'
import type { Json } from '../kernel/json.ts'

const json = z.json() as z.ZodType<Json>

/** One call of a tool as somebody's transcript or trace has it. */
const recordedCallSchema = z.strictObject({
  tool: z.string().min(1),
  input: json,
  /** What it was answered. Absent: the recording ends before, or left it out. */
  output: json.optional(),
  /** The answer is an error. */
  failed: z.boolean().default(false),
})

const recordingSchema = z.strictObject({
  /** Where it is from: 'claude-code', 'otlp' ... */
  source: z.string(),
  /** What the agent was asked. */
  task: z.string(),
  /** What it said in the end, as far as that was recorded. */
  answer: z.string().nullable().default(null),
  /** What its tools do: a tool that only reads changes nothing. */
  tools: z.record(
    z.string(),
    z.strictObject({ access: z.enum(['read', 'write']), description: z.string().optional() }),
  ),
  /** In the order in which they were asked for. */
  calls: z.array(recordedCallSchema),
})

/** What an agent did once, and what it was answered. It may be edited by hand. */
export type Recording = z.infer<typeof recordingSchema>
export type RecordedCall = Recording['calls'][number]
/** As it stands in a file. */
export type RecordingInput = z.input<typeof recordingSchema>

/** @throws {Error} it is no recording: what is wrong in it, and where. */
export function readRecording(value: unknown): Recording {
  const { data, error } = recordingSchema.safeParse(value)
  if (!error) return data
  throw new Error(`This is no recording of an agent: ${z.prettifyError(error).replace(/\s+/g, ' ').trim()}.`)
}
