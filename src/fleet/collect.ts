import { closeSync, existsSync, fdatasync, fstatSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { digestText } from '../kernel/json.ts'
import { writeWhole } from '../kernel/write-whole.ts'
import type { PlannedTrial } from '../record/run.ts'
import { type TrialRecord, trialRecordSchema } from '../record/trial.ts'
import type { Gathering } from '../runs/gather.ts'
import { auditLines } from '../store/audit-log.ts'
import type { RunFolder } from '../store/directory.ts'
import { readRecords } from '../store/ledger.ts'
import { readEvidence, readStoredTrace } from '../store/stored-run.ts'
import { contentsFile } from '../trace/contents.ts'
import type { Offer, Waiting } from './offers.ts'

/** The traces of all trials of a fleet, one behind the other. */
const TRACES = 'traces/fleet.jsonl'

/** Takes records out of the queue and into a run's folder. */
export interface Collector extends Disposable {
  /**
   * Takes what there is, a batch at most. It is dropped in the queue once it is on this disk: whenever this process dies, a
   * record is in one of them. @returns The records that are new here.
   */
  collect(): Promise<TrialRecord[]>
  /** How many came that were none. */
  refused(): number
}

export interface CollectOrder extends Pick<Gathering, 'ledger' | 'audit'> {
  offer: Offer
  folder: RunFolder
  planned: ReadonlyMap<string, PlannedTrial>
  tell(told: string): void
}

const sync = promisify(fdatasync)

export function openCollector(order: CollectOrder): Collector {
  const { offer, folder, ledger, tell } = order
  const traces = openSync(join(folder.path, TRACES), 'a')
  let [offset, refused] = [fstatSync(traces).size, 0]
  const keep = async ({ number, trial, record: text }: Waiting): Promise<TrialRecord | undefined> => {
    const record = readRecord(text, order.planned.get(trial))
    if (typeof record === 'string') return reject(trial, number, record)
    const entry = ledger.entries.get(trial)
    const [known] = entry ? readRecords(folder.path, [entry]) : []
    if (known) return correct(known, record, number)
    const bytes = Buffer.concat(await offer.trace(number))
    const placed = { ...record, trace: { ...record.trace, file: TRACES, offset, length: bytes.length } }
    writeWhole(traces, bytes)
    offset += bytes.length
    const problem = keepRecord(placed, order)
    return problem === undefined ? placed : reject(trial, number, problem)
  }
  const correct = async (known: TrialRecord, record: TrialRecord, number: string): Promise<TrialRecord | undefined> => {
    const isSame = record.chain.nonce === known.chain.nonce && record.chain.head === known.chain.head
    // This process, or the one before it, died before it was dropped in the queue.
    if (isSame && record.verdict === known.verdict) return undefined
    if (!isSame || record.verdict !== 'error') return reject(record.id, number, 'it is another record')
    // It takes back what was said of the trial. What was seen of it is here.
    const placed = { ...record, trace: known.trace }
    ledger.append(placed)
    return placed
  }
  const reject = async (trial: string, number: string, why: string) => {
    const isThere = ledger.entries.has(trial)
    if (!isThere) await offer.again(trial, { number, why })
    refused++
    tell(`What came of ${trial} was not taken: ${why}. ${isThere ? 'It has a record.' : 'It is run again.'}`)
    return undefined
  }
  // On this disk, and not told yet: where the connection is lost in the middle, all of it is tried again.
  const fresh: TrialRecord[] = []
  return {
    refused: () => refused,
    collect: async () => {
      const results = await offer.results()
      if (results.length === 0) return fresh.splice(0)
      const digests = await keepContents(offer, folder)
      for (const result of results) {
        const record = await keep(result)
        if (record) fresh.push(record)
      }
      await Promise.all([sync(traces), ledger.synced()])
      await offer.drop({ numbers: results.map(({ number }) => number), digests })
      return fresh.splice(0)
    },
    [Symbol.dispose]: () => closeSync(traces),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @returns A text where it is none, or none of the trial that it was written for. */
function readRecord(text: string, planned: PlannedTrial | undefined): TrialRecord | string {
  if (!planned) return 'no such trial is planned'
  const { data, error } = trialRecordSchema.safeParse(parsed(text))
  if (!data) return `${error?.issues[0]?.path.join('.')}: ${error?.issues[0]?.message}`
  for (const member of ['id', 'scenario', 'variant', 'agent', 'model', 'repeat'] as const)
    if (data[member] !== planned[member]) return `its ${member} is another one`
  return data
}

/** Writes a record whose trace is here already. @returns What is wrong with its evidence: then nothing was written. */
function keepRecord(record: TrialRecord, { ledger, audit, folder }: CollectOrder): string | undefined {
  const { problem } = readStoredTrace(folder.path, record)
  // An error of the harness may have none.
  if (problem !== undefined && record.verdict !== 'error') return `of its trace ${problem}`
  ledger.append(record)
  if (problem === undefined) audit.append(auditLines(record.id, readEvidence(folder.path, record)))
  return undefined
}

/** They are on the disk before a record that needs them. @returns The digests of what may be dropped. */
async function keepContents(offer: Offer, folder: RunFolder): Promise<string[]> {
  const contents = await offer.contents()
  for (const { digest, bytes } of contents) {
    const isOne = /^[0-9a-f]+$/.test(digest) && digestText(bytes.toString('utf8')) === digest
    const path = join(folder.path, contentsFile(digest))
    if (isOne && !existsSync(path)) writeSynced(path, bytes)
  }
  return contents.map(({ digest }) => digest)
}

function writeSynced(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  try {
    writeWhole(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
