import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { pages } from '../../scripts/snippets.ts'
import { ROOT, temporaryFolder } from './cli.ts'

// The parser of GitHub imports JSON as bundlers have it.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context)
    return found.url.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found
  },
})

/** What is wrong with a manifest, as whoever reads it says. Empty: nothing. */
type Check = (text: string) => Promise<string>

/** By GitHub's own parser. */
const github: Check = async (text) => {
  const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser')
  // A part of a workflow is one that has the steps which the page has above it.
  const whole = /^on:/m.test(text)
    ? text
    : `on: push\n${text.replace(/^( +)runs-on:.*$/m, '$&\n$1steps: [{ run: ls }]')}`
  const { context, value } = parseWorkflow({ name: 'w.yml', content: whole }, new NoOperationTraceWriter())
  if (value) await convertWorkflowTemplate(context, value)
  return context.errors
    .getErrors()
    .map(({ message }) => message)
    .join('\n')
}

/** By a runner of GitLab's pipelines, which has the published schema. */
const gitlab: Check = async (text) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.gitlab-ci.yml'), text)
  await printed('git', ['init', '-q'], folder)
  const { code, said } = await printed(tool('gitlab-ci-local'), ['--list'], folder)
  return code === 0 ? '' : said
}

/** Of each kind: the module and the name of its type, as it is generated from the published schema. */
const KINDS: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': "import('kubernetes-models/apps/v1/Deployment').IDeployment",
  'batch/v1 Job': "import('kubernetes-models/batch/v1/Job').IJob",
  'keda.sh/v1alpha1 ScaledObject': "import('@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject').IScaledObject",
}

/** A literal must have what its type demands and may have nothing else: a schema would let what it does not know pass. */
const kubernetes: Check = async (text) => {
  const folder = temporaryFolder()
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const literals = parseAllDocuments(text).map((document) => {
    const manifest = document.toJS()
    const kind = `${manifest.apiVersion} ${manifest.kind}`
    return `export const _${kind.replaceAll(/\W/g, '_')}: ${KINDS[kind] ?? 'never'} = ${JSON.stringify(manifest)}`
  })
  writeFileSync(join(folder, 'manifest.ts'), literals.join('\n'))
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'esnext']
  const { code, said } = await printed(tool('tsc'), [...flags, 'manifest.ts'], folder)
  return code === 0 ? '' : said
}

const tool = (name: string) => join(ROOT, 'node_modules/.bin', name)

function printed(program: string, args: readonly string[], cwd: string): Promise<{ code: unknown; said: string }> {
  return new Promise((done) =>
    execFile(program, args, { cwd, env: { ...process.env, NO_COLOR: '1' } }, (failed, stdout, stderr) =>
      done({ code: failed?.code ?? 0, said: `${stdout}${stderr}` }),
    ),
  )
}

function checkOf(text: string): Check | undefined {
  if (/^apiVersion:/m.test(text)) return kubernetes
  if (/^jobs:/m.test(text)) return github
  return /^ +script:/m.test(text) ? gitlab : undefined
}

const fenced = pages(ROOT).flatMap((page) => {
  const found = readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)
  return Array.from(found, ([, text = '']) => ({ page, text }))
})
/** What `mettle init` writes. */
const templates = ['templates/init/ci/github.yml', 'templates/init/ci/gitlab.yml'].map((page) => ({
  page,
  text: readFileSync(join(ROOT, page), 'utf8'),
}))

const manifests = [...fenced, ...templates]
  .map(({ page, text }) => ({ page: page.replace('docs/', ''), text, check: checkOf(text) }))
  .filter(({ check }) => check !== undefined)

/** A typo for each, and the word that is to be complained of. */
const TYPOS = [
  ['ci.md', 'uses:', 'use:', "'use'"],
  ['ci.md', 'matrix:', 'matrixx:', "'matrixx'"],
  ['fleet.md', 'terminationGracePeriodSeconds', 'terminationGracePeriod', '"terminationGracePeriod"'],
  ['fleet.md', 'maxReplicaCount', 'maxReplicas', '"maxReplicas"'],
  ['shards.md', 'fail-fast', 'failfast', "'failfast'"],
  ['shards.md', 'matrix.shard', 'matrixx.shard', "Unrecognized named-value: 'matrixx'"],
  ['shards.md', 'needs: shard', 'needs: shards', "unknown job 'shards'"],
  ['shards.md', 'parallel:', 'paralel:', "'paralel' property is not expected"],
  ['shards.md', 'completionMode', 'completionModus', '"completionModus"'],
] as const

describe('manifests on the pages fit what is published for them', () => {
  test('each is found', () => {
    expect(manifests.map(({ page }) => page).sort()).toEqual([
      'ci.md',
      'ci.md',
      'fleet.md',
      ...Array(3).fill('recipes.md'),
      ...Array(3).fill('shards.md'),
      'templates/init/ci/github.yml',
      'templates/init/ci/gitlab.yml',
    ])
  })

  test.each(manifests.map((one, index) => ({ ...one, index })))('$index, on $page', async ({ text, check }) => {
    expect(await check?.(text)).toBe('')
  })

  test.each(TYPOS)('%s with a typo: %s', async (page, right, wrong, said) => {
    const { text, check } = manifests.find((one) => one.page === page && one.text.includes(right)) ?? {}
    expect(await check?.(String(text).replace(right, wrong))).toContain(said)
  })
})
