/** A time was written that is the machine's and not the trial's: something in the database asked the wrong clock. */
export interface ClockLeakEvent {
  type: 'clock-leak'
  /** Id of the call that wrote it. */
  call: string
  /** 'shop.orders'. */
  collection: string
  /** Which member of it. */
  id: string
  /** The field or column. */
  field: string
  /** The time that was written. */
  value: string
}
