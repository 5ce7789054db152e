import { defineScenario } from 'mettle'
import { scorers, world } from '../world.ts'

export default defineScenario({
  task: { text: 'Make a thing.' },
  world: { ...world, timeZone: 'Asia/Tokyo', locale: 'de-DE' },
  scorers: [...scorers],
})
