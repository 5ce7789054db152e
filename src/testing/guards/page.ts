import type { PageSection, SafeguardsPage } from '../../reports/html/safeguards.ts'
import type { Action } from './deps.ts'
import { regressionTest } from './regression.ts'
import type { Failure } from './search.ts'
import { folded, titleOf } from './table.ts'

const HEADS = ['Who', 'Does', 'Store and effects', 'Really', 'The law'] as const

/** What was found of a guard, for a page: each shortest history that breaks a law, step by step. @param tried What was tried, a line for each law. */
export function guardPage<A extends Action>(
  failures: readonly Failure<A>[],
  tried: readonly string[],
  from?: string,
): SafeguardsPage {
  const { length } = failures
  return {
    title:
      length === 0
        ? 'The guard keeps its law'
        : `The guard breaks its law in ${length} ${length === 1 ? 'way' : 'ways'}`,
    lead: `Judged by what was really done, never by what the guard says. Tried: ${tried.join('; ')}.`,
    icon: length === 0 ? 'passed' : 'failed',
    sections: failures.map((failure) => sectionOf(failure, from)),
  }
}

function sectionOf<A extends Action>(failure: Failure<A>, from?: string): PageSection {
  const rows = folded(failure.played.rows)
  return {
    title: titleOf(failure),
    lines: [],
    heads: HEADS,
    rows: rows.map(({ who, does, port, sum, says }) => ({
      cells: [who, does, port, sum, says].map((text, at) => ({
        head: HEADS[at] ?? '',
        text,
        ...(at === 4 && text !== '' && { icon: 'failed' as const }),
      })),
    })),
    code: regressionTest(failure, from),
  }
}
