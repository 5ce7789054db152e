import type { Json } from '../kernel/json.ts'

/** What a fault may do to the world: change what is in it, as somebody else would. Never as the agent. */
export interface WorldHandle {
  /** Names of all collections: 'payments.refunds'. */
  collections(): string[]
  /** @throws {Error} no such collection. */
  collection(name: string): WorldMembers
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
}
