import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { filesBelow, runProject, trialOf } from './cli.ts'
import { spellings } from './projects/secrets/spellings.ts'

const SECRET = 'tok_9f/K+ü"x\\Zé42~7'

/** A text as it is, and as it stands in JSON and in a page. */
function asWritten(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  return [...new Set([text, json, JSON.stringify(json).slice(1, -1), text.replaceAll('"', '&quot;')])]
}

/** What the blocks of a page hold, as bytes. */
function unpacked(content: string): string[] {
  const blocks = content.matchAll(/<script type="application\/gzip"[^>]*>([^<]*)</g)
  return [...blocks].map(([, data = '']) => gunzipSync(Buffer.from(data, 'base64')).toString('latin1'))
}

/** How often each spelling stands in what a run has written and printed. */
async function countSpellings(env: Record<string, string>) {
  const ran = await runProject('secrets', ['--reporter', 'list,json,html'], { X_TOKEN: SECRET, ...env })
  const files = filesBelow(ran.out).filter((path) => statSync(join(ran.out, path)).isFile())
  const contents = files.flatMap((path) => {
    const content = readFileSync(join(ran.out, path), 'latin1')
    return [content, ...unpacked(content)]
  })
  const written = [...files, ...contents, Buffer.from(ran.stdout + ran.stderr).toString('latin1')].join('\n')
  const counts = Object.entries(spellings(SECRET)).map(([name, text]) => {
    const found = asWritten(text).map((form) => written.split(Buffer.from(form).toString('latin1')).length - 1)
    return [name, found.reduce((sum, count) => sum + count, 0)] as const
  })
  const packed = contents.length - files.length
  return { ...ran, files, packed, counts: Object.fromEntries(counts) }
}

test('a named secret is nowhere in what is written, in whatever spelling', async () => {
  const { counts, files, packed, record } = await countSpellings({})
  expect(Object.keys(counts).length).toBeGreaterThanOrEqual(8)
  // Details, traces and index of the page were looked into.
  expect(packed).toBe(4)
  expect(counts).toEqual(Object.fromEntries(Object.keys(spellings(SECRET)).map((name) => [name, 0])))
  expect(files).toEqual(expect.arrayContaining(['index.html', 'run.json', trialOf(record, 'gossip').trace.file]))
  expect(JSON.stringify(trialOf(record, 'gossip').answer)).toContain('[redacted X_TOKEN]')
  expect(trialOf(record, 'crashing').error).toContain('[redacted X_TOKEN]')
})

test('control: without its name in the config, every spelling is found', async () => {
  const { counts } = await countSpellings({ KEEP_SECRETS: 'no' })
  for (const [name, count] of Object.entries(counts)) expect([name, count > 0]).toEqual([name, true])
})
