import { defineReporter } from 'mettle'

/** Describe it: what it tells of a run, and whom. */
export const samplePart = defineReporter({
  name: 'sample-part',
  summary: 'A line for each trial that did not pass.',
  // Without a file it goes to the terminal.
  file: 'sample-part.txt',
  // What comes from an agent is hostile: escape it. A trial's id holds nothing to escape.
  render: ({ rows }) => {
    const open = rows.filter(({ verdict }) => verdict !== 'passed')
    return open.map(({ id, verdict }) => `${verdict} ${id}\n`).join('')
  },
})
