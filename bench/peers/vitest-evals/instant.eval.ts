import { expect } from 'vitest'
import { createHarness, describeEval } from 'vitest-evals'

const rows = Array.from({ length: Number(process.env.ROWS) }, (_, row) => `ord_${row}`)

// The cheapest case that there is: an agent which answers at once, and one check of its answer.
const harness = createHarness({
  name: 'instant',
  run: async ({ input }) => ({ output: `done ${input}`, messages: [{ role: 'assistant', content: 'done' }] }),
})

describeEval('instant', { harness }, (it) => {
  it.for(rows)('%s', async (row, { run }) => {
    const { output } = await run(row)
    expect(output).toContain('done')
  })
})
