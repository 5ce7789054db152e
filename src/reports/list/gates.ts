import { visible } from '../../kernel/visible.ts'
import type { RunHead } from '../../record/run.ts'
import { figure, plural } from '../text/quantity.ts'
import { outcomeOf } from '../text/run-outcome.ts'
import type { Paint } from './paint.ts'

const GATE_SIGNS = { passed: '✓', failed: '✗', 'not-evaluated': '–' }
const GATE_TONES = { passed: 'green', failed: 'red', 'not-evaluated': 'gray' } as const

const VERDICTS = {
  passed: ['green', '✓ gate passed'],
  failed: ['red', '✗ gate failed'],
  'not judged': ['gray', '– gate not judged'],
} as const

/** Each gate with its figure, and what they come to together. */
export function gateLines(head: Pick<RunHead, 'gate' | 'shard'>, paint: Paint): string[] {
  const { gate } = head
  const rows = gate.rows.map((row) => {
    const word = paint(GATE_TONES[row.status], `${GATE_SIGNS[row.status]} ${row.status.replace('-', ' ')}`)
    const figures = `${figure(row.value)} over ${plural(row.selected, 'trial')}`
    const why = row.status === 'passed' ? figures : visible(row.reason)
    return `  ${word}  ${visible(row.gate)}  ${paint('dim', why)}`
  })
  const [tone, word] = VERDICTS[outcomeOf(head)]
  return [...rows, `${paint(tone, word)}: ${visible(gate.reason)}`]
}
