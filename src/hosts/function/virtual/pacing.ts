import { DEFAULT_START, type Pacing } from '../../../stage/pacing.ts'
import { installVirtualChance } from './chance.ts'
import { createDrive } from './drive.ts'
import { installVirtualMachine } from './machine.ts'
import { installVirtualTime } from './time.ts'
import { watchUnrepeatable } from './unrepeatable.ts'

/** Puts time and chance of this process on the trial's clock and seed. Once, before agent code loads. */
export function virtualPacing(keepAwake: (awake: boolean) => void): Pacing {
  const time = installVirtualTime()
  const chance = installVirtualChance()
  installVirtualMachine()
  let tell = (_: string) => {}
  watchUnrepeatable((what) => tell(what))
  const drive = createDrive(time, keepAwake)
  return {
    begin: (startsAt = DEFAULT_START, random) => {
      time.reset(startsAt)
      chance.reset(random.fork('globals'))
      return time.clock
    },
    draw: (random) => chance.reset(random),
    touched: (next) => {
      tell = next
    },
    drive: (paced) => drive.start(paced),
    end: () => {
      tell = () => {}
      drive.end()
    },
    real: (what) => drive.real(what),
    turn: (key) => drive.turn(key),
  }
}
