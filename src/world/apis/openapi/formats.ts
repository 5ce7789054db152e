import { isIPv4, isIPv6 } from 'node:net'
import type { Random } from '../../../kernel/random.ts'

/** A format of texts: what it lets pass, and one of it. @param now ms since 1970. */
export interface Format {
  fits(text: string): boolean
  make(random: Random, now: number): string
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const EMAIL = /^[^\s@"<>]{1,64}@[^\s@]{1,255}$/
const HOST = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]{0,62})(?:\.[a-z\d](?:[a-z\d-]{0,62})){0,100}$/i
const DURATION = /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(?:\.\d+)?S)?)?$/
const TIME = /^\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?$/
const BASE64 = /^[\w+/-]*={0,2}$/
const DAY_MS = 86_400_000

const exists = (text: string) => !Number.isNaN(Date.parse(text))

/** A day of the month before. */
function earlier(random: Random, now: number): string {
  return new Date(now - random.int(30) * DAY_MS - random.int(DAY_MS)).toISOString()
}

export function letters(random: Random, length: number, from = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
  return Array.from({ length }, () => from[random.int(from.length)]).join('')
}

export function uuidFrom(random: Random): string {
  const hex = letters(random, 30, '0123456789abcdef')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`
}

function isUri(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\S+$/i.test(text)
}

const web = (random: Random) => `https://${letters(random, 8)}.example/${letters(random, 6)}`
const uri: Format = { fits: isUri, make: web }
const path: Format = { fits: (text) => /^\S*$/.test(text), make: web }
const host: Format = { fits: (text) => HOST.test(text), make: (random) => `${letters(random, 8)}.example` }
const email: Format = { fits: (text) => EMAIL.test(text), make: (random) => `${letters(random, 8)}@example.com` }
const base64: Format = {
  fits: (text) => BASE64.test(text),
  make: (random) => Buffer.from(letters(random, 9)).toString('base64'),
}
const dateTime: Format = { fits: (text) => DATE_TIME.test(text) && exists(text.replace(' ', 'T')), make: earlier }

/** Formats that texts are held to. All others say what a text means, and ask for nothing. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date-time', dateTime],
  ['datetime', { ...dateTime, fits: () => true }],
  [
    'date',
    {
      fits: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && exists(text),
      make: (random, now) => earlier(random, now).slice(0, 10),
    },
  ],
  ['time', { fits: (text) => TIME.test(text), make: (random, now) => `${earlier(random, now).slice(11, 19)}Z` }],
  ['duration', { fits: (text) => DURATION.test(text), make: (random) => `P${1 + random.int(28)}D` }],
  ['uuid', { fits: (text) => UUID.test(text), make: uuidFrom }],
  ['email', email],
  ['idn-email', email],
  ['uri', uri],
  ['url', { ...uri, fits: () => true }],
  ['iri', uri],
  ['uri-reference', path],
  ['iri-reference', path],
  ['hostname', host],
  ['idn-hostname', { ...host, fits: () => true }],
  ['ipv4', { fits: isIPv4, make: (random) => `192.0.2.${1 + random.int(254)}` }],
  ['ipv6', { fits: isIPv6, make: (random) => `2001:db8::${(1 + random.int(65_534)).toString(16)}` }],
  ['byte', base64],
  [
    'json-pointer',
    { fits: (text) => /^(?:\/(?:[^~]|~[01])*)?$/.test(text), make: (random) => `/${letters(random, 4)}` },
  ],
  ['regex', { fits: () => true, make: () => '.' }],
])
