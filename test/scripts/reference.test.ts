import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cliPage } from '../../scripts/reference/cli.ts'
import { configPage, configReference } from '../../scripts/reference/config.ts'
import { eventsPage, eventsReference } from '../../scripts/reference/events.ts'
import type { JsonSchema } from '../../scripts/reference/json-schema.ts'
import { metricsPage } from '../../scripts/reference/metrics.ts'
import { recordPage } from '../../scripts/reference/record.ts'
import { scenarioReference } from '../../scripts/reference/scenario.ts'
import { buildProgram } from '../../src/cli.ts'
import { reports } from '../../src/reports/index.ts'
import { configSchema } from '../../src/scenario/config.ts'
import { metrics } from '../../src/verdict/metrics/index.ts'
import { tagNames, tagSummaries } from '../../src/verdict/tags.ts'
import { ROOT } from '../e2e/cli.ts'
import { folderWith } from './folder.ts'

// Each page is a function of the source: what changes there changes the page, so that `npm run check` finds it stale.

/** The rows of a page's tables, their cells without spaces around them. */
const rows = (page: string) =>
  page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/ *(?<!\\)\| */).slice(1, -1))

const asJson = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema

describe('the command line', () => {
  const page = cliPage(buildProgram(() => {}))

  test('has every command that is not hidden', () => {
    const headings = [...page.matchAll(/^## `(.*)`$/gm)].map(([, words]) => words)
    expect(headings).toContain('mettle run')
    expect(headings).toContain('mettle baseline accept')
    expect(headings).not.toContain('mettle complete')
  })

  test('names every reporter', () => {
    const [, , about = ''] = rows(page).find(([flag]) => flag?.startsWith('`-r, --reporter')) ?? []
    expect(
      about
        .match(/\w+(?=[,.])/g)
        ?.filter((word) => word !== 'written')
        .sort(),
    ).toEqual(Object.keys(reports).sort())
  })

  test('has flags with their defaults, told or set', () => {
    expect(rows(page)).toContainEqual(['`-o, --out <folder>`', '`reports/latest`', 'Where the run goes.'])
    expect(rows(page)).toContainEqual(['`--name <name>`', '`main`', 'Name of the reference run.'])
    expect(rows(page)).toContainEqual(['`--reason <text>`', 'must be given', 'Why it may be trusted.'])
    expect(rows(page)).toContainEqual(['`3`', 'The machine lacks something that the run needs.'])
  })

  test('a flag, an argument or a command that is added stands on it', () => {
    const program = buildProgram(() => {})
    program.commands.find((one) => one.name() === 'run')?.option('--twice', 'do it twice')
    program.command('nap').description('sleep a little').argument('<ms>', 'how long')
    expect(rows(cliPage(program))).toContainEqual(['`--twice`', '', 'Do it twice.'])
    expect(cliPage(program)).toContain('    npx mettle nap <ms>\n')
    expect(cliPage(new Command('mettle'))).not.toContain('--twice')
  })
})

describe('the config', () => {
  test('has every member, with its default', () => {
    const [[, page = ''] = []] = [...configReference()]
    const named = rows(page).map(([name]) => name)
    for (const name of Object.keys(configSchema.shape)) expect(named).toContain(`\`${name}\``)
    expect(rows(page)).toContainEqual(['`max`', 'whole number, at least 1', 'must be given', expect.any(String)])
    expect(rows(page).find(([name]) => name === '`reset`')).toEqual([
      '`reset`',
      "`'journal'` or `'clone'`",
      '`"journal"`',
      expect.stringContaining('takes back what was changed'),
    ])
  })

  test('a member that is added stands on it', () => {
    const grown = configSchema.extend({ colour: z.string().default('red').describe('Of the walls.') })
    expect(rows(configPage(asJson(grown)))).toContainEqual(['`colour`', 'string', '`"red"`', 'Of the walls.'])
  })

  test('a member that nothing describes is refused', () => {
    const mute = configSchema.extend({ walls: z.strictObject({ colour: z.string() }).describe('The walls.') })
    expect(() => configPage(asJson(mute))).toThrow('Nothing says what "walls.colour" is')
  })
})

test('a record has a section for each object in a list, and the ways of a union', () => {
  const trial = z.strictObject({ id: z.string().describe('Its id.') })
  const when = z.union([z.literal('always'), z.strictObject({ nth: z.int().min(1).describe('Which.') })])
  const schema = z.strictObject({
    trials: z.array(trial).nullable().describe('All.'),
    when: when.describe('When.'),
  })
  const page = recordPage(asJson(schema))
  expect(page).toContain('## `trials[]`')
  expect(rows(page)).toContainEqual(['`trials`', 'list of [object](#trials) or null', 'All.'])
  expect(rows(page)).toContainEqual(['`when`', "`'always'` or [object](#when)", 'When.'])
  expect(rows(page)).toContainEqual(['`nth`', 'whole number, at least 1', 'Which.'])
})

describe('a scenario', () => {
  const [[, page = ''] = []] = [...scenarioReference(ROOT)]

  test('is described by the interfaces that its authors see', () => {
    const tools =
      'Tools by the name that the agent calls. Of one that is a statement (`defineSqlTool`), guards and faults see the SQL.'
    expect(rows(page)).toContainEqual(['`tools`', 'by name: `Tool`', '`{}`', tools])
    expect(rows(page)).toContainEqual(['`only`', 'list of string', '', 'The variants that it judges. Default: all.'])
  })

  test('another comment there is another page; none is refused', () => {
    const scenario = (comment: string) => {
      const text = `export interface ScenarioInput {\n  ${comment}\n  task: {\n    /** B. */\n    text: string\n  }\n}\n`
      return folderWith({ 'src/scenario/define.ts': text, 'src/scenario/presets.ts': '' })
    }
    expect(() => scenarioReference(scenario(''))).toThrow('Nothing says what "task" is')
    expect(() => scenarioReference(scenario('/** A. */'))).toThrow('Nothing says what "world" is')
  })
})

describe('metrics', () => {
  test('each has a row, and one that is added gets one', () => {
    const page = metricsPage(metrics, tagSummaries)
    for (const { name } of metrics) expect(rows(page).map(([first]) => first)).toContain(`\`${name}\``)
    for (const name of tagNames) expect(rows(page).map(([first]) => first)).toContain(`\`${name}\``)
    const grown = metricsPage(
      [{ name: 'luck', summary: 'How lucky.', unit: 'share', tag: 'fault', measure: () => 1 }],
      {},
    )
    expect(rows(grown)).toContainEqual(['`luck`', 'share', '`fault`', '', 'How lucky.'])
  })
})

describe('events', () => {
  const union = 'export type TraceEvent =\n  | NapEvent\n  | CallEvent\n'
  const nap =
    "/** It slept. For long. */\nexport interface NapEvent {\n  type: 'nap'\n  /** How it slept. */\n  how?: How\n}\n"
  const how = "/** How one sleeps. */\nexport type How = 'well' | 'badly'\n"
  const call = "/** It called. */\nexport interface CallEvent {\n  type: 'call'\n}\n"

  test('each has a section with its fields, and shapes have theirs', () => {
    const page = eventsPage(union, [nap + how, call])
    expect(rows(page)).toContainEqual(['[nap](#nap)', 'It slept.'])
    expect(rows(page)).toContainEqual(['`how`', '`How` [How](#how)', '', 'How it slept.'])
    expect(page).toContain("### How\n\nHow one sleeps.\n\n`'well' | 'badly'`")
  })

  test('one that no file declares is refused', () => {
    expect(() => eventsPage(union, [nap])).toThrow('a CallEvent, and no file of src/trace/events declares it')
  })

  test('every event of this repository says what it is, and so does each of its fields', () => {
    const [[, page = ''] = []] = [...eventsReference(ROOT)]
    expect(rows(page).length).toBeGreaterThan(80)
    expect(rows(page).filter((row) => row.at(-1) === '')).toEqual([])
    expect(page.match(/^## [a-z].*\n\n[|`].*/gm)).toBeNull()
  })
})
