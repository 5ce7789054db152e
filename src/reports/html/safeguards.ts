import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, UsageError } from '../../kernel/errors.ts'
import type { Engine } from './engine.ts'
import { policyOf } from './write-page.ts'

/** The sign of a verdict. */
type Icon = 'passed' | 'failed' | 'inconclusive' | 'error' | 'not-run'

/** What was found of safeguards outside of any run, for one page. Texts may come from anywhere: the page shows them as texts. */
export interface SafeguardsPage {
  title: string
  lead: string
  icon: Icon
  /** Cases against mechanisms: each cell leads to the row of a section that has its anchor. */
  matrix?: { heads: readonly string[]; rows: readonly { name: string; cells: readonly MatrixCell[] }[] }
  sections: readonly PageSection[]
}

export interface MatrixCell {
  head: string
  /** Empty: there is no such cell. */
  word: string
  under: 'fails-open' | 'fails-closed' | 'hangs' | 'not-exercised'
  icon: Icon
  anchor: string
}

export interface PageSection {
  title: string
  lines: readonly string[]
  heads: readonly string[]
  rows: readonly { anchor?: string; cells: readonly { head: string; text: string; icon?: Icon }[] }[]
  /** A test that shows the same. */
  code?: string
}

/** Writes the page to a file, and the folders above it. Gives its path. @throws {UsageError} it cannot be written. */
export async function writeSafeguards(page: SafeguardsPage, file: string): Promise<string> {
  const [{ default: handlebars }, { openEngine }, { templates }, { styles }] = await Promise.all([
    import('handlebars/runtime.js'),
    import('./engine.ts'),
    import('./shell/templates.generated.ts'),
    import('./assets.generated.ts'),
  ])
  const engine: Engine = openEngine(handlebars as unknown as Parameters<typeof openEngine>[0], templates)
  const path = resolve(file)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, engine.render('safeguards', page, { styles, policy: policyOf({ styles, script: '' }) }))
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
  return path
}
