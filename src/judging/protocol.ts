import type { TrialRecord } from '../record/trial.ts'
import type { Judged, JudgeOrder } from './order.ts'

/** Where a judge finds its end of the wire, and its slate. */
export const WIRE_FD = 3
export const SLATE_FD = 4

/** An order as it goes over the wire, a line of JSON. */
export interface NumberedOrder {
  number: number
  order: JudgeOrder
}

/** An answer is a line that says what follows, the record, and the lines of the audit log. */
export function replyOf(number: number, { record, audit }: Judged): string {
  return `${[`${number} ${audit.length}`, JSON.stringify(record), ...audit].join('\n')}\n`
}

/** Puts answers together again from the lines of a wire. */
export function readReplies(receive: (number: number, judged: Judged) => void): (line: string) => void {
  let head: [number, number] | undefined
  let lines: string[] = []
  return (line) => {
    if (!head) {
      head = line.split(' ').map(Number) as [number, number]
      return
    }
    lines.push(line)
    const [number, actions] = head
    if (lines.length <= actions) return
    const [record = '', ...audit] = lines
    head = undefined
    lines = []
    receive(number, { record: JSON.parse(record) as TrialRecord, audit })
  }
}
