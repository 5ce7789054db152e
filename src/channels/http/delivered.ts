import type { HeaderList, WholeBody } from '../../boundary/wire.ts'

export interface Head {
  status: number
  headers: HeaderList
}

/**
 * What a client gets, before a door gives it the form of its transport. A stream that breaks off fails with `BrokenBody`.
 * 'refused': nobody listens there.
 */
export type Delivered =
  | { kind: 'whole'; head: Head; body: WholeBody }
  | { kind: 'stream'; head: Head; body: ReadableStream<Uint8Array> }
  | { kind: 'broken'; how: 'reset' | 'no-reply' | 'refused' }

/** Is it an answer, as far as it goes? */
export type Answered = Exclude<Delivered, { kind: 'broken' }>

const BODILESS = new Set([101, 103, 204, 205, 304])

/** Does an answer with this status never have a body? */
export function isBodiless(status: number): boolean {
  return BODILESS.has(status)
}
