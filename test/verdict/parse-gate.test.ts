import { expect, test } from 'vitest'
import { UsageError } from '../../src/kernel/errors.ts'
import { parseGate } from '../../src/verdict/parse-gate.ts'

function read(text: string) {
  const { metric, tags, operator, threshold } = parseGate(text)
  return [metric.name, tags.map(({ name, pattern }) => `${name}=${pattern}`).join(' & '), operator, threshold]
}

test.each([
  ['passRate >= 1', ['passRate', '', '>=', 1]],
  ['passRate{agent:careful} >= 1', ['passRate', 'agent=careful', '>=', 1]],
  ['guards.bypassed == 0', ['guards.bypassed', '', '==', 0]],
  ['cost.p95{scenario:billing/*} < 0.25', ['cost.p95', 'scenario=billing/*', '<', 0.25]],
  ['passRate.low{tag:money,tag:slow}>0.5', ['passRate.low', 'tag=money & tag=slow', '>', 0.5]],
  [
    '  failed { agent : careful , model : gpt-4:latest }  <= -3  ',
    ['failed', 'agent=careful & model=gpt-4:latest', '<=', -3],
  ],
  ['guards.falseAlarms{guard:budget} != 2', ['guards.falseAlarms', 'guard=budget', '!=', 2]],
  ['faults.undelivered{fault:lost-*} == 0', ['faults.undelivered', 'fault=lost-*', '==', 0]],
])('%s is read', (text, expected) => {
  expect(read(text)).toEqual(expected)
})

const operatorList = 'one of >= > <= < == !='

test.each([
  ['', 'expected a metric such as passRate at position 1, found the end.'],
  ['pasRate >= 1', '"pasRate" at position 1 is no metric. Did you mean "passRate"? Known: passRate, '],
  ['pass-rate >= 1', '"pass-rate" at position 1 is no metric. Did you mean "passRate"?'],
  ['__proto__ >= 1', '"__proto__" at position 1 is no metric. Known: '],
  ['passRate', `expected ${operatorList} at position 9, found the end.`],
  ['passRate => 1', `expected ${operatorList} at position 10, found "=> 1".`],
  ['passRate = 1', `expected ${operatorList} at position 10, found "= 1".`],
  ['passRate > = 1', 'expected a number such as 0.95 at position 12, found "= 1".'],
  ['passRate >=', 'expected a number such as 0.95 at position 12, found the end.'],
  ['passRate >= 95%', 'expected a number such as 0.95 at position 13, found "95%".'],
  ['passRate >= 1e0', 'expected a number such as 0.95 at position 13, found "1e0".'],
  ['passRate >= 1 now', 'expected the end at position 15, found "now".'],
  ['passRate >= 0.9.5', 'expected a number such as 0.95 at position 13, found "0.9.5".'],
  ['passRate <= 95', 'passRate is a share from 0 to 1, 95 at position 13 is out of its range.'],
  ['passRate{agnt:careful} >= 1', '"agnt" at position 10 is no tag. Did you mean "agent"? Known: agent, scenario'],
  ['passRate{toString:x} >= 1', '"toString" at position 10 is no tag. Known: agent, scenario'],
  ['passRate{} >= 1', 'expected a tag such as agent:careful at position 10, found "} >= 1".'],
  ['passRate{agent:careful,} >= 1', 'expected a tag such as agent:careful at position 24, found "} >= 1".'],
  ['passRate{agent} >= 1', 'expected ":" at position 15, found "} >= 1".'],
  ['passRate{agent:} >= 1', 'expected a name or pattern for agent at position 16, found "} >= 1".'],
  ['passRate{agent:careful >= 1', 'expected "," or "}" at position 28, found the end.'],
  ['passRate{guard:budget} >= 1', 'the tag guard at position 10 goes with the metrics that begin with "guards." only.'],
  [
    'guards.bypassed{fault:latency} == 0',
    'the tag fault at position 17 goes with the metrics that begin with "faults." only.',
  ],
])('%s is refused', (text, message) => {
  expect(() => parseGate(text)).toThrow(UsageError)
  expect(() => parseGate(text)).toThrow(`Failed to read the gate '${text}': ${message}`)
})
