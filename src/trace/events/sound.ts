/**
 * What a guard that a fault breaks would have said of a call: the same guard, sound, is asked beside the broken one, and binds nothing.
 * Written where it is no 'allow'. 'alert': it would have told a person.
 */
export interface SoundEvent {
  type: 'sound'
  /** Id of the call. */
  call: string
  /** Its name. */
  guard: string
  /** What it would have said. */
  decision: 'deny' | 'hold' | 'halt' | 'alert'
  /** Why, in one sentence. */
  reason: string
}
