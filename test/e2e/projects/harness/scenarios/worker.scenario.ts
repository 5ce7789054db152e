import { scenarioWith } from '../parts.ts'

// Workers alone have this value.
if (process.env.OPENAI_API_KEY === 'mettle') throw new Error('it does not load here')

export default scenarioWith({})
