import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { withVariants } from '../../src/scenario/add-variants.ts'

const NEW = {
  name: 'found-lost-reply',
  about: "effects: it's twice",
  plan: [{ fault: 'lost-reply', params: { how: "it's" }, on: "shop POST /o'clock", when: { nth: 1 } }],
}

const CODE = `import { defineScenario } from 'mettle'
// variants: { } is what this file is about
const text = 'variants: {'
export default defineScenario({
  task: { text, variants: { no: 1 } }, /* } */
  variants: {
    'lost-reply': [{ fault: 'lost-reply' }], // the first }
    late: [{ fault: 'latency', params: { ms: 5 } }] // no comma
  },
  scorers: [],
})
`

describe('a scenario in code', () => {
  test('keeps all that it says, and says the new variant behind the last', () => {
    expect(withVariants('a.scenario.ts', CODE, [NEW])).toBe(
      CODE.replace(
        'ms: 5 } }] // no comma\n',
        `ms: 5 } }], // no comma
    // effects: it's twice
    'found-lost-reply': [
      { fault: 'lost-reply', params: { how: 'it\\'s' }, on: 'shop POST /o\\'clock', when: { nth: 1 } },
    ],
`,
      ),
    )
  })

  test.each([
    ['variants: {}', "{\n    // effects: it's twice\n    'found-lost-reply': ["],
    [
      "variants: { a: [{ fault: 'x' }] }",
      "{ a: [{ fault: 'x' }],\n    // effects: it's twice\n    'found-lost-reply': [",
    ],
  ])('also behind %s', (variants, expected) => {
    const code = `export default {\n  ${variants},\n  scorers: [],\n}\n`
    const changed = withVariants('a.scenario.ts', code, [NEW]) ?? ''
    expect(changed).toContain(expected)
    expect(changed).toMatch(/\n {2}\},\n {2}scorers: \[\],\n\}\n$/)
  })

  test.each([
    ['no variants', 'export default defineScenario({ task: {} })'],
    ['variants from elsewhere', 'export default defineScenario({ variants })'],
    [
      'variants in another object',
      'const a = { variants: {} }\nexport default defineScenario({ task: { variants: {} } })',
    ],
    ['no scenario', 'export const a = { variants: {} }'],
  ])('is left alone where it has %s', (_, code) => {
    expect(withVariants('a.scenario.ts', code, [NEW])).toBeUndefined()
  })
})

describe('a scenario in YAML', () => {
  const YAML = `# a scenario
task:   { text: Refund }   # odd spaces stay
variants:
    lost:   # deep
        - { fault: lost-reply }
# behind
scorers: []
`

  test('keeps all that it says, and says the new variant behind the last', () => {
    const changed = withVariants('a.scenario.yaml', YAML, [NEW]) ?? ''
    expect(changed.split('\n').filter((line) => !YAML.split('\n').includes(line))).toHaveLength(3)
    expect(YAML.split('\n').every((line) => changed.includes(line))).toBe(true)
    expect(parse(changed)).toEqual({
      ...parse(YAML),
      variants: { lost: [{ fault: 'lost-reply' }], 'found-lost-reply': NEW.plan },
    })
  })

  test('without variants it has them at its end', () => {
    const without = 'task: { text: Refund }'
    const changed = withVariants('a.scenario.yml', without, [NEW]) ?? ''
    expect(changed.startsWith(`${without}\n`)).toBe(true)
    expect(parse(changed)).toEqual({ ...parse(without), variants: { 'found-lost-reply': NEW.plan } })
  })

  test.each(['variants: { a: [] }', 'variants: [', 'a', 'variants: 5'])('is left alone where it is %s', (yaml) => {
    expect(withVariants('a.scenario.yaml', yaml, [NEW])).toBeUndefined()
  })
})
