import { brokenFault, scenarioWith } from '../parts.ts'

export default scenarioWith({ variants: { broken: [{ fault: brokenFault, on: 'desk POST *' }] } })
