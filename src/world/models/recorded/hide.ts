import { createRedactor } from '../../../trace/redact.ts'

/** What keys of common services look like, whosever they are. */
const KEYS = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b(?:gsk|xai|hf|pplx|r8)[_-][A-Za-z0-9_-]{20,}/g,
  /\bgh[opsur]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/g,
  /\bxox[abpr]-[A-Za-z0-9-]{20,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
]

const NOTHING_SPARED: ReadonlySet<string> = new Set()

/**
 * Hides what looks like a key, and the values of named variables, in whatever is written down of a model.
 * @param names Of environment variables. @param more Values that are in no variable of this process, by name.
 */
export function hideSecrets(names: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const known = Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']))
  const redact = createRedactor({ ...known, ...more }, NOTHING_SPARED)
  return (text: string): string => redact(KEYS.reduce((left, key) => left.replace(key, '[redacted key]'), text))
}
