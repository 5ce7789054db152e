import { brokenScorer, scenarioWith } from '../parts.ts'

export default scenarioWith({ scorers: [{ use: brokenScorer, severity: 'should' }] })
