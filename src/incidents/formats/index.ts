import type { Format } from '../incident.ts'
import { anthropic } from './anthropic.ts'
import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { auditLog, trialTrace } from './mettle.ts'
import { openai } from './openai.ts'
import { otlp } from './otlp/format.ts'

/** What can be imported, in the order in which a file is tried: what nobody else writes comes first. */
export const FORMATS: readonly Format[] = [trialTrace, auditLog, otlp, codex, claudeCode, openai, anthropic]
