/** A time was written that is the machine's and not the trial's: something in the database asked the wrong clock. */
export interface ClockLeakEvent {
  type: 'clock-leak'
  call: string
  /** 'shop.orders'. */
  collection: string
  id: string
  field: string
  value: string
}
