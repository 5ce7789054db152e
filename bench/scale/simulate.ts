import { createRandom } from '../../src/kernel/random.ts'
import { type Agenda, openAgenda } from './agenda.ts'
import { type Network, type Pace, paceOf, type Station } from './network.ts'

/** So many trials of each lane are left out at the start, where the queues fill, and so many are counted, at least. */
const [WARM_UP, COUNTED] = [3, 5]
/** So many trials are counted in all, at least. */
const LEAST = 10_000

interface Place extends Station {
  free: number
  /** Who waits, first come first served; read from `next` on. */
  queue: number[]
  next: number
}

/**
 * Plays a network event by event, and counts. The same seed gives the same pace.
 */
export function simulate(network: Network, seed = 1): Pace {
  const random = createRandom(seed).fork('scale')
  const places = network.stations.map((one): Place => ({ ...one, free: one.servers, queue: [], next: 0 }))
  const route = routeOf(places)
  const agenda = openAgenda()
  const lengthOf = ({ seconds, isFixed }: Station) => (isFixed ? seconds : -seconds * Math.log(1 - random.next()))
  const serve = (place: Place, who: number, now: number) => agenda.add(now + lengthOf(place), who)
  const enter = (place: Place, who: number, now: number) => {
    if (place.free === 0) return void place.queue.push(who)
    place.free--
    serve(place, who, now)
  }
  const leave = (place: Place, now: number) => {
    const next = place.queue[place.next]
    if (next === undefined) return void place.free++
    place.next++
    serve(place, next, now)
  }
  return paceOf(network, play({ route, agenda, enter, leave, lanes: network.lanes }))
}

interface Play {
  route: readonly Place[]
  agenda: Agenda
  enter(place: Place, who: number, now: number): void
  leave(place: Place, now: number): void
  lanes: number
}

/** Who is on the way is a number: step of the route, and lane. Trials a second, behind the warm-up. */
function play({ route, agenda, enter, leave, lanes }: Play): number {
  const at = (step: number) => route[step] as Place
  const goTo = (step: number, lane: number, now: number) => enter(at(step), step * lanes + lane, now)
  for (let lane = 0; lane < lanes; lane++) goTo(0, lane, 0)
  const from = lanes * WARM_UP
  const trials = from + Math.max(lanes * COUNTED, LEAST)
  let [done, began, now] = [0, 0, 0]
  while (done < trials) {
    const { time, who } = agenda.take()
    const [step, lane] = [Math.floor(who / lanes), who % lanes]
    now = time
    leave(at(step), now)
    const isLast = step === route.length - 1
    if (isLast && ++done === from) began = now
    if (!isLast) goTo(step + 1, lane, now)
    // Behind the last station that holds the lane it begins anew, whatever is still done aside.
    if (!at(step).isAside && (isLast || at(step + 1).isAside)) goTo(0, lane, now)
  }
  return (done - from) / (now - began)
}

/** Each visit of a trial, in order. */
function routeOf(places: readonly Place[]): Place[] {
  const groups: Place[][] = []
  for (const place of places) {
    const last = groups.at(-1)
    if (last && last[0]?.visits === place.visits) last.push(place)
    else groups.push([place])
  }
  return groups.flatMap((group) => Array.from({ length: group[0]?.visits ?? 0 }, () => group).flat())
}
