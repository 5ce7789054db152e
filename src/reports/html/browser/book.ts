import { openRestorer } from '../../../trace/abridged.ts'
import { type Evidence, gatherEvidence } from '../../../trace/evidence.ts'
import { likeBesideLike } from '../embed/like-beside-like.ts'
import type { EmbeddedTrace, Index, IndexHead, IndexRow, TrialDetail } from '../embed/shape.ts'
import { encode } from '../routes.ts'
import type { TrialName } from '../trial/trial-view.ts'

/** A trace as the page reads it. */
export interface OpenTrace {
  evidence: Evidence
  sizes: Record<string, number>
  /** Events that the page does not carry. */
  more: number
}

/** What the page carries, read block by block when it is asked for. */
export interface Book {
  index: Index
  /** The place of a trial in the index; -1 for none. */
  find(path: string): number
  name(place: number): TrialName
  detail(place: number): Promise<TrialDetail>
  /** The trace, or the sentence that says why it is not there. */
  trace(place: number): Promise<OpenTrace | string>
  /** All blocks, one after another: each line with the place of its trial. */
  lines(): AsyncGenerator<{ place: number; text: string }[]>
}

export async function openBook(): Promise<Book> {
  const index = await readIndex()
  const places = new Map(index.rows.map(({ id }, place) => [encode(id), place]))
  const traced = new Map(index.rows.map(({ trace }, place) => [trace, place]))
  const row = (place: number) => index.rows[place] as IndexRow
  const detailed = likeBesideLike([...index.rows.keys()], (place) => cellOf(row(place)))
  const lineOf = new Map(detailed.map((place, line) => [place, line]))
  return {
    index,
    find: (path) => places.get(path) ?? -1,
    name: (place) => nameOf(index, row(place)),
    detail: async (place) =>
      JSON.parse(await readLine('details', index.details, lineOf.get(place) ?? -1)) as TrialDetail,
    trace: async (place) => {
      const { trace } = row(place)
      if (trace < 0) return 'This page is full: it does not carry the trace of this trial.'
      return openTrace(JSON.parse(await readLine('traces', index.traces, trace)) as EmbeddedTrace)
    },
    async *lines() {
      yield* readAll('details', index.details, (line) => detailed[line] ?? -1)
      yield* readAll('traces', index.traces, (line) => traced.get(line) ?? -1)
    },
  }
}

async function readIndex(): Promise<Index> {
  const head = JSON.parse((await readBlock('_index-0')).join('\n')) as IndexHead
  const rows: IndexRow[] = []
  for await (const lines of readAll('rows', head.blocks, (line) => line)) {
    for (const { text } of lines) rows.push(JSON.parse(text) as IndexRow)
  }
  return { ...head, rows }
}

/** As the records' own: the same trials have the same text. */
function cellOf({ scenario, variant, agent }: IndexRow): string {
  return `${scenario} ${variant} ${agent}`
}

function nameOf({ scenarios, variants, agents, tags }: Index, row: IndexRow): TrialName {
  return {
    id: row.id,
    scenario: scenarios[row.scenario] ?? '',
    variant: variants[row.variant] ?? '',
    agent: agents[row.agent] ?? '',
    repeat: row.repeat,
    verdict: row.verdict,
    reason: row.reason,
    tags: row.tags.map((tag) => tags[tag] ?? ''),
  }
}

function openTrace(trace: EmbeddedTrace): OpenTrace | string {
  if ('unreadable' in trace) return trace.unreadable
  return { evidence: gatherEvidence(trace.events.map(openRestorer())), sizes: trace.sizes, more: trace.more }
}

async function* readAll(name: string, counts: readonly number[], placeOf: (line: number) => number) {
  let line = 0
  for (const block of counts.keys()) {
    const lines = await readBlock(`_${name}-${block}`)
    const first = line
    line += lines.length
    yield lines.map((text, at) => ({ place: placeOf(first + at), text }))
  }
}

async function readLine(name: string, counts: readonly number[], line: number): Promise<string> {
  let rest = line
  for (const [block, count] of counts.entries()) {
    if (rest < count) return (await readBlock(`_${name}-${block}`))[rest] ?? ''
    rest -= count
  }
  throw new Error(`The page has no line ${line} of ${name}.`)
}

/** The last blocks that were read: neighbours are opened one after another. */
const recent = new Map<string, string[]>()
const RECENT = 3

async function readBlock(id: string): Promise<string[]> {
  const known = recent.get(id)
  if (known) return known
  const text = document.getElementById(id)?.textContent ?? ''
  const packed = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  const lines = (await new Response(stream).text()).split('\n')
  recent.set(id, lines)
  for (const old of recent.keys()) if (recent.size > RECENT) recent.delete(old)
  return lines
}
