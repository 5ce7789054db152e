import { defineCollection, defineTool } from 'mettle'
import { z } from 'zod'

const bookings = defineCollection<{ room: number; time: string }>('diary.bookings')

export const book = defineTool({
  description: 'Books a room for an hour.',
  input: z.strictObject({ room: z.int(), time: z.string() }),
  collections: [bookings],
  handler: (booking) => {
    bookings.create(bookings.newId('booking'), booking)
    return 'booked'
  },
})
