import { defineReporter } from './define.ts'

/** The run's record as `run.json` holds it: one agent, planned trial and trial a line, so that grep finds whole trials. */
export const json = defineReporter({
  name: 'json',
  summary: "The run's record as JSON, one trial a line.",
  file: 'run.json',
  render: ({ record }) => {
    const members = Object.entries(record).map(([name, value]) => `  ${text(name)}: ${member(value)}`)
    return `{\n${members.join(',\n')}\n}\n`
  },
})

function member(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return text(value)
  return `[\n${value.map((item) => `    ${text(item)}`).join(',\n')}\n  ]`
}

/** JSON in which what a terminal would obey or not draw is escaped too: the value is the same, `cat` is harmless. */
function text(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)
}

function escapeUnits(sign: string): string {
  return sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
