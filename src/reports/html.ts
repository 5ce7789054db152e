import { defineReporter } from './define.ts'

/** The run as one page that needs nothing beside it: no server, no network, no other file. */
export const html = defineReporter({
  name: 'html',
  summary: 'One self-contained page: the matrix, and for each trial the evidence and what happened, call by call.',
  file: 'index.html',
  render: async (run) => {
    const [{ openEngine }, { renderPage }, { interaction, styles, templates }] = await Promise.all([
      import('./html/engine.ts'),
      import('./html/render.ts'),
      import('./html/templates.generated.ts'),
    ])
    return renderPage(run, await openEngine(templates), { styles, interaction })
  },
})
