import { isMap, parseDocument } from 'yaml'
import type { PlanEntryInput } from '../record/plan.ts'

/** A variant to be written: its name, and its plan. */
export interface NewVariant {
  name: string
  /** Stands above it as a comment, one line. */
  about: string
  plan: readonly PlanEntryInput[]
}

/**
 * The text of a scenario's file with further variants; all else stays as it was. Undefined: it does not show where its variants
 * are, or is made by code that does.
 * @param file Its name tells the language.
 */
export function withVariants(file: string, text: string, added: readonly NewVariant[]): string | undefined {
  return /\.ya?ml$/.test(file) ? inYaml(text, added) : inCode(text, added)
}

/** Entries in flow form, a line each, as the documents show them. */
function inYaml(text: string, added: readonly NewVariant[]): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined
  const variants = document.get('variants', true)
  if (variants !== undefined && !isMap(variants)) return undefined
  const indent = '  '
  const lines = (step: string) =>
    added.map(({ name, about, plan }) =>
      [
        `${step}# ${about}\n${step}${JSON.stringify(name)}:\n`,
        ...plan.map((entry) => `${step}${indent}- ${JSON.stringify(entry)}\n`),
      ].join(''),
    )
  const whole = text.endsWith('\n') ? text : `${text}\n`
  if (!variants?.range || variants.items.length === 0)
    return variants ? undefined : `${whole}\nvariants:\n${lines(indent).join('')}`
  if (variants.flow) return undefined
  const [start, end] = variants.range
  const step = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
  const before = whole.slice(0, end).replace(/\n*$/, '\n')
  return `${before}${lines(step).join('')}${whole.slice(end)}`
}

/** Behind the last member of `variants: { ... }`, as deep as that is indented. */
function inCode(text: string, added: readonly NewVariant[]): string | undefined {
  const place = membersOf(text, 'variants')
  if (!place) return undefined
  const { from, to } = place
  const body = text.slice(from, to)
  const line = text.lastIndexOf('\n', to) + 1
  const outer = /^\s*/.exec(text.slice(line, to))?.[0] ?? ''
  const step = /\n([ \t]+)\S/.exec(body)?.[1] ?? `${outer}  `
  const told = added.map(
    ({ name, about, plan }) =>
      `${step}// ${about}\n${step}${literal(name)}: [\n${plan.map((entry) => `${step}  ${literal(entry)},\n`).join('')}${step}],\n`,
  )
  const kept = withComma(body.trimEnd())
  const end = body.includes('\n') || body.trim() === '' ? '' : outer
  return `${text.slice(0, from)}${kept}\n${told.join('')}${end || outer}${text.slice(to)}`
}

/** A comment behind the last member may end the body: the comma goes before it. */
function withComma(body: string): string {
  const code = codeOf(body)
  const last = code.trimEnd().length
  if (last === 0 || code[last - 1] === ',') return body
  return `${body.slice(0, last)},${body.slice(last)}`
}

/** A value as the house writes it: single quotes, and names without any where they need none. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, one]) => {
    return `${/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : quoted(name)}: ${literal(one)}`
  })
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function quoted(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
  return `'${json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`
}

/** The text with all strings, templates and comments blanked, character for character. */
function codeOf(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g
  return text.replace(token, (found) =>
    found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found.replace(/[^\n]/g, 'x'),
  )
}

/** Between the braces of the only `name: {` that is a member of what the file exports. */
function membersOf(text: string, name: string): { from: number; to: number } | undefined {
  const code = codeOf(text)
  const exported = code.search(/\bdefineScenario\s*\(|\bexport\s+default\s*\{/)
  const start = exported < 0 ? -1 : code.indexOf('{', exported)
  const found: number[] = []
  let depth = 0
  for (let at = Math.max(start, 0); start >= 0 && at < code.length; at++) {
    const sign = code[at] ?? ''
    if (depth === 1 && /[\s,{]/.test(code[at - 1] ?? '')) {
      const member = new RegExp(`^${name}\\s*:\\s*\\{`).exec(code.slice(at, at + 80))
      if (member) found.push(at + member[0].length)
    }
    if ('{[('.includes(sign)) depth++
    if ('}])'.includes(sign) && --depth === 0) break
  }
  const [from, ...others] = found
  if (from === undefined || others.length > 0) return undefined
  const to = endOf(code, from)
  return to === undefined ? undefined : { from, to }
}

function endOf(code: string, from: number): number | undefined {
  let depth = 1
  for (let at = from; at < code.length; at++) {
    if ('{[('.includes(code[at] ?? '')) depth++
    if ('}])'.includes(code[at] ?? '') && --depth === 0) return at
  }
  return undefined
}
