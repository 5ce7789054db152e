import type { Json } from '../kernel/json.ts'
import type { ToolFace } from './tool-world.ts'

/** What a fault may do to the world: change what is in it, as somebody else would. Never as the agent. */
export interface WorldHandle {
  /** Names of all collections: 'payments.refunds'. */
  collections(): string[]
  /** @throws {Error} no such collection. */
  collection(name: string): WorldMembers
  tools: WorldTools
}

/** The collection that changes of tools are told of. */
export const TOOLS = 'world.tools'

/** The tools that an agent is offered. Every change is an effect that no call of the agent made. */
export interface WorldTools {
  names(): string[]
  face(name: string): ToolFace | undefined
  /** From now on there is no such tool. @throws {Error} there is none. */
  withdraw(name: string): void
  /** @throws {Error} no such tool. */
  describe(name: string, description: string): void
  /** A member of its input has another name from now on. @throws {Error} no such tool. */
  rename(name: string, from: string, to: string): void
}

/** The members of one collection. Every change is an effect that no call of the agent made. */
export interface WorldMembers {
  ids(): string[]
  get(id: string): Json | undefined
  /** @throws {Error} the id is taken. */
  create(id: string, member: Record<string, Json>): void
  /** Replaces the given fields. @throws {Error} no such member. */
  update(id: string, fields: Record<string, Json>): void
  /** @throws {Error} no such member. */
  delete(id: string): void
}

/** A world without anything that could be changed. */
export const NO_WORLD: WorldHandle = {
  collections: () => [],
  collection: (name) => {
    throw new Error(`Failed to find collection "${name}": this world has none.`)
  },
  tools: { names: () => [], face: () => undefined, withdraw: noTool, describe: noTool, rename: noTool },
}

function noTool(name: string): never {
  throw new Error(`Failed to find tool "${name}": this world has none.`)
}
