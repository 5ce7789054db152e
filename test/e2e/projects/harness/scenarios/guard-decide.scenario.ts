import { guardThatFailsTo, scenarioWith } from '../parts.ts'

export default scenarioWith({ guards: [{ use: guardThatFailsTo('decide') }] })
