import { UsageError } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { wholeInput } from '../../trace/bounded.ts'
import type { Recorded } from '../../trace/event.ts'
import { type CallStory, gatherEvidence } from '../../trace/evidence.ts'
import { fieldsOf } from '../../world/models/wires/fields.ts'
import { type Format, inputOf } from '../incident.ts'

/** A trace of a trial: what its tools were asked and what came back. */
export const trialTrace: Format = {
  name: 'mettle',
  summary: 'A trace of a trial: what `mettle trace TRIAL --json` prints.',
  fits: ([first]) => fieldsOf(first).type === 'trial-started',
  read: (documents) => {
    const { task, answer, calls } = gatherEvidence(documents as unknown as Recorded[])
    const tools = calls.filter(({ call }) => call.channel === 'tool' && call.target.startsWith(TOOL))
    const others = calls.filter(({ call }) => call.channel !== 'tool' && call.channel !== 'model').length
    return {
      task: task.text,
      answer: answer === undefined ? null : typeof answer === 'string' ? answer : JSON.stringify(answer),
      calls: tools.map((story) => callOf(story)),
      lost:
        others > 0 ? [`${others} calls of APIs, databases and services are left out: only tools are imported.`] : [],
    }
  },
}

const TOOL = 'tool '

function callOf({ call, executed, delivered }: CallStory) {
  const output = contentOf(delivered?.output) ?? contentOf(executed?.output)
  const failed = (delivered?.outcome ?? executed?.outcome ?? 'error') !== 'ok'
  const tool = call.target.slice(TOOL.length)
  return { tool, input: inputOf(wholeInput(call)), failed, ...(output !== undefined && { output }) }
}

/** What a tool answered, without what it came in. */
function contentOf(output: Json | undefined): Json | undefined {
  return fieldsOf(output).content ?? output
}

/** The audit log of a run has what was done, and not with which arguments: it leads to the trace, which has them. */
export const auditLog: Format = {
  name: 'mettle-audit',
  summary: 'An audit log of mettle: it has no arguments, and says which trace has them.',
  fits: ([first]) => isRow(first),
  read: (documents) => {
    const [trial = 'TRIAL'] = documents.filter(isRow).map((line) => String(fieldsOf(line).trial))
    const how = `mettle trace ${trial} --run <folder> --json > trial.jsonl, and import that`
    throw new UsageError(`Failed to import: an audit log has no arguments of calls. The trace of a trial has: ${how}.`)
  },
}

function isRow(line: Json | undefined): boolean {
  const { api_endpoint: target, action_status: status } = fieldsOf(line)
  return typeof target === 'string' && typeof status === 'string'
}
