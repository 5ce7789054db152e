/** The plan selected this call for one of its entries. Whether the fault arrived is judged from what crossed, not from this. */
export interface FaultEvent {
  type: 'fault'
  /** Id of the call. */
  call: string
  /** Index in the variant's plan. */
  entry: number
  /** Its name. */
  fault: string
  /** The guard that it broke when that was asked about the call; absent for a fault of anything else. */
  guard?: string
}
