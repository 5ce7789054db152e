import { visible } from '../../kernel/visible.ts'
import type { RunHead } from '../../record/run.ts'
import { figure, plural } from '../text/quantity.ts'
import type { Paint } from './paint.ts'

const GATE_SIGNS = { passed: '✓', failed: '✗', 'not-evaluated': '–' }
const GATE_TONES = { passed: 'green', failed: 'red', 'not-evaluated': 'gray' } as const

/** Each gate with its figure, and what they come to together. */
export function gateLines({ gate }: Pick<RunHead, 'gate'>, paint: Paint): string[] {
  const rows = gate.rows.map((row) => {
    const word = paint(GATE_TONES[row.status], `${GATE_SIGNS[row.status]} ${row.status.replace('-', ' ')}`)
    const figures = `${figure(row.value)} over ${plural(row.selected, 'trial')}`
    const why = row.status === 'passed' ? figures : visible(row.reason)
    return `  ${word}  ${visible(row.gate)}  ${paint('dim', why)}`
  })
  const verdict = gate.passed ? paint('green', '✓ gate passed') : paint('red', '✗ gate failed')
  return [...rows, `${verdict}: ${visible(gate.reason)}`]
}
