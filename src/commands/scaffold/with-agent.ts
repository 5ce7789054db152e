import type { Edit } from './write.ts'

/** The config's text with one more agent, where its list of agents can be told. */
export function withAgent(before: string | undefined, name: string, module: string): Edit {
  const key = /^[a-z][a-z0-9]*$/.test(name) ? name : `'${name}'`
  const entry = `${key}: '${module}',`
  const found = /^([ \t]*)(?:(?!\/\/).)*?\bagents:[ \t]*\{[ \t]*(\n|\})?/m.exec(before ?? '')
  if (before === undefined || !found) return { note: `add to "agents" yourself: ${entry}` }
  const [opening, indent = '', next] = found
  const start = before.slice(0, found.index + opening.length - (next ?? '').length).trimEnd()
  const rest = before.slice(found.index + opening.length)
  // A list over several lines, an empty one, or one that goes on in its line.
  const end = next === '\n' ? '\n' : next === '}' ? `\n${indent}}` : `\n${indent}  `
  return { text: `${start}\n${indent}  ${entry}${end}${rest}`, note: `agents.${name}` }
}
