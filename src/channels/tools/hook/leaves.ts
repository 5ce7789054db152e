import type { ChannelStage } from '../../../boundary/channel.ts'
import type { HookQuestion } from './protocol.ts'

/** A tool of a server that an agent uses over MCP, as Claude Code names it: 'mcp__shop__refund'. */
const OVER_MCP = /^mcp__.+?__(.+)$/s
/** An agent that asks again and again is told of as often as that. */
const MOST_TOLD = 20

/**
 * Leave that a hook gave because the call crosses the seam when the tool is used. A server of another name may have a tool of the
 * same name: such a call never comes here, and nobody sees what it does.
 */
export class Leaves {
  readonly #stage: ChannelStage
  /** By the tool's name here: the names that were asked for, one for each use that has not come. */
  readonly #given = new Map<string, string[]>()
  readonly #ids = new Set<string>()

  constructor(stage: ChannelStage) {
    this.#stage = stage
  }

  /** Is it a tool that crosses when it is used? Then its use is waited for. */
  gives({ tool, id }: HookQuestion): boolean {
    const [, name] = OVER_MCP.exec(tool) ?? []
    if (name === undefined || !isServed(name, this.#stage)) return false
    // More than one hook may be asked about the same use.
    if (id !== undefined && this.#ids.has(id)) return true
    if (id !== undefined) this.#ids.add(id)
    this.#given.set(name, [...(this.#given.get(name) ?? []), tool])
    return true
  }

  /** A tool was used here. */
  used(name: string): void {
    this.#given.get(name)?.shift()
  }

  /** The agent is gone: what has not come by now never will. */
  tell(): void {
    for (const tool of [...this.#given.values()].flat().slice(0, MOST_TOLD)) {
      this.#stage.write({ type: 'uncovered', what: 'tool-elsewhere', detail: tool })
    }
    this.#given.clear()
  }
}

function isServed(name: string, { world }: ChannelStage): boolean {
  return Object.hasOwn(world.tools, name) || world.sqlTools.some((one) => one.name === name)
}
