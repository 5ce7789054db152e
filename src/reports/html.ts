import { defineReporter, inParts, type StoredRun } from './define.ts'

/** The run as one page that needs nothing beside it: no server, no network, no other file. */
export const html = defineReporter({
  name: 'html',
  summary: 'One self-contained page: the matrix, and for each trial the evidence and what happened, call by call.',
  file: 'index.html',
  ...inParts(write),
})

async function write(run: StoredRun, sink: (part: string) => void): Promise<void> {
  const [{ default: handlebars }, { openEngine }, { writePage }, { templates }, { script, styles }] = await Promise.all(
    [
      import('handlebars/runtime.js'),
      import('./html/engine.ts'),
      import('./html/write-page.ts'),
      import('./html/shell/templates.generated.ts'),
      import('./html/assets.generated.ts'),
    ],
  )
  const engine = openEngine(handlebars as unknown as Parameters<typeof openEngine>[0], templates)
  writePage(run, sink, { engine, assets: { styles, script } })
}
