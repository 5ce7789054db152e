import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelOffer } from '../../boundary/channel.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import type { AgentOrder } from '../../stage/order.ts'
import type { Stage } from '../../stage/stage.ts'
import { unfit } from './start.ts'

/** All that an agent outside this process is told of its trial. */
export interface Briefing {
  /** Its task, and where it finds its world: what it reads as JSON. */
  task: Readonly<Record<string, Json>>
  /** The variables by which it finds its world. */
  env: Readonly<Record<string, string>>
  /** A folder of its own, gone after the trial. */
  tmp: string
  /** Fills a template with the task, with `tmp`, and with `more`. @throws {Error} names what is missing. */
  fill(template: string, more?: Readonly<Record<string, Json>>): string
  close(): void
}

/** @throws {Error} the folder cannot be made. */
export async function briefAgent(
  { params = {} }: Pick<AgentOrder, 'params'>,
  stage: Stage,
  { told, env }: ChannelOffer,
): Promise<Briefing> {
  const { scenario, order } = stage
  const { text, data } = scenario.task
  const task = { scenario: scenario.id, text, data, repeat: order.repeat ?? 1, params, ...told }
  const tmp = makeTemporary('mettle-agent-')
  const file = join(tmp, 'task.json')
  writeFileSync(file, JSON.stringify(task))
  // A text that cannot be a variable is in the file.
  const short = unfit(`METTLE_TASK=${text}`) === undefined && { METTLE_TASK: text }
  const own = { METTLE_SCENARIO: scenario.id, ...short, METTLE_TASK_FILE: file, TMPDIR: tmp }
  const template = await templateEngine()
  return {
    task,
    env: { ...env, ...own },
    tmp,
    fill: (source, more) => template(source, { ...task, tmp, ...more }),
    close: () => rmSync(tmp, { recursive: true, force: true }),
  }
}

/** Loaded for agents outside this process only. */
async function templateEngine(): Promise<(source: string, data: object) => string> {
  const { default: handlebars } = await import('handlebars')
  const engine = handlebars.create()
  engine.registerHelper('json', (value: Json | undefined) => JSON.stringify(value ?? null))
  return (source, data) => {
    if (!source.includes('{{')) return source
    try {
      return engine.compile(source, { noEscape: true, strict: true })(data)
    } catch (thrown) {
      throw new Error(`the template ${JSON.stringify(source)} cannot be filled: ${messageOf(thrown)}`)
    }
  }
}
