import { DEFAULT_START, type Pacing } from '../../../stage/pacing.ts'
import { installVirtualChance } from './chance.ts'
import { createDrive } from './drive.ts'
import { installVirtualTime } from './time.ts'

/** Puts time and chance of this process on the trial's clock and seed. Once, before agent code loads. */
export function virtualPacing(keepAwake: (awake: boolean) => void): Pacing {
  const time = installVirtualTime()
  const chance = installVirtualChance()
  const drive = createDrive(time, keepAwake)
  return {
    begin: (startsAt = DEFAULT_START, random) => {
      time.reset(startsAt)
      chance.reset(random.fork('globals'))
      return time.clock
    },
    drive: (paced) => drive.start(paced),
    end: () => drive.end(),
    turn: (key) => drive.turn(key),
  }
}
