import { digestText } from '../../../kernel/json.ts'

/** What a template is called on the server. The same prefix and name, the same names. */
export interface Template {
  /** What tells it from others: 'shop_0f3c21aa'. */
  name: string
  /** The template database. */
  database: string
  /** A role without login that holds what the agent may do; each lane's role is a member. */
  agents: string
  /** A role without login that owns what the schema made. */
  owner: string
  /** A role without login that writes the journal: what runs in a trigger has no more rights than this. */
  writer: string
}

/** @param prefix 'mettle_1f0c_': begins each name on the server, 24 characters at most. */
export function templateNames(prefix: string, name: string): Template {
  const own = `${prefix}${plain(name)}`
  return { name, database: `${own}_template`, agents: `${own}_agents`, owner: `${own}_owner`, writer: `${own}_writer` }
}

export function laneDatabaseName(prefix: string, name: string, lane: number): string {
  return `${prefix}${plain(name)}_${lane}`
}

export function laneRoleName(prefix: string, lane: number): string {
  return `${prefix}lane_${lane}`
}

/** In letters that need no quotes, and short: PostgreSQL cuts a name at 63 bytes. */
function plain(name: string): string {
  if (/^[a-z][a-z0-9_]{0,19}$/.test(name)) return name
  return `${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 10)}_${digestText(name).slice(0, 8)}`
}
