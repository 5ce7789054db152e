import type { Compared } from '../../src/reports/define.ts'
import { sampleComparison } from '../reports/sample-comparison.ts'

/** Stands where a hostile text is to stand; no text of the sample holds it. */
const MARK = '\ue000'

/** A comparison in which every free text is hostile. */
export interface HostileDrift {
  compared: Compared
  /** The id of the lost trial, which is hostile as well. */
  lost: string
  /** Each text by the number that it fires. */
  texts: Map<number, string>
}

/** A comparison with `make(n)` in front of every free text, each with an n of its own from `from` on. */
export function hostileDrift(make: (n: number) => string, from: number): HostileDrift {
  const lost = make(from)
  const texts = new Map([[from, lost]])
  const put = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith(MARK)) {
      const n = from + texts.size
      texts.set(n, make(n) + value.slice(MARK.length))
      return texts.get(n)
    }
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(put)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, put(member)]))
  }
  return { compared: put(sampleComparison(lost, MARK)) as Compared, lost, texts }
}
