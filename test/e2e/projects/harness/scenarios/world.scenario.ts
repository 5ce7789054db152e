import { scenarioWith } from '../parts.ts'

export default scenarioWith({})
