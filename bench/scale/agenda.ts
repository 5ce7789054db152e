/** What happens when, earliest first. */
export interface Agenda {
  add(time: number, who: number): void
  /** @throws {RangeError} nothing is left to happen. */
  take(): Event
}

interface Event {
  time: number
  who: number
}

/** A binary heap. */
export function openAgenda(): Agenda {
  const heap: Event[] = []
  const timeAt = (index: number) => heap[index]?.time ?? Number.POSITIVE_INFINITY
  const swap = (a: number, b: number) => {
    const kept = heap[a] as Event
    heap[a] = heap[b] as Event
    heap[b] = kept
  }
  return {
    add: (time, who) => {
      let index = heap.push({ time, who }) - 1
      for (let above = (index - 1) >> 1; index > 0 && time < timeAt(above); above = (index - 1) >> 1) {
        swap(index, above)
        index = above
      }
    },
    take: () => {
      const [first] = heap
      const last = heap.pop()
      if (!first || !last) throw new RangeError('Nothing is left to happen.')
      if (heap.length > 0) heap[0] = last
      for (let index = 0; ; ) {
        const [left, right] = [2 * index + 1, 2 * index + 2]
        const least = timeAt(right) < timeAt(left) ? right : left
        if (timeAt(least) >= timeAt(index)) return first
        swap(index, least)
        index = least
      }
    },
  }
}
