import type { AcsFound, Standing } from '../../conformance/acs/found.ts'
import { ownCases, playOwn } from '../../conformance/acs/own.ts'
import { playVector } from '../../conformance/acs/play.ts'
import { readVectors } from '../../conformance/acs/vector.ts'
import { UsageError } from '../../kernel/errors.ts'
import { version } from '../../kernel/version.ts'
import { visible } from '../../kernel/visible.ts'
import { type Paint, painter, type Tone } from '../../reports/list/paint.ts'
import type { Terminal } from '../terminal.ts'
import { writeFound } from './write-found.ts'

/** What is under test is mettle's own seat for guards, and no mechanism of a framework. */
export const ACS = 'acs'
export const ACS_MECHANISM =
  "mettle's own guards, by cases after the Agent Control Standard; with --vectors by those of a folder"

export interface AcsFlags {
  target: readonly string[]
  /** A folder of vectors of agent-hooks. Absent: mettle's own cases. */
  vectors?: string
  json?: string | true
}

/** Resolves with the exit code: 1 where mettle does another thing than a case expects. @throws {UsageError} */
export async function acsCommand({ target, vectors, json }: AcsFlags, terminal: Terminal): Promise<number> {
  if (target.length > 1) throw new UsageError(`Failed to put cases to ${target.join(', ')}: name ${ACS} by itself.`)
  const found: AcsFound[] = []
  if (vectors === undefined) for (const one of ownCases) found.push(await playOwn(one))
  else for (const one of readVectors(vectors)) found.push(await playVector(one))
  const told = `${JSON.stringify({ mettle: version(), node: process.version, target: ACS, cases: found }, null, 2)}\n`
  terminal.print(json === true ? told : acsText(found, terminal.color))
  if (typeof json === 'string') writeFound(json, told)
  return found.some(({ outcome }) => outcome === 'differs') ? 1 : 0
}

const TONES: Readonly<Record<Standing, Tone>> = { held: 'green', differs: 'red', 'no such notion': 'yellow' }

/** Characters of a title. */
const MOST_TITLE = 90

function acsText(found: readonly AcsFound[], color: boolean): string {
  const paint = painter(color)
  const width = Math.max(...found.map(({ id }) => id.length))
  const lines = found.map((one) => lineOf(one, width, paint))
  return `${lines.join('\n')}\n\n${found.length} cases: ${counted(found)}.\n${unlookedIn(found)}`
}

function lineOf({ id, outcome, why, title }: AcsFound, width: number, paint: Paint): string {
  const about = title.length > MOST_TITLE ? `${title.slice(0, MOST_TITLE)} …` : title
  const word = paint(TONES[outcome], outcome.padEnd('no such notion'.length))
  return `${visible(id).padEnd(width)}  ${word}  ${visible(about)}: ${visible(why)}`
}

function counted(found: readonly AcsFound[]): string {
  const words = Object.keys(TONES) as Standing[]
  return words.map((word) => `${found.filter(({ outcome }) => outcome === word).length} ${word}`).join(', ')
}

/** What the cases that were played expect beside what tools ran. */
function unlookedIn(found: readonly AcsFound[]): string {
  const parts = found.flatMap(({ outcome, unlooked }) => (outcome === 'no such notion' ? [] : unlooked))
  if (parts.length === 0) return ''
  const counts = [...Map.groupBy(parts, (part) => part)].map(([part, { length }]) => `${part} (${length})`)
  return `"held" is told from what tools ran. Not looked at, for want of a counterpart: ${counts.join(', ')}.\n`
}
