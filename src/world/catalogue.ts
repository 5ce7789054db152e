import type { SqlToolDoor, ToolCatalogue, ToolDoor, ToolFace } from '../boundary/tool-world.ts'
import { TOOLS, type WorldTools } from '../boundary/world-handle.ts'
import type { Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import type { WorldChange } from './handle.ts'

type Door = Pick<ToolDoor, 'name' | 'description' | 'inputSchema' | 'parse'>

/** A tool as it is now. */
interface Entry {
  face: ToolFace
  gone: boolean
  /** What members of its input were called first, by what they are called now. */
  renamed: Map<string, string>
}

/** The tools of one trial, which somebody may take away or change while it runs. */
export interface LiveTools {
  catalogue: ToolCatalogue
  tools: Readonly<Record<string, ToolDoor>>
  sqlTools: readonly SqlToolDoor[]
  /** What a tool says of itself now; undefined where there is none of the name. */
  read(name: string): Json | undefined
  /** For whoever changes them. @param effect Told of every change. */
  handle(effect: (change: WorldChange) => void): WorldTools
}

export function liveTools(tools: Readonly<Record<string, ToolDoor>>, sqlTools: readonly SqlToolDoor[]): LiveTools {
  const entries = new Map<string, Entry>()
  const watchers = new Set<() => void>()
  const enter = (door: Door): Entry => {
    const { name, description, inputSchema } = door
    const entry: Entry = { face: { description, inputSchema }, gone: false, renamed: new Map() }
    entries.set(name, entry)
    return entry
  }
  const faceOf = (name: string) => {
    const entry = entries.get(name)
    return entry && !entry.gone ? entry.face : undefined
  }
  const names = () => [...entries].flatMap(([name, { gone }]) => (gone ? [] : [name]))
  const doors = Object.entries(tools).map(([name, door]) => [name, liveTool(door, enter(door))] as const)
  const statements = sqlTools.map((door) => live(door, enter(door)))
  return {
    catalogue: {
      names,
      face: faceOf,
      watch: (changed) => {
        watchers.add(changed)
        return () => void watchers.delete(changed)
      },
    },
    tools: Object.fromEntries(doors),
    sqlTools: statements,
    read: (name) => {
      const face = faceOf(name)
      return face && imageOf(face)
    },
    handle: (effect) => {
      const change = (name: string, make: (entry: Entry) => void) => {
        const entry = entries.get(name)
        if (!entry || entry.gone) throw new Error(`There is no tool "${name}".${suggest(name, names())}`)
        const before = imageOf(entry.face)
        make(entry)
        const done = entry.gone ? ({ op: 'delete' } as const) : ({ op: 'update', after: imageOf(entry.face) } as const)
        effect({ collection: TOOLS, id: name, before, ...done })
        for (const changed of watchers) changed()
      }
      return {
        names,
        face: faceOf,
        withdraw: (name) =>
          change(name, (entry) => {
            entry.gone = true
          }),
        describe: (name, description) =>
          change(name, (entry) => {
            entry.face = { ...entry.face, description }
          }),
        rename: (name, from, to) => change(name, (entry) => renameIn(entry, from, to)),
      }
    },
  }
}

function imageOf({ description, inputSchema }: ToolFace): Json {
  return { description, inputSchema }
}

function liveTool(door: ToolDoor, entry: Entry): ToolDoor {
  const execute: ToolDoor['execute'] = async (call) => {
    if (!entry.gone) return door.execute(call)
    const error = { code: 'unknown_tool', message: `Unknown tool: ${door.name}` }
    return { kind: 'error', output: { content: { error } } }
  }
  return live({ ...door, execute }, entry)
}

/** Getters, which a copy would not have: whoever holds the tool sees what it is by now. */
function live<D extends Door>(door: D, entry: Entry): D {
  const faces = {
    description: { get: () => entry.face.description, enumerable: true },
    inputSchema: { get: () => entry.face.inputSchema, enumerable: true },
  }
  const parse: Door['parse'] = (raw) => {
    const { malformed, input } = firstNames(raw, entry.renamed)
    return malformed === undefined ? door.parse(input) : { input, malformed }
  }
  return Object.defineProperties({ ...door, parse }, faces)
}

/** An input under the names that the tool itself knows; under one that is no more it does not fit. */
function firstNames(raw: Json, renamed: ReadonlyMap<string, string>): { input: Json; malformed?: string } {
  if (renamed.size === 0 || typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { input: raw }
  const stale = [...renamed].filter(([now, first]) => !(now in raw) && first in raw)
  if (stale.length > 0) {
    const told = stale.map(([now, first]) => `there is no member "${first}", only "${now}"`)
    return { input: raw, malformed: told.join('; ') }
  }
  return { input: Object.fromEntries(Object.entries(raw).map(([name, value]) => [renamed.get(name) ?? name, value])) }
}

function renameIn(entry: Entry, from: string, to: string): void {
  const schema = entry.face.inputSchema as { properties?: Record<string, Json>; required?: string[] }
  const moved = (name: string) => (name === from ? to : name)
  const properties = Object.entries(schema.properties ?? {}).map(([name, one]) => [moved(name), one] as const)
  const required = schema.required && { required: schema.required.map(moved) }
  const inputSchema = { ...schema, properties: Object.fromEntries(properties), ...required }
  entry.face = { ...entry.face, inputSchema }
  const first = entry.renamed.get(from) ?? from
  entry.renamed.delete(from)
  entry.renamed.set(to, first)
}
