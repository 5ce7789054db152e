import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../kernel/errors.ts'
import { type Appended, openAppended } from './appended.ts'
import { cutTail } from './cut-tail.ts'
import { disk, type Files } from './files.ts'
import { eachLine } from './lines.ts'

/** The real money of a run, a line for each call that somebody pays for: what was taken for it before it was sent, and what it came to. */
export const PAID_FILE = 'paid.jsonl'

const paidLineSchema = z.union([
  z.strictObject({ reserved: z.number().min(0) }),
  z.strictObject({ settled: z.number().min(0), paid: z.number().min(0) }),
])

/** What a run writes down while it pays. Nothing is written, and no file is there, where nobody is paid. */
export interface PaidLog extends Disposable {
  /** What was paid by then, in micro-dollars: a call of which nobody knows what it came to costs all that was taken for it. */
  readonly before: number
  /**
   * Resolves when it is on the disk: only then may the call be sent. @param amount Micro-dollars; undefined where nobody knows.
   * @throws {PrerequisiteError} the disk is full, or gone. From then on nothing can be written.
   */
  reserved(amount: number | undefined): Promise<void>
  settled(reserved: number | undefined, actual: number | undefined): void
}

export function openPaidLog(folder: string, files: Files = disk): PaidLog {
  const path = join(folder, PAID_FILE)
  const before = readPaid(path, files)
  let file: Appended | undefined
  const write = (line: object) => {
    file ??= openAppended(path, 'a', files)
    file.write(Buffer.from(`${JSON.stringify(line)}\n`))
    return file
  }
  return {
    before,
    reserved: async (amount) => write({ reserved: amountOf(amount) }).synced(),
    settled: (reserved, actual) => {
      const most = amountOf(reserved)
      write({ settled: most, paid: actual !== undefined && actual >= 0 ? actual : most })
    },
    [Symbol.dispose]: () => file?.[Symbol.dispose](),
  }
}

/**
 * A line that was torn by a kill is cut off: what it was to settle counts as all that was taken for it, and what it was to take was
 * not sent.
 * @throws {UsageError} a line says nothing of money.
 */
function readPaid(path: string, files: Files): number {
  if (!existsSync(path)) return 0
  let [paid, open, bytes] = [0, 0, 0]
  const end = eachLine(path, (line, offset, length) => {
    const { data } = paidLineSchema.safeParse(parsed(line))
    if (!data) return false
    if ('reserved' in data) open += data.reserved
    else {
      open -= data.settled
      paid += data.paid
    }
    bytes = offset + length + 1
    return true
  })
  if (end === 'refused') throw new UsageError(`Failed to read ${path}: what was paid does not stand there any more.`)
  cutTail(path, bytes, files)
  return paid + Math.max(0, open)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function amountOf(amount: number | undefined): number {
  return amount !== undefined && amount > 0 ? amount : 0
}
