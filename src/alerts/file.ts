import { appendFile, mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { defineSink } from './define.ts'

/** A line of JSON for each alert, behind those of earlier runs. */
export const file = defineSink({
  name: 'file',
  summary: 'Appends a line of JSON for each alert to a file.',
  params: z.strictObject({
    /** From the config's folder. */
    path: z.string().min(1).default('reports/alerts.jsonl'),
  }),
  open: ({ path }, { root }) => {
    const place = resolve(root, path)
    let made: Promise<unknown> | undefined
    return async (alert) => {
      made ??= mkdir(dirname(place), { recursive: true })
      await made
      await appendFile(place, `${JSON.stringify(alert)}\n`)
    }
  },
})
