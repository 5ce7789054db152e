import { KEY_FORMS } from '../../../kernel/key-forms.ts'
import { createRedactor } from '../../../trace/redact.ts'

const NOTHING_SPARED: ReadonlySet<string> = new Set()

/**
 * Hides what looks like a key, and the values of named variables, in whatever is written down of a model.
 * @param names Of environment variables. @param more Values that are in no variable of this process, by name.
 */
export function hideSecrets(names: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const known = Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']))
  const redact = createRedactor({ ...known, ...more }, NOTHING_SPARED)
  return (text: string): string => redact(KEY_FORMS.reduce((left, key) => left.replace(key, '[redacted key]'), text))
}
